package coop.croft.lang.message;

import static org.assertj.core.api.Assertions.assertThat;

import coop.croft.lang.Code;
import coop.croft.lang.Diagnostic;
import coop.croft.lang.SourceText;
import coop.croft.lang.Span;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RenderingTest {
  private static final String TEXT =
      "\ufeffshort\r\n\n"
          + "ä€😀x\t".repeat(60)
          + "\r\n\rno end\n"
          + "y".repeat(110)
          + "\n"
          + "z".repeat(111)
          + "\r";

  private static Diagnostic at(int line, int column) {
    return Diagnostic.of(new Span("x.dtl", line, column, line, column + 2), Code.SYNTAX, "here");
  }

  /** It keeps where it was; wherever that is, the message is the same. */
  @Test
  void theOrderDoesNotMatter() {
    SourceText text = new SourceText("x.dtl", TEXT.getBytes(StandardCharsets.UTF_8));
    List<Diagnostic> all = new ArrayList<>();
    for (int line = 1; line <= 8; line++) {
      for (int column = 1; column <= 310; column += 3) {
        all.add(at(line, column));
      }
    }
    for (int round = 0; round < 3; round++) {
      Rendering rendering = new Rendering(text);
      for (Diagnostic d : all) {
        assertThat(rendering.of(d)).isEqualTo(Rendering.of(d, text));
      }
      Collections.shuffle(all, new Random(round));
    }
  }

  @Test
  void showsTheLineOrTheMiddleOfIt() {
    SourceText text = new SourceText("x.dtl", TEXT.getBytes(StandardCharsets.UTF_8));
    Rendering rendering = new Rendering(text);
    assertThat(rendering.of(at(1, 3))).endsWith("1 | short\n  |   ^^\n");
    assertThat(rendering.of(at(2, 1))).endsWith("here\n");
    assertThat(rendering.of(at(3, 201)))
        .contains("3 | …ä€😀x ä€😀x")
        .endsWith("^^\n")
        .contains("…\n");
    assertThat(rendering.of(at(4, 2))).endsWith("4 | \ufffdno end\n  |  ^^\n");
    assertThat(rendering.of(at(5, 110))).contains("5 | yyy").doesNotContain("…");
    assertThat(rendering.of(at(6, 1))).contains("6 | zzz").contains("z…\n");
    assertThat(rendering.of(at(6, 111)))
        .contains("6 | …zzz")
        .endsWith("z\n  |  " + " ".repeat(40) + "^\n");
  }
}
