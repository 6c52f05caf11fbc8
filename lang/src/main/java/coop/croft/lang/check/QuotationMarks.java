package coop.croft.lang.check;

import coop.croft.lang.Fix;
import coop.croft.lang.syntax.Expr;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Texts that end too early, for they have quotation marks inside: {@code "say "hi" to me"}; and
 * such with a letter before them, as other languages have it. Looked for only where the arguments
 * are miscounted, and said in place of what is wrong with each. Where blanks stand decides nothing.
 */
final class QuotationMarks {
  private static final Set<String> PREFIXES = Set.of("b", "f", "r", "u");
  private static final Pattern GOES_ON_BEHIND = Pattern.compile("[ (=:]$");
  private static final Pattern GOES_ON_BEFORE = Pattern.compile("[ ).,;:!?]");

  /** What stands inside of a text, and can be written again by a fix. */
  private static final Pattern INSIDE = Pattern.compile("[\\w ]{0,60}");

  private final Session session;

  QuotationMarks(Session session) {
    this.session = session;
  }

  /** Says so at the first such place; false if there is none. */
  boolean judge(Expr.Apply apply) {
    Expr.@Nullable Str begun = null;
    Expr.@Nullable Name strange = null;
    Expr.@Nullable Name last = null;
    for (Expr argument : apply.arguments()) {
      switch (argument) {
        case Expr.Name name -> {
          last = name;
          if (strange == null && session.names.isUnknown(name)) {
            strange = name;
          }
        }
        case Expr.Str text -> {
          if (strange != null && (isPrefix(last, text) || isInside(begun, strange, text))) {
            return true;
          }
          begun = text;
          strange = null;
          last = null;
        }
        default -> {
          begun = null;
          strange = null;
          last = null;
        }
      }
    }
    return false;
  }

  private boolean isPrefix(Expr.@Nullable Name name, Expr.Str text) {
    if (name == null || !PREFIXES.contains(name.name()) || !session.names.isUnknown(name)) {
      return false;
    }
    String title = "leave out '" + name.name() + "'";
    session.complaints.unknownValue(
        name,
        "a text begins with its quotation mark: " + title,
        List.of(session.problems.fix(title, name.start(), text.start(), "")));
    return true;
  }

  private boolean isInside(Expr.@Nullable Str begun, Expr.Name strange, Expr.Str rest) {
    if (begun == null
        || !(GOES_ON_BEHIND.matcher(begun.value()).find()
            || GOES_ON_BEFORE.matcher(rest.value()).lookingAt())) {
      return false;
    }
    String inside = session.source.text().substring(begun.end(), rest.start());
    List<Fix> fixes =
        INSIDE.matcher(inside).matches()
            ? List.of(
                session.problems.fix(
                    "write \\\" inside of the text",
                    begun.end() - 1,
                    rest.start() + 1,
                    "\\\"" + inside + "\\\""))
            : List.of();
    session.complaints.unknownValue(
        strange, "inside of a text a quotation mark is written \\\"", fixes);
    return true;
  }
}
