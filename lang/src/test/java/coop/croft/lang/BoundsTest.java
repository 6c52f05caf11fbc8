package coop.croft.lang;

import static org.assertj.core.api.Assertions.assertThat;

import coop.croft.lang.syntax.FileParser;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No program takes more than its bounds, and none overflows a stack. */
class BoundsTest {
  private static final Language<MiniLibrary.Member> LANGUAGE = MiniLibrary.language();
  private static final Duration QUICKLY = Duration.ofSeconds(30);

  private static List<String> codes(String program) {
    return codes(LANGUAGE, program);
  }

  private static List<String> codes(Language<MiniLibrary.Member> language, String program) {
    return Assertions.assertTimeoutPreemptively(
        QUICKLY,
        () -> {
          SourceText text = new SourceText("x.dtl", program.getBytes(StandardCharsets.UTF_8));
          return language.run(text, MiniLibrary.ALICE) instanceof Outcome.Refused refused
              ? refused.diagnostics().stream().map(d -> d.code().label()).toList()
              : List.of();
        });
  }

  static Stream<Arguments> nests() {
    return Stream.of(
        Arguments.of("", "(", "x", ")", ""),
        Arguments.of("val x = ", "[", "", "]", ";"),
        Arguments.of("", "begin ", "", " end", ""),
        Arguments.of("", "let in ", "", " end", ""),
        Arguments.of("", "let ", "", " in end", ""),
        Arguments.of("", "if true then ", "", " end", ""),
        Arguments.of("", "for x in [1] do ", "", " end", ""),
        Arguments.of("", "for x in ", "[1]", " do end", ""),
        Arguments.of("", "x where ", "", " end", ""),
        Arguments.of("", "x with ", "", " end", ""),
        Arguments.of("val x = ", "\\x -> ", "1", "", ";"),
        Arguments.of("val x = ", "\\\\x -> ", "1", "", ";"),
        Arguments.of("val x = ", "\\\\x : (Vhost) -> ", "1", "", ";"),
        Arguments.of("val x : ", "[", "int", "]", " = 1;"),
        Arguments.of("val x : ", "(", "int", ")", " = 1;"),
        Arguments.of("val x : ", "int -> ", "int", "", " = 1;"),
        Arguments.of("val x : ", "Vhost => ", "int", "", " = 1;"),
        Arguments.of("val x : [", "^", "Root", "", "] = 1;"),
        Arguments.of("val x : [", "!", "Root", "", "] = 1;"),
        Arguments.of("val x : [", "(", "Root", ")", "] = 1;"),
        Arguments.of("val x = \\\\b : (", "(", "Root", ")", ") -> b;"),
        Arguments.of("val x = \\b : (", "[", "int", "]", ") -> b;"));
  }

  @ParameterizedTest
  @MethodSource("nests")
  void nestingIsBounded(String head, String open, String core, String close, String tail) {
    assertThat(codes(head + open.repeat(100_000) + core + close.repeat(100_000) + tail))
        .containsExactly("bound");
    assertThat(codes(head + open.repeat(100_000))).containsExactly("bound");
    assertThat(codes(head + open.repeat(600) + core + close.repeat(600) + tail))
        .containsExactly("bound");
    assertThat(codes(head + open.repeat(495) + core + close.repeat(495) + tail))
        .doesNotContain("bound", "syntax");
  }

  @Test
  void aDeepNestRuns() {
    assertThat(codes("begin ".repeat(499) + "begin end; begin end" + " end".repeat(499))).isEmpty();
    assertThat(codes("let in ".repeat(499) + " end".repeat(499))).isEmpty();
    assertThat(codes("if true then ".repeat(499) + " end".repeat(499))).isEmpty();
    assertThat(codes("for x in [1] do ".repeat(499) + " end".repeat(499))).isEmpty();
    assertThat(
            codes(
                "val t = \\\\b : (Root) -> begin b end;"
                    + "t with ".repeat(499)
                    + " end".repeat(499)))
        .isEmpty();
  }

  /** Whoever calls may have little stack left. */
  @Test
  void aDeepNestRunsOnASmallStack() throws Exception {
    String program =
        "val t = \\\\b : (Root) -> begin b end;" + "t with ".repeat(490) + " end".repeat(490);
    SourceText text = new SourceText("x.dtl", program.getBytes(StandardCharsets.UTF_8));
    FutureTask<Outcome> run = new FutureTask<>(() -> LANGUAGE.run(text, MiniLibrary.ALICE));
    new Thread(null, run, "small", 256 << 10).start();
    assertThat(run.get()).isInstanceOf(Outcome.Resources.class);
  }

  @Test
  void oneLevelMoreThanTheBoundIsTooMuch() {
    assertThat(codes("val x = " + "(".repeat(500) + "1" + ")".repeat(500) + ";")).isEmpty();
    assertThat(codes("val x = " + "(".repeat(501) + "1" + ")".repeat(501) + ";"))
        .containsExactly("bound");
  }

  @Test
  void theSizeIsBounded() {
    assertThat(codes("#".repeat(10_000_000))).containsExactly("bound");
    assertThat(codes("x;".repeat(5_000_000))).containsExactly("bound");
    assertThat(codes(" ".repeat(8 << 20))).isEmpty();
  }

  @Tag("thorough")
  @ParameterizedTest
  @ValueSource(
      strings = {"x;", ";", "end ", ")", "\"", "(* ", "1 ", "[", "{{ ", "val x = 1;", "$ ", "->"})
  void aFileFullOfOneThingEnds(String piece) {
    int count = (8 << 20) / piece.length();
    assertThat(codes(piece.repeat(count))).isNotEmpty();
  }

  @Test
  void exponentialEvaluationEnds() {
    StringBuilder program = new StringBuilder("val t0 = \\f : (int -> int) -> \\x -> f (f x);\n");
    StringBuilder deep =
        new StringBuilder(
            "val t = \\f : (int -> int) -> \\x -> f (f x);\nval i = \\x : (int) -> x;\nval y = ");
    deep.append("t (".repeat(60)).append("i").append(")".repeat(60)).append(" 1;");
    assertThat(codes(deep.toString())).containsExactly("bound");

    program.setLength(0);
    program.append("val a0 = [1];\n");
    for (int i = 1; i < 40; i++) {
      program.append("val f" + i + " = \\x : (int) -> begin ");
      program.append(i == 1 ? "T = x; T = x" : "f" + (i - 1) + " x; f" + (i - 1) + " x");
      program.append(" end;\n");
    }
    assertThat(codes("val T : int = 1;" + program + "f39 1")).containsExactly("bound");
  }

  @Test
  void exponentialTypesEnd() {
    StringBuilder program = new StringBuilder("val p0 = \\x : (int) -> x;\n");
    for (int i = 1; i < 60; i++) {
      program.append(
          "val p"
              + i
              + " = \\f : (int -> int) -> if true then p"
              + (i - 1)
              + " else p"
              + (i - 1)
              + " end;\n");
    }
    assertThat(codes(program.toString())).isEmpty();

    StringBuilder open = new StringBuilder("val x = ");
    for (int i = 0; i < 40; i++) {
      open.append("\\f" + i + " -> ");
    }
    open.append("\\x -> [");
    for (int i = 0; i < 39; i++) {
      open.append("f" + i + " f" + (i + 1) + ", ");
    }
    open.append("x];");
    assertThat(codes(open.toString())).isNotEmpty();

    StringBuilder doubling = new StringBuilder();
    for (int i = 0; i < 40; i++) {
      doubling.append("(\\x" + i + " -> [\\g -> g x" + i + " x" + i + "] ) (");
    }
    doubling.append("\\y -> y").append(")".repeat(40));
    assertThat(codes("val v = " + doubling + ";")).isNotEmpty();
  }

  @Test
  void hardPredicatesEnd() {
    StringBuilder pred = new StringBuilder("Root");
    for (int i = 0; i < 60; i++) {
      String name = List.of("Domain", "Vhost", "Location").get(i % 3);
      pred.append(" & ^(").append("!^".repeat(i / 3)).append(name).append(" & ^").append(name);
      pred.append(")");
    }
    String program = "val a : [" + pred + "] = begin end; val b : [!(" + pred + ")] = a;";
    assertThat(codes(program)).isNotEmpty();
  }

  @Test
  void stepsDepthAndResourcesAreBounded() {
    Bounds small = new Bounds(1 << 20, 100_000, 500, 2_000_000, 10_000_000, 1_000, 100, 3, 100_000);
    Language<MiniLibrary.Member> language = MiniLibrary.language(small);
    String dns = "dns (dnsTXT \"a\" \"b\");";
    assertThat(codes(language, "domain \"alice.example\" with " + dns.repeat(2) + " end"))
        .isEmpty();
    assertThat(codes(language, "domain \"alice.example\" with " + dns.repeat(3) + " end"))
        .containsExactly("bound");
    assertThat(codes(language, "val X : int = 1;" + "X = 2;".repeat(2_000)))
        .containsExactly("bound");
    assertThat(codes(language, "let in ".repeat(200) + "end ".repeat(200)))
        .containsExactly("bound");
  }

  /** Whatever a primitive goes over counts, each time. */
  @Test
  void largeArgumentsTakeSteps() {
    String text =
        "val big : string = \""
            + "b".repeat(14_000)
            + "\"; val f = \\r : (dnsRecord) -> begin end;";
    String list =
        "val many : [ip] = ["
            + "\"203.0.113.1\", ".repeat(111)
            + "\"203.0.113.1\"]; val f = \\k : (dns_kind) -> begin end;";
    for (String each :
        List.of(text + "%s f (dnsTXT \"a\" big)", list + "%s f (secondaryOf many)")) {
      assertThat(small(each.formatted(rounds(100)) + " end")).isEmpty();
      assertThat(small(each.formatted(rounds(120)) + " end"))
          .containsExactly("running this program takes more than the bound of 100000 steps");
    }
  }

  private static String rounds(int rounds) {
    return "for a in [" + "1, ".repeat(rounds - 1) + "1] do";
  }

  /** A text counts each time that a resource is made of it, and so does what was made of it. */
  @Test
  void theTextOfResourcesIsBounded() {
    String tooMuch =
        "what this program asks for holds more than the bound of 1000 characters of text";
    assertThat(small("note \"" + "a".repeat(1_000) + "\"")).isEmpty();
    assertThat(small("note \"" + "a".repeat(1_001) + "\"")).containsExactly(tooMuch);
    String spelled = "é$\\\\\\\"".repeat(15);
    assertThat(small("note \"" + spelled + "a".repeat(40) + "\"")).isEmpty();
    assertThat(small("note \"" + spelled + "a".repeat(41) + "\"")).containsExactly(tooMuch);
    String dns = "dns (dnsTXT \"a\" \"" + "b".repeat(90) + "\");";
    assertThat(small("domain \"alice.example\" with " + dns.repeat(8) + " end")).isEmpty();
    assertThat(small("domain \"alice.example\" with " + dns.repeat(12) + " end"))
        .containsExactly(tooMuch);
    // What an action reads becomes part of it, too.
    String root = "let DocumentRoot = \"/home/alice/" + "d".repeat(988) + "\" in ";
    assertThat(small("domain \"alice.example\" with " + root + "website with end end end"))
        .containsExactly(tooMuch);
    assertThat(small("domain \"alice.example\" with " + root + "end; website with end end"))
        .isEmpty();
  }

  private static List<String> small(String program) {
    Bounds bounds =
        new Bounds(1 << 20, 100_000, 500, 2_000_000, 10_000_000, 100_000, 100, 1_000, 1_000);
    SourceText text = new SourceText("x.dtl", program.getBytes(StandardCharsets.UTF_8));
    return MiniLibrary.language(bounds).run(text, MiniLibrary.ALICE)
            instanceof Outcome.Refused refused
        ? refused.diagnostics().stream().map(Diagnostic::message).toList()
        : List.of();
  }

  @Test
  void aWordOfForeignLettersIsOneFaultHoweverLongItIs() {
    assertThat(codes("é".repeat(100_000))).containsExactly("syntax");
    assertThat(codes("val grün = " + "aé".repeat(100_000) + ";")).containsOnly("syntax");
  }

  @Test
  void oneTokenMoreThanTheBoundIsTooMuch() {
    Bounds small = new Bounds(1 << 20, 8, 500, 2_000_000, 10_000_000, 1_000, 100, 3, 100_000);
    assertThat(syntax("val x = [[]];  # as many as may be", small)).isEmpty();
    assertThat(syntax("val x = [[1]];", small))
        .map(Diagnostic::message)
        .containsExactly("this file has more than the bound of 8 words and signs");
  }

  private static List<Diagnostic> syntax(String program, Bounds bounds) {
    SourceText text = new SourceText("x.dtl", program.getBytes(StandardCharsets.UTF_8));
    return FileParser.parse(text, bounds).diagnostics();
  }

  @Test
  void manyErrorsEnd() {
    assertThat(codes("unknwn;".repeat(100_000))).contains("bound").hasSizeGreaterThan(1_000);
  }

  /** Looking for names that were meant costs by their number and their length. */
  @Test
  void manyNamesThatNobodyKnowsEnd() {
    String variables = names("val A%s : int = 0;\n", 500) + names("B%s = 0;\n", 9_000);
    assertThat(codes(variables)).contains("undeclared-variable", "bound");
    String values = names("val a%s = 0;\n", 5_000) + names("b%s;\n", 1_000);
    assertThat(codes(values)).contains("unknown-name", "bound");
  }

  /** So many lines, each with a name of 60 letters of its own. */
  private static String names(String line, int many) {
    return IntStream.range(0, many)
        .mapToObj(i -> line.formatted("abcdefgh".repeat(7).substring(4) + (10_000_000 + i)))
        .collect(Collectors.joining());
  }

  /** What is proposed never repeats the program, once for each level of a nest. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "val y : your_domain = %s f (%s(# much\n asDomain d)%s;",
        "val y : your_domain = %s same f (%s# much\n d%s;",
        "val y : [your_domain] = [%s two 1 (%s# much\n d%s];",
      })
  void remediesAreShort(String form) {
    String declarations =
        """
        val d : your_domain = "alice.example";
        val f : domain -> your_domain = \\x -> d;
        val same : your_domain -> your_domain = \\x -> x;
        val two : your_domain -> int -> your_domain = \\x -> \\n -> d;
        """;
    int levels = 100;
    String inner = form.contains("two") ? "two 1 (" : form.contains("same") ? "same f (" : "f (";
    String program =
        declarations
            + form.replace("much", "m".repeat(500_000))
                .formatted("", inner.repeat(levels), ")".repeat(levels + 1));
    SourceText text = new SourceText("x.dtl", program.getBytes(StandardCharsets.UTF_8));
    List<Diagnostic> found = LANGUAGE.check(text, MiniLibrary.ALICE);
    assertThat(found).hasSizeGreaterThan(levels / 2);
    assertThat(found.stream().mapToLong(BoundsTest::characters).sum()).isLessThan(100_000);
  }

  private static long characters(Diagnostic problem) {
    return problem.message().length()
        + problem.found().orElse("").length()
        + problem.hint().orElse("").length()
        + problem.fixes().stream().mapToLong(f -> f.title().length() + f.text().length()).sum();
  }

  /** What stands behind a name is looked at for each of its uses. */
  @Test
  void blanksBehindANameAreNoWork() {
    String uses = "[" + "x, ".repeat(8_000) + "x];";
    assertThat(codes("val x" + " ".repeat(900_000) + "= \"a.example\";\nval l : [ip] = " + uses))
        .contains("type-mismatch");
  }

  /** All that a run makes may be kept, so it counts by the memory that it takes. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "val f : int -> [^Root] = \\i -> begin %s end; val l = [f 1, %s f 1];"
            + "| x <- TTL;     | 60_000 | f 1,                  | 1_000",
        "val f = \\i : (int) -> [ %s i]; val l = [f 1, %s f 1];"
            + "| i,            | 60_000 | f 1,                  | 1_000",
        "val f = \\i : (int) -> [ %s \\x : (int) -> i]; val l = [f 1, %s f 1];"
            + "| \\x : (int) -> i, | 5_000 | f 1,             | 1_000",
      })
  void whatIsKeptCounts(String form) {
    String[] parts = form.split("\\|");
    String program =
        parts[0].formatted(
            parts[1].repeat(Integer.parseInt(parts[2].strip().replace("_", ""))),
            parts[3].repeat(Integer.parseInt(parts[4].strip().replace("_", ""))));
    assertThat(codes(program)).containsExactly("bound");
  }

  @Tag("thorough")
  @Test
  void longChainsOfDeclarationsDoNotOverflow() {
    StringBuilder values = new StringBuilder("val a0 = begin end;");
    for (int i = 1; i < 100_000; i++) {
      values.append("val a" + i + " = begin a" + (i - 1) + "; a" + (i - 1) + " end;");
    }
    assertThat(codes(values + "a99999")).containsExactly("bound");

    StringBuilder types = new StringBuilder("val a0 = \\x : (int) -> x;");
    for (int i = 1; i < 100_000; i++) {
      types.append("val a" + i + " = \\x : (int) -> a" + (i - 1) + ";");
    }
    assertThat(codes(types + "")).doesNotContain("syntax");
    assertThat(codes(types + "val z = [a99999, a99999];")).doesNotContain("syntax");
    assertThat(codes(types + "val z = if true then a99999 else a99998 end;")).contains("bound");

    StringBuilder scoped =
        new StringBuilder("val g0 = \\\\b : (Root) -> \\x : (int) -> begin b; b end;");
    for (int i = 1; i < 50_000; i++) {
      scoped.append("val h" + i + " = g" + (i - 1) + " with end;");
      scoped.append("val g" + i + " = \\\\b : (Root) -> h" + i + ";");
    }
    assertThat(codes(scoped + "h49999 1")).isEmpty();
  }
}
