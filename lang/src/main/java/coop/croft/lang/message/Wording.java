package coop.croft.lang.message;

import coop.croft.lang.predicate.Implication;
import coop.croft.lang.predicate.Pred;
import java.util.ArrayList;
import java.util.List;

/** Predicates and stacks in words. */
public final class Wording {
  private Wording() {}

  /** Where an action with this predicate is legal: {@code directly inside Vhost}. */
  public static String where(Pred pred) {
    return switch (pred.form()) {
      case ROOT -> "at the top level";
      case CONTEXT -> "directly inside " + pred.name();
      case SOMEWHERE -> somewhere(pred.parts().getFirst());
      case NOT -> "not " + where(pred.parts().getFirst());
      case ALL -> {
        List<String> parts = new ArrayList<>();
        for (Pred part : pred.parts()) {
          parts.add(where(part));
        }
        yield String.join(" and ", parts);
      }
      case FAULTY -> "somewhere";
    };
  }

  private static String somewhere(Pred inner) {
    return switch (inner.form()) {
      case ROOT -> "anywhere";
      case CONTEXT -> "anywhere inside " + inner.name();
      case SOMEWHERE -> where(inner);
      case NOT, ALL, FAULTY -> "anywhere inside what is " + where(inner);
    };
  }

  /** A stack of contexts, outermost first: {@code inside Vhost inside Domain}. */
  public static String stack(List<String> outermostFirst) {
    if (outermostFirst.isEmpty()) {
      return "at the top level";
    }
    StringBuilder words = new StringBuilder();
    for (int i = outermostFirst.size() - 1; i >= 0; i--) {
      String name = outermostFirst.get(i);
      words
          .append(words.isEmpty() ? "" : " ")
          .append("inside ")
          .append(name.equals(Implication.OTHER) ? "some other context" : name);
    }
    return words.toString();
  }

  /** {@code a string constant}, shown as it is written, shortened if it is long. */
  public static String quoted(Object constant) {
    String text = constant.toString();
    StringBuilder shown = new StringBuilder();
    int points = 0;
    for (int i = 0; i < text.length(); ) {
      int point = text.codePointAt(i);
      i += Character.charCount(point);
      if (++points > 60) {
        shown.append('…');
        break;
      }
      switch (point) {
        case '"' -> shown.append("\\\"");
        case '\\' -> shown.append("\\\\");
        case '\n' -> shown.append("\\n");
        case '\t' -> shown.append("\\t");
        default -> shown.appendCodePoint(Character.isISOControl(point) ? '?' : point);
      }
    }
    return constant instanceof String ? "\"" + shown + "\"" : shown.toString();
  }
}
