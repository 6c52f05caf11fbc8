package coop.croft.cli.expectation;

import coop.croft.core.difference.Hunk;
import coop.croft.core.wire.Calls;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is expected of a program, held against what is so. Each error stands for one comment. */
public final class Comparison {
  private final String file;
  private final List<String> failures = new ArrayList<>();

  private Comparison(String file) {
    this.file = file;
  }

  /**
   * Everything that is not as expected, as people read it; nothing if all is.
   *
   * @param file the program, as messages show it
   * @param record what it configured once, if that is kept
   */
  public static List<String> failures(
      String file, List<Expected> expected, Actual actual, Optional<Configured> record) {
    Comparison comparison = new Comparison(file);
    comparison.faults(expected, actual.faults());
    record.ifPresent(r -> comparison.resources(expected, actual, r));
    return List.copyOf(comparison.failures);
  }

  private void faults(List<Expected> expected, List<Actual.Fault> faults) {
    Map<Expected, Actual.Fault> met = new LinkedHashMap<>();
    List<Actual.Fault> left = new ArrayList<>();
    for (Actual.Fault fault : faults) {
      expected.stream()
          .filter(e -> !met.containsKey(e) && isMet(e, fault))
          // One without words may stand for what is left.
          .max(Comparator.comparingInt(e -> e.words().length()))
          .ifPresentOrElse(e -> met.put(e, fault), () -> left.add(fault));
    }
    List<String> unsound = new ArrayList<>();
    for (Expected e : expected) {
      if (!e.isSound()) {
        // The error that such a comment is about is no second mistake.
        Optional<Actual.Fault> about = left.stream().filter(f -> isAbout(e, f)).findFirst();
        about.ifPresent(left::remove);
        unsound.add(place(e) + unsound(e, about.flatMap(Actual.Fault::place)));
      }
    }
    left.forEach(f -> failures.add(f.text()));
    expected.stream()
        .filter(e -> e.isSound() && !met.containsKey(e))
        .forEach(e -> failures.add(place(e) + notMet(e)));
    failures.addAll(unsound);
  }

  private boolean isMet(Expected expected, Actual.Fault fault) {
    return expected.isSound()
        && isAbout(expected, fault)
        && fault.place().filter(p -> expected.code().equals(p.code())).isPresent()
        && fault.place().filter(p -> p.message().contains(expected.words())).isPresent();
  }

  private boolean isAbout(Expected expected, Actual.Fault fault) {
    return fault
        .place()
        .filter(p -> p.file().equals(file) && p.line() == expected.line())
        .isPresent();
  }

  private String place(Expected e) {
    return file + ":" + e.comment() + ": ";
  }

  private static String notMet(Expected e) {
    return e.words().isEmpty()
        ? "line " + e.line() + " has no error " + e.code()
        : "no error " + e.code() + " in line " + e.line() + " says: " + e.words();
  }

  /**
   * What is wrong with the comment itself, and what to write.
   *
   * @param about the error in its line, if there is one that nothing else expects
   */
  private static String unsound(Expected e, Optional<Calls.Problem> about) {
    String wrong =
        !e.spelt()
            ? "an expectation is # expect in small letters and behind it the code"
            : e.code().isEmpty()
                ? "this expects an error without its code"
                : "there is no error code " + e.code();
    Optional<String> code = e.nearest().or(() -> about.map(Calls.Problem::code));
    return wrong
        + code.map(c -> "; write: # expect " + c)
            .orElse(
                e.code().isEmpty()
                    ? "; write it, as in: # expect not-held; croft explain names all codes"
                    : "; croft explain names all")
        + about
            .map(p -> "; line " + e.line() + " has error[" + p.code() + "]: " + p.message())
            .orElse("");
  }

  private void resources(List<Expected> expected, Actual actual, Configured record) {
    if (expected.stream().anyMatch(Expected::isSound)) {
      failures.add(
          record.path()
              + " says what "
              + file
              + " configures, but its comments expect errors: take the one or the others away");
    } else if (expected.isEmpty()
        && actual.faults().isEmpty()
        && !record.lines().equals(actual.resources())) {
      StringBuilder text =
          new StringBuilder(file + " configures something else than " + record.path() + " says");
      for (Hunk hunk : Hunk.between(record.lines(), actual.resources())) {
        text.append('\n').append(hunk.header());
        hunk.lines().forEach(l -> text.append('\n').append(l));
      }
      failures.add(text.toString());
    }
  }
}
