package coop.croft.lang;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import coop.croft.lang.format.Formatted;
import coop.croft.lang.format.Formatter;
import coop.croft.lang.syntax.FileParser;
import coop.croft.lang.syntax.Kind;
import coop.croft.lang.syntax.Source;
import coop.croft.lang.syntax.Tokens;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Laws of the layout, for every program of the repository, random ones, and large ones. */
class FormatterTest {
  private static final Language<MiniLibrary.Member> LANGUAGE = MiniLibrary.language();
  private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();
  private static final Duration QUICKLY = Duration.ofSeconds(30);
  private static final List<String> BLANKS =
      List.of(" ", "  ", "\n", "\r\n", "\t", "\f", " \n ", "\n\t");
  private static final List<String> COMMENTS =
      List.of(
          " # c\n",
          "\n# d\n",
          "#\n\n\n",
          "\n\n\n",
          "(* e *)",
          " (* f *)\n",
          "\n\n(* g *)\n\n",
          "\n  (* h\n\n     i (* j *) *)",
          "(* k *) # l\r\n",
          "# \ud83c\udf31 \t\n");

  /** All programs in the sources of all modules, and the saved inputs of the fuzzer. */
  static Stream<Path> programs() throws IOException {
    try (Stream<Path> files = Files.walk(REPOSITORY)) {
      return files
          .filter(f -> !f.toString().contains("/target/"))
          .filter(f -> f.toString().endsWith(".dtl") || f.toString().contains("TestInputs/parser/"))
          .filter(Files::isRegularFile)
          .sorted()
          .toList()
          .stream();
    }
  }

  static Stream<Path> readable() throws IOException {
    return programs()
        .filter(f -> FileParser.parse(text(f), Bounds.DEFAULT).diagnostics().isEmpty());
  }

  static LongStream seeds() {
    return LongStream.range(0, 400);
  }

  private static SourceText text(Path file) {
    try {
      return new SourceText(file.toString(), Files.readAllBytes(file));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Tag("thorough")
  @ParameterizedTest
  @MethodSource("programs")
  void lawsHoldOfAllPrograms(Path file) {
    LayoutLaws.check(text(file), Bounds.DEFAULT, LANGUAGE);
  }

  @Test
  void theProgramsAreThere() throws IOException {
    assertThat(programs()).hasSizeGreaterThan(200);
    assertThat(readable()).hasSizeGreaterThan(150);
  }

  @Tag("thorough")
  @ParameterizedTest
  @MethodSource("seeds")
  void lawsHoldOfRandomPrograms(long seed) {
    LayoutLaws.check(LayoutLaws.source(program(seed)), Bounds.DEFAULT, LANGUAGE);
  }

  private static String program(long seed) {
    Random random = new Random(seed);
    return new ProgramMaker(
            (FuzzedDataProvider)
                Proxy.newProxyInstance(
                    FuzzedDataProvider.class.getClassLoader(),
                    new Class<?>[] {FuzzedDataProvider.class},
                    (self, method, given) -> choice(method.getName(), given, random)))
        .program();
  }

  /** As the fuzzer chooses, but by chance. */
  private static Object choice(String method, Object[] given, Random random) {
    return switch (method) {
      case "consumeBoolean" -> random.nextBoolean();
      case "consumeInt" -> random.nextInt((int) given[0], (int) given[1] + 1);
      case "pickValue" -> ((List<?>) given[0]).get(random.nextInt(((List<?>) given[0]).size()));
      case "remainingBytes" -> 1;
      default -> throw new UnsupportedOperationException(method);
    };
  }

  /** Comments, blank lines and blanks of all kinds between any two tokens. */
  @Tag("thorough")
  @ParameterizedTest
  @MethodSource("readable")
  void lawsHoldWithCommentsAnywhere(Path file) {
    String program = FileParser.parse(text(file), Bounds.DEFAULT).source().text();
    for (long seed = 0; seed < 40; seed++) {
      Random random = new Random(seed);
      double share = random.nextDouble();
      String spread =
          spread(
              program,
              true,
              blanks -> random.nextDouble() < share ? pick(COMMENTS, random) : blanks,
              random);
      try {
        LayoutLaws.check(LayoutLaws.source(spread), Bounds.DEFAULT, LANGUAGE);
      } catch (AssertionError e) {
        throw new AssertionError("seed " + seed + ":\n" + spread, e);
      }
    }
  }

  /** However a program was laid out before, this is its layout. */
  @Tag("thorough")
  @ParameterizedTest
  @MethodSource("readable")
  void theLayoutFollowsFromTheTokensAlone(Path file) {
    String program = FileParser.parse(text(file), Bounds.DEFAULT).source().text();
    String layout = LayoutLaws.layout(spread(program, false, blanks -> " ", new Random(0)));
    for (long seed = 1; seed < 20; seed++) {
      Random random = new Random(seed);
      String spread = spread(program, false, blanks -> blanks, random);
      assertThat(LayoutLaws.layout(spread)).as("seed " + seed).isEqualTo(layout);
    }
  }

  private interface Between {
    String of(String blanks);
  }

  private static String pick(List<String> from, Random random) {
    return from.get(random.nextInt(from.size()));
  }

  /** The tokens of a program, and other things between them. */
  private static String spread(String program, boolean comments, Between between, Random random) {
    Tokens tokens = Tokens.of(new Source("", program));
    StringBuilder spread = new StringBuilder();
    Kind last = Kind.COMMENT;
    boolean line = false;
    for (int i = 0; i < tokens.size(); i++) {
      if (tokens.kind(i) == Kind.COMMENT && !comments) {
        continue;
      }
      boolean close = !(isWord(last) && isWord(tokens.kind(i))) && random.nextInt(4) == 0;
      String blanks = close ? "" : pick(BLANKS, random);
      spread.append(line ? "\n" : "").append(between.of(blanks)).append(tokens.text(i));
      line = tokens.text(i).startsWith("#");
      last = tokens.kind(i);
    }
    return spread.append(line ? "\n" : "").append(between.of("")).toString();
  }

  private static boolean isWord(Kind kind) {
    return switch (kind) {
      case SYMBOL, CSYMBOL, INT -> true;
      default -> Character.isLetter(kind.shown().charAt(1)) && kind != Kind.EOF;
    };
  }

  /** Blank lines stay between statements, and nowhere else. */
  @Test
  void blankLinesInsideStatementsGo() {
    assertThat(LayoutLaws.layout("a\n\n\nb\n\n;\n\n\nc [\n\n1,\n\n2\n\n]"))
        .isEqualTo("a b;\n\nc [1, 2]\n");
  }

  @Tag("thorough")
  @ParameterizedTest
  @MethodSource("coop.croft.lang.BoundsTest#nests")
  void nestsEnd(String head, String open, String core, String close, String tail) {
    String deep = head + open.repeat(495) + core + close.repeat(495) + tail;
    Assertions.assertTimeoutPreemptively(
        QUICKLY,
        () -> {
          LayoutLaws.check(LayoutLaws.source(deep), Bounds.DEFAULT, LANGUAGE);
          assertThat(LayoutLaws.tokens(LayoutLaws.layout(deep))).isEqualTo(LayoutLaws.tokens(deep));
          assertThat(codes(head + open.repeat(100_000) + core + close.repeat(100_000) + tail))
              .containsExactly(Code.BOUND);
        });
  }

  /** Deeper than what the stack of the caller bears. */
  @Test
  void deepNestsAreLaidOut() {
    String deep = "f " + "(".repeat(300) + "x" + ")".repeat(300) + "\n";
    assertThat(LayoutLaws.layout(deep.replace("x", " x "))).isEqualTo(deep);
  }

  @Test
  void linesOfOtherSystemsEndAsOurs() {
    assertThat(LayoutLaws.layout("\r\n{{ a\r\n  b }}\r\n")).isEqualTo("{{ a\n  b }}\n");
  }

  /** In bytes, of which a letter may have two; with the line break at the end. */
  @Test
  void whatIsLaidOutMayHaveAsManyBytesAsAProgram() {
    assertThat(codes("x;x;x", 8)).isEmpty();
    assertThat(codes("x;x;x", 7)).containsExactly(Code.BOUND);
    assertThat(codes("x;\"üü\"", 10)).isEmpty();
    assertThat(codes("x;\"üü\"", 9)).containsExactly(Code.BOUND);
  }

  private static List<Code> codes(String program, int bytes) {
    return codes(program, new Bounds(bytes, 1_000, 100, 1_000, 1_000, 1_000, 100, 100, 100_000));
  }

  private static List<Code> codes(String program) {
    return codes(program, Bounds.DEFAULT);
  }

  private static List<Code> codes(String program, Bounds bounds) {
    return switch (Formatter.format(LayoutLaws.source(program), bounds)) {
      case Formatted.Text laid -> List.of();
      case Formatted.Refused refused ->
          refused.diagnostics().stream().map(Diagnostic::code).toList();
    };
  }

  @Tag("thorough")
  @Test
  void whatWouldBeTooLargeIsRefused() {
    assertThat(codes("x;".repeat(5 << 20))).containsExactly(Code.BOUND);
    // Each statement takes a line of its own, so this grows by half.
    assertThat(codes("x;".repeat(4_000_000))).containsExactly(Code.BOUND);
    // Blanks in front of each line make hundreds of times as much of it.
    assertThat(codes("begin ".repeat(490) + "x;".repeat(3_000_000) + " end".repeat(490)))
        .containsExactly(Code.BOUND);
    assertThat(codes("\"" + "ü".repeat(4_194_301) + "\";x")).isEmpty();
    assertThat(codes("\"" + "ü".repeat(4_194_302) + "\";x")).containsExactly(Code.BOUND);
  }

  /**
   * All the ways in which something may be long: what is in front, a piece of it, what is behind.
   */
  static Stream<Arguments> large() {
    return Stream.of(
        Arguments.of("", "val x = 1;\n", ""),
        Arguments.of("", "x;\n", ""),
        Arguments.of("f ", "x ", ""),
        Arguments.of("f ", "\"x\" ", ""),
        Arguments.of("f [", "1,\n", "1]"),
        Arguments.of("f", " (\\x -> [x, f x])", ""),
        Arguments.of("", "(* x\n*)", ""),
        Arguments.of("", "# x\n", ""),
        Arguments.of("x;", "\n", "y"),
        Arguments.of("", "f (g \"x\" 1) with\n  x;\n  y\nend;\n", ""),
        Arguments.of("dom x with ", "f x;\n", " end"),
        Arguments.of("val x : [", "A & ", "A] = x;"),
        Arguments.of("val x : [A] {", "T : int, ", "T : int} = x;"),
        Arguments.of("extern type ", "a, ", "a;"),
        Arguments.of("f ", "x # y\n", ""),
        Arguments.of("f ", "x (* y *)", ""));
  }

  @Tag("thorough")
  @ParameterizedTest
  @MethodSource("large")
  void largeFilesEnd(String head, String piece, String tail) {
    String program = head + piece.repeat((1 << 20) / piece.length()) + tail;
    Assertions.assertTimeoutPreemptively(
        QUICKLY,
        () -> {
          String layout = LayoutLaws.layout(program);
          assertThat(LayoutLaws.layout(layout)).isEqualTo(layout);
        });
  }

  @Test
  void bytesOfAnyKindEnd() {
    Random random = new Random(7);
    for (int i = 0; i < 3_000; i++) {
      byte[] bytes = new byte[random.nextInt(60)];
      for (int j = 0; j < bytes.length; j++) {
        String likely = " \n\r\t#(*)\"\\{}[];,:=<->^!&ax1Z";
        bytes[j] =
            random.nextInt(8) == 0
                ? (byte) random.nextInt()
                : (byte) likely.charAt(random.nextInt(likely.length()));
      }
      LayoutLaws.check(new SourceText("x.dtl", bytes), Bounds.DEFAULT, LANGUAGE);
    }
  }

  /** The files that come with Croft have its layout; {@code croft format} gives it to them. */
  @Tag("thorough")
  @ParameterizedTest
  @MethodSource("ours")
  void ourFilesAreLaidOut(Path file) throws IOException {
    assertThat(LayoutLaws.layout(text(file)))
        .isEqualTo(Files.readString(file, StandardCharsets.UTF_8));
  }

  static Stream<Path> ours() throws IOException {
    return programs().filter(f -> f.toString().contains("/src/main/"));
  }
}
