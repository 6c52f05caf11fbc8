package coop.croft.lang.syntax;

import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Functions as other languages write them; what is looked for is never part of a program. */
final class ForeignFunctions {
  private static final Set<String> DECLARING =
      Set.of("function", "def", "fn", "func", "fun", "sub");

  private static final Pattern DECLARED =
      Pattern.compile(
          "(function|def|fn|func|fun|sub)\\s+\\w+"
              + "(\\s*\\([^()\n]*\\)\\s*[{:=]|(\\s+[a-z]\\w*)+\\s*=[^=>])");

  /** The value of a declaration: parameters in parentheses, or behind a word, or an arrow. */
  private static final Pattern VALUE =
      Pattern.compile(
          "\\(\\s*(\\w+\\s*(,\\s*\\w+\\s*)*)?\\)\\s*(=>|->)"
              + "|\\w+\\s*(=>|->)"
              + "|fun\\s+\\w+(\\s+\\w+)*\\s*(=>|->)"
              + "|lambda\\s+\\w+\\s*(,\\s*\\w+\\s*)*:|function\\s*\\([^()\n]*\\)\\s*\\{");

  private static final String MESSAGE = "functions are not written like this";

  private final Cursor cursor;

  ForeignFunctions(Cursor cursor) {
    this.cursor = cursor;
  }

  /** Whether a statement declares one. */
  boolean isDeclared() {
    return cursor.is(Kind.SYMBOL) && cursor.looksLike(DECLARING, DECLARED);
  }

  Cursor.Stop declared() {
    return cursor.unsettling(MESSAGE, "above all blocks: " + form("name"));
  }

  /** Whether one stands where a value of a declaration begins. */
  boolean isForeign() {
    return !cursor.isTolerant() && cursor.looksLike(VALUE);
  }

  Cursor.Stop foreign(String name) {
    return cursor.fault(MESSAGE, "write: " + form(name));
  }

  /** Parameters stand beside the name that is declared, or its type does. */
  Cursor.Stop parameters(String name, Predicate<String> isType) {
    String second = cursor.text();
    if (cursor.next() == Kind.EQUALS && (isType.test(name) || isType.test(second))) {
      String right = isType.test(name) ? second + " : " + name : name + " : " + second;
      int from = cursor.wordBefore(cursor.lastEnd());
      return cursor.fault(
          from,
          cursor.end(),
          "a type stands behind the name that is declared, and ':' between them",
          "write val " + right + " = …",
          cursor.replacement(from, cursor.end(), "write " + right, right));
    }
    return cursor.fault(
        "expected '=' before the value, found " + cursor.found(),
        "parameters stand behind '=': " + form(name));
  }

  private static String form(String name) {
    return "val " + name + " = \\x -> \\y -> …;";
  }

  /** Whether another parameter follows the first one without an arrow between them. */
  boolean isNextParameter() {
    return cursor.is(Kind.SYMBOL) || cursor.is(Kind.COMMA);
  }

  Cursor.Stop nextParameter(String first) {
    return cursor.fault(
        "expected '->' before the body of a function, found " + cursor.found(),
        "each parameter has its own '\\' and '->': \\" + first + " -> \\y -> …");
  }
}
