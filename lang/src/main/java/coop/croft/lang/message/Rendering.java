package coop.croft.lang.message;

import coop.croft.lang.Diagnostic;
import coop.croft.lang.SourceText;
import coop.croft.lang.Span;
import java.nio.charset.StandardCharsets;

/** Lays a message out, with the line that it is about. */
public final class Rendering {
  /** Widest part of a line that is shown, in code points. */
  private static final int WIDEST = 110;

  private static final int BEFORE = 40;

  private Rendering() {}

  public static String of(Diagnostic diagnostic, SourceText text) {
    StringBuilder out = new StringBuilder();
    out.append(diagnostic.span()).append(": error[").append(diagnostic.code().label());
    out.append("]: ").append(clean(diagnostic.message())).append('\n');
    source(diagnostic.span(), text, out);
    diagnostic.found().ifPresent(found -> out.append("  ").append(clean(found)).append('\n'));
    diagnostic.hint().ifPresent(hint -> out.append("  hint: ").append(clean(hint)).append('\n'));
    return out.toString();
  }

  private static void source(Span span, SourceText text, StringBuilder out) {
    Shown line = line(text.bytes(), span.line(), span.column() - 1);
    if (line.points.length == 0) {
      return;
    }
    int first = span.column() - 1;
    int to = line.from + line.points.length;
    int last =
        span.endLine() == span.line()
            ? Math.min(to, Math.max(span.endColumn() - 1, first + 1))
            : to;
    String number = Integer.toString(span.line());
    out.append(number).append(" | ").append(line.from > 0 ? "…" : "");
    for (int point : line.points) {
      out.appendCodePoint(shown(point));
    }
    out.append(line.more ? "…" : "").append('\n');
    out.append(" ".repeat(number.length())).append(" | ").append(line.from > 0 ? " " : "");
    out.append(" ".repeat(Math.max(0, first - line.from)));
    out.append("^".repeat(Math.max(1, last - first))).append('\n');
  }

  /**
   * What is shown of a line: a line may be as long as a program, and a program may have thousands
   * of errors.
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
  private static Shown line(byte[] bytes, int number, int place) {
    int start = 0;
    for (int line = 1; line < number; line++) {
      while (start < bytes.length && bytes[start] != '\n') {
        start++;
      }
      start++;
    }
    if (number == 1 && startsWithMark(bytes)) {
      start = 3;
    }
    int end = start;
    int points = 0;
    while (end < bytes.length && bytes[end] != '\n') {
      points += isFirst(bytes[end]) ? 1 : 0;
      end++;
    }
    if (start < end && bytes[end - 1] == '\r') {
      end--;
      points--;
    }
    if (start >= end) {
      return new Shown(0, new int[0], false);
    }
    int from = points <= WIDEST ? 0 : Math.max(0, place - BEFORE);
    int first = skip(bytes, start, end, from);
    int last = skip(bytes, first, end, WIDEST);
    int[] shown =
        new String(bytes, first, last - first, StandardCharsets.UTF_8).codePoints().toArray();
    return new Shown(from, shown, last < end);
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

  /** Where that many code points later begin. */
  private static int skip(byte[] bytes, int start, int end, int points) {
    int at = start;
    for (int left = points; at < end; at++) {
      if (isFirst(bytes[at])) {
        if (left == 0) {
          break;
        }
        left--;
      }
    }
    return at;
  }

  /** Whatever a terminal might obey, or show in another place or in no place, is replaced. */
  private static int shown(int point) {
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
    text.codePoints().forEach(point -> clean.appendCodePoint(shown(point)));
    return clean.toString();
  }
}
