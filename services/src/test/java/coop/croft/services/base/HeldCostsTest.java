package coop.croft.services.base;

import static org.assertj.core.api.Assertions.assertThat;

import coop.croft.core.model.Right;
import coop.croft.core.model.Rights;
import coop.croft.core.model.SourceId;
import coop.croft.lang.SourceText;
import coop.croft.services.Compiler;
import coop.croft.services.Samples;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is held is asked for as often as the steps of a run allow, each time for the longest value
 * with the most parts. With questions that cost the square of the parts these would take minutes.
 */
class HeldCostsTest {
  private static final Rights RIGHTS =
      new Rights(
          Map.of(
              "alice",
              List.of(
                  new Right(Right.Kind.DOMAIN, "alice.example"),
                  new Right(Right.Kind.PATH, "/home/alice"))));

  private static String times(int count) {
    return "val l : [int] = [" + "1, ".repeat(count - 1) + "1];\n";
  }

  private static String path() {
    // A certificate has no longer one.
    String path = "/home/alice" + "/a".repeat(494);
    assertThat(path).hasSize(999);
    return "val p : your_path = \""
        + path
        + "\";\n"
        + times(200)
        + "for a in l do for b in l do SSL = use_cert p end end;\n";
  }

  private static String domain() {
    return "val p : your_domain = \""
        + "a.".repeat(120)
        + "alice.example\";\n"
        + times(200)
        + "val f = \\d : (domain) -> begin SSL = no_ssl end;\n"
        + "for a in l do for b in l do f (asDomain p) end end;\n";
  }

  @ParameterizedTest
  @ValueSource(strings = {"path", "domain"})
  void theDearestQuestionsAreAskedOften(String kind) {
    String text = kind.equals("path") ? path() : domain();
    Compiler.Compiled compiled =
        Samples.compiler()
            .compile(
                new SourceId("alice", "p"),
                new SourceText("p.dtl", text.getBytes(StandardCharsets.UTF_8)),
                RIGHTS);
    assertThat(compiled).isEqualTo(new Compiler.Compiled.Units(List.of()));
  }
}
