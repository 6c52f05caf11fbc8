package coop.croft.lang.syntax;

import coop.croft.lang.BoundBroken;
import coop.croft.lang.Bounds;
import coop.croft.lang.DeepStack;
import coop.croft.lang.Fix;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The token at hand and the next one, with what the parsers need: expectations, depth and errors.
 */
final class Cursor {
  /** Unwinds to the nearest place that can go on; the error has been reported already. */
  static final class Stop extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Stop() {
      super(null, null, false, false);
    }
  }

  /** Lines that belong to the statement above, though they stand no further right. */
  private static final Pattern CONTINUES =
      Pattern.compile("#|[)\\]]|(with|where|do|then|else|in)\\b");

  /** Lines before which no {@code ;} may stand. */
  private static final Pattern CLOSES = Pattern.compile(";|[)\\]]|(end|else|in)\\b");

  private final Source source;
  private final Lexer lexer;
  private final SyntaxFaults faults;
  private final Bounds bounds;
  private int tokens = 1;
  private Kind kind;
  private int start;
  private int end;
  private String text;
  private int lastEnd;
  private Kind last = Kind.EOF;
  private int depth;
  private int deepest;
  private final boolean large;
  private final boolean tolerant;

  /**
   * @param large whether the stack bears the full depth
   * @param tolerant whether what is missing is taken as if it were there
   */
  Cursor(Source source, SyntaxFaults faults, Bounds bounds, boolean large, boolean tolerant) {
    this.large = large;
    this.tolerant = tolerant;
    this.source = source;
    this.faults = faults;
    this.bounds = bounds;
    this.lexer = new Lexer(source, faults, false);
    lexer.advance();
    kind = lexer.kind();
    start = lexer.start();
    end = lexer.end();
    text = lexer.value();
    lexer.advance();
  }

  Kind kind() {
    return kind;
  }

  Kind next() {
    return lexer.kind();
  }

  int start() {
    return start;
  }

  int end() {
    return end;
  }

  /** End of the token before this one. */
  int lastEnd() {
    return lastEnd;
  }

  /** Kind of the token before this one; {@link Kind#EOF} before the first. */
  Kind last() {
    return last;
  }

  String text() {
    return text;
  }

  void advance() {
    lastEnd = end;
    last = kind;
    kind = lexer.kind();
    start = lexer.start();
    end = lexer.end();
    text = lexer.value();
    if (kind != Kind.EOF && ++tokens > bounds.tokens()) {
      throw new BoundBroken(
          source.span(start, end),
          "this file has more than the bound of " + bounds.tokens() + " words and signs",
          "split it into several programs");
    }
    lexer.advance();
  }

  /** Whether that word stands here with capital letters. */
  boolean spells(Kind keyword) {
    return kind == Kind.CSYMBOL && Kind.keyword(text.toLowerCase(Locale.ROOT)) == keyword;
  }

  /** Past what else stands on the line, up to a {@code ;} or {@code end}. */
  void skipLine() {
    do {
      advance();
    } while (!beginsLine() && kind != Kind.SEMICOLON && kind != Kind.END && kind != Kind.EOF);
  }

  /** The same with the blocks that begin there. */
  void skipBlocks() {
    int open = 0;
    do {
      open += kind == Kind.WITH ? 1 : kind == Kind.END ? -1 : 0;
      advance();
    } while (kind != Kind.EOF
        && (open > 0 || !(beginsLine() || kind == Kind.SEMICOLON || kind == Kind.END)));
  }

  boolean is(Kind wanted) {
    return kind == wanted;
  }

  boolean beginsDeclaration() {
    return kind == Kind.VAL || kind == Kind.EXTERN || kind == Kind.CONTEXT;
  }

  boolean accept(Kind wanted) {
    if (kind == wanted) {
      advance();
      return true;
    }
    return false;
  }

  /** Whether what is missing is taken as if it were there. */
  boolean isTolerant() {
    return tolerant;
  }

  /** Whether the token is the first one of its line. */
  boolean beginsLine() {
    return source.lineOf(start) > source.lineOf(lastEnd);
  }

  /** Whether the token is the last one of its line. */
  boolean endsLine() {
    return source.lineOf(lexer.start()) > source.lineOf(start);
  }

  /** How far the line of the token stands from the left edge. */
  int indentation() {
    return indentationAt(start);
  }

  /** Whether nothing but blanks stands before an offset in its line. */
  boolean isFirstInLine(int offset) {
    return source.lineStart(source.lineOf(offset)) + indentationAt(offset) == offset;
  }

  /** How far the line of an offset stands from the left edge. */
  int indentationAt(int offset) {
    int from = source.lineStart(source.lineOf(offset));
    int at = from;
    while (at < offset && isBlank(source.text().charAt(at))) {
      at++;
    }
    return at - from;
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  /** Number of the line of an offset, from 1. */
  int line(int offset) {
    return source.lineOf(offset) + 1;
  }

  /** Whether one of the words stands here, and the text goes on like that from where it begins. */
  boolean looksLike(Set<String> words, Pattern pattern) {
    return words.contains(text) && looksLike(pattern);
  }

  /** Whether the text goes on like that where the token begins. */
  boolean looksLike(Pattern pattern) {
    return lookingAt(pattern, start) != null;
  }

  /** How the text goes on at an offset; null if it is not like that. */
  @Nullable Matcher lookingAt(Pattern pattern, int from) {
    Matcher matcher =
        pattern
            .matcher(source.text())
            .region(from, Math.min(source.text().length(), from + 200))
            .useAnchoringBounds(false)
            .useTransparentBounds(true);
    return matcher.lookingAt() ? matcher : null;
  }

  /** Where the word begins that ends with the token before. */
  int lastWord() {
    return wordBefore(lastEnd);
  }

  /** Where the word begins that ends there. */
  int wordBefore(int wordEnd) {
    int at = wordEnd;
    while (at > 0 && isOfWord(source.text().charAt(at - 1))) {
      at--;
    }
    return at;
  }

  /** Where the blanks begin that end there. */
  int blanksBefore(int blanksEnd) {
    int at = blanksEnd;
    while (at > 0 && isBlank(source.text().charAt(at - 1))) {
      at--;
    }
    return at;
  }

  private static boolean isOfWord(char c) {
    return c == '_' || (c < 0x80 && Character.isLetterOrDigit(c));
  }

  String text(int from, int to) {
    return source.text().substring(from, to);
  }

  void expect(Kind wanted, String where) {
    if (!accept(wanted) && !tolerant) {
      throw fault("expected " + wanted.shown() + " " + where + ", found " + found(), null);
    }
  }

  String name(Kind wanted, String where) {
    if (!is(wanted)) {
      boolean word = Kind.keyword(text) != null && kind != Kind.STRING;
      throw fault(
          "expected " + wanted.shown() + " " + where + ", found " + found(),
          word ? found() + " is a word of the language: choose another name" : null);
    }
    String name = text;
    advance();
    return name;
  }

  String found() {
    return switch (kind) {
      case SYMBOL, CSYMBOL, INT -> "'" + shortened(text) + "'";
      default -> kind.shown();
    };
  }

  static String shortened(String name) {
    return name.length() <= 40 ? name : name.substring(0, 40) + "…";
  }

  Stop fault(String message, @Nullable String hint) {
    report(message, hint);
    return new Stop();
  }

  void report(String message, @Nullable String hint) {
    faults.parsing(lastEnd, start, end, message, hint, List.of());
  }

  /** An error that a text in place of the token, or behind the one before, puts right. */
  Stop fault(String message, @Nullable String hint, String title, int from, int to, String right) {
    Fix fix = new Fix(title, source.span(from, to), right);
    faults.parsing(lastEnd, start, end, message, hint, List.of(fix));
    return new Stop();
  }

  /** The same where the reason stands before. */
  Stop fault(int from, String message, String hint, Fix fix) {
    faults.parsing(from, from, start, message, hint, List.of(fix));
    return new Stop();
  }

  /** The same of a place before. */
  Stop fault(int from, int to, String message, String hint, Fix fix) {
    faults.parsing(from, from, to, message, hint, List.of(fix));
    return new Stop();
  }

  /** Whether nothing was wrong so far. */
  boolean isClean() {
    return faults.isEmpty();
  }

  /** The same where nothing else on the line is worth a word. */
  Stop onlyFault(String message, String hint, Fix fix) {
    faults.parsing(lastEnd, start, end, message, hint, List.of(fix));
    faults.tellNoMore(start);
    return new Stop();
  }

  /** A {@code ;} is missing behind the line before. */
  Stop missing(String message) {
    return fault(
        message, "put ';' at the end of line " + line(lastEnd), "add ';'", lastEnd, lastEnd, ";");
  }

  /** An {@code end} too many, or one too few, or a parenthesis. */
  Stop unbalanced(String message, @Nullable String hint, @Nullable Fix fix) {
    faults.unbalanced(lastEnd, start, end, message, hint, fix == null ? List.of() : List.of(fix));
    return new Stop();
  }

  /** The same where the reason stands before. */
  Stop unbalanced(int from, int to, String message, @Nullable String hint, @Nullable Fix fix) {
    faults.unbalanced(from, from, to, message, hint, fix == null ? List.of() : List.of(fix));
    return new Stop();
  }

  /** Something is wrong that makes of all {@code end}s behind it what they were not meant to be. */
  Stop unsettling(String message, @Nullable String hint) {
    Stop stop = fault(message, hint);
    faults.unsettle();
    return stop;
  }

  /** The same where another word in place of the token puts it right. */
  Stop unsettling(String message, String title, String right) {
    Stop stop = fault(message, title, title, start, end, right);
    faults.unsettle();
    return stop;
  }

  /** The same of a place before. */
  Stop unsettling(int from, int to, String message, String hint) {
    faults.parsing(from, from, to, message, hint, List.of());
    faults.unsettle();
    return new Stop();
  }

  Fix insertion(int at, String title, String text) {
    return replacement(at, at, title, text);
  }

  Fix replacement(int from, int to, String title, String text) {
    return new Fix(title, source.span(from, to), text);
  }

  /**
   * Writes the {@code end} of the block that begins there before the first line behind it that does
   * not stand further right.
   */
  Fix missingEnd(int opener) {
    int outer = indentationAt(opener);
    int first = source.lineOf(opener);
    int line = first;
    int last = endOfText(first);
    String after = "";
    while (++line <= source.lineOf(start)) {
      int from = source.lineStart(line);
      int to = endOfText(line);
      int at = from;
      while (at < to && isBlank(source.text().charAt(at))) {
        at++;
      }
      String rest = source.text().substring(at, to);
      if (rest.isEmpty()) {
        continue;
      }
      if (at - from <= outer && !CONTINUES.matcher(rest).lookingAt()) {
        after = rest;
        break;
      }
      last = to;
    }
    String semicolon = after.isEmpty() || CLOSES.matcher(after).lookingAt() ? "" : ";";
    boolean sameLine =
        last == endOfText(first)
            && !source.text().substring(source.lineStart(first), last).contains("#");
    return insertion(
        last, "write end", (sameLine ? " " : "\n" + " ".repeat(outer)) + "end" + semicolon);
  }

  /** Where the last character of a line ends that is no blank. */
  private int endOfText(int line) {
    String text = source.text();
    int at = source.lineStart(line);
    int last = at;
    while (at < text.length() && text.charAt(at) != '\n') {
      if (text.charAt(at++) > ' ') {
        last = at;
      }
    }
    return last;
  }

  /**
   * One level deeper; to be followed by {@link #leave} unless an error unwinds to a known depth.
   */
  void enter() {
    deepest = Math.max(deepest, ++depth);
    if (!large && depth > DeepStack.LEVELS_ON_CALLER) {
      throw new DeepStack.TooSmall();
    }
    if (depth > bounds.nesting() + 1) {
      throw new BoundBroken(
          source.span(start, end),
          "this is nested deeper than the bound of " + bounds.nesting() + " levels",
          "give inner parts names with val");
    }
  }

  void leave() {
    depth--;
  }

  int depth() {
    return depth;
  }

  /** The greatest depth so far. */
  int deepest() {
    return deepest;
  }

  /** After an error: back to the depth of whoever goes on. */
  void backTo(int known) {
    depth = known;
  }
}
