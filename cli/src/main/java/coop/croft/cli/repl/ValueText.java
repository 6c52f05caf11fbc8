package coop.croft.cli.repl;

import coop.croft.lang.types.Type;
import coop.croft.services.ResourceText;
import java.util.List;

/** Values as programs write them where they can, cut off where they get long. */
final class ValueText {
  private static final int LONGEST = 2000;

  private final StringBuilder out = new StringBuilder();

  private ValueText() {}

  static String of(Type type, Object value) {
    ValueText text = new ValueText();
    text.value(type, value);
    return text.isFull() ? text.out.substring(0, LONGEST) + "…" : text.out.toString();
  }

  /** Lists can share parts, and be exponentially larger than what made them. */
  private boolean isFull() {
    return out.length() > LONGEST;
  }

  private void value(Type type, Object value) {
    switch (Type.resolve(type)) {
      case Type.Base base -> out.append(constant(base, value));
      case Type.ListOf list -> list(list, (List<?>) value);
      case Type.Function function -> out.append("<function>");
      case Type.Block block -> out.append("<takes a block>");
      case Type.Action action -> out.append("<action>");
      // An empty list has elements of no known type, and nothing else has.
      case Type.Open open -> out.append("_");
      case Type.Faulty faulty -> out.append("_");
    }
  }

  private void list(Type.ListOf list, List<?> elements) {
    out.append('[');
    String separator = "";
    for (Object element : elements) {
      if (isFull()) {
        return;
      }
      out.append(separator);
      value(list.element(), element);
      separator = ", ";
    }
    out.append(']');
  }

  private static String constant(Type.Base type, Object value) {
    return switch (value) {
      case String text -> quoted(text);
      case Long number -> number.toString();
      case Boolean truth -> truth.toString();
      case Record record -> ResourceText.ofValue(record);
      case Enum<?> constant -> ResourceText.ofValue(constant);
      default -> "<" + type.name() + ">";
    };
  }

  private static String quoted(String text) {
    String part = text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
    return '"'
        + part.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n").replace("\t", "\\t")
        + '"';
  }
}
