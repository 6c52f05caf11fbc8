package coop.croft.lang.syntax;

import coop.croft.lang.message.Wording;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What to say where a {@code ,} or a setting stands behind a whole statement. */
final class Separators {
  static final String BLANKS = "between arguments stand blanks alone";

  private static final String IN_PLACE = "put ';' in its place";

  private static final String SETTINGS = "settings are separated by ';'";

  private static final String WHERE = "put 'where' before the settings";

  private static final String LITERAL = "(?:\"[^\"\\n\\\\]*+\"|\\d++)";

  private static final Pattern BEFORE_BLANK = Pattern.compile(",\\s");

  private static final Pattern SETTING =
      Pattern.compile("\\s*([A-Z]\\w*\\s*=\\s*(\\w+|\"[^\"\\n\\\\]{0,40}\"))(?=\\s*[,;)])");

  private static final Pattern SETS = Pattern.compile("[A-Z]\\w*+\\s*+=(?![=>])");

  /** Settings up to the block that they are for. */
  private static final Pattern OF_BLOCK =
      Pattern.compile(
          "(?:[,;]?\\s*+[A-Z]\\w*+\\s*+=\\s*+(?:\\w++|"
              + LITERAL
              + "|\\[[^\\[\\]\\n]{0,80}+\\])\\s*+)++(?<!\\w)with\\b");

  /** Digits in groups of three. */
  private static final Pattern GROUPED = Pattern.compile("\\d{1,3}(?:,\\d{3})+(?![\\w.]|,\\d)");

  /** A word with an argument. */
  private static final Pattern CALL = Pattern.compile(",[ \\t]*[a-z]\\w*+[ \\t]+[\"\\d(\\[]");

  private static final Pattern TUPLE =
      Pattern.compile("(" + LITERAL + "(?:\\s*,\\s*" + LITERAL + ")+)(\\s*,)?\\s*\\)");

  private static final Pattern ELEMENTS =
      Pattern.compile("([a-z]\\w*+)\\s+(" + LITERAL + "(?:\\s*,\\s*" + LITERAL + ")+)");

  private final Cursor cursor;
  private final Lexicon lexicon;

  Separators(Cursor cursor, Lexicon lexicon) {
    this.cursor = cursor;
    this.lexicon = lexicon;
  }

  /**
   * A comma behind a statement.
   *
   * @param first where the statement begins
   * @param inside whether it stands between parentheses
   */
  Cursor.Stop comma(String message, int first, boolean inside) {
    boolean setting = isSetting(first);
    Cursor.Stop number = grouped(message);
    if (number != null) {
      return number;
    }
    Cursor.Stop list = inside ? tuple(message, first) : elements(message, first);
    if (list != null) {
      return list;
    }
    if (!setting && cursor.next() == Kind.CSYMBOL && cursor.looksLike(OF_BLOCK)) {
      return replaced(
          message, WHERE, "write where", cursor.looksLike(BEFORE_BLANK) ? " where" : " where ");
    }
    if (inside) {
      return cursor.next() == Kind.CSYMBOL ? cursor.fault(message, setting()) : blanks(message);
    }
    if (closes(cursor.next())) {
      return replaced(message, "nothing follows it: leave out ','", "leave out ','", "");
    }
    if (cursor.next() == Kind.CSYMBOL) {
      return replaced(message, SETTINGS, "write ';'", ";");
    }
    boolean value = isValue(cursor.next());
    if (setting && value) {
      return cursor.fault(message, "a list stands between [ and ]");
    }
    boolean ends =
        setting
            || cursor.last() == Kind.END
            || (!value && cursor.endsLine())
            || cursor.looksLike(CALL);
    return ends ? replaced(message, IN_PLACE, "write ';'", ";") : blanks(message);
  }

  /** A setting without anything between it and the statement before. */
  Cursor.Stop setting(String message, int first, boolean inside) {
    boolean setting = isSetting(first);
    if (!setting && cursor.looksLike(OF_BLOCK)) {
      return cursor.fault(message, WHERE, "write where", cursor.start(), cursor.start(), "where ");
    }
    if (cursor.beginsLine()) {
      return cursor.missing(message);
    }
    Matcher one = setting || inside ? null : cursor.lookingAt(SETTING, cursor.start());
    if (one != null) {
      String written = "where " + one.group(1) + " end";
      return cursor.fault(
          message, "write " + written, "write where … end", one.start(1), one.end(1), written);
    }
    return inside
        ? cursor.fault(message, SETTINGS)
        : cursor.fault(message, SETTINGS, "add ';'", cursor.lastEnd(), cursor.lastEnd(), ";");
  }

  /** Behind a setting stands {@code where} once more; to be taken as {@code ;}. */
  void secondWhere() {
    cursor.fault(
        "expected ';' or the end of the block, found 'where'",
        SETTINGS + ", and one 'where' stands before all of them",
        "write ';'",
        cursor.lastEnd(),
        cursor.end(),
        ";");
  }

  private boolean isSetting(int first) {
    return cursor.lookingAt(SETS, first) != null;
  }

  private Cursor.Stop replaced(String message, String hint, String title, String right) {
    return cursor.fault(message, hint, title, cursor.start(), cursor.end(), right);
  }

  private Cursor.Stop blanks(String message) {
    return isOperand(cursor.last()) && isOperand(cursor.next())
        ? replaced(message, BLANKS, "leave out ','", cursor.looksLike(BEFORE_BLANK) ? "" : " ")
        : cursor.fault(message, BLANKS);
  }

  private static boolean isOperand(Kind kind) {
    return kind == Kind.SYMBOL || isValue(kind);
  }

  private static boolean isValue(Kind kind) {
    return switch (kind) {
      case STRING, INT, OPEN_PAREN, OPEN_BRACKET, CLOSE_PAREN, CLOSE_BRACKET -> true;
      default -> false;
    };
  }

  private static boolean closes(Kind kind) {
    return switch (kind) {
      case END, ELSE, IN, SEMICOLON, CLOSE_PAREN, EOF -> true;
      default -> false;
    };
  }

  /** A setting stands beside the arguments that it is for. */
  private String setting() {
    Matcher setting = cursor.lookingAt(SETTING, cursor.end());
    return Wording.settingBehind(setting == null ? "X = …" : setting.group(1));
  }

  private Cursor.@Nullable Stop grouped(String message) {
    Matcher number =
        cursor.last() == Kind.INT ? cursor.lookingAt(GROUPED, cursor.lastWord()) : null;
    String digits = number == null ? null : Numerals.meant(number.group());
    return number == null || digits == null
        ? null
        : cursor.fault(
            message,
            "a number has digits alone: " + digits,
            "write " + digits,
            number.start(),
            number.end(),
            digits);
  }

  /** Values between parentheses with commas between them: a list, or arguments of a call. */
  private Cursor.@Nullable Stop tuple(String message, int first) {
    Matcher values = cursor.lookingAt(TUPLE, first);
    int open = cursor.blanksBefore(first) - 1;
    if (values == null || open < 0 || !cursor.text(open, open + 1).equals("(")) {
      return null;
    }
    int wordEnd = cursor.blanksBefore(open);
    String word = cursor.text(cursor.wordBefore(wordEnd), wordEnd);
    boolean function = !word.isEmpty() && word.charAt(0) >= 'a' && Kind.keyword(word) == null;
    if (!function || lexicon.takesList(word)) {
      String written = "[" + values.group(1) + "]";
      String around = function && wordEnd == open ? " " + written : written;
      return cursor.fault(message, hint(written), "write [ … ]", open, values.end(), around);
    }
    if (!lexicon.like(word).contains(word)) {
      return cursor.fault(message, BLANKS + "; a list stands between [ and ]");
    }
    String written = " " + values.group(1).replaceAll("\\s*,\\s*(?=[\"\\d])", " ");
    // A comma in a text is one of the text.
    boolean plain = values.group(1).chars().filter(c -> c == ',').count() == 1;
    String hint = "arguments stand behind the word, with blanks alone between them";
    return plain
        ? cursor.fault(message, hint, "leave out '(', ',' and ')'", wordEnd, values.end(), written)
        : cursor.fault(message, hint);
  }

  /** Elements of a list without its brackets. */
  private Cursor.@Nullable Stop elements(String message, int first) {
    Matcher elements = cursor.lookingAt(ELEMENTS, first);
    if (elements == null || !lexicon.takesList(elements.group(1))) {
      return null;
    }
    String written = "[" + elements.group(2) + "]";
    return cursor.fault(
        message, hint(written), "write [ … ]", elements.start(2), elements.end(2), written);
  }

  private static String hint(String written) {
    String list = "a list stands between [ and ]";
    return written.length() <= 80 && written.indexOf('\n') < 0 ? list + ": " + written : list;
  }
}
