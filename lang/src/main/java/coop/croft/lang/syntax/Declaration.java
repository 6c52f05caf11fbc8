package coop.croft.lang.syntax;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A declaration, with its doc string (empty if it has none). */
public sealed interface Declaration {
  int start();

  int end();

  String doc();

  /** A declared name and where it stands. */
  record Named(int start, String name) {
    public int end() {
      return start + name.length();
    }
  }

  record ExternType(int start, int end, List<Named> names, String doc) implements Declaration {}

  record ExternVal(int start, int end, List<Named> names, TypeExpr type, String doc)
      implements Declaration {}

  record Val(int start, int end, Named name, @Nullable TypeExpr type, Expr body, String doc)
      implements Declaration {}

  record VariableVal(int start, int end, Named name, TypeExpr type, Expr body, String doc)
      implements Declaration {}

  record Context(int start, int end, Named name, String doc) implements Declaration {}
}
