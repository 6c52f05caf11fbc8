package coop.croft.lang.check;

import coop.croft.lang.syntax.Expr;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Texts in which a name of the program stands as if its value came in its place. */
final class Placeholders {
  private static final Pattern NAMED =
      Pattern.compile("\\$\\{([a-z]\\w*)\\}|\\$([a-z]\\w*)|\\{([a-z]\\w*)\\}");

  /** What is longer is no text that somebody wrote by hand. */
  private static final int LONGEST = 2_000;

  private Placeholders() {}

  /** Warns of the first of them. */
  static void judge(Expr.Str text, Session session) {
    String value = text.value();
    if ((value.indexOf('$') < 0 && value.indexOf('{') < 0) || value.length() > LONGEST) {
      return;
    }
    session.meter.steps(value.length());
    Matcher placeholder = NAMED.matcher(value);
    while (placeholder.find()) {
      for (int i = 1; i <= placeholder.groupCount(); i++) {
        String name = placeholder.group(i);
        Names.Local local = name == null ? null : session.names.local(name);
        if (local != null) {
          // Of a loop it would be told a second time.
          session.names.read(local);
        }
        if (local != null || (name != null && session.names.isOwn(name))) {
          session.problems.warn(
              text.start(),
              text.end(),
              "nothing is filled in inside of a text: " + placeholder.group() + " stays as it is",
              "a program joins no texts: write out what comes of it",
              List.of());
          return;
        }
      }
    }
  }
}
