package coop.croft.lang.syntax;

/** A statement; every expression is one. */
public sealed interface Stmt permits Expr, Stmt.Assign, Stmt.Bind {
  int start();

  int end();

  /** {@code X = e}. */
  record Assign(int start, int end, String variable, Expr value) implements Stmt {
    public int nameEnd() {
      return start + variable.length();
    }
  }

  /** {@code x <- X}. */
  record Bind(int start, int end, String name, String variable) implements Stmt {
    public int variableStart() {
      return end - variable.length();
    }
  }
}
