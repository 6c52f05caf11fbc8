package coop.croft.lang.syntax;

import java.util.HashMap;
import java.util.Map;

/** Cuts a file into tokens; the longest match wins. */
final class Lexer {
  private final String text;
  private final SyntaxFaults faults;
  private final Tokens tokens = new Tokens();

  /** One object for each name, so that later look-ups hash it once. */
  private final Map<String, String> names = new HashMap<>();

  private int at;

  Lexer(Source source, SyntaxFaults faults) {
    this.text = source.text();
    this.faults = faults;
  }

  Tokens run() {
    while (at < text.length()) {
      token();
    }
    tokens.add(Kind.EOF, text.length(), text.length(), null);
    return tokens;
  }

  private char peek(int ahead) {
    int i = at + ahead;
    return i < text.length() ? text.charAt(i) : '\0';
  }

  private void token() {
    char c = text.charAt(at);
    if (isLetter(c)) {
      name();
      return;
    }
    if (isDigit(c)) {
      number();
      return;
    }
    switch (c) {
      case ' ', '\t', '\f', '\n' -> at++;
      case '\r' -> carriageReturn();
      case '#' -> lineComment();
      case '"' -> string();
      case '-' -> twoOrBad('>', Kind.ARROW, "there are no negative numbers");
      case '<' -> twoOrBad('-', Kind.FROM, null);
      case '=' -> oneOrTwo('>', Kind.DOUBLE_ARROW, Kind.EQUALS);
      case '\\' -> oneOrTwo('\\', Kind.BLOCK_LAMBDA, Kind.LAMBDA);
      case ',' -> one(Kind.COMMA);
      case ':' -> one(Kind.COLON);
      case ';' -> one(Kind.SEMICOLON);
      case '^' -> one(Kind.CARET);
      case '!' -> one(Kind.NOT);
      case '&' -> one(Kind.AND);
      case ')' -> one(Kind.CLOSE_PAREN);
      case '[' -> one(Kind.OPEN_BRACKET);
      case ']' -> one(Kind.CLOSE_BRACKET);
      case '}' -> one(Kind.CLOSE_BRACE);
      case '(' -> {
        if (peek(1) == '*') {
          comment();
        } else {
          one(Kind.OPEN_PAREN);
        }
      }
      case '{' -> {
        if (peek(1) == '{') {
          doc();
        } else {
          one(Kind.OPEN_BRACE);
        }
      }
      default -> bad(null);
    }
  }

  private void one(Kind kind) {
    tokens.add(kind, at, at + 1, null);
    at++;
  }

  private void oneOrTwo(char second, Kind two, Kind one) {
    if (peek(1) == second) {
      tokens.add(two, at, at + 2, null);
      at += 2;
    } else {
      one(one);
    }
  }

  private void twoOrBad(char second, Kind two, @org.jspecify.annotations.Nullable String hint) {
    if (peek(1) == second) {
      tokens.add(two, at, at + 2, null);
      at += 2;
    } else {
      bad(hint);
    }
  }

  private void name() {
    int start = at;
    while (at < text.length() && isNamePart(text.charAt(at))) {
      at++;
    }
    String fresh = text.substring(start, at);
    String name = names.putIfAbsent(fresh, fresh);
    if (name == null) {
      name = fresh;
    }
    Kind keyword = Kind.keyword(name);
    if (keyword != null) {
      tokens.add(keyword, start, at, name);
    } else {
      tokens.add(name.charAt(0) >= 'a' ? Kind.SYMBOL : Kind.CSYMBOL, start, at, name);
    }
  }

  private static boolean isNamePart(char c) {
    return isLetter(c) || isDigit(c) || c == '_';
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private void number() {
    int start = at;
    long value = 0;
    boolean fits = true;
    while (at < text.length() && isDigit(text.charAt(at))) {
      int digit = text.charAt(at++) - '0';
      fits = fits && value <= (Long.MAX_VALUE - digit) / 10;
      value = fits ? value * 10 + digit : 0;
    }
    if (!fits) {
      faults.lexical(start, at, "this number is too large", "the largest is " + Long.MAX_VALUE);
    }
    tokens.add(Kind.INT, start, at, fits ? text.substring(start, at) : "0");
  }

  private void string() {
    int start = at++;
    StringBuilder decoded = null;
    int from = at;
    while (true) {
      char c = peek(0);
      if (at >= text.length() || c == '\n' || c == '\r') {
        faults.lexical(
            start, at, "this string has no closing quote", "a string ends on the line it begins on");
        break;
      }
      if (c == '"') {
        break;
      }
      if (c == '\\') {
        decoded = decoded == null ? new StringBuilder() : decoded;
        decoded.append(text, from, at);
        escape(decoded);
        from = at;
      } else {
        if (isControl(c)) {
          faults.lexical(at, at + 1, "a string may not hold a control character", controlHint(c));
        }
        at++;
      }
    }
    String value =
        decoded == null ? text.substring(from, at) : decoded.append(text, from, at).toString();
    if (peek(0) == '"') {
      at++;
    }
    tokens.add(Kind.STRING, start, at, value);
  }

  private static @org.jspecify.annotations.Nullable String controlHint(char c) {
    return c == '\t' ? "write \\t for a tab" : null;
  }

  private void escape(StringBuilder decoded) {
    char c = peek(1);
    switch (c) {
      case '"', '\\' -> decoded.append(c);
      case 'n' -> decoded.append('\n');
      case 't' -> decoded.append('\t');
      default -> {
        // A line break or the end of the file behind the backslash is the missing quote's fault.
        if (at + 1 >= text.length() || c == '\n' || c == '\r') {
          at++;
          return;
        }
        int end = at + 1 + Character.charCount(text.codePointAt(at + 1));
        faults.lexical(at, end, "unknown escape", "the escapes are \\\" \\\\ \\n \\t");
        at = end;
        return;
      }
    }
    at += 2;
  }

  /** Unicode's Cc, Zl and Zp. */
  private static boolean isControl(char c) {
    return Character.isISOControl(c) || c == 0x2028 || c == 0x2029;
  }

  private void lineComment() {
    while (at < text.length() && text.charAt(at) != '\n') {
      if (text.charAt(at) == '\r') {
        carriageReturn();
      } else {
        at++;
      }
    }
  }

  /** An editor may show a lone carriage return as a line break, where a comment would not end. */
  private void carriageReturn() {
    if (peek(1) != '\n') {
      faults.lexical(at, at + 1, "a carriage return stands only before a line feed", null);
    }
    at++;
  }

  private void comment() {
    int start = at;
    int open = 1;
    at += 2;
    while (open > 0) {
      if (at >= text.length()) {
        faults.lexical(start, start + 2, "this comment is not closed", "a comment ends with *)");
        return;
      }
      char c = text.charAt(at);
      if (c == '(' && peek(1) == '*') {
        open++;
        at += 2;
      } else if (c == '*' && peek(1) == ')') {
        open--;
        at += 2;
      } else if (c == '\r') {
        carriageReturn();
      } else {
        at++;
      }
    }
  }

  private void doc() {
    int start = at;
    int end = text.indexOf("}}", at + 2);
    if (end < 0) {
      faults.lexical(start, start + 2, "this doc string is not closed", "it ends with }}");
      at = text.length();
      return;
    }
    at = end + 2;
    tokens.add(Kind.DOC, start, at, text.substring(start + 2, end).strip());
  }

  private void bad(@org.jspecify.annotations.Nullable String hint) {
    int start = at;
    int point = text.codePointAt(at);
    at += Character.charCount(point);
    // A run of the same character is one slip of the hand.
    while (at < text.length() && text.codePointAt(at) == point) {
      at += Character.charCount(point);
    }
    faults.lexical(start, at, "this character does not belong here", hint);
  }
}
