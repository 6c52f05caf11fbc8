package coop.croft.services.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A shell takes the word for the text. */
class ShellWordTest {
  private static String readBack(String word) throws Exception {
    Process shell = new ProcessBuilder("sh", "-c", "printf %s " + word).start();
    String read = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(shell.waitFor()).isZero();
    return read;
  }

  @Test
  void everySignIsReadBack() throws Exception {
    StringBuilder all = new StringBuilder("/");
    for (char c = ' '; c <= '~'; c++) {
      all.append(c);
    }
    for (String text :
        List.of(all.toString(), "/home/bob/my site", "/it's", "/''", "/$HOME", "/a;b", "/\\")) {
      assertThat(readBack(ShellWord.of(text))).isEqualTo(text);
    }
  }

  @Test
  void whatNeedsNoQuotesHasNone() {
    assertThat(ShellWord.of("/home/bob/a-b_c.d")).isEqualTo("/home/bob/a-b_c.d");
    assertThat(ShellWord.of("/home/bob/my site")).isEqualTo("'/home/bob/my site'");
  }
}
