package coop.croft.cli.expectation;

import coop.croft.core.difference.Hunk;
import coop.croft.core.wire.Calls;
import coop.croft.lang.Code;
import coop.croft.lang.check.Suggestions;
import java.util.ArrayList;
import java.util.Arrays;
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
    for (Actual.Fault fault : faults) {
      expected.stream()
          .filter(e -> !met.containsKey(e) && isMet(e, fault))
          // One without words may stand for what is left.
          .max(Comparator.comparingInt(e -> e.words().length()))
          .ifPresentOrElse(e -> met.put(e, fault), () -> failures.add(fault.text()));
    }
    expected.stream().filter(e -> !met.containsKey(e)).forEach(this::notMet);
  }

  private boolean isMet(Expected expected, Actual.Fault fault) {
    Calls.Problem problem = fault.place().orElse(null);
    return problem != null
        && problem.file().equals(file)
        && problem.line() == expected.line()
        && problem.code().equals(expected.code())
        && problem.message().contains(expected.words());
  }

  private void notMet(Expected e) {
    String place = file + ":" + e.comment() + ": ";
    if (e.known().isPresent()) {
      failures.add(
          place
              + (e.words().isEmpty()
                  ? "line " + e.line() + " has no error " + e.code()
                  : "no error " + e.code() + " in line " + e.line() + " says: " + e.words()));
    } else {
      List<String> codes = Arrays.stream(Code.values()).map(Code::label).toList();
      List<String> near = Suggestions.near(e.code(), codes);
      failures.add(
          place
              + "there is no error code "
              + e.code()
              + (near.isEmpty()
                  ? "; croft explain names all"
                  : "; is " + near.getFirst() + " meant?"));
    }
  }

  private void resources(List<Expected> expected, Actual actual, Configured record) {
    if (!expected.isEmpty()) {
      failures.add(
          record.path()
              + " says what "
              + file
              + " configures, but its comments expect errors: take the one or the others away");
    } else if (actual.faults().isEmpty() && !record.lines().equals(actual.resources())) {
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
