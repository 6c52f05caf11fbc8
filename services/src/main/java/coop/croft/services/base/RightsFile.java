package coop.croft.services.base;

import coop.croft.core.model.Right;
import coop.croft.core.model.Rights;
import coop.croft.lang.Code;
import coop.croft.lang.Diagnostic;
import coop.croft.lang.Span;
import coop.croft.lang.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A file of rights: one {@code MEMBER CLASS VALUE} a line, {@code #} begins a comment. */
public final class RightsFile {
  private RightsFile() {}

  /** What a file of rights came to. */
  public sealed interface Read {
    record Good(Rights rights) implements Read {}

    record Bad(List<Diagnostic> diagnostics) implements Read {}
  }

  /**
   * Reads all lines, or says what is wrong with each bad one.
   *
   * @param file the name that messages show
   */
  public static Read read(String file, String text) {
    Map<String, List<Right>> byMember = new LinkedHashMap<>();
    List<Diagnostic> faults = new ArrayList<>();
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      // A path may hold a "#"; a comment's stands at the start or behind a blank.
      String content = line.replaceFirst("(^|\\s)#.*$", "").strip();
      if (!content.isEmpty()) {
        Span span = new Span(file, i + 1, 1, i + 1, line.codePointCount(0, line.length()) + 1);
        readLine(content, span, byMember, faults);
      }
    }
    return faults.isEmpty() ? new Read.Good(new Rights(byMember)) : new Read.Bad(faults);
  }

  private static void readLine(
      String content, Span span, Map<String, List<Right>> byMember, List<Diagnostic> faults) {
    String[] word = content.split("\\s+", 3);
    if (word.length < 3) {
      faults.add(Diagnostic.of(span, Code.SYNTAX, "a line has the form MEMBER CLASS VALUE"));
      return;
    }
    if (Words.account(word[0]) instanceof Verdict.Invalid(String why)) {
      faults.add(Diagnostic.of(span, Code.INVALID_VALUE, why));
      return;
    }
    Optional<Right.Kind> kind = Right.Kind.of(word[1]);
    if (kind.isEmpty()) {
      faults.add(
          Diagnostic.of(
              span,
              Code.INVALID_VALUE,
              Text.shown(word[1])
                  + ": there is no such class of rights; the classes are "
                  + Stream.of(Right.Kind.values())
                      .map(Right.Kind::label)
                      .collect(Collectors.joining(", "))));
      return;
    }
    switch (RightValues.normal(kind.get(), word[2])) {
      case Verdict.Accepted(Object value) ->
          byMember
              .computeIfAbsent(word[0], k -> new ArrayList<>())
              .add(new Right(kind.get(), value.toString()));
      case Verdict.Invalid(String why) -> faults.add(Diagnostic.of(span, Code.INVALID_VALUE, why));
      case Verdict.NotHeld(String why, String hint) ->
          faults.add(Diagnostic.of(span, Code.NOT_HELD, why, hint));
    }
  }
}
