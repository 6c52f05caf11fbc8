package coop.croft.services.dns;

import java.util.List;
import java.util.function.Consumer;

/**
 * The one writer of the grammar of {@code named.conf}. Words are those of the manual and written
 * here in the code; whatever comes from outside is a quoted string or an address.
 */
final class NamedWriter {
  private final StringBuilder out = new StringBuilder();
  private int depth;

  /** {@code word value;} with words of the grammar only. */
  NamedWriter plain(String word, String value) {
    return line(word + " " + value + ";");
  }

  NamedWriter quoted(String word, String value) {
    return line(word + " " + quote(value) + ";");
  }

  /** {@code head { … };} */
  NamedWriter block(String head, Consumer<NamedWriter> body) {
    line(head + " {");
    depth++;
    body.accept(this);
    depth--;
    return line("};");
  }

  /** {@code word { item; item; };} on one line. */
  NamedWriter list(String word, List<String> items) {
    return line(word + " " + braces(items) + ";");
  }

  NamedWriter comment(String text) {
    return line("// " + text);
  }

  NamedWriter blank() {
    out.append('\n');
    return this;
  }

  NamedWriter line(String text) {
    out.repeat('\t', depth).append(text).append('\n');
    return this;
  }

  String text() {
    return out.toString();
  }

  static String braces(List<String> items) {
    StringBuilder text = new StringBuilder("{ ");
    items.forEach(i -> text.append(i).append("; "));
    return text.append('}').toString();
  }

  /**
   * A quoted string: a quotation mark or backslash inside is escaped, a line break is impossible.
   */
  static String quote(String text) {
    if (text.chars().anyMatch(c -> c < 0x20 || c == 0x7F)) {
      throw new IllegalArgumentException("a control character in a string for named");
    }
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
