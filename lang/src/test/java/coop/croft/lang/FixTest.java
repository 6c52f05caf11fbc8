package coop.croft.lang;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What an editor offers is done, to each snippet: the error that offered it must be gone. The lines
 * that come of it, and what is said of the program only now, stand beside the snippet in a {@code
 * .fixes} file; {@code -Dcroft.update=true} writes these anew.
 */
class FixTest {
  private static final boolean UPDATE = Boolean.getBoolean("croft.update");

  /** Snippets in which what is put right uncovers several other mistakes. */
  private static final Set<String> UNCOVERS = Set.of("left-open.dtl");

  private final Language<MiniLibrary.Member> language = MiniLibrary.language();

  static Stream<Path> snippets() throws IOException {
    return SnippetTest.snippets();
  }

  @ParameterizedTest
  @MethodSource("snippets")
  void putsItsErrorRight(Path file) throws IOException {
    String program = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    List<Diagnostic> before = diagnostics(file, program);
    StringBuilder shown = new StringBuilder();
    for (Diagnostic diagnostic : before) {
      for (Fix fix : diagnostic.fixes()) {
        String after = applied(fix, program);
        List<Diagnostic> left = diagnostics(file, after);
        shown.append(place(diagnostic)).append(": ").append(fix.title()).append('\n');
        changed(program, after).forEach(l -> shown.append("  ").append(l).append('\n'));
        fresh(left, before).forEach(d -> shown.append("  then ").append(said(d)).append('\n'));
        assertThat(left)
            .as(shown.toString())
            .noneMatch(d -> d.code() == diagnostic.code() && place(d).equals(place(diagnostic)));
        assertThat(left.size())
            .as("%s%nerrors, before and then", shown)
            .isLessThanOrEqualTo(UNCOVERS.contains(name(file)) ? Integer.MAX_VALUE : before.size());
      }
    }
    List<Warning> warnings = warnings(file, program);
    for (Warning warning : warnings) {
      for (Fix fix : warning.fixes()) {
        String after = applied(fix, program);
        shown.append(place(warning.span())).append(": ").append(fix.title()).append('\n');
        changed(program, after).forEach(l -> shown.append("  ").append(l).append('\n'));
        assertThat(diagnostics(file, after)).isEmpty();
        assertThat(warnings(file, after)).hasSize(warnings.size() - 1);
      }
    }
    golden(file, shown.toString());
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  private List<Diagnostic> diagnostics(Path file, String program) {
    return outcome(file, program) instanceof Outcome.Refused refused
        ? refused.diagnostics()
        : List.of();
  }

  private List<Warning> warnings(Path file, String program) {
    return outcome(file, program) instanceof Outcome.Resources resources
        ? resources.warnings()
        : List.of();
  }

  private Outcome outcome(Path file, String program) {
    SourceText text =
        new SourceText(
            String.valueOf(file.getFileName()), program.getBytes(StandardCharsets.UTF_8));
    return language.run(text, MiniLibrary.ALICE);
  }

  private static String applied(Fix fix, String program) {
    int start = offset(program, fix.span().line(), fix.span().column());
    int end = offset(program, fix.span().endLine(), fix.span().endColumn());
    return program.substring(0, start) + fix.text() + program.substring(end);
  }

  private static int offset(String program, int line, int column) {
    int at = 0;
    for (int i = 1; i < line; i++) {
      at = program.indexOf('\n', at) + 1;
    }
    return program.offsetByCodePoints(at, column - 1);
  }

  private static String place(Diagnostic diagnostic) {
    return place(diagnostic.span());
  }

  private static String place(Span span) {
    return span.line() + ":" + span.column();
  }

  /** The lines of the second that are not the same from the start nor from the end. */
  private static List<String> changed(String before, String after) {
    List<String> old = List.of(before.split("\n", -1));
    List<String> lines = List.of(after.split("\n", -1));
    int shorter = Math.min(old.size(), lines.size());
    int start = 0;
    while (start < shorter && old.get(start).equals(lines.get(start))) {
      start++;
    }
    int end = 0;
    while (end < shorter - start
        && old.get(old.size() - 1 - end).equals(lines.get(lines.size() - 1 - end))) {
      end++;
    }
    return lines.subList(start, lines.size() - end);
  }

  /** What is said now and was not before, wherever. */
  private static List<Diagnostic> fresh(List<Diagnostic> now, List<Diagnostic> before) {
    List<String> known = new ArrayList<>(before.stream().map(FixTest::words).toList());
    return now.stream().filter(d -> !known.remove(words(d))).toList();
  }

  private static String words(Diagnostic diagnostic) {
    return diagnostic.code().label() + ": " + diagnostic.message();
  }

  private static String said(Diagnostic diagnostic) {
    return place(diagnostic) + ": " + words(diagnostic);
  }

  private static void golden(Path file, String shown) throws IOException {
    Path golden = Path.of(file.toString().replaceFirst("\\.dtl$", ".fixes"));
    if (UPDATE && shown.isEmpty()) {
      Files.deleteIfExists(golden);
    } else if (UPDATE) {
      Files.writeString(golden, shown);
    }
    if (shown.isEmpty()) {
      assertThat(golden).doesNotExist();
    } else {
      assertThat(golden).content(StandardCharsets.UTF_8).isEqualTo(shown);
    }
  }
}
