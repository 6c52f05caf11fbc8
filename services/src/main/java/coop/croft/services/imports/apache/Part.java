package coop.croft.services.imports.apache;

import coop.croft.lang.Span;
import java.util.ArrayList;
import java.util.List;

/**
 * Part of the program that is being made, and where it comes from: so what the checker says of it
 * can be told of the configuration.
 *
 * @param what what it was: {@code Redirect}
 * @param text a statement, a comment, or what stands before {@code with}
 */
record Part(Kind kind, Span place, String what, String text, List<Part> settings, List<Part> body) {
  enum Kind {
    STATEMENT,
    COMMENT,
    BLOCK
  }

  private static Part of(Kind kind, Node node, String text) {
    return new Part(kind, node.place(), node.name(), text, new ArrayList<>(), new ArrayList<>());
  }

  static Part statement(Node node, String text) {
    return of(Kind.STATEMENT, node, text);
  }

  static Part comment(Node node, String text) {
    return of(Kind.COMMENT, node, text);
  }

  static Part block(Node node, String text) {
    return of(Kind.BLOCK, node, text);
  }

  boolean says(String beginning) {
    return text.startsWith(beginning);
  }
}
