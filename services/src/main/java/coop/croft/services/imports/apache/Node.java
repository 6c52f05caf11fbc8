package coop.croft.services.imports.apache;

import coop.croft.lang.Span;
import java.util.List;
import java.util.Locale;

/** What a configuration of Apache holds: a line each, or a section of lines. */
sealed interface Node {
  Span place();

  /** Its name as it is written. */
  String name();

  /** Its words, quotes taken away. */
  List<String> words();

  /** Its name as Apache compares it. */
  default String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** A word in small letters; empty if there is none. */
  default String lower(int index) {
    return index < words().size() ? words().get(index).toLowerCase(Locale.ROOT) : "";
  }

  /**
   * @param rest what stands behind the name, as it is
   */
  record Directive(Span place, String name, String rest, List<String> words) implements Node {}

  /** {@code <NAME words> … </NAME>}. */
  record Section(Span place, String name, List<String> words, List<Node> body) implements Node {}
}
