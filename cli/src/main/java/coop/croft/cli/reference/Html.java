package coop.croft.cli.reference;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/**
 * Writes HTML: elements are closed in their order, and text and attributes are quoted whatever is
 * in them.
 */
final class Html {
  private static final Set<String> ON_LINES_OF_THEIR_OWN =
      Set.of(
          "html", "head", "title", "body", "header", "nav", "main", "footer", "section", "article",
          "h1", "h2", "h3", "p", "pre", "ul", "li", "dl", "dt", "dd", "div", "script");

  private final StringBuilder out = new StringBuilder("<!DOCTYPE html>\n");
  private final Deque<String> open = new ArrayDeque<>();

  /**
   * @param attributes names and values in turn
   */
  Html open(String element, String... attributes) {
    start(element, attributes);
    open.push(element);
    return this;
  }

  /** An element without content, such as {@code meta}. */
  Html single(String element, String... attributes) {
    start(element, attributes);
    out.append('\n');
    return this;
  }

  private void start(String element, String... attributes) {
    out.append('<').append(element);
    for (int i = 0; i < attributes.length; i += 2) {
      out.append(' ').append(attributes[i]).append("=\"");
      quote(attributes[i + 1]);
      out.append('"');
    }
    out.append('>');
  }

  Html text(String text) {
    quote(text);
    return this;
  }

  /** An element with text alone. */
  Html element(String element, String text, String... attributes) {
    return open(element, attributes).text(text).close();
  }

  Html close() {
    String element = open.pop();
    out.append("</").append(element).append('>');
    if (ON_LINES_OF_THEIR_OWN.contains(element)) {
      out.append('\n');
    }
    return this;
  }

  /** The document, all of whose elements must be closed. */
  String done() {
    if (!open.isEmpty()) {
      throw new IllegalStateException("not closed: " + open);
    }
    return out.toString();
  }

  private void quote(String text) {
    text.codePoints()
        .forEach(
            point -> {
              switch (point) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                default -> out.appendCodePoint(Characters.isText(point) ? point : 0xFFFD);
              }
            });
  }
}
