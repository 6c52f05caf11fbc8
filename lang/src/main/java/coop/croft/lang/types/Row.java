package coop.croft.lang.types;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/** A set of variables that an action reads or writes, in the order of their names. */
public final class Row {
  public static final Row EMPTY = new Row(List.of());

  private final List<Variable> variables;

  private Row(List<Variable> variables) {
    this.variables = variables;
  }

  public static Row of(Collection<Variable> variables) {
    if (variables.isEmpty()) {
      return EMPTY;
    }
    Variable[] sorted = variables.toArray(new Variable[0]);
    Arrays.sort(sorted, (a, b) -> a.name().compareTo(b.name()));
    return new Row(List.of(sorted));
  }

  public List<Variable> variables() {
    return variables;
  }

  public boolean isEmpty() {
    return variables.isEmpty();
  }

  public int size() {
    return variables.size();
  }
}
