package coop.croft.lang.syntax;

import java.util.List;
import java.util.Locale;

/** What the parser says of what it cannot read: what stands there, and what may be meant. */
final class Advice {
  private final Cursor cursor;
  private final Lexicon lexicon;

  Advice(Cursor cursor, Lexicon lexicon) {
    this.cursor = cursor;
    this.lexicon = lexicon;
  }

  /** Something stands behind a whole statement. */
  Cursor.Stop unexpected() {
    String message = "expected ';' or the end of the block, found " + cursor.found();
    String hint =
        switch (cursor.kind()) {
          case WITH, WHERE -> "'" + cursor.text() + "' follows an application";
          case VAL, EXTERN, CONTEXT -> "declarations stand before the body of the file";
          case DOC -> "a doc string follows a declaration, or opens the file";
          case COMMA ->
              cursor.next() == Kind.CSYMBOL
                  ? "settings are separated by ';'"
                  : "between arguments stand blanks alone";
          case COLON ->
              "settings are written X = value; between a word and its arguments stand blanks alone";
          case CLOSE_PAREN -> "there is no '(' that it closes";
          case CLOSE_BRACE -> "there is no '{' that it closes";
          case CLOSE_BRACKET ->
              "there is no '[' that it closes, or something behind that is still open";
          case EQUALS, DOUBLE_ARROW -> "between arguments stand blanks alone";
          case CSYMBOL ->
              cursor.next() != Kind.EQUALS
                  ? capitalised()
                  : cursor.beginsLine() ? null : "settings are separated by ';'";
          default -> null;
        };
    if (hint != null) {
      return cursor.fault(message, hint);
    }
    return cursor.beginsLine()
        ? cursor.missing(message)
        : cursor.fault(message, "statements are separated by ';'");
  }

  /** Nothing that could be a value or an action begins here. */
  Cursor.Stop noExpression() {
    String message = "expected an expression, found " + cursor.found();
    return switch (cursor.kind()) {
      case CSYMBOL -> {
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
      case VAL, EXTERN, CONTEXT ->
          cursor.fault(message, "declarations stand before the body of the file");
      case DOC -> cursor.fault(message, "a doc string follows a declaration, or opens the file");
      case CLOSE_BRACKET ->
          cursor.fault(
              message,
              cursor.last() == Kind.COMMA ? "',' stands between two elements of a list" : null);
      default -> cursor.fault(message, null);
    };
  }

  private boolean isVariable() {
    return lexicon.variablesLike(cursor.text()).contains(cursor.text());
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
    return cursor.fault(
        "names are not declared with '" + cursor.text() + "'",
        "a name of your own is declared above all blocks: val name = …;");
  }

  /** Settings stand behind the block. */
  Cursor.Stop lateWhere() {
    return cursor.fault(
        "expected ';' or the end of the block, found 'where'",
        "settings stand before the block: … where X = value with … end");
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
    cursor.report(
        "a block begins with '" + word + "', not with '{'",
        "write '" + word + "' for each '{', and 'end' for each '}'");
  }
}
