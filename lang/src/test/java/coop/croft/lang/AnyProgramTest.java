package coop.croft.lang;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Whatever passes the checker does nothing with a value that was not tested for its type, nor in a
 * context where it is not legal: here each extern looks at what it gets.
 */
class AnyProgramTest {
  private static final int PROGRAMS = Integer.getInteger("croft.any.programs", 40_000);
  private static final int LEAST_ACCEPTED = PROGRAMS / 200;

  private static final String LIBRARY =
      """
      extern type held;
      extern type other;
      extern val true, false : bool;
      context C;
      context D;
      extern val someHeld : held;
      extern val useHeld : held -> [^Root];
      extern val useList : [held] -> [^Root];
      extern val useOther : other -> [^Root];
      extern val inC : held -> [C];
      extern val inD : [D];
      extern val blockC : held -> C => [Root];
      extern val text : held -> string;
      val V : held = someHeld;
      """;

  private static final String HELD = "tested as held";
  private static final String OTHER = "tested as other";

  private final Deque<String> blocks = new ArrayDeque<>();

  @Test
  void whatPassesTheCheckerHasBeenTested() throws Exception {
    Language<Object> language =
        Language.load(List.of(source(LIBRARY)), List.of(), externs(), Bounds.DEFAULT, "nobody");
    int accepted = 0;
    for (long seed = 0; seed < PROGRAMS; seed++) {
      String program = AnyProgram.of(seed);
      blocks.clear();
      try {
        Outcome outcome = language.run(source(program), "somebody");
        accepted += outcome instanceof Outcome.Resources ? 1 : 0;
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("seed " + seed + ":\n" + program, e);
      }
    }
    assertThat(accepted).isGreaterThan(LEAST_ACCEPTED);
  }

  private static SourceText source(String text) {
    return new SourceText("any.dtl", text.getBytes(StandardCharsets.UTF_8));
  }

  private Externs<Object> externs() {
    return Externs.<Object>builder()
        .strings("held", (text, who) -> tested(text, who, HELD))
        .strings("other", (text, who) -> tested(text, who, OTHER))
        .value("true", who -> true)
        .value("false", who -> false)
        .value("someHeld", who -> HELD)
        .action("useHeld", (values, run) -> isHeld(values.getFirst()))
        .action(
            "useList",
            (values, run) -> ((List<?>) values.getFirst()).forEach(AnyProgramTest::isHeld))
        .action("useOther", (values, run) -> assertThat(values.getFirst()).isEqualTo(OTHER))
        .action(
            "inC",
            (values, run) -> {
              isHeld(values.getFirst());
              assertThat(blocks.peek()).isEqualTo("C");
            })
        .action("inD", (values, run) -> assertThat(blocks.peek()).isEqualTo("D"))
        .block(
            "blockC",
            (values, block, run) -> {
              isHeld(values.getFirst());
              assertThat(blocks).isEmpty();
              blocks.push("C");
              run.within("C", block);
              blocks.pop();
            })
        .pure(
            "text",
            (values, who) -> {
              isHeld(values.getFirst());
              return values.getFirst();
            })
        .build();
  }

  private static Verdict tested(String text, Object who, String normal) {
    return text.equals("ok") && "somebody".equals(who)
        ? Verdict.accepted(normal)
        : Verdict.notHeld("you do not hold " + text, "ask for it");
  }

  private static void isHeld(Object value) {
    assertThat(value).isEqualTo(HELD);
  }
}
