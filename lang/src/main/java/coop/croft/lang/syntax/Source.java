package coop.croft.lang.syntax;

import coop.croft.lang.Span;
import java.util.Arrays;

/** A decoded file that turns offsets into places. Offsets count UTF-16 units of {@link #text}. */
public final class Source {
  private final String file;
  private final String text;
  private int[] lineStarts = {};
  private int[] pairs = {};
  private volatile boolean indexed;

  /** The line that was asked for last: the next one is mostly near. Any line is right here. */
  private int recent;

  public Source(String file, String text) {
    this.file = file;
    this.text = text;
  }

  public String file() {
    return file;
  }

  public String text() {
    return text;
  }

  public Span span(int start, int end) {
    index();
    int first = lineOf(start);
    boolean oneLine = end <= start || first + 1 == lineStarts.length || end < lineStarts[first + 1];
    int last = oneLine ? first : lineOf(end);
    return new Span(file, first + 1, column(first, start), last + 1, column(last, end));
  }

  /** Number of the line of that offset, from 0. */
  public int lineOf(int offset) {
    index();
    int line = recent;
    if (!isIn(line, offset)) {
      line = isIn(line + 1, offset) ? line + 1 : isIn(line - 1, offset) ? line - 1 : search(offset);
      recent = line;
    }
    return line;
  }

  private boolean isIn(int line, int offset) {
    return line >= 0
        && line < lineStarts.length
        && lineStarts[line] <= offset
        && (line + 1 == lineStarts.length || offset < lineStarts[line + 1]);
  }

  private int search(int offset) {
    int found = Arrays.binarySearch(lineStarts, offset);
    return found >= 0 ? found : -found - 2;
  }

  /** Offset of the first character of a line, from 0. */
  public int lineStart(int line) {
    index();
    return lineStarts[line];
  }

  /**
   * The offset of a place as messages name it; the nearest one if there is no such place.
   *
   * @param line from 1
   * @param column in code points, from 1
   */
  public int offset(int line, int column) {
    index();
    if (line > lineStarts.length) {
      return text.length();
    }
    int start = lineStarts[line - 1];
    int end = line < lineStarts.length ? lineStarts[line] : text.length();
    int points = Math.min(column - 1, text.codePointCount(start, end));
    return text.offsetByCodePoints(start, points);
  }

  private int column(int line, int offset) {
    int from = lineStarts[line];
    if (pairs.length == 0) {
      return offset - from + 1;
    }
    return offset - from + 1 - (pairsBefore(offset) - pairsBefore(from));
  }

  private int pairsBefore(int offset) {
    int found = Arrays.binarySearch(pairs, offset);
    return found >= 0 ? found : -found - 1;
  }

  private void index() {
    if (!indexed) {
      makeIndex();
    }
  }

  private synchronized void makeIndex() {
    if (indexed) {
      return;
    }
    int[] starts = new int[16];
    int[] low = new int[0];
    int lines = 1;
    int surrogates = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n') {
        if (lines == starts.length) {
          starts = Arrays.copyOf(starts, lines * 2);
        }
        starts[lines++] = i + 1;
      } else if (Character.isLowSurrogate(c)) {
        if (surrogates == low.length) {
          low = Arrays.copyOf(low, Math.max(16, surrogates * 2));
        }
        low[surrogates++] = i;
      }
    }
    lineStarts = Arrays.copyOf(starts, lines);
    pairs = Arrays.copyOf(low, surrogates);
    indexed = true;
  }
}
