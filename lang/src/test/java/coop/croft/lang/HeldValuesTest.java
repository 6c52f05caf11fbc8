package coop.croft.lang;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a subject must hold is asked for a second time, where a primitive gets it: whatever the
 * checker thought. Here what was held ends between the two.
 */
class HeldValuesTest {
  private static final String LIBRARY =
      """
      extern type your_domain, your_port;
      extern val lose : [^Root];
      extern val open : your_domain -> [^Root];
      extern val each : [your_domain] -> [^Root];
      extern val within : string -> your_domain -> ^Root => [^Root];
      extern val listen : int -> your_port -> [^Root];
      extern val joined : [[your_port]] -> string;
      extern val note : string -> [^Root];
      val Home : your_domain = "a.example";
      extern val opened : [^Root] {Home : your_domain};
      """;

  /** A program runs as somebody who holds this, and after {@code lose} nothing. */
  private static List<Diagnostic> run(String program, Consumer<Object> did) {
    Set<Object> held = new HashSet<>(Set.of("a.example", 50_000L));
    Externs<String> externs =
        Externs.<String>builder()
            .heldStrings("your_domain", (text, s) -> verdict(held, text))
            .heldInts("your_port", (port, s) -> verdict(held, port))
            .action("lose", (a, run) -> held.clear())
            .action("open", (a, run) -> did.accept(a))
            .action("each", (a, run) -> did.accept(a))
            .block("within", (a, block, run) -> did.accept(a))
            .action("listen", (a, run) -> did.accept(a))
            .pure(
                "joined",
                (a, s) -> {
                  did.accept(a);
                  return "";
                })
            .action("note", (a, run) -> run.emit(a.getFirst()))
            .action("opened", (a, run) -> did.accept(run.variable("Home")))
            .build();
    try {
      Language<String> language =
          Language.load(List.of(text(LIBRARY)), List.of(), externs, Bounds.DEFAULT, "nobody");
      return language.run(text(program), "alice") instanceof Outcome.Refused(List<Diagnostic> all)
          ? all
          : List.of();
    } catch (Language.LibraryFault fault) {
      throw new IllegalStateException(fault.diagnostics().toString(), fault);
    }
  }

  private static Verdict verdict(Set<Object> held, Object constant) {
    return held.contains(constant)
        ? Verdict.accepted(constant)
        : Verdict.notHeld("you do not hold " + constant, "ask for it");
  }

  private static SourceText text(String program) {
    return new SourceText("x.dtl", program.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "open \"a.example\"",
        "each [\"a.example\"]",
        "within \"x\" \"a.example\" with end",
        "listen 1 50000",
        "note (joined [[], [50000]])",
        "opened",
        "(\\d : (your_domain) -> open d) \"a.example\"",
      })
  void whatIsHeldNoMoreIsNeitherGivenNorRead(String use) {
    Set<Object> done = new HashSet<>();
    assertThat(run(use, done::add)).isEmpty();
    assertThat(done).hasSize(1);

    done.clear();
    List<Diagnostic> told = run("lose; " + use, done::add);
    assertThat(told).extracting(Diagnostic::code).containsExactly(Code.NOT_HELD);
    assertThat(told.getFirst().message()).startsWith("you do not hold");
    assertThat(told.getFirst().span().line()).isEqualTo(1);
    assertThat(done).isEmpty();
  }

  @Test
  void whatIsReadIsToldByItsVariable() {
    assertThat(run("lose; opened", ignored -> {}).getFirst().hint())
        .contains("set Home to what you hold, or ask for it");
  }

  @Test
  void otherValuesAreNotAskedFor() {
    assertThat(run("lose; note \"a.example\"", ignored -> {})).isEmpty();
  }
}
