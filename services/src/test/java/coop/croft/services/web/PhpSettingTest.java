package coop.croft.services.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coop.croft.lang.Fault;
import coop.croft.services.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What members may set for PHP. */
class PhpSettingTest {
  private static SortedMap<String, String> values(String... said) {
    Map<String, String> all = new HashMap<>();
    for (int i = 0; i < said.length; i += 2) {
      all.put(said[i], PhpSetting.checked(said[i], said[i + 1]).value());
    }
    return PhpSetting.values(all);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          memory_limit        | 64M                        | 64M
          memory_limit        | 1G                         | 1G
          memory_limit        | 134217728                  | 134217728
          display_errors      | On                         | On
          display_errors      | off                        | Off
          error_reporting     | E_ALL                      | 32767
          error_reporting     | E_ALL & ~E_NOTICE          | 32759
          error_reporting     | E_ALL&~E_NOTICE&~E_WARNING | 32757
          date.timezone       | America/New_York           | America/New_York
          session.cookie_samesite | Strict                 | Strict
          """)
  void accepted(String name, String value, String normal) {
    assertThat(PhpSetting.checked(name, value).value()).isEqualTo(normal);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          memory_limit        | -1
          memory_limit        | 1025M
          memory_limit        | 15M
          memory_limit        | 99999999999999G
          memory_limit        | 64M junk
          memory_limit        | 0100M
          post_max_size       | 0089M
          max_file_uploads    | 020
          error_reporting     | 032767
          max_execution_time  | 0
          max_execution_time  | 301
          upload_max_filesize | 2G
          display_errors      | maybe
          error_reporting     | E_ALL & ~E_FOO
          error_reporting     | ~E_ALL
          date.timezone       | Europe/Nowhere
          session.name        | 7
          session.name        | "a;b"
          default_charset     | ${HOME}
          open_basedir        | /
          disable_functions   | exec
          sendmail_path       | /bin/x
          Memory_Limit        | 64M
          """)
  void refused(String name, String value) {
    assertThatThrownBy(() -> PhpSetting.checked(name, value)).isInstanceOf(Fault.class);
  }

  @Test
  void aFormHoldsTheLargestFile() {
    assertThat(values().get("post_max_size")).isEqualTo("40M");
    assertThat(values("upload_max_filesize", "64M").get("post_max_size")).isEqualTo("75497472");
    assertThat(values("upload_max_filesize", "64M", "post_max_size", "100M").get("post_max_size"))
        .isEqualTo("100M");
    assertThat(values("upload_max_filesize", "64M", "post_max_size", "1M").get("post_max_size"))
        .isEqualTo("75497472");
  }

  @Test
  void aRequestEndsAtTheNextDeadline() {
    assertThat(List.of(1, 10, 11, 60, 61, 300).stream().map(s -> PhpDeadline.of(s).seconds))
        .containsExactly(10, 10, 60, 60, 300, 300);
  }

  /** Each request makes every setting, or what one site set would hold for another. */
  @Test
  void everySettingIsMade() {
    SortedMap<String, String> values = values("memory_limit", "64M");
    assertThat(PhpSetting.lines(values, true).size() + PhpSetting.lines(values, false).size())
        .isEqualTo(PhpSetting.all().size());
    assertThat(PhpSetting.all())
        .allSatisfy(
            s ->
                assertThat(PhpSetting.checked(s.name(), s.standard()).value())
                    .isEqualTo(s.standard()));
  }

  @Test
  void theManualHasThemAll() throws IOException {
    String manual = Files.readString(Samples.root().resolve("docs/services/web.md"));
    assertThat(PhpSetting.all())
        .allSatisfy(
            s ->
                assertThat(manual)
                    .as(s.name())
                    .contains(
                        "| `" + s.name() + "` | " + s.bounds() + " | " + s.standard() + " |"));
  }
}
