package coop.croft.lang.syntax;

import coop.croft.lang.BoundBroken;
import coop.croft.lang.Code;
import coop.croft.lang.Diagnostic;
import coop.croft.lang.Fix;
import coop.croft.lang.Span;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects the errors of the lexer and the parser, one for each fault. */
final class SyntaxFaults {
  /** Nobody reads more; an adversary's file must not fill the memory with messages. */
  private static final int MOST = 1000;

  private static final int NONE = -2;

  private final Source source;
  private final Lexicon lexicon;
  private final List<Diagnostic> found = new ArrayList<>();
  private int lastParsed = -1;
  private final BitSet lexicalLines = new BitSet();

  /** The line of a string without an end whose rest may stand on the next line. */
  private int tornLine = NONE;

  /** Whether a string swallowed what belongs to the structure of the file. */
  private boolean torn;

  /** The line of which all is said. */
  private int toldLine = NONE;

  private final Set<Foreign> languages = EnumSet.noneOf(Foreign.class);

  SyntaxFaults(Source source, Lexicon lexicon) {
    this.source = source;
    this.lexicon = lexicon;
  }

  void lexical(int start, int end, String message, @Nullable String hint) {
    lexical(start, end, message, hint, List.of());
  }

  private void lexical(int start, int end, String message, @Nullable String hint, List<Fix> fixes) {
    lexicalLines.set(source.lineOf(start));
    add(start, end, message, hint, fixes);
  }

  /**
   * What is no token. Where nothing is known of it than that, what stands before it on its line is
   * reason enough for it.
   *
   * @param behindString whether it stands directly behind the end of a string
   */
  void stray(int start, Stray stray, boolean behindString) {
    int line = source.lineOf(start);
    if (behindString && !Stray.looksBlank(source.text().codePointAt(start))) {
      lexical(
          start,
          stray.end(),
          "a text ends just before this",
          "a quotation mark is missing before it, or stands where none belongs");
    } else if (line != tornLine + 1
        && line != toldLine
        && (!stray.plain() || !(lexicalLines.get(line) || isParsed(line)))) {
      String hint = stray.hint();
      String replacement = stray.replacement();
      List<Fix> fixes =
          hint == null || replacement == null
              ? List.of()
              : List.of(new Fix(stray.title(), source.span(start, stray.end()), replacement));
      lexical(start, stray.end(), stray.message(), hint, fixes);
    }
    // What was another language's comment may reach over lines.
    lexicalLines.set(line, source.lineOf(stray.end()) + 1);
  }

  /** Whether an error of the parser on that line has been said. */
  private boolean isParsed(int line) {
    return lastParsed >= 0 && source.lineOf(lastParsed) == line;
  }

  /** All is said of the line of that place. */
  void tellNoMore(int at) {
    toldLine = source.lineOf(at);
  }

  /** A string without an end. The next line's may be the other half of a text of two lines. */
  void torn(int start, int end) {
    int line = source.lineOf(start);
    boolean rest = line == tornLine + 1;
    tornLine = rest ? NONE : line;
    torn = true;
    if (rest || lexicalLines.get(line)) {
      lexicalLines.set(line);
      return;
    }
    lexical(
        start, end, "this string has no closing quote", "a string ends on the line it begins on");
  }

  /**
   * What follows an unreadable token on its line is a consequence, and is not reported again.
   *
   * @param before end of the token before
   */
  void parsing(
      int before, int start, int end, String message, @Nullable String hint, List<Fix> fixes) {
    int line = source.lineOf(start);
    if (start <= lastParsed
        || lexicalLines.get(line)
        || lexicalLines.get(source.lineOf(before))
        || line == tornLine + 1
        || line == toldLine) {
      return;
    }
    lastParsed = start;
    add(start, end, message, hint, fixes);
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  /** From now on nobody knows which {@code end} belongs to what. */
  void unsettle() {
    torn = true;
  }

  /** An {@code end} too many or too few; who knows whether a string swallowed one. */
  void unbalanced(
      int before, int start, int end, String message, @Nullable String hint, List<Fix> fixes) {
    if (!torn) {
      parsing(before, start, end, message, hint, fixes);
    }
  }

  private void add(int start, int end, String message, @Nullable String hint, List<Fix> fixes) {
    if (found.size() == MOST) {
      throw new BoundBroken(
          source.span(start, end),
          "this file has more than " + MOST + " syntax errors",
          "is it a program?");
    }
    Foreign language = Foreign.ofLine(source, source.lineOf(start), languages);
    if (language == null) {
      add(source.span(start, end), message, hint, fixes);
    } else if (languages.add(language)) {
      // Prompts stand before lines of a program, and what was typed there may be any of them.
      torn |= language == Foreign.SHELL;
      String remedy = language.hint(source, source.lineOf(start), lexicon);
      add(source.span(start, end), language.message(), remedy, List.of());
    }
  }

  private void add(Span span, String message, @Nullable String hint, List<Fix> fixes) {
    found.add(
        new Diagnostic(
            span, Code.SYNTAX, message, Optional.empty(), Optional.ofNullable(hint), fixes));
  }

  /** All errors; a single one if the whole file is in another language. */
  List<Diagnostic> found() {
    if (found.isEmpty()) {
      return found;
    }
    Foreign language = Foreign.ofFile(source);
    if (language == null) {
      return found;
    }
    int start = Foreign.firstLine(source);
    return List.of(
        Diagnostic.of(
            source.span(start, start + 1), Code.SYNTAX, language.message(), language.hint()));
  }
}
