package coop.croft.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a daemon refuses though the checker passed it: the lab's wrong renderer stands for any fault
 * of ours. Every host stays as it is, and the owner gets the daemon's words at the line of the
 * program.
 */
@Tag("lab")
class DaemonRefusesTest {
  @AfterEach
  void tidy() {
    Lab.remove("mallory", "broken");
    Lab.remove("mallory", "moor");
  }

  @ParameterizedTest
  @CsvSource({"broken-web,ThisIsNoDirective", "broken-dns,bad dotted quad"})
  void everyHostStaysAndTheOwnerIsTold(String label, String words) {
    Map<String, String> before = files();
    Lab.Ran ran =
        Lab.apply(
            "mallory",
            "broken",
            "# fine for the checker\n\ndomain \""
                + label
                + ".moor.example\" with dns (dnsA \"@\" \"203.0.113.1\") end\n");
    assertThat(ran.exit()).as(ran.all()).isEqualTo(1);
    assertThat(ran.err()).contains("broken.dtl:3:").contains(words);
    assertThat(files()).isEqualTo(before);
    assertThat(Lab.get(Lab.DYNAMIC, "www.greenhouse.example", "/").status()).isEqualTo(200);
    assertThat(Lab.dig(Lab.MAIN, label + ".moor.example", "A")).isEmpty();
    Lab.apply(
            "mallory", "moor", "domain \"moor.example\" with dns (dnsA \"@\" \"203.0.113.9\") end")
        .expectSuccess();
    assertThat(Lab.digAll("moor.example", "A")).isEqualTo("203.0.113.9");
  }

  private static Map<String, String> files() {
    Map<String, String> files = new TreeMap<>();
    for (String host : java.util.List.of("main", "dynamic", "offsite")) {
      files.put(host, Lab.files(host));
    }
    return files;
  }
}
