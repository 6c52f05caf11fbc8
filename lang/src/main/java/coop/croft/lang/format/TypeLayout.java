package coop.croft.lang.format;

import coop.croft.lang.syntax.Kind;

/** Lays out types and predicates, by their tokens: the tree does not keep their parentheses. */
final class TypeLayout {
  private final TokenWriter writer;
  private final Document document;

  TypeLayout(TokenWriter writer, Document document) {
    this.writer = writer;
    this.document = document;
  }

  /** Up to the token that can go on no type and no predicate. */
  void type() {
    part();
    while (writer.is(Kind.ARROW) || writer.is(Kind.DOUBLE_ARROW)) {
      writer.space();
      writer.token();
      writer.unit();
      part();
      writer.endUnit();
    }
  }

  /** What stands between two arrows. */
  private void part() {
    boolean begun = false;
    boolean prefixed = false;
    while (continues()) {
      if (prefixed) {
        writer.tight();
      } else if (begun) {
        writer.space();
      }
      begun = true;
      prefixed = writer.is(Kind.CARET) || writer.is(Kind.NOT);
      if (writer.is(Kind.OPEN_BRACE)) {
        row();
      } else if (writer.is(Kind.OPEN_PAREN) || writer.is(Kind.OPEN_BRACKET)) {
        writer.token();
        writer.tight();
        type();
        writer.tight();
        writer.token();
      } else {
        writer.token();
      }
    }
  }

  private boolean continues() {
    return switch (writer.kind()) {
      case SYMBOL, CSYMBOL, ROOT, CARET, NOT, AND, OPEN_PAREN, OPEN_BRACKET, OPEN_BRACE -> true;
      default -> false;
    };
  }

  private void row() {
    document.group();
    writer.token();
    if (writer.is(Kind.CLOSE_BRACE)) {
      writer.empty(0);
    } else {
      writer.open(0);
      entry();
      while (writer.is(Kind.COMMA)) {
        writer.tight();
        writer.token();
        writer.line();
        entry();
      }
      writer.close(0);
    }
    writer.token();
    document.endGroup();
  }

  private void entry() {
    writer.token();
    writer.space();
    writer.token();
    writer.space();
    type();
  }
}
