package coop.croft.lang.syntax;

import coop.croft.lang.message.Wording;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the parser says of what it cannot read: what stands there, and what may be meant. */
final class Advice {
  private static final String ELSE = "write: if … then … else if … then … end end";

  private static final String LATE =
      "settings stand before the block: … where X = value with … end";

  private static final String LOOP = "what is done for each of a list is: for x in [ … ] do … end";

  /** Other texts before a block that is meant for each of them. */
  private static final Pattern SEVERAL =
      Pattern.compile("(\\s*,\\s*\"[^\"\\n\\\\]*\")+\\s+(with|where)\\b");

  /** Text such as that of SPF, up to the end of the argument or statement. */
  private static final Pattern BARE =
      Pattern.compile(
          "\\w+=[\\w.:/+-]+([ \\t]+[~?+-]?[a-z][\\w.:/=-]*)*"
              + "(;[ \\t]*[a-z]{1,5}=[\\w.:@/+-]+)*(?=[ \\t]*([);\\n]|\\z))");

  /** A block in braces without others inside, nor texts and comments with some. */
  private static final Pattern BRACED =
      Pattern.compile("\\{((?:[^{}\"#]|\"[^\"{}\\n\\\\]*\")*+)\\}");

  private static final Pattern REST_OF_LIST =
      Pattern.compile("((?:\\s*,\\s*(?:\"[^\"\\n\\\\]*\"|\\w+))+)\\s+do\\b");

  /** Forms of other languages; a member may give the same words to names of own. */
  private static final Set<String> FOREIGN = Set.of("elif", "elsif", "elseif", "foreach", "while");

  private static final Pattern ELIF =
      Pattern.compile(
          "(elif|elsif|elseif)\\s(?![^\\n]*\\bif\\b)[^\\n\"#\\\\]*(\\bthen\\b|[{:]\\s*\\n)");

  private static final Pattern LET_IN =
      Pattern.compile("let\\s+[a-z_]\\w*\\s*=(?:[^\\n;\"#]|\"[^\"\\n]*\")*\\bin\\b");

  private static final Pattern FOREACH = Pattern.compile("foreach\\s+\\w+\\s+in\\b");

  private static final Pattern WHILE =
      Pattern.compile("while\\s(?![^\\n]*\\bfor\\b)[^\\n\"#\\\\]*(\\bdo\\b|[{:]\\s*\\n)");

  private final Cursor cursor;
  private final Lexicon lexicon;
  private final Separators separators;

  /** What the file declares, so far. */
  private final Set<String> declared = new HashSet<>();

  Advice(Cursor cursor, Lexicon lexicon) {
    this.cursor = cursor;
    this.lexicon = lexicon;
    this.separators = new Separators(cursor, lexicon);
  }

  /**
   * Something stands behind a whole statement.
   *
   * @param first where the statement begins
   * @param inside whether the statement stands between parentheses
   */
  Cursor.Stop unexpected(int first, boolean inside) {
    if (isMisplaced()) {
      return misplaced();
    }
    if (isForeignWord()) {
      return foreignWord();
    }
    String message = "expected ';' or the end of the block, found " + cursor.found();
    if (cursor.is(Kind.EQUALS) && cursor.last() == Kind.SYMBOL) {
      Matcher bare = cursor.lookingAt(BARE, cursor.lastWord());
      if (bare != null) {
        return withoutQuotes(message, bare);
      }
    }
    if (cursor.is(Kind.COMMA) && cursor.looksLike(SEVERAL)) {
      return cursor.fault(message, Separators.BLANKS + "; for several: for x in [ … ] do … end");
    }
    if (cursor.is(Kind.COMMA)) {
      return separators.comma(message, first, inside);
    }
    if (cursor.is(Kind.CSYMBOL) && cursor.next() == Kind.EQUALS) {
      return separators.setting(message, first, inside);
    }
    String hint =
        switch (cursor.kind()) {
          case WITH, WHERE -> "'" + cursor.text() + "' follows an application";
          case COLON ->
              "settings are written X = value; between a word and its arguments stand blanks alone";
          case CLOSE_PAREN -> "there is no '(' that it closes";
          case CLOSE_BRACE -> "there is no '{' that it closes";
          case CLOSE_BRACKET ->
              "there is no '[' that it closes, or something behind that is still open";
          case EQUALS, DOUBLE_ARROW -> Separators.BLANKS;
          case CSYMBOL -> capitalised();
          case CARET -> Stray.COMPUTED;
          default -> null;
        };
    if (hint != null) {
      return cursor.fault(message, hint);
    }
    return cursor.beginsLine()
        ? cursor.missing(message)
        : cursor.fault(message, "statements are separated by ';'");
  }

  /** A text without quotation marks that looks like a setting at first. */
  private Cursor.Stop withoutQuotes(String message, Matcher bare) {
    String written = "\"" + bare.group() + "\"";
    return cursor.onlyFault(
        message,
        "text stands between quotation marks: " + written,
        cursor.replacement(bare.start(), bare.end(), "write " + written, written));
  }

  /**
   * Several elements of a list without its brackets; null if it is not that.
   *
   * @param start of the first element
   */
  Cursor.@Nullable Stop withoutBrackets(int start) {
    Matcher rest = cursor.is(Kind.COMMA) ? cursor.lookingAt(REST_OF_LIST, cursor.start()) : null;
    if (rest == null) {
      return null;
    }
    String written = "[" + cursor.text(start, rest.end(1)) + "]";
    boolean brief = written.length() <= 80 && written.indexOf('\n') < 0;
    return cursor.fault(
        "expected 'do' after the list of 'for', found ','",
        "a list stands in brackets: " + (brief ? written : "[ … ]"),
        brief ? "write " + written : "put the list in brackets",
        start,
        rest.end(1),
        written);
  }

  /** Nothing that could be a value or an action begins here. */
  Cursor.Stop noExpression() {
    if (isMisplaced()) {
      return misplaced();
    }
    String message = "expected an expression, found " + cursor.found();
    return switch (cursor.kind()) {
      case CSYMBOL -> {
        Cursor.Stop flags = flags(message);
        if (flags != null) {
          yield flags;
        }
        List<String> meant = lexicon.like(cursor.text());
        yield meant.isEmpty() || isVariable()
            ? cursor.fault(message, capitalised())
            : cursor.fault(
                message,
                capitalised(),
                "write " + meant.getFirst(),
                cursor.start(),
                cursor.end(),
                meant.getFirst());
      }
      case CLOSE_BRACKET ->
          cursor.fault(
              message,
              cursor.last() == Kind.COMMA ? "',' stands between two elements of a list" : null);
      case EQUALS ->
          cursor.last() == Kind.EQUALS
              ? cursor.fault(
                  message,
                  "one '=' sets, and nothing is compared here",
                  "leave out '='",
                  cursor.start(),
                  cursor.end(),
                  "")
              : cursor.fault(message, null);
      case NOT -> cursor.fault(message, Wording.NOT_NEGATED);
      default -> cursor.fault(message, null);
    };
  }

  /** A list of flags as another tool has them; null if it is none. */
  private Cursor.@Nullable Stop flags(String message) {
    Matcher list =
        cursor.last() == Kind.OPEN_BRACKET ? cursor.lookingAt(Flags.LIST, cursor.start()) : null;
    String written = list == null ? null : Flags.written(list.group(1), lexicon);
    return list == null || written == null
        ? null
        : cursor.fault(
            message,
            "write [" + written + "]",
            "write [" + written + "]",
            list.start(1),
            list.end(1),
            written);
  }

  private boolean isMisplaced() {
    return cursor.beginsDeclaration() || cursor.is(Kind.DOC);
  }

  /** What belongs to the top of the file stands among its statements. */
  Cursor.Stop misplaced() {
    return cursor.is(Kind.DOC)
        ? cursor.fault(
            "a doc string cannot stand here",
            "it follows a declaration, or opens the file; a comment begins with #")
        : cursor.fault(
            "a declaration cannot stand here", "declarations stand above all blocks of the file");
  }

  /** The file declares a value or a variable. */
  void declares(String name) {
    declared.add(name);
  }

  /** Whether there is a type of that name. */
  boolean isType(String name) {
    return lexicon.hasType(name);
  }

  /** Whether the file or the library has something of that name. */
  boolean isKnown(String name) {
    return declared.contains(name) || lexicon.like(name).contains(name);
  }

  /** Behind {@code =} stands a name with a capital letter. */
  Cursor.Stop variableAsValue(String set, int start) {
    if (!isVariable()) {
      return noExpression();
    }
    String read = "x <- " + cursor.text() + "; " + set + " = x";
    return cursor.fault(
        "'" + cursor.text() + "' is a variable: its value is read first, with '<-'",
        "write " + read,
        "write " + read,
        start,
        cursor.end(),
        read);
  }

  private boolean isVariable() {
    return declared.contains(cursor.text())
        || lexicon.variablesLike(cursor.text()).contains(cursor.text());
  }

  /** What to do about a name with a capital letter where none can stand. */
  private String capitalised() {
    String name = cursor.text();
    if (isVariable()) {
      return "'"
          + name
          + "' is a variable: it is set with "
          + name
          + " = value, and read with x <- "
          + name;
    }
    String small = name.toLowerCase(Locale.ROOT);
    if (Kind.keyword(small) != null) {
      return "write it in small letters: " + small;
    }
    List<String> meant = lexicon.like(name);
    return meant.isEmpty()
        ? "actions and values begin with a small letter; croft doc lists them"
        : "did you mean " + String.join(" or ", meant) + "?";
  }

  /** A {@code ;} without a statement before it; steps over a comment behind it. */
  void lonelySemicolon() {
    String message = "there is no statement before this ';'";
    if (cursor.beginsLine() || cursor.start() == 0) {
      cursor.report(message, "';' stands between two statements; a comment begins with #");
      cursor.skipLine();
    } else {
      cursor.fault(
          message,
          "';' stands between two statements, and behind none else",
          "leave out ';'",
          cursor.start(),
          cursor.end(),
          "");
    }
  }

  /** A {@code ;} between elements of a list. */
  void semicolonInList() {
    cursor.fault(
        "expected ']' at the end of a list, found ';'",
        "elements of a list are separated by ','",
        "write ','",
        cursor.start(),
        cursor.end(),
        ",");
  }

  /** Something with a small letter is set. */
  Cursor.Stop smallLetter() {
    String name = cursor.text();
    String message = "'" + name + "' cannot be set with '='";
    if (lexicon.like(name).contains(name)) {
      return cursor.fault(message, "write it without '=': between arguments stand blanks alone");
    }
    List<String> variables = lexicon.variablesLike(name);
    return variables.isEmpty()
        ? cursor.fault(
            message, "a name of your own is declared above all blocks: val " + name + " = …;")
        : cursor.fault(
            message,
            "did you mean " + String.join(" or ", variables) + "?",
            "write " + variables.getFirst(),
            cursor.start(),
            cursor.end(),
            variables.getFirst());
  }

  /** A name is declared as in another language. */
  Cursor.Stop declared() {
    String message = "names are not declared with '" + cursor.text() + "'";
    String where = "a name of your own is declared above all blocks";
    String how = ": val name = …;";
    // The 'end' of that form is still to come.
    return cursor.looksLike(LET_IN)
        ? cursor.unsettling(message, where + ", without 'in' and 'end'" + how)
        : cursor.fault(message, where + how);
  }

  /** Whether a word of another language stands here that people write from habit. */
  boolean isForeignWord() {
    return cursor.is(Kind.SYMBOL)
        && FOREIGN.contains(cursor.text())
        && (cursor.looksLike(ELIF) || cursor.looksLike(FOREACH) || cursor.looksLike(WHILE));
  }

  /** Such a word. */
  Cursor.Stop foreignWord() {
    return cursor.unsettling(
        "'" + cursor.text() + "' is no word of the language",
        cursor.text().startsWith("el") ? ELSE : LOOP);
  }

  /**
   * A condition without {@code then} behind what it is for; it has no {@code end} either.
   *
   * @param start of the word {@code if}
   */
  Cursor.Stop lateCondition(int start) {
    return cursor.unsettling(
        start, start + 2, "'if' stands before what belongs to it", "write: if … then … end");
  }

  /** What to do where another word was expected. */
  String instead(Kind word) {
    return cursor.is(Kind.COMMA) && word == Kind.DO
        ? "a list stands in brackets: [ … ]"
        : cursor.is(Kind.EQUALS)
            ? "nothing is compared here: a condition is true, false or what has one of them as its value"
            : cursor.is(Kind.AND)
                ? Wording.NOT_JOINED
                : cursor.is(Kind.COLON) || cursor.is(Kind.OPEN_BRACE)
                    ? "write " + word.shown() + " in its place, and 'end' at the end"
                    : "put " + word.shown() + " before what belongs to it";
  }

  /**
   * Where a statement begins, or behind one that is a setting, stands {@code where}; what follows
   * is read as if it were not there.
   *
   * @param setting whether it stands behind a setting
   */
  void strayWhere(boolean setting) {
    if (setting) {
      separators.secondWhere();
    } else {
      cursor.fault("a statement cannot begin with 'where'", LATE);
    }
  }

  /** Settings stand behind the block. */
  Cursor.Stop lateWhere() {
    return cursor.fault("expected ';' or the end of the block, found 'where'", LATE);
  }

  /** What stands behind the end of an {@code if} that has an {@code else}. */
  void lateElse() {
    int end = cursor.lastEnd();
    int from = end - "end".length();
    String title = "leave out the 'end' before 'else'";
    cursor.fault(
        "'if … then … else … end' has one 'end', behind both", title, title, from, end, "");
  }

  /** A body begins with {@code with} in place of its own word. */
  void instead(int with, Kind word) {
    int end = with + "with".length();
    String title = "write " + word.shown() + " in its place";
    cursor.fault(
        with,
        end,
        "this body begins with " + word.shown() + ", not with 'with'",
        title,
        cursor.replacement(with, end, title, word.shown().replace("'", "")));
  }

  /** A body begins here with another word than its own. */
  void wrongBody(Kind word) {
    String title = "write " + word.shown() + " in its place";
    cursor.fault(
        "expected " + word.shown() + ", found " + cursor.found(),
        title,
        title,
        cursor.start(),
        cursor.end(),
        word.shown().replace("'", ""));
  }

  /** Whether an {@code end} stands here that by the layout belongs to what begins there. */
  boolean isOwnEnd(int opener) {
    return cursor.is(Kind.END)
        && (!cursor.beginsLine() || cursor.indentation() >= cursor.indentationAt(opener));
  }

  /**
   * A {@code let} without its {@code in}.
   *
   * @param first what stands behind it
   */
  Cursor.Stop withoutIn(int let, Seq first) {
    if (isOwnEnd(let)) {
      return cursor.fault(
          "expected 'in' after the settings of 'let', found 'end'",
          "put 'in' before what they are set for");
    }
    int end = let + "let".length();
    String message = "'let' needs its 'in': let X = value in … end";
    boolean setting =
        !first.statements().isEmpty() && first.statements().getFirst() instanceof Stmt.Assign;
    if (!setting) {
      return cursor.unbalanced(let, end, message, "statements alone stand without 'let'", null);
    }
    int to = first.statements().getFirst().start();
    return cursor.fault(
        let,
        end,
        message,
        "a setting for all that follows stands without 'let'",
        cursor.replacement(let, to, "leave out 'let'", ""));
  }

  /**
   * A list that ends with another bracket, or with its line; steps over a wrong bracket.
   *
   * @param inside whether the list stands between parentheses
   */
  boolean endOfList(boolean inside) {
    String message = "expected ']' at the end of a list, found " + cursor.found();
    if (cursor.is(Kind.CLOSE_PAREN) && !inside) {
      cursor.fault(message, "write ']'", "write ']'", cursor.start(), cursor.end(), "]");
      cursor.advance();
      return true;
    }
    if (cursor.is(Kind.CLOSE_PAREN) || (cursor.is(Kind.SEMICOLON) && cursor.endsLine())) {
      String title = "put ']' before " + cursor.found();
      cursor.fault(message, title, title, cursor.lastEnd(), cursor.lastEnd(), "]");
      return true;
    }
    return false;
  }

  /** A block begins with another word. */
  void with() {
    cursor.fault(
        "a block begins with 'with', not with " + cursor.found(),
        "write 'with' in its place",
        "write 'with'",
        cursor.start(),
        cursor.end(),
        "with");
  }

  /** A block begins with a brace. */
  void brace(String word) {
    String message = "a block begins with '" + word + "', not with '{'";
    String hint = "blocks have no braces: … with … end, if … then … else … end, for … do … end";
    Matcher block = cursor.lookingAt(BRACED, cursor.start());
    if (block == null || word.equals("then")) {
      cursor.report(message, hint);
    } else {
      String inner = block.group(1);
      cursor.fault(
          message,
          hint,
          "write " + word + " … end",
          block.start(),
          block.end(),
          word + pad(inner, 0) + inner + pad(inner, inner.length() - 1) + "end");
    }
  }

  /** A blank where what stands between braces has none at that end. */
  private static String pad(String inner, int at) {
    return !inner.isEmpty() && Character.isWhitespace(inner.charAt(at)) ? "" : " ";
  }
}
