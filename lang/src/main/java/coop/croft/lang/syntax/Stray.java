package coop.croft.lang.syntax;

import coop.croft.lang.message.Wording;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What stands where no token can begin, and what its writer may have meant: other languages' quotes
 * and comments, text without quotes, blanks that only look like blanks.
 *
 * @param end behind its last character
 * @param hint what to do, if that can be said
 * @param value of the string that it is read as; null if it is stepped over
 * @param replacement what would be right in its place, if that can be said
 * @param plain whether nothing better is known of it than that it is wrong
 */
record Stray(
    int end,
    String message,
    @Nullable String hint,
    @Nullable String value,
    @Nullable String replacement,
    boolean plain) {
  private static final String WIDE = "\u00a0\u2007\u202f\u3000";
  private static final String UNSEEN = "\u200b\u200c\u200d\u2060\ufeff";
  private static final String DIGITS = "a number has digits alone";
  private static final String NO_RANGES = "a list names each of its numbers: [1, 2, 3]";
  private static final String NO_COMMENT = "comments are not written like this";
  private static final String FOREIGN = "a name has no letters but a to z and A to Z";
  private static final Pattern FOREIGN_NAME =
      Pattern.compile("\\w*[^\\x00-\\x7f][\\w[^\\x00-\\x7f]]*");

  private static final String MARKS = "''|``|’’|‘‘|„„|““|””";

  /** Two marks, a text that neither begins nor ends with a blank or a sign, and two marks again. */
  private static final Pattern TWICE =
      Pattern.compile("(?:" + MARKS + ")(\\w(?:[^'`’‘„“”\"\\n\\r]*\\w)?)(?:" + MARKS + ")");

  private static final Pattern CALLED = Pattern.compile("[A-Za-z]\\w*(\\.[A-Za-z]\\w*)+");

  private static final String CALLED_HINT =
      "arguments stand behind the name, with blanks between them; croft doc lists the names";

  private static final Pattern TAKEN_AWAY = Pattern.compile("-[A-Za-z]\\w*");

  /** What may be minutes, and as well the size of a file. */
  private static final Pattern SIZE = Pattern.compile("\\d+[mM]");

  private static final String NAME =
      "a name has the letters a to z and A to Z, digits and '_', and begins with a small one";
  private static final String COMMENT = "a comment begins with #";
  static final String COMPUTED =
      "a program neither computes numbers nor joins texts: write what comes of it";

  /** How far the other end of a text or comment is looked for: a hostile file has many. */
  private static final int FARTHEST = 4000;

  /** What begins at that place. */
  static Stray at(String text, int at) {
    int point = text.codePointAt(at);
    int behind = at + Character.charCount(point);
    if (looksBlank(point)) {
      return blank(point, run(text, at));
    }
    return switch (point) {
      case '\'', '`', '‘', '’', '‚', '‛', '“', '”', '„', '‟', '«', '»', '‹', '›' ->
          quoted(text, at);
      case '＂' -> quoted(text, at);
      case '|' -> unknown(text, at, next(text, behind) == '|' ? Wording.NOT_JOINED : null);
      case '/' -> slash(text, at);
      case '-' -> hyphen(text, at);
      case '<' ->
          text.startsWith("<!--", at)
              ? comment(text, at, "-->", NO_COMMENT)
              : unknown(text, at, null);
      case '.' ->
          isLetter(next(text, behind)) && beginsWord(text, at)
              ? bare(text, at)
              : at > 0 && isDigit(text.charAt(at - 1)) ? dot(text, at) : unknown(text, at, null);
      case '~' -> next(text, behind) == '/' ? bare(text, at) : unknown(text, at, null);
      case '@', '*' -> alone(text, at);
      case '+' -> unknown(text, at, COMPUTED);
      case '$' ->
          unknown(text, at, isLetter(next(text, behind)) ? "a name is used without '$'" : null);
      default -> isForeign(text.charAt(at)) ? bare(text, at) : unknown(text, at, null);
    };
  }

  /** What an editor calls it to write {@link #replacement}. */
  String title() {
    return COMMENT.equals(hint) ? "write #" : String.valueOf(hint);
  }

  private static char next(String text, int at) {
    return at < text.length() ? text.charAt(at) : '\0';
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static boolean isLetterOrDigit(char c) {
    return isLetter(c) || (c >= '0' && c <= '9');
  }

  /** A letter that no name has, or the accent of one. */
  private static boolean isForeign(char c) {
    return c >= 0x80
        && (Character.isLetterOrDigit(c) || Character.getType(c) == Character.NON_SPACING_MARK);
  }

  private static Stray slash(String text, int at) {
    return switch (next(text, at + 1)) {
      case '/' -> comment(text, at, "\n", NO_COMMENT);
      case '*' -> comment(text, at, "*/", NO_COMMENT);
      case ' ' ->
          isOperator(text, at)
              ? unknown(text, at, COMPUTED)
              : beginsWord(text, at) ? bare(text, at) : unknown(text, at, null);
      default -> isLetterOrDigit(next(text, at + 1)) ? bare(text, at) : unknown(text, at, null);
    };
  }

  private static Stray hyphen(String text, int at) {
    char next = next(text, at + 1);
    if (next == '-') {
      return comment(text, at, "\n", NO_COMMENT);
    }
    if (next == ' ' && beginsLine(text, at)) {
      return new Stray(
          at + 1, "no '-' stands before a statement", "leave out '-'", null, "", false);
    }
    return isLetter(next) && beginsWord(text, at)
        ? bare(text, at).asElement(text, at)
        : unknown(text, at, isDigit(next) ? "there are no negative numbers" : null);
  }

  /** The same in a list, where other tools take away what stands behind a hyphen. */
  private Stray asElement(String text, int at) {
    char before = text.charAt(at > 1 && text.charAt(at - 1) == ' ' ? at - 2 : Math.max(0, at - 1));
    return (before == '[' || before == ',') && TAKEN_AWAY.matcher(text).region(at, end).matches()
        ? new Stray(
            end,
            "no '-' stands before a name",
            "what takes something away is a word of its own; for a text write " + replacement,
            value,
            null,
            false)
        : this;
  }

  /** Whether nothing but blanks stands before it on its line. */
  private static boolean beginsLine(String text, int at) {
    int before = at - 1;
    while (before >= 0 && text.charAt(before) == ' ') {
      before--;
    }
    return before < 0 || text.charAt(before) == '\n';
  }

  /** Whether a blank or a parenthesis stands before it. */
  private static boolean beginsWord(String text, int at) {
    return at == 0 || " \t\n([,".indexOf(text.charAt(at - 1)) >= 0;
  }

  /** Another language's comment; one that is not closed ends with its line. */
  private static Stray comment(String text, int at, String closing, String message) {
    int close = text.indexOf(closing, at, Math.min(text.length(), at + FARTHEST));
    int line = endOfLine(text, at);
    int end = close < 0 || closing.equals("\n") ? line : close + closing.length();
    String written = closing.equals("\n") ? "#" + text.substring(at + 2, end) : null;
    return new Stray(end, message, COMMENT, null, written, false);
  }

  private static int endOfLine(String text, int at) {
    int end = at;
    while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
      end++;
    }
    return end;
  }

  /** Behind a number. */
  private static Stray dot(String text, int at) {
    if (next(text, at + 1) == '.') {
      return new Stray(run(text, at), DIGITS, NO_RANGES, null, null, false);
    }
    return new Stray(at + 1, DIGITS, "leave out '.'", null, "", false);
  }

  /** Whether a character that is no blank looks like one, or like nothing at all. */
  static boolean looksBlank(int point) {
    return WIDE.indexOf(point) >= 0 || UNSEEN.indexOf(point) >= 0;
  }

  private static Stray blank(int point, int end) {
    String message = String.format("this is no ordinary blank but U+%04X", point);
    return UNSEEN.indexOf(point) >= 0
        ? new Stray(end, message, "take it away", null, "", false)
        : new Stray(end, message, "write an ordinary blank in its place", null, " ", false);
  }

  /** Whether something is computed with the mark there, as in {@code 60 * 60}. */
  private static boolean isOperator(String text, int at) {
    int before = at - 1;
    while (before >= 0 && text.charAt(before) == ' ') {
      before--;
    }
    int behind = at + 1;
    while (next(text, behind) == ' ') {
      behind++;
    }
    return before >= 0 && isDigit(text.charAt(before)) && isLetterOrDigit(next(text, behind));
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static Stray alone(String text, int at) {
    char c = text.charAt(at);
    if (c == '*' && isOperator(text, at)) {
      return unknown(text, at, COMPUTED);
    }
    int end = at + 1;
    while (next(text, end) == c) {
      end++;
    }
    String written = "\"" + c + "\"";
    return end == at + 1
        ? new Stray(end, missing(), "write " + written, "" + c, written, false)
        : unknown(text, at, null);
  }

  private static String missing() {
    return "text stands between quotation marks";
  }

  /** A text between quotation marks of another kind, up to the last character before a mark. */
  private static Stray quoted(String text, int at) {
    if (text.startsWith("```", at)) {
      return new Stray(
          endOfLine(text, at),
          "this is no part of a program",
          "leave the line out",
          null,
          null,
          false);
    }
    Stray twice = quotedTwice(text, at);
    if (twice != null) {
      return twice;
    }
    String closing =
        switch (text.charAt(at)) {
          case '\'', '‘', '’', '‚', '‛' -> "'‘’";
          case '`' -> "`'";
          case '«', '»' -> "«»";
          case '‹', '›' -> "‹›";
          case '＂' -> "＂\"";
          default -> "“”\"";
        };
    for (int i = at + 1; i < Math.min(text.length(), at + FARTHEST); i++) {
      char c = text.charAt(i);
      if (c == '\n' || c == '\r') {
        break;
      }
      if (closing.indexOf(c) >= 0) {
        return otherMarks(text.substring(at + 1, i), i + 1);
      }
    }
    return unknown(text, at, "text stands between two \"");
  }

  private static Stray otherMarks(String value, int end) {
    String written = written(value);
    return new Stray(
        end,
        "the quotation marks of a text are \" and nothing else",
        "write " + shortened(written),
        value,
        written,
        false);
  }

  /** A text between two marks on each side, as {@code ''text''}; null if it is not that. */
  private static @Nullable Stray quotedTwice(String text, int at) {
    Matcher twice = TWICE.matcher(text).region(at, Math.min(text.length(), at + FARTHEST));
    return twice.lookingAt() ? otherMarks(twice.group(1), twice.end()) : null;
  }

  private static String written(String value) {
    return "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  private static String shortened(String written) {
    return written.length() <= 80 ? written : "it between two \"";
  }

  /** Whether the name or number that ends there goes on as what can only be a text. */
  static boolean goesOn(String text, int at, boolean number) {
    char next = next(text, at + 1);
    return switch (next(text, at)) {
      case '.', '-', '@' -> isLetterOrDigit(next);
      case '/' -> next != '/' && next != '*';
      case ':' -> next == ':' || text.startsWith("://", at) || (number && isLetterOrDigit(next));
      default ->
          isForeign(next(text, at))
              || (number && (isLetter(next(text, at)) || next(text, at) == '_'));
    };
  }

  /** A text without quotation marks: an address, a name with dots, a path. */
  static Stray bare(String text, int at) {
    int end = at;
    boolean address = text.startsWith("://", endOfWord(text, at));
    while (isBare(text, end, address)) {
      end++;
    }
    String value = text.substring(at, end);
    // The closing quotation mark of a text that lacks the opening one.
    if (next(text, end) == '"' && isLastQuote(text, end)) {
      String written = written(value);
      return new Stray(end + 1, missing(), "write " + shortened(written), value, written, false);
    }
    if (next(text, end) == '(' && CALLED.matcher(value).matches()) {
      return new Stray(end, "no name has a dot", CALLED_HINT, null, null, false);
    }
    String time = Numerals.seconds(value);
    if (time != null && SIZE.matcher(value).matches()) {
      String either =
          "a time is a number of seconds: " + time + "; a size is a text: " + written(value);
      return new Stray(end, DIGITS, either, value, null, false);
    }
    if (time != null) {
      return new Stray(end, "a time is a number of seconds", "write " + time, value, time, false);
    }
    String number = Numerals.meant(value);
    if (number != null) {
      return new Stray(end, DIGITS, "write " + number, value, number, false);
    }
    if (FOREIGN_NAME.matcher(value).matches()) {
      String hint = "choose another name, or for a text write " + shortened(written(value));
      return new Stray(end, FOREIGN, hint, null, null, false);
    }
    // Other tools end absolute names with a dot, programs do not.
    String meant = value.endsWith(".") ? value.substring(0, value.length() - 1) : value;
    String written = written(meant);
    return new Stray(end, missing(), "write " + shortened(written), meant, written, false);
  }

  private static boolean isLastQuote(String text, int at) {
    return text.indexOf('"', at + 1, endOfLine(text, at + 1)) < 0;
  }

  /** The same where a setting has its value: a number, if it looks like one. */
  Stray asSetting() {
    return value != null && Numerals.isFraction(value)
        ? new Stray(end, "numbers are whole", "for a text write " + replacement, value, null, false)
        : this;
  }

  /** The same where a type stands. */
  Stray asType() {
    return new Stray(end, "this is no type", "a type is a name, such as string", null, null, false);
  }

  /** The same where a name is made. */
  Stray asName() {
    return new Stray(end, "this is no name", NAME, "", null, false);
  }

  private static int endOfWord(String text, int at) {
    int end = at;
    while (isLetter(next(text, end))) {
      end++;
    }
    return end;
  }

  private static boolean isBare(String text, int at, boolean address) {
    char c = next(text, at);
    return isLetterOrDigit(c)
        || switch (c) {
          case '.', '_', '/', ':', '@', '%', '~' -> true;
          case '-' -> next(text, at + 1) != '>';
          case '=' -> isLetterOrDigit(next(text, at + 1)) || address;
          case '?', '&', '+' -> address;
          case '#' -> address && isLetterOrDigit(next(text, at + 1));
          default -> isForeign(c);
        };
  }

  /** A run of the same character is one slip of the hand. */
  private static int run(String text, int at) {
    int point = text.codePointAt(at);
    int end = at;
    while (end < text.length() && text.codePointAt(end) == point) {
      end += Character.charCount(point);
    }
    return end;
  }

  private static Stray unknown(String text, int at, @Nullable String hint) {
    return new Stray(run(text, at), "this character does not belong here", hint, null, null, true);
  }
}
