package coop.croft.cli.editor;

import coop.croft.lang.syntax.Kind;
import coop.croft.lang.syntax.Tokens;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Which forms of the language are open at a place, and with which words they may go on. */
final class OpenForms {
  private OpenForms() {}

  /** Behind that token, or at the beginning of the text (-1). */
  static List<String> words(Tokens tokens, int last) {
    Deque<Kind> open = new ArrayDeque<>();
    for (int i = 0; i <= last; i++) {
      step(open, tokens.kind(i));
    }
    return switch (open.isEmpty() ? Kind.EOF : open.peek()) {
      case FOR, LET -> List.of("in");
      case IN -> List.of("do");
      case IF -> List.of("then");
      case WHERE -> List.of("with", "end");
      case THEN -> List.of("with", "where", "end", "else");
      case WITH, DO, ELSE, BEGIN -> List.of("with", "where", "end");
      default -> List.of("with", "where");
    };
  }

  /** Each form has the word that it has come to. */
  private static void step(Deque<Kind> open, Kind word) {
    Kind top = open.isEmpty() ? Kind.EOF : open.peek();
    switch (word) {
      case FOR, LET, IF, WHERE, BEGIN, OPEN_PAREN, OPEN_BRACKET -> open.push(word);
      case WITH -> goesOn(open, top == Kind.WHERE, word);
      case IN -> {
        if (top == Kind.FOR || top == Kind.LET) {
          goesOn(open, true, top == Kind.FOR ? word : Kind.BEGIN);
        }
      }
      case DO -> goesOn(open, top == Kind.IN, word);
      case THEN -> goesOn(open, top == Kind.IF, word);
      case ELSE -> goesOn(open, top == Kind.THEN, word);
      case END, CLOSE_PAREN, CLOSE_BRACKET -> open.poll();
      default -> {}
    }
  }

  private static void goesOn(Deque<Kind> open, boolean same, Kind word) {
    if (same) {
      open.pop();
    }
    open.push(word);
  }
}
