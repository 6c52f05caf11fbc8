package coop.croft.cli;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A document as an editor has it, written apart from the server's own to measure that by (LSP 3.17,
 * "Text Documents"): lines end with LF, CRLF or CR, columns are UTF-16 units.
 */
record EditorText(String all, List<String> lines) {
  private static final Pattern LINE_END = Pattern.compile("\r\n|\n|\r");

  EditorText(String all) {
    this(all, List.of(LINE_END.split(all, -1)));
  }

  /** A place behind the end of its line is that end; the protocol does not say it of lines. */
  int offset(int line, int character) {
    if (line < 0) {
      return 0;
    }
    if (line >= lines.size()) {
      return all.length();
    }
    var ends = LINE_END.matcher(all);
    int start = 0;
    for (int i = 0; i < line && ends.find(); i++) {
      start = ends.end();
    }
    return start + Math.clamp(character, 0, lines.get(line).length());
  }

  int offset(JsonObject position) {
    return offset(position.get("line").getAsInt(), position.get("character").getAsInt());
  }

  /** The text after a change of an editor; an end before its start counts as the start. */
  EditorText with(JsonObject range, String text) {
    int start = offset(range.getAsJsonObject("start"));
    int end = Math.max(start, offset(range.getAsJsonObject("end")));
    return new EditorText(all.substring(0, start) + text + all.substring(end));
  }

  boolean has(JsonObject position) {
    int line = position.get("line").getAsInt();
    int character = position.get("character").getAsInt();
    return 0 <= line
        && line < lines.size()
        && 0 <= character
        && character <= lines.get(line).length();
  }

  /** Whether both ends are in the text, in order. */
  boolean hasRange(JsonObject range) {
    JsonObject start = range.getAsJsonObject("start");
    JsonObject end = range.getAsJsonObject("end");
    return has(start) && has(end) && offset(start) <= offset(end);
  }
}
