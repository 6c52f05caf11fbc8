package coop.croft.services.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Apache's own parser makes of a word is the text that was meant. */
class WordTest {
  @Test
  void apacheReadsAnyText(@TempDir Path directory) {
    Texts texts = new Texts(1);
    Map<String, String> meant = new LinkedHashMap<>();
    ConfigWriter out = new ConfigWriter();
    out.directive("Define", Word.text(Word.DOLLAR), Word.text("$"));
    for (int i = 0; i < 5_000; i++) {
      String text = texts.line();
      meant.put("T" + i, text);
      out.directive("Define", Word.key("T" + i), Word.text(text));
    }
    Apache apache = new Apache(directory);
    Map<String, String> read = apache.variables(apache.main(new byte[0], out.text() + needed()));
    assertThat(meant).allSatisfy((name, text) -> assertThat(read).containsEntry(name, text));
  }

  /** What Apache wants besides to find a configuration in order. */
  private static String needed() {
    return """
        LoadModule mpm_event_module /usr/lib/apache2/modules/mod_mpm_event.so
        LoadModule authz_core_module /usr/lib/apache2/modules/mod_authz_core.so
        ServerName localhost
        Listen 80
        """;
  }

  @Test
  void controlCharactersAreNotWritten() {
    assertThatThrownBy(() -> Word.text("a\nb")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Word.regex("a\u2028b")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Word.rewrite("a\"b")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Word.header("EXPR=x")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Word.key("a b")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void nothingIsLostOnTheWayToBytes() {
    ConfigWriter out = new ConfigWriter();
    out.directive("SetEnv", Word.text("a"), Word.text("é€𝄞"));
    assertThat(new String(out.bytes(), StandardCharsets.UTF_8))
        .isEqualTo("SetEnv \"a\" \"é€𝄞\"\n");
  }
}
