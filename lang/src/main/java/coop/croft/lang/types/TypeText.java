package coop.croft.lang.types;

import coop.croft.lang.syntax.LinkedText;
import coop.croft.lang.syntax.Uses.Space;

/** Types as messages and the reference show them; cut off where they get long. */
public final class TypeText {
  private static final int LONGEST = 200;
  private static final int LONGEST_WHOLE = 20 * LONGEST;
  private static final int DEEPEST = 40;

  private final LinkedText.Writer out = new LinkedText.Writer();
  private final int longest;
  private final boolean rows;

  private TypeText(int longest, boolean rows) {
    this.longest = longest;
    this.rows = rows;
  }

  /** Without rows: they do not matter for what fits. */
  public static String of(Type type) {
    String text = written(type, LONGEST, false).text();
    return text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
  }

  /** With the rows of its actions. */
  public static String withRows(Type type) {
    return linkedWithRows(type).text();
  }

  /** Without rows, its names being links. */
  public static LinkedText linked(Type type) {
    return written(type, LONGEST_WHOLE, false);
  }

  /** With the rows of its actions, its names being links. */
  public static LinkedText linkedWithRows(Type type) {
    return written(type, LONGEST_WHOLE, true);
  }

  private static LinkedText written(Type type, int longest, boolean rows) {
    TypeText text = new TypeText(longest, rows);
    text.type(type, false, 0);
    return text.out.done();
  }

  private void type(Type type, boolean atom, int depth) {
    if (depth > DEEPEST || out.length() > longest) {
      out.text("…");
      return;
    }
    switch (Type.resolve(type)) {
      case Type.Base base -> out.name(Space.TYPE, base.name());
      case Type.ListOf list -> {
        out.text("[");
        type(list.element(), false, depth + 1);
        out.text("]");
      }
      case Type.Function function -> {
        open(atom);
        type(function.parameter(), true, depth + 1);
        out.text(" -> ");
        type(function.result(), false, depth + 1);
        close(atom);
      }
      case Type.Block block -> {
        open(atom);
        block.pred().write(out);
        out.text(" => ");
        type(block.result(), false, depth + 1);
        close(atom);
      }
      case Type.Action action -> {
        out.text("[");
        action.pred().write(out);
        out.text("]");
        if (rows) {
          rows(action);
        }
      }
      case Type.Open open ->
          out.text(
              switch (open.literals()) {
                case STRINGS -> "a string constant";
                case INTS -> "a number";
                case NONE -> "_";
              });
      case Type.Faulty faulty -> out.text("_");
    }
  }

  private void rows(Type.Action action) {
    if (!action.reads().isEmpty() || !action.writes().isEmpty()) {
      row(action.reads());
    }
    if (!action.writes().isEmpty()) {
      out.text(" =>");
      row(action.writes());
    }
  }

  private void row(Row row) {
    out.text(" {");
    String separator = "";
    for (Variable variable : row.variables()) {
      out.text(separator).name(Space.VARIABLE, variable.name()).text(" : ");
      type(variable.type(), false, 1);
      separator = ", ";
    }
    out.text("}");
  }

  private void open(boolean atom) {
    if (atom) {
      out.text("(");
    }
  }

  private void close(boolean atom) {
    if (atom) {
      out.text(")");
    }
  }
}
