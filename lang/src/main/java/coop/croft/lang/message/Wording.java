package coop.croft.lang.message;

import coop.croft.lang.predicate.Implication;
import coop.croft.lang.predicate.Pred;
import java.util.ArrayList;
import java.util.List;

/** Predicates and stacks in words. */
public final class Wording {
  /** Of {@code and}, {@code or} and the signs of other languages for them. */
  public static final String NOT_JOINED =
      "conditions are not joined: for 'and' write if … then if … then … end end, for 'or' two of them";

  /** Of {@code not} and the sign of other languages for it. */
  public static final String NOT_NEGATED = "for 'not' write: if … then else … end";

  /** Of types such as {@code list of host}. */
  public static final String LIST_TYPE =
      "the type of a list is that of its elements between [ and ], such as [string]";

  private Wording() {}

  /**
   * What to do about a setting among the arguments that it is for.
   *
   * @param setting as it is written
   */
  public static String settingBehind(String setting) {
    return "a setting for this alone stands behind the parentheses: (…) where " + setting + " end";
  }

  /** Where an action with this predicate is legal: {@code directly inside Vhost}. */
  public static String where(Pred pred) {
    // Beyond a few parts the formula itself is the shortest way to say it.
    return isShort(pred) ? phrase(pred) : "where " + pred + " holds";
  }

  private static boolean isShort(Pred pred) {
    return switch (pred.form()) {
      case ROOT, CONTEXT, FAULTY -> true;
      case SOMEWHERE, NOT -> isPlain(pred.parts().getFirst());
      case ALL -> pred.parts().size() <= 3 && pred.parts().stream().allMatch(Wording::isShort);
    };
  }

  private static boolean isPlain(Pred pred) {
    return pred.form() == Pred.Form.ROOT || pred.form() == Pred.Form.CONTEXT;
  }

  private static String phrase(Pred pred) {
    return switch (pred.form()) {
      case ROOT -> "at the top level";
      case CONTEXT -> "directly inside " + pred.name();
      case SOMEWHERE ->
          pred.parts().getFirst().form() == Pred.Form.ROOT
              ? "anywhere"
              : "anywhere inside " + pred.parts().getFirst().name();
      case NOT -> "not " + phrase(pred.parts().getFirst());
      case ALL -> {
        List<String> parts = new ArrayList<>();
        for (Pred part : pred.parts()) {
          // "directly inside C" says "anywhere inside C" too.
          if (part.form() != Pred.Form.SOMEWHERE || !pred.parts().containsAll(part.parts())) {
            parts.add(phrase(part));
          }
        }
        yield String.join(" and ", parts);
      }
      case FAULTY -> "somewhere";
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
