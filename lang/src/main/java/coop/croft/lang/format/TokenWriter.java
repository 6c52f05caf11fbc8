package coop.croft.lang.format;

import coop.croft.lang.syntax.Kind;
import coop.croft.lang.syntax.Tokens;

/**
 * Puts the tokens into a document, one after the other; each call of another method says what
 * separates the last one from the next, and puts down the comments between them. A comment keeps
 * its neighbours: it stays behind what stands before it on its line if nothing follows there,
 * before what follows there, or on a line of its own.
 */
final class TokenWriter {
  /** Where blank lines of the source stay among the comments of a place, one for several. */
  private enum Blanks {
    NONE(false, false),
    NOT_FIRST(false, true),
    NOT_LAST(true, false),
    ALL(true, true);

    private final boolean before;
    private final boolean behind;

    Blanks(boolean before, boolean behind) {
      this.before = before;
      this.behind = behind;
    }
  }

  private final Tokens tokens;
  private final Document document;

  /** The last token that was put down. */
  private int last = -1;

  /** The first comment behind it that stands on a line of its own. */
  private int own;

  /** The first comment that stands before the next token on its line. */
  private int prefix;

  /** The next token that is no comment. */
  private int next = -1;

  TokenWriter(Tokens tokens, Document document) {
    this.tokens = tokens;
    this.document = document;
    advance();
  }

  private void advance() {
    last = next++;
    while (tokens.kind(next) == Kind.COMMENT) {
      next++;
    }
    prefix = next;
    while (prefix > last + 1 && !is(Kind.EOF) && tokens.lineBreaksBefore(prefix) == 0) {
      prefix--;
    }
    own = last + 1;
    while (own < prefix && last >= 0 && tokens.lineBreaksBefore(own) == 0) {
      own++;
    }
  }

  boolean is(Kind kind) {
    return kind() == kind;
  }

  Kind kind() {
    return tokens.kind(next);
  }

  /** Whether it stands close to what is before it. */
  private boolean closes() {
    return switch (kind()) {
      case SEMICOLON, COMMA, CLOSE_PAREN, CLOSE_BRACKET, CLOSE_BRACE -> true;
      default -> false;
    };
  }

  /** The next token, behind the comments that stand before it on its line. */
  void token() {
    for (int i = prefix; i < next; i++) {
      document.comment(tokens.start(i), tokens.end(i));
      if (i < next - 1 || !closes()) {
        document.space();
      }
    }
    document.text(tokens.start(next), tokens.end(next));
    advance();
  }

  /** Whether comments keep the next token from the line of the last one. */
  private boolean apart() {
    return prefix > last + 1;
  }

  private void comments(Blanks blanks) {
    for (int i = last + 1; i < own; i++) {
      document.remark(tokens.start(i), tokens.end(i));
    }
    for (int i = own; i < prefix; i++) {
      if (i > own && tokens.lineBreaksBefore(i) == 0) {
        document.space();
      } else if (i > 0) {
        document.hard(blankBefore(i) && (i > own ? blanks != Blanks.NONE : blanks.before));
      }
      document.comment(tokens.start(i), tokens.end(i));
    }
  }

  private boolean blankBefore(int i) {
    return tokens.lineBreaksBefore(i) > 1;
  }

  private void lineBehindComments(Blanks blanks) {
    boolean blank = blanks.behind && (own < prefix || blanks.before);
    document.hard(blank && blankBefore(prefix));
  }

  private int blanks(int usual) {
    return prefix < next && closes() ? 1 : usual;
  }

  /** Nothing in between. */
  void tight() {
    if (apart()) {
      continued();
    } else if (blanks(0) == 1) {
      document.space();
    }
  }

  void space() {
    if (apart()) {
      continued();
    } else {
      document.space();
    }
  }

  /** Where no line ends but for a comment. */
  private void continued() {
    document.nest();
    comments(Blanks.NONE);
    document.hard(false);
    document.unnest();
  }

  /** A line that breaks with its group; else one blank. */
  void line() {
    if (apart()) {
      comments(Blanks.NONE);
      document.hard(false);
    } else {
      document.line(1);
    }
  }

  /**
   * A step further in, and a line.
   *
   * @param blanks what is there if the line does not break: 1 before statements, 0 before the parts
   *     of an expression, where no blank lines stay
   */
  void open(int blanks) {
    document.nest();
    if (apart()) {
      Blanks kept = blanks == 1 ? Blanks.NOT_FIRST : Blanks.NONE;
      comments(kept);
      lineBehindComments(kept);
    } else {
      document.line(blanks);
    }
  }

  /**
   * A step back, behind the comments, and a line.
   *
   * @param blanks as for {@link #open}
   */
  void close(int blanks) {
    boolean apart = apart();
    if (apart) {
      comments(blanks == 1 ? Blanks.NOT_LAST : Blanks.NONE);
    }
    document.unnest();
    if (apart) {
      document.hard(false);
    } else {
      document.line(blanks(blanks));
    }
  }

  /** Between the two ends of something with nothing in it. */
  void empty(int blanks) {
    if (apart()) {
      document.nest();
      comments(Blanks.NONE);
      document.unnest();
      document.hard(false);
    } else if (blanks == 1) {
      document.space();
    }
  }

  /** A unit of the line, which moves as a whole: up to {@link #endUnit}. */
  void unit() {
    document.unit(apart());
    if (apart()) {
      comments(Blanks.NONE);
      document.hard(false);
    }
  }

  void endUnit() {
    document.endUnit();
  }

  /** A new line for a statement; blank lines of the source stay. */
  void statement() {
    comments(Blanks.ALL);
    lineBehindComments(Blanks.ALL);
  }

  /** A new line for what belongs to the line before. */
  void below() {
    comments(Blanks.NONE);
    document.hard(false);
  }

  /** The comments before the first token. */
  void begin() {
    if (apart()) {
      comments(Blanks.NOT_FIRST);
      if (!is(Kind.EOF)) {
        lineBehindComments(Blanks.NOT_FIRST);
      }
    }
  }

  /** The comments behind the last token. */
  void end() {
    if (last >= 0) {
      comments(Blanks.NOT_LAST);
    }
  }
}
