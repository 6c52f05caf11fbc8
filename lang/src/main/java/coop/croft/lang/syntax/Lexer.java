package coop.croft.lang.syntax;

/** Cuts a file into tokens, one at a time; the longest match wins. */
final class Lexer {
  private final String text;
  private final SyntaxFaults faults;
  private final boolean comments;

  /** Names and strings, each where its hash code says; see {@link #shared}. */
  private final String[] recent = new String[1024];

  private int at;
  private boolean found;

  /** Where the last whole string ended. */
  private int closedString;

  private Kind kind = Kind.EOF;

  /** Whether it is the sign behind a variable. */
  private boolean set;

  private int start;
  private int end;
  private String value = "";

  /**
   * @param comments whether comments are tokens, too; they are stepped over else
   */
  Lexer(Source source, SyntaxFaults faults, boolean comments) {
    this.text = source.text();
    this.faults = faults;
    this.comments = comments;
  }

  /** Reads the next token into the fields; {@link Kind#EOF} again and again at the end. */
  void advance() {
    found = false;
    while (!found && at < text.length()) {
      token();
    }
    if (!found) {
      add(Kind.EOF, text.length(), text.length(), "");
    }
  }

  Kind kind() {
    return kind;
  }

  int start() {
    return start;
  }

  int end() {
    return end;
  }

  /** Names as written, strings and doc strings decoded, numbers as digits; empty for the others. */
  String value() {
    return value;
  }

  private void add(Kind newKind, int newStart, int newEnd, String newValue) {
    found = true;
    set = newKind == Kind.EQUALS && kind == Kind.CSYMBOL;
    kind = newKind;
    start = newStart;
    end = newEnd;
    value = newValue;
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
      case '-' -> twoOrStray('>', Kind.ARROW);
      case '<' -> twoOrStray('-', Kind.FROM);
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
      default -> stray();
    }
  }

  private void one(Kind kind) {
    add(kind, at, at + 1, "");
    at++;
  }

  private void oneOrTwo(char second, Kind two, Kind one) {
    if (peek(1) == second) {
      add(two, at, at + 2, "");
      at += 2;
    } else {
      one(one);
    }
  }

  private void twoOrStray(char second, Kind two) {
    if (peek(1) == second) {
      add(two, at, at + 2, "");
      at += 2;
    } else {
      stray();
    }
  }

  private void name() {
    int begin = at;
    while (at < text.length() && isNamePart(text.charAt(at))) {
      at++;
    }
    if (Stray.goesOn(text, at, false)) {
      bare(begin);
      return;
    }
    String name = shared(begin, at);
    Kind keyword = Kind.keyword(name);
    if (keyword != null) {
      add(keyword, begin, at, name);
    } else {
      add(name.charAt(0) >= 'a' ? Kind.SYMBOL : Kind.CSYMBOL, begin, at, name);
    }
  }

  /**
   * That part of the text: mostly one object for what is written again and again, which takes its
   * memory once and is hashed once.
   */
  private String shared(int begin, int end) {
    int hash = 0;
    for (int i = begin; i < end; i++) {
      hash = 31 * hash + text.charAt(i);
    }
    int slot = (hash ^ hash >>> 16) & (recent.length - 1);
    String known = recent[slot];
    if (known == null || known.length() != end - begin || !text.startsWith(known, begin)) {
      known = text.substring(begin, end);
      recent[slot] = known;
    }
    return known;
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
    int begin = at;
    long number = 0;
    boolean fits = true;
    while (at < text.length() && isDigit(text.charAt(at))) {
      int digit = text.charAt(at++) - '0';
      fits = fits && number <= (Long.MAX_VALUE - digit) / 10;
      number = fits ? number * 10 + digit : 0;
    }
    if (Stray.goesOn(text, at, true)) {
      bare(begin);
      return;
    }
    if (!fits) {
      faults.lexical(begin, at, "this number is too large", "the largest is " + Long.MAX_VALUE);
    }
    add(Kind.INT, begin, at, fits ? text.substring(begin, at) : "0");
  }

  private void string() {
    int begin = at++;
    StringBuilder decoded = null;
    int from = at;
    while (true) {
      char c = peek(0);
      if (at >= text.length() || c == '\n' || c == '\r') {
        faults.torn(begin, at);
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
    String content = decoded == null ? shared(from, at) : decoded.append(text, from, at).toString();
    if (peek(0) == '"') {
      closedString = ++at;
    }
    add(Kind.STRING, begin, at, content);
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
        int behind = at + 1 + Character.charCount(text.codePointAt(at + 1));
        faults.lexical(at, behind, "unknown escape", "the escapes are \\\" \\\\ \\n \\t");
        at = behind;
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
    int begin = at;
    while (at < text.length() && !isLineBreak()) {
      if (text.charAt(at) == '\r') {
        carriageReturn();
      } else {
        at++;
      }
    }
    addComment(begin);
  }

  private boolean isLineBreak() {
    return text.charAt(at) == '\n' || (text.charAt(at) == '\r' && peek(1) == '\n');
  }

  private void addComment(int begin) {
    if (comments) {
      add(Kind.COMMENT, begin, at, "");
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
    int begin = at;
    int open = 1;
    at += 2;
    while (open > 0) {
      if (at >= text.length()) {
        faults.lexical(begin, begin + 2, "this comment is not closed", "a comment ends with *)");
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
    addComment(begin);
  }

  private void doc() {
    int begin = at;
    int close = text.indexOf("}}", at + 2);
    if (close < 0) {
      faults.lexical(begin, begin + 2, "this doc string is not closed", "it ends with }}");
      faults.unsettle();
      at = text.length();
      return;
    }
    at = close + 2;
    add(Kind.DOC, begin, at, text.substring(begin + 2, close).strip());
  }

  /** What is no token; read as a string where that is what it must be. */
  private void bare(int begin) {
    Stray bare = Stray.bare(text, begin);
    Stray stray =
        switch (kind) {
          case COLON -> bare.asType();
          case EQUALS -> set ? bare.asSetting() : bare;
          case VAL, FOR, LAMBDA, BLOCK_LAMBDA -> bare.asName();
          default -> bare;
        };
    reportStray(begin, stray);
  }

  private void stray() {
    reportStray(at, Stray.at(text, at));
  }

  private void reportStray(int begin, Stray stray) {
    faults.stray(begin, stray, begin == closedString && begin > 0);
    at = stray.end();
    if (stray.value() != null) {
      add(Kind.STRING, begin, at, stray.value());
    }
  }
}
