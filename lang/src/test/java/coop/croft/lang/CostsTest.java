package coop.croft.lang;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What each form of the language costs of its bounds. A form that cost nothing could be written, or
 * nested, without any bound.
 */
class CostsTest {
  private static final String LIBRARY =
      """
      extern val true : bool;
      extern val same : string -> string;
      extern val note : string -> [^Root];
      extern val within : ^Root => [^Root];
      val A : string = "library";
      """;

  private static final String OWN =
      """
      val act : [^Root] = begin end;
      val w = begin x <- A; A = x end;
      val f = \\x : (int) -> act;
      val t = \\\\b : (^Root) -> b;
      val p = \\a : ([^Root]) -> begin act; a end;
      val i = \\x : (int) -> x;
      """;

  private static Language<String> language(Bounds bounds) {
    Externs<String> externs =
        Externs.<String>builder()
            .value("true", member -> true)
            .pure("same", (a, member) -> a.getFirst())
            .action("note", (a, run) -> run.emit(a.getFirst()))
            .block("within", (a, block, run) -> run.within("frame", block))
            .build();
    // The bounds are those of a file, so that each of these keeps well within them.
    List<SourceText> library =
        Stream.concat(
                Stream.of(LIBRARY),
                IntStream.range(0, 30).mapToObj(i -> "val A" + i + " : string = \"library\";"))
            .map(text -> new SourceText("a.dtl", text.getBytes(StandardCharsets.UTF_8)))
            .toList();
    try {
      return Language.load(library, List.of(), externs, bounds, "nobody");
    } catch (Language.LibraryFault fault) {
      throw new IllegalStateException(fault.diagnostics().toString(), fault);
    }
  }

  private static List<Diagnostic> diagnostics(Bounds bounds, String program) {
    SourceText text = new SourceText("x.dtl", program.getBytes(StandardCharsets.UTF_8));
    return language(bounds).run(text, "alice") instanceof Outcome.Refused refused
        ? refused.diagnostics()
        : List.of();
  }

  /** The least bound with which the program runs. */
  private static int least(IntFunction<Bounds> bounds, String program) {
    assertThat(diagnostics(Bounds.DEFAULT, program)).isEmpty();
    int tooLittle = 0;
    int enough = 8_192;
    while (enough - tooLittle > 1) {
      int middle = (tooLittle + enough) / 2;
      List<Diagnostic> found = diagnostics(bounds.apply(middle), program);
      if (found.isEmpty()) {
        enough = middle;
      } else {
        assertThat(found).extracting(Diagnostic::code).containsExactly(Code.BOUND);
        tooLittle = middle;
      }
    }
    return enough;
  }

  private static Bounds checking(int steps) {
    return new Bounds(1 << 20, 1 << 20, 500, 2_000_000, steps, 100_000, 1_000, 1_000, 100_000);
  }

  private static Bounds running(int steps) {
    return new Bounds(1 << 20, 1 << 20, 500, 2_000_000, 10_000_000, steps, 1_000, 1_000, 100_000);
  }

  private static Bounds depth(int levels) {
    return new Bounds(
        1 << 20, 1 << 20, 500, 2_000_000, 10_000_000, 100_000, levels, 1_000, 100_000);
  }

  /** A percent sign stands for the number, where a name must be new. */
  private static String times(String statement, int times) {
    return IntStream.range(0, times)
        .mapToObj(i -> statement.replace("%", "" + i))
        .collect(Collectors.joining("\n"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          act;                                  |  2 |  3
          w; act;                               |  8 |  8
          f 1;                                  |  5 | 10
          val v% = 1;                           |  5 |  6
          val v% : [[int]] = [[1, 2]];          | 13 | 27
          val v% : [^Root] = begin end;         |  9 |  9
          val v% = \\x -> same x;               | 15 |  9
          val V% : int = 1;                     |  4 |  5
          A = "x";                              |  3 |  1
          x <- A;                               |  1 |  2
          x <- A%;                              |  1 |  8
          begin end;                            |  1 |  1
          let in end;                           |  4 |  3
          let A = "x" in y <- A end; x <- A;    | 12 |  8
          for x in [] do end;                   |  3 | 11
          for x in [1, 2] do end;               |  7 | 17
          if true then end;                     |  4 |  2
          note (same "x");                      | 10 | 35
          note (if true then "x" else "y" end); | 12 | 19
          t with end;                           |  3 | 13
          within with end;                      |  3 |  7
          p (t with end);                       |  9 | 34
          """)
  void ofOneMoreStatement(String statement, int checking, int running) {
    String ten = OWN + times(statement, 10);
    String thirty = OWN + times(statement, 30);
    int more = least(CostsTest::checking, thirty) - least(CostsTest::checking, ten);
    int moreRunning = least(CostsTest::running, thirty) - least(CostsTest::running, ten);
    assertThat(more).isEqualTo(20 * checking);
    assertThat(moreRunning).isEqualTo(20 * running);
    // What has ended takes no level any more.
    assertThat(least(CostsTest::depth, thirty)).isEqualTo(least(CostsTest::depth, ten));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
                  | begin act;      |     | end          | 1
                  | let in          |     | end          | 2
                  | if true then    |     | end          | 2
                  | for x in [1] do |     | end          | 2
                  | t with          |     | end          | 3
                  | within with     |     | end          | 4
                  | p (t with       |     | end)         | 6
          note    | (same           | "x" | )            | 1
          val v = | if true then    | "x" | else "y" end | 1
          val v = | [               | 1   | ]            | 1
          val v = | i (             | 1   | )            | 1
          """)
  void ofOneMoreLevel(
      @Nullable String head, String open, @Nullable String core, String close, int levels) {
    String ten = nest(head, open, core, close, 10);
    String thirty = nest(head, open, core, close, 30);
    int more = least(CostsTest::depth, thirty) - least(CostsTest::depth, ten);
    assertThat(more).isEqualTo(20 * levels);
  }

  private static String nest(
      @Nullable String head, String open, @Nullable String core, String close, int levels) {
    return OWN
        + (head == null ? "" : head + " ")
        + (open + " ").repeat(levels)
        + (core == null ? "" : core)
        + (" " + close).repeat(levels)
        + ";";
  }

  @Test
  void ofNothing() {
    assertThat(least(CostsTest::running, "")).isEqualTo(6);
    assertThat(least(CostsTest::depth, "")).isEqualTo(1);
    // As deep as the stack of any caller bears, and one level more.
    assertThat(least(CostsTest::depth, "let in ".repeat(125) + "end ".repeat(125))).isEqualTo(251);
  }

  @Test
  void theBoundStandsWhereItBreaks() {
    String before = "note \"a\";\n".repeat(40);
    String calls = before + "note (same \"b\");\n";
    assertThat(place(checking(least(CostsTest::checking, calls) - 1), calls + "note \"c\""))
        .isEqualTo(new Span("x.dtl", 41, 12, 41, 15));
    assertThat(place(running(least(CostsTest::running, calls) - 1), calls + "note \"c\""))
        .isEqualTo(new Span("x.dtl", 41, 1, 41, 16));
    String nest = before + "let in note \"b\" end;\n";
    assertThat(place(depth(least(CostsTest::depth, nest) - 1), nest + "note \"c\""))
        .isEqualTo(new Span("x.dtl", 41, 8, 41, 16));
  }

  private static Span place(Bounds bounds, String program) {
    return diagnostics(bounds, program).getFirst().span();
  }
}
