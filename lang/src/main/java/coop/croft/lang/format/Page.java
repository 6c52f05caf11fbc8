package coop.croft.lang.format;

import coop.croft.lang.BoundBroken;
import coop.croft.lang.Span;
import java.nio.charset.StandardCharsets;

/** The text that is made, and the column at which it goes on. */
final class Page {
  private static final int TAB = 8;

  private final StringBuilder text = new StringBuilder();
  private final String file;
  private final int most;
  private int column;

  /** Whether a comment of several lines ends on this line, and how far its lines moved. */
  private boolean behindComment;

  private int moved;

  /**
   * @param most how many bytes the text may have: blanks can make it many times as large as the
   *     program
   */
  Page(String file, int most) {
    this.file = file;
    this.most = most;
  }

  /** Code points since the last line break. */
  int column() {
    return column;
  }

  void newline(int indent) {
    behindComment = false;
    lineBreak(indent);
  }

  private void lineBreak(int indent) {
    text.append('\n').repeat(' ', indent);
    column = indent;
    if (text.length() > most) {
      throw tooLarge();
    }
  }

  void blankLine() {
    text.append('\n');
  }

  void space() {
    text.append(' ');
    column++;
  }

  /** Part of a text as it is, line breaks included. */
  void verbatim(String source, int start, int end) {
    text.append(source, start, end);
    if (source.indexOf('\n', start, end) < 0) {
      column += source.codePointCount(start, end);
    } else {
      column = source.codePointCount(source.lastIndexOf('\n', end - 1) + 1, end);
    }
  }

  /**
   * A comment without the blanks at the ends of its lines. Where it has several, the others move as
   * far as the first one did; or, if it begins where another one ends, as far as the lines of that.
   */
  void comment(String source, int start, int end) {
    int lineBreak = source.indexOf('\n', start, end);
    if (lineBreak < 0) {
      verbatim(source, start, withoutBlanks(source, start, end));
      return;
    }
    if (!behindComment) {
      moved = column - width(source, source.lastIndexOf('\n', start) + 1, start);
    }
    verbatim(source, start, withoutBlanks(source, start, lineBreak));
    while (lineBreak >= 0) {
      int first = lineBreak + 1;
      lineBreak = source.indexOf('\n', first, end);
      int behind = withoutBlanks(source, first, lineBreak < 0 ? end : lineBreak);
      int begin = first;
      while (begin < behind && isBlank(source.charAt(begin))) {
        begin++;
      }
      lineBreak(begin == behind ? 0 : Math.max(0, width(source, first, begin) + moved));
      verbatim(source, begin, behind);
    }
    behindComment = true;
  }

  private static int withoutBlanks(String source, int start, int end) {
    int behind = end;
    while (behind > start && isBlank(source.charAt(behind - 1))) {
      behind--;
    }
    return behind;
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\f' || c == '\r';
  }

  /** Columns that a part of a line takes. */
  private static int width(String source, int start, int end) {
    int width = 0;
    for (int at = start; at < end; at += Character.charCount(source.codePointAt(at))) {
      width = source.charAt(at) == '\t' ? (width / TAB + 1) * TAB : width + 1;
    }
    return width;
  }

  /**
   * The whole text, which ends with a line break unless it is empty.
   *
   * @throws BoundBroken if it is larger than it may be
   */
  String finished() {
    if (!text.isEmpty()) {
      text.append('\n');
    }
    String finished = text.toString();
    if (finished.length() > most / 3 && finished.getBytes(StandardCharsets.UTF_8).length > most) {
      throw tooLarge();
    }
    return finished;
  }

  private BoundBroken tooLarge() {
    return new BoundBroken(
        new Span(file, 1, 1, 1, 1),
        "laid out, this file would be larger than the bound of " + most + " bytes",
        "split it into several programs");
  }
}
