package coop.croft.lang.check;

import coop.croft.lang.eval.Definition;
import coop.croft.lang.eval.Program.VariableDefault;
import coop.croft.lang.predicate.Predicates;
import coop.croft.lang.types.Literals;
import coop.croft.lang.types.Type;
import coop.croft.lang.types.Variable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What trusted files declare. Grows while they are loaded, and is only read from then on. */
public final class Library {
  static final Type.Base STRING = new Type.Base("string", Literals.STRINGS, null);
  static final Type.Base INT = new Type.Base("int", Literals.INTS, null);
  static final Type.Base BOOL = new Type.Base("bool", Literals.NONE, null);

  private final Map<String, Type.Base> types = new LinkedHashMap<>();
  private final Set<String> contexts = new LinkedHashSet<>();
  private final Map<String, Variable> variables = new HashMap<>();
  private final List<VariableDefault> defaults = new ArrayList<>();
  private final Map<String, Definition> values = new LinkedHashMap<>();
  private final Predicates predicates = new Predicates(null);

  public Library() {
    types.put("string", STRING);
    types.put("int", INT);
    types.put("bool", BOOL);
  }

  Predicates predicates() {
    return predicates;
  }

  public Type.@Nullable Base type(String name) {
    return types.get(name);
  }

  public boolean hasContext(String name) {
    return contexts.contains(name);
  }

  public @Nullable Variable variable(String name) {
    return variables.get(name);
  }

  public @Nullable Definition value(String name) {
    return values.get(name);
  }

  Set<String> typeNames() {
    return types.keySet();
  }

  Set<String> contextNames() {
    return contexts;
  }

  Set<String> variableNames() {
    return variables.keySet();
  }

  public Map<String, Definition> values() {
    return values;
  }

  public Map<String, Variable> variables() {
    return variables;
  }

  public VariableDefault[] defaults() {
    return defaults.toArray(new VariableDefault[0]);
  }

  int valueCount() {
    return values.size();
  }

  int variableCount() {
    return defaults.size();
  }

  void declare(Type.Base type) {
    types.put(type.name(), type);
  }

  void declareContext(String name) {
    contexts.add(name);
  }

  void declare(Definition definition) {
    values.put(definition.name(), definition);
  }

  /** A new variable, or a new default for one that is known. */
  void declare(VariableDefault variable) {
    Variable declared = variable.variable();
    variables.put(declared.name(), declared);
    if (declared.index() == defaults.size()) {
      defaults.add(variable);
    } else {
      defaults.set(declared.index(), variable);
    }
  }
}
