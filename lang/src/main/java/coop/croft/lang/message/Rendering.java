package coop.croft.lang.message;

import coop.croft.lang.Diagnostic;
import coop.croft.lang.SourceText;
import coop.croft.lang.Span;
import coop.croft.lang.Warning;
import java.nio.charset.StandardCharsets;

/**
 * Lays messages out, with the lines that they are about. Those of one file are best laid out in the
 * order of their places, by one object: a line may be as long as a program, and a program may have
 * thousands of errors.
 */
public final class Rendering {
  /** Widest part of a line that is shown, in code points. */
  private static final int WIDEST = 110;

  private static final int BEFORE = 40;

  private final byte[] bytes;

  /** The line that was looked at last, from 1, and the offset of its first byte. */
  private int line;

  private int lineStart;

  /** An offset in that line, and how many code points of the line come before it. */
  private int at;

  private int points;

  /**
   * @param text the file that the diagnostics are about
   */
  public Rendering(SourceText text) {
    this.bytes = text.bytes();
    toTheStart();
  }

  /** One message alone. */
  public static String of(Diagnostic diagnostic, SourceText text) {
    return new Rendering(text).of(diagnostic);
  }

  /** A message; ends with a line break. */
  public String of(Diagnostic diagnostic) {
    StringBuilder out = new StringBuilder();
    out.append(diagnostic.span()).append(": error[").append(diagnostic.code().label());
    out.append("]: ").append(clean(diagnostic.message())).append('\n');
    source(diagnostic.span(), out);
    diagnostic.found().ifPresent(found -> out.append("  ").append(clean(found)).append('\n'));
    diagnostic.hint().ifPresent(hint -> out.append("  hint: ").append(clean(hint)).append('\n'));
    return out.toString();
  }

  /** A warning; ends with a line break. */
  public String of(Warning warning) {
    StringBuilder out = new StringBuilder();
    out.append(warning.span()).append(": warning: ").append(clean(warning.message()));
    out.append('\n');
    source(warning.span(), out);
    out.append("  hint: ").append(clean(warning.hint())).append('\n');
    return out.toString();
  }

  private void source(Span span, StringBuilder out) {
    Shown shown = shown(span.line(), span.column() - 1);
    if (shown.points.length == 0) {
      return;
    }
    int first = span.column() - 1;
    int to = shown.from + shown.points.length;
    int last =
        span.endLine() == span.line()
            ? Math.min(to, Math.max(span.endColumn() - 1, first + 1))
            : to;
    String number = Integer.toString(span.line());
    out.append(number).append(" | ").append(shown.from > 0 ? "…" : "");
    for (int point : shown.points) {
      out.appendCodePoint(harmless(point));
    }
    out.append(shown.more ? "…" : "").append('\n');
    out.append(" ".repeat(number.length())).append(" | ").append(shown.from > 0 ? " " : "");
    out.append(" ".repeat(Math.max(0, first - shown.from)));
    out.append("^".repeat(Math.max(1, last - first))).append('\n');
  }

  /**
   * What is shown of a line.
   *
   * @param from how many code points of the line come before
   * @param more whether some come after
   */
  @SuppressWarnings("ArrayRecordComponent")
  private record Shown(int from, int[] points, boolean more) {}

  /**
   * The part of a line around a place; without its line break.
   *
   * @param number of the line, from 1
   * @param place in code points, from 0
   */
  private Shown shown(int number, int place) {
    toLine(number);
    int all = skip(lineStart, WIDEST);
    int from = isEnd(all) ? 0 : Math.max(0, place - BEFORE);
    int first = from == 0 ? lineStart : toPoint(from);
    int last = skip(first, WIDEST);
    int[] shown =
        new String(bytes, first, last - first, StandardCharsets.UTF_8).codePoints().toArray();
    return new Shown(from, shown, !isEnd(last));
  }

  private void toTheStart() {
    line = 1;
    lineStart = startsWithMark(bytes) ? 3 : 0;
    at = lineStart;
    points = 0;
  }

  private void toLine(int number) {
    if (number < line) {
      toTheStart();
    }
    while (line < number) {
      while (at < bytes.length && bytes[at] != '\n') {
        at++;
      }
      at = Math.min(at + 1, bytes.length);
      line++;
      lineStart = at;
      points = 0;
    }
  }

  /** The offset of a code point of the line, or the line's end if it has not so many. */
  private int toPoint(int place) {
    if (place < points) {
      at = lineStart;
      points = 0;
    }
    int there = skip(at, place - points);
    at = there;
    points = place;
    return there;
  }

  private static boolean startsWithMark(byte[] bytes) {
    return bytes.length >= 3
        && bytes[0] == (byte) 0xef
        && bytes[1] == (byte) 0xbb
        && bytes[2] == (byte) 0xbf;
  }

  /** Whether a byte of UTF-8 begins a code point. */
  private static boolean isFirst(byte b) {
    return (b & 0xc0) != 0x80;
  }

  /** Where that many code points later begin, or the line ends. */
  private int skip(int start, int count) {
    int there = start;
    for (int left = count; !isEnd(there); there++) {
      if (isFirst(bytes[there])) {
        if (left == 0) {
          break;
        }
        left--;
      }
    }
    return there;
  }

  /** Whether a line ends there, its line break not counted. */
  private boolean isEnd(int offset) {
    int behind = offset < bytes.length && bytes[offset] == '\r' ? offset + 1 : offset;
    return behind >= bytes.length || bytes[behind] == '\n';
  }

  /** Whatever a terminal might obey, or show in another place or in no place, is replaced. */
  private static int harmless(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL -> point == '\t' ? ' ' : '\ufffd';
      case Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          '\ufffd';
      default -> point;
    };
  }

  private static String clean(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    text.codePoints().forEach(point -> clean.appendCodePoint(harmless(point)));
    return clean.toString();
  }
}
