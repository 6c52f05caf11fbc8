package coop.croft.lang.check;

import coop.croft.lang.Code;
import coop.croft.lang.Diagnostic;
import coop.croft.lang.Fix;
import coop.croft.lang.Warning;
import coop.croft.lang.syntax.Source;
import coop.croft.lang.types.Meter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Collects what the checker finds. */
final class Problems {
  /** Many cheap errors must end, too. */
  private static final int STEPS_PER_MESSAGE = 900;

  /** What a message quotes stays in memory, and may be all of the program in each. */
  private static final int CHARACTERS_A_STEP = 4;

  private final Source source;
  private final Meter meter;
  private final List<Diagnostic> found = new ArrayList<>();
  private final SortedMap<Integer, Warning> warnings = new TreeMap<>();

  Problems(Source source, Meter meter) {
    this.source = source;
    this.meter = meter;
  }

  void report(int start, int end, Code code, String message, @Nullable String hint) {
    report(start, end, code, message, null, hint);
  }

  void report(
      int start,
      int end,
      Code code,
      String message,
      @Nullable String expectedAndFound,
      @Nullable String hint) {
    report(start, end, code, message, expectedAndFound, hint, List.of());
  }

  void report(
      int start,
      int end,
      Code code,
      String message,
      @Nullable String expectedAndFound,
      @Nullable String hint,
      List<Fix> fixes) {
    Diagnostic problem =
        new Diagnostic(
            source.span(start, end),
            code,
            message,
            Optional.ofNullable(expectedAndFound),
            Optional.ofNullable(hint),
            fixes);
    found.add(problem);
    meter.steps(STEPS_PER_MESSAGE + characters(problem) / CHARACTERS_A_STEP);
  }

  /** Of what is checked twice, the last counts. */
  void warn(int start, int end, String message, String hint, List<Fix> fixes) {
    warnings.put(start, new Warning(source.span(start, end), message, hint, fixes));
    meter.steps(STEPS_PER_MESSAGE);
  }

  /** In the order of their places; they mean something if there are no problems. */
  List<Warning> warnings() {
    return List.copyOf(warnings.values());
  }

  private static long characters(Diagnostic problem) {
    long characters =
        (long) problem.message().length()
            + problem.found().map(String::length).orElse(0)
            + problem.hint().map(String::length).orElse(0);
    for (Fix fix : problem.fixes()) {
      characters += fix.title().length() + fix.text().length();
    }
    return characters;
  }

  /** Takes back what has been found since there were so many: something else says it all. */
  void retract(int count) {
    found.subList(count, found.size()).clear();
  }

  /** Gives a problem another remedy, unless it was taken back. */
  @SuppressWarnings("ReferenceEquality") // the very problem
  Diagnostic amend(Diagnostic problem, int number, @Nullable String hint, List<Fix> fixes) {
    if (number >= found.size() || found.get(number) != problem) {
      return problem;
    }
    Diagnostic amended =
        new Diagnostic(
            problem.span(),
            problem.code(),
            problem.message(),
            problem.found(),
            Optional.ofNullable(hint),
            fixes);
    found.set(number, amended);
    meter.steps(characters(amended) / CHARACTERS_A_STEP);
    return amended;
  }

  void add(Diagnostic diagnostic) {
    found.add(diagnostic);
  }

  /** A change of the text between two offsets. */
  Fix fix(String title, int start, int end, String text) {
    return new Fix(title, source.span(start, end), text);
  }

  int count() {
    return found.size();
  }

  List<Diagnostic> found() {
    return found;
  }
}
