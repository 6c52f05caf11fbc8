package coop.croft.services.base;

import coop.croft.core.model.Right;
import coop.croft.core.model.Rights;
import coop.croft.lang.Code;
import coop.croft.lang.Diagnostic;
import coop.croft.lang.Span;
import coop.croft.lang.Verdict;
import java.util.ArrayList;
import java.util.Iterator;
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
    Iterator<String> lines = text.lines().iterator();
    for (int number = 1; lines.hasNext(); number++) {
      String line = lines.next();
      String content = line.substring(0, comment(line)).strip();
      if (!content.isEmpty()) {
        Span span = new Span(file, number, 1, number, line.codePointCount(0, line.length()) + 1);
        readLine(content, span, byMember, faults);
      }
    }
    return faults.isEmpty() ? new Read.Good(new Rights(byMember)) : new Read.Bad(faults);
  }

  /** Where the comment begins: a path may hold a "#", so only at the start or behind a blank. */
  private static int comment(String line) {
    for (int at = line.indexOf('#'); at >= 0; at = line.indexOf('#', at + 1)) {
      if (at == 0 || Character.isWhitespace(line.charAt(at - 1))) {
        return at;
      }
    }
    return line.length();
  }

  /** The words of a line; the third one goes to its end. */
  private static List<String> words(String content) {
    List<String> words = new ArrayList<>(3);
    int at = 0;
    while (at < content.length()) {
      int end = at;
      while (end < content.length()
          && (words.size() == 2 || !Character.isWhitespace(content.charAt(end)))) {
        end++;
      }
      words.add(content.substring(at, end));
      at = end;
      while (at < content.length() && Character.isWhitespace(content.charAt(at))) {
        at++;
      }
    }
    return words;
  }

  private static void readLine(
      String content, Span span, Map<String, List<Right>> byMember, List<Diagnostic> faults) {
    List<String> word = words(content);
    if (word.size() < 3) {
      faults.add(Diagnostic.of(span, Code.SYNTAX, "a line has the form MEMBER CLASS VALUE"));
      return;
    }
    if (Words.account(word.get(0)) instanceof Verdict.Invalid(String why)) {
      faults.add(Diagnostic.of(span, Code.INVALID_VALUE, why));
      return;
    }
    Optional<Right.Kind> kind = Right.Kind.of(word.get(1));
    if (kind.isEmpty()) {
      faults.add(
          Diagnostic.of(
              span,
              Code.INVALID_VALUE,
              Text.shown(word.get(1))
                  + ": there is no such class of rights; the classes are "
                  + Stream.of(Right.Kind.values())
                      .map(Right.Kind::label)
                      .collect(Collectors.joining(", "))));
      return;
    }
    switch (RightValues.normal(kind.get(), word.get(2))) {
      case Verdict.Accepted(Object value) ->
          byMember
              .computeIfAbsent(word.get(0), k -> new ArrayList<>())
              .add(new Right(kind.get(), value.toString()));
      case Verdict.Invalid(String why) -> faults.add(Diagnostic.of(span, Code.INVALID_VALUE, why));
      case Verdict.NotHeld(String why, String hint) ->
          faults.add(Diagnostic.of(span, Code.NOT_HELD, why, hint));
    }
  }
}
