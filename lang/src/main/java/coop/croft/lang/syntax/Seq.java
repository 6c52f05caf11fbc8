package coop.croft.lang.syntax;

import java.util.List;

/** Statements in a row; may be empty. */
public record Seq(int start, int end, List<Stmt> statements) {
  /** The expression that this sequence is, with its type and value; null if it is an action. */
  public @org.jspecify.annotations.Nullable Expr single() {
    return statements.size() == 1 && statements.getFirst() instanceof Expr only ? only : null;
  }
}
