package coop.croft.lang.types;

/** Types as messages show them; cut off where they get long. */
public final class TypeText {
  private static final int LONGEST = 200;
  private static final int DEEPEST = 40;

  private final StringBuilder out = new StringBuilder();
  private final boolean rows;

  private TypeText(boolean rows) {
    this.rows = rows;
  }

  /** Without rows: they do not matter for what fits. */
  public static String of(Type type) {
    return text(type, false);
  }

  /** With the rows of its actions. */
  public static String withRows(Type type) {
    return text(type, true);
  }

  private static String text(Type type, boolean rows) {
    TypeText text = new TypeText(rows);
    text.type(type, false, 0);
    return text.out.length() > LONGEST && !rows
        ? text.out.substring(0, LONGEST) + "…"
        : text.out.toString();
  }

  private void type(Type type, boolean atom, int depth) {
    if (depth > DEEPEST || out.length() > (rows ? 20 * LONGEST : LONGEST)) {
      out.append('…');
      return;
    }
    switch (Type.resolve(type)) {
      case Type.Base base -> out.append(base.name());
      case Type.ListOf list -> {
        out.append('[');
        type(list.element(), false, depth + 1);
        out.append(']');
      }
      case Type.Function function -> {
        open(atom);
        type(function.parameter(), true, depth + 1);
        out.append(" -> ");
        type(function.result(), false, depth + 1);
        close(atom);
      }
      case Type.Block block -> {
        open(atom);
        out.append(block.pred()).append(" => ");
        type(block.result(), false, depth + 1);
        close(atom);
      }
      case Type.Action action -> {
        out.append('[').append(action.pred()).append(']');
        if (rows) {
          rows(action);
        }
      }
      case Type.Open open ->
          out.append(
              switch (open.literals()) {
                case STRINGS -> "a string constant";
                case INTS -> "a number";
                case NONE -> "_";
              });
      case Type.Faulty faulty -> out.append('_');
    }
  }

  private void rows(Type.Action action) {
    if (!action.reads().isEmpty() || !action.writes().isEmpty()) {
      row(action.reads());
    }
    if (!action.writes().isEmpty()) {
      out.append(" =>");
      row(action.writes());
    }
  }

  private void row(Row row) {
    out.append(" {");
    String separator = "";
    for (Variable variable : row.variables()) {
      out.append(separator).append(variable.name()).append(" : ");
      type(variable.type(), false, 1);
      separator = ", ";
    }
    out.append('}');
  }

  private void open(boolean atom) {
    if (atom) {
      out.append('(');
    }
  }

  private void close(boolean atom) {
    if (atom) {
      out.append(')');
    }
  }
}
