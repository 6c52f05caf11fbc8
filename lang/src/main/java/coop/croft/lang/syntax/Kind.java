package coop.croft.lang.syntax;

/** Kinds of tokens; comments are among them for {@link Tokens} alone. */
public enum Kind {
  SYMBOL("a name"),
  CSYMBOL("a context or variable name"),
  INT("a number"),
  STRING("a string"),
  DOC("a doc string"),
  COMMENT("a comment"),
  LET("let"),
  IN("in"),
  BEGIN("begin"),
  END("end"),
  WITH("with"),
  WHERE("where"),
  EXTERN("extern"),
  TYPE("type"),
  VAL("val"),
  CONTEXT("context"),
  ROOT("Root"),
  IF("if"),
  THEN("then"),
  ELSE("else"),
  FOR("for"),
  DO("do"),
  ARROW("->"),
  DOUBLE_ARROW("=>"),
  FROM("<-"),
  EQUALS("="),
  COMMA(","),
  COLON(":"),
  SEMICOLON(";"),
  CARET("^"),
  NOT("!"),
  AND("&"),
  LAMBDA("\\"),
  BLOCK_LAMBDA("\\\\"),
  OPEN_PAREN("("),
  CLOSE_PAREN(")"),
  OPEN_BRACKET("["),
  CLOSE_BRACKET("]"),
  OPEN_BRACE("{"),
  CLOSE_BRACE("}"),
  EOF("the end of the file");

  private final String shown;

  Kind(String shown) {
    this.shown = shown;
  }

  /** As messages show it: punctuation and keywords quoted, the others in words. */
  public String shown() {
    return switch (this) {
      case SYMBOL, CSYMBOL, INT, STRING, DOC, COMMENT, EOF -> shown;
      default -> "'" + shown + "'";
    };
  }

  /** The keyword that is spelt so, or null. */
  static @org.jspecify.annotations.Nullable Kind keyword(String name) {
    return switch (name) {
      case "let" -> LET;
      case "in" -> IN;
      case "begin" -> BEGIN;
      case "end" -> END;
      case "with" -> WITH;
      case "where" -> WHERE;
      case "extern" -> EXTERN;
      case "type" -> TYPE;
      case "val" -> VAL;
      case "context" -> CONTEXT;
      case "Root" -> ROOT;
      case "if" -> IF;
      case "then" -> THEN;
      case "else" -> ELSE;
      case "for" -> FOR;
      case "do" -> DO;
      default -> null;
    };
  }
}
