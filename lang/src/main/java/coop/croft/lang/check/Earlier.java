package coop.croft.lang.check;

import coop.croft.lang.eval.Definition;
import coop.croft.lang.eval.Program;
import coop.croft.lang.eval.Program.Initial;
import coop.croft.lang.predicate.Predicates;
import coop.croft.lang.types.Variable;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a member has declared in files that were entered before the one at hand, the newest of each
 * name. Grows by each file that is kept.
 */
public final class Earlier {
  private final Map<String, Definition> values = new LinkedHashMap<>();
  private final Map<String, Variable> variables = new LinkedHashMap<>();
  private final Predicates predicates;
  private int valueCount;
  private int variableCount;

  /** Nothing yet. */
  public Earlier(Library library) {
    this.predicates = new Predicates(library.predicates());
    this.valueCount = library.valueCount();
    this.variableCount = library.variableCount();
  }

  /** One table for all of them, since types go from one to the next. */
  Predicates predicates() {
    return predicates;
  }

  @Nullable Definition value(String name) {
    return values.get(name);
  }

  @Nullable Variable variable(String name) {
    return variables.get(name);
  }

  public Collection<Definition> values() {
    return values.values();
  }

  public Collection<Variable> variables() {
    return variables.values();
  }

  /** The index of the next value. */
  int valueCount() {
    return valueCount;
  }

  /** The index of the next variable. */
  int variableCount() {
    return variableCount;
  }

  /**
   * The places of a file's values and variables are taken from now on, whether or not it is kept:
   * what a run has computed for one of them must not be found by another.
   */
  public void pass(Program program) {
    for (Initial initial : program.initials()) {
      switch (initial) {
        case Initial.Value value -> valueCount++;
        case Initial.Default variable -> variableCount++;
      }
    }
  }

  /** What the file declares is seen from now on. */
  public void keep(Program program) {
    for (Initial initial : program.initials()) {
      switch (initial) {
        case Initial.Value(Definition definition) -> values.put(definition.name(), definition);
        case Initial.Default(Program.VariableDefault declared) ->
            variables.put(declared.variable().name(), declared.variable());
      }
    }
  }
}
