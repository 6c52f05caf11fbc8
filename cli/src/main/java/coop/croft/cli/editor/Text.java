package coop.croft.cli.editor;

import coop.croft.lang.Span;
import coop.croft.lang.syntax.Source;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.TextDocumentContentChangeEvent;

/**
 * The text of a document as an editor has it. The protocol counts lines, ended by LF, CRLF or CR,
 * and UTF-16 units in them, both from 0; the language counts offsets in what stands behind a
 * byte-order mark. Immutable.
 */
final class Text {
  private static final char MARK = '\ufeff';

  private final String all;
  private final int mark;
  private final int[] lines;

  Text(String all) {
    this.all = all;
    this.mark = !all.isEmpty() && all.charAt(0) == MARK ? 1 : 0;
    this.lines = lines(all);
  }

  private static int[] lines(String text) {
    int[] starts = new int[16];
    int count = 1;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean ends =
          c == '\n' || (c == '\r' && (i + 1 == text.length() || text.charAt(i + 1) != '\n'));
      if (ends) {
        if (count == starts.length) {
          starts = Arrays.copyOf(starts, count * 2);
        }
        starts[count++] = i + 1;
      }
    }
    return Arrays.copyOf(starts, count);
  }

  int length() {
    return all.length();
  }

  byte[] bytes() {
    return all.getBytes(StandardCharsets.UTF_8);
  }

  /** What the language reads: without the byte-order mark. */
  String program() {
    return all.substring(mark);
  }

  /**
   * The offset in the program; a place behind the end of its line is that end. One before the
   * byte-order mark is in no program, and -1.
   */
  int offset(Position position) {
    return raw(position) - mark;
  }

  private int raw(Position position) {
    if (position.getLine() < 0) {
      return 0;
    }
    if (position.getLine() >= lines.length) {
      return all.length();
    }
    int start = lines[position.getLine()];
    int characters = Math.min(Math.max(0, position.getCharacter()), all.length());
    return Math.min(lineEnd(position.getLine()), start + characters);
  }

  /** The offset behind the last character of a line; what ends the line comes there. */
  private int lineEnd(int line) {
    int start = lines[line];
    int end = line + 1 < lines.length ? lines[line + 1] : all.length();
    while (end > start && (all.charAt(end - 1) == '\n' || all.charAt(end - 1) == '\r')) {
      end--;
    }
    return end;
  }

  /** Where an offset of the program is; between CR and LF ends the line. */
  Position position(int offset) {
    int at = Math.min(all.length(), offset + mark);
    int found = Arrays.binarySearch(lines, at);
    int line = found >= 0 ? found : -found - 2;
    return new Position(line, Math.min(at, lineEnd(line)) - lines[line]);
  }

  Range range(int start, int end) {
    return new Range(position(start), position(end));
  }

  /** Where a message of the language points. */
  Range range(Span span, Source source) {
    int start = source.offset(span.line(), span.column());
    int end = source.offset(span.endLine(), span.endColumn());
    return range(start, Math.max(start, end));
  }

  /** The text after a change; one without a place is the whole text anew. */
  Text with(TextDocumentContentChangeEvent change) {
    Range range = change.getRange();
    if (range == null) {
      return new Text(change.getText());
    }
    int start = raw(range.getStart());
    int end = Math.max(start, raw(range.getEnd()));
    return new Text(all.substring(0, start) + change.getText() + all.substring(end));
  }
}
