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
    int[] line = line(text.bytes(), span.line());
    if (line.length == 0) {
      return;
    }
    int first = span.column() - 1;
    int last =
        span.endLine() == span.line() ? Math.max(span.endColumn() - 1, first + 1) : line.length;
    int from = line.length <= WIDEST ? 0 : Math.max(0, first - BEFORE);
    int to = Math.min(line.length, from + WIDEST);
    String number = Integer.toString(span.line());
    out.append(number).append(" | ").append(from > 0 ? "…" : "");
    for (int i = from; i < to; i++) {
      out.appendCodePoint(shown(line[i]));
    }
    out.append(to < line.length ? "…" : "").append('\n');
    out.append(" ".repeat(number.length())).append(" | ").append(from > 0 ? " " : "");
    out.append(" ".repeat(Math.max(0, first - from)));
    out.append("^".repeat(Math.max(1, Math.min(last, to) - first))).append('\n');
  }

  /** The code points of a line, counted from 1; without its line break. */
  private static int[] line(byte[] bytes, int number) {
    int start = 0;
    for (int line = 1; line < number; line++) {
      while (start < bytes.length && bytes[start] != '\n') {
        start++;
      }
      start++;
    }
    int end = start;
    while (end < bytes.length && bytes[end] != '\n') {
      end++;
    }
    if (start >= end) {
      return new int[0];
    }
    String text = new String(bytes, start, end - start, StandardCharsets.UTF_8);
    if (number == 1 && text.startsWith("\ufeff")) {
      text = text.substring(1);
    }
    return (text.endsWith("\r") ? text.substring(0, text.length() - 1) : text)
        .codePoints()
        .toArray();
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
