package coop.croft.lang;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import coop.croft.lang.MiniLibrary.Member;
import coop.croft.lang.syntax.FileParser;
import coop.croft.lang.syntax.Source;
import coop.croft.lang.syntax.Tokens;
import coop.croft.lang.syntax.Tree;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fuzz targets. An ordinary test run tries the saved inputs; {@code JAZZER_FUZZ=1 mvn -pl lang -am
 * test -Dtest=LanguageFuzzTest#parser -Dsurefire.failIfNoSpecifiedTests=false} looks for new ones
 * for 60 seconds, and likewise {@code #checker}, {@code #evaluator}, {@code #formatter} and {@code
 * #texts}. {@code bin/soak fuzz} looks for as long as one likes.
 */
class LanguageFuzzTest {
  private static final Bounds SMALL =
      new Bounds(1 << 16, 1 << 15, 100, 100_000, 100_000, 100_000, 500, 1_000, 100_000);
  private static final Language<Member> LANGUAGE = MiniLibrary.language(SMALL);
  private static final List<String> BETWEEN =
      List.of(
          " ",
          "\n",
          "\n\n\n",
          "\r\n",
          "\t\f ",
          " # to the end \n",
          "\n# alone\n\n",
          " (* a *) ",
          "\n(* a\n   (* b *) *)\n",
          "(**)\n\n");
  private static final Pattern ZONE = Pattern.compile("zone (\\S+) .*");
  private static final Pattern ROOTED = Pattern.compile("(?:vhost .* root|alias \\S+) (\\S+)");

  /** Any bytes: no exception, places inside the file and in order, messages that can be shown. */
  @FuzzTest(maxDuration = "60s")
  void parser(byte[] bytes) {
    SourceText text = new SourceText("f.dtl", bytes);
    Tree tree = FileParser.parse(text, SMALL);
    inOrder(tree.diagnostics(), text);
    Tree again = FileParser.parse(text, SMALL);
    require(again.diagnostics().equals(tree.diagnostics()), "parsing twice differs");
  }

  /** Any text as a program, and its layout. */
  @FuzzTest(maxDuration = "60s")
  void texts(byte[] bytes) {
    run(new SourceText("f.dtl", bytes));
  }

  /**
   * Programs that are nearly well typed: errors are in order, the same the second time, and the
   * same in an editor, where the whole file is read before any of it is checked.
   */
  @FuzzTest(maxDuration = "60s")
  void checker(FuzzedDataProvider data) {
    SourceText text = program(data);
    List<Diagnostic> first = LANGUAGE.check(text, MiniLibrary.ALICE);
    inOrder(first, text);
    require(LANGUAGE.check(text, MiniLibrary.ALICE).equals(first), "checking twice differs");
    require(
        LANGUAGE.study(text, MiniLibrary.ALICE, () -> false).diagnostics().equals(first),
        "checking in an editor differs");
  }

  /** What checks runs, touches nothing that the member does not hold, and has a layout. */
  @FuzzTest(maxDuration = "60s")
  void evaluator(FuzzedDataProvider data) {
    run(program(data));
  }

  /** Comments, line breaks and blanks between any two tokens: the layout keeps what it must. */
  @FuzzTest(maxDuration = "60s")
  void formatter(FuzzedDataProvider data) {
    int[] between = data.consumeInts(64);
    Tokens tokens = Tokens.of(new Source("", new ProgramMaker(data).program()));
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < tokens.size(); i++) {
      int any = between.length == 0 ? 0 : between[i % between.length];
      text.append(BETWEEN.get(Math.floorMod(any, BETWEEN.size()))).append(tokens.text(i));
    }
    LayoutLaws.check(LayoutLaws.source(text.toString()), SMALL, LANGUAGE);
  }

  private static SourceText program(FuzzedDataProvider data) {
    String program = new ProgramMaker(data).program();
    return new SourceText("f.dtl", program.getBytes(StandardCharsets.UTF_8));
  }

  private static void run(SourceText text) {
    LayoutLaws.check(text, SMALL, LANGUAGE);
    boolean checks = LANGUAGE.check(text, MiniLibrary.ALICE).isEmpty();
    switch (LANGUAGE.run(text, MiniLibrary.ALICE)) {
      case Outcome.Refused refused -> {
        inOrder(refused.diagnostics(), text);
        for (Diagnostic diagnostic : refused.diagnostics()) {
          boolean atRunTime =
              switch (diagnostic.code()) {
                case INVALID_VALUE, CONFLICT, BOUND -> true;
                default -> false;
              };
          require(!checks || atRunTime, "what checks fails with " + diagnostic);
        }
      }
      case Outcome.Resources resources -> {
        require(checks, "what does not check runs");
        for (Outcome.Emitted emitted : resources.resources()) {
          held(emitted.value().toString());
        }
      }
    }
  }

  private static void held(String thing) {
    Matcher zone = ZONE.matcher(thing);
    if (zone.matches()) {
      require(MiniLibrary.ALICE.domains().contains(zone.group(1)), thing);
    }
    Matcher path = ROOTED.matcher(thing);
    if (path.matches()) {
      require((path.group(1) + "/").startsWith("/home/alice/"), thing);
    }
  }

  private static void inOrder(List<Diagnostic> diagnostics, SourceText text) {
    Span last = new Span("", 1, 1, 1, 1);
    for (Diagnostic diagnostic : diagnostics) {
      Span span = diagnostic.span();
      require(compare(last.line(), last.column(), span.line(), span.column()) <= 0, "order");
      require(
          compare(span.line(), span.column(), span.endLine(), span.endColumn()) <= 0,
          "span " + span);
      require(!Messages.render(diagnostic, text).isBlank(), "message");
      last = span;
    }
  }

  private static int compare(int line, int column, int otherLine, int otherColumn) {
    return line != otherLine
        ? Integer.compare(line, otherLine)
        : Integer.compare(column, otherColumn);
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }
}
