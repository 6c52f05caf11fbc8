package coop.croft.lang.check;

import coop.croft.lang.eval.Definition;
import coop.croft.lang.eval.Program.VariableDefault;
import coop.croft.lang.predicate.Predicates;
import coop.croft.lang.syntax.Lexicon;
import coop.croft.lang.syntax.Source;
import coop.croft.lang.types.Literals;
import coop.croft.lang.types.Symbol;
import coop.croft.lang.types.Type;
import coop.croft.lang.types.Variable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What trusted files declare. Grows while they are loaded, and is only read from then on. */
public final class Library implements Lexicon {
  static final Type.Base STRING = new Type.Base("string", Literals.STRINGS, null);
  static final Type.Base INT = new Type.Base("int", Literals.INTS, null);
  static final Type.Base BOOL = new Type.Base("bool", Literals.NONE, null);

  private final Map<String, Type.Base> types = new LinkedHashMap<>();
  private final Map<String, Symbol> typeSymbols = new LinkedHashMap<>();
  private final Map<String, Symbol> contexts = new LinkedHashMap<>();
  private final Map<String, Variable> variables = new HashMap<>();
  private final List<VariableDefault> defaults = new ArrayList<>();
  private final Map<String, Definition> values = new LinkedHashMap<>();
  private final Predicates predicates = new Predicates(null);

  public Library() {
    Source nowhere = new Source("", "");
    for (Type.Base type : List.of(STRING, INT, BOOL)) {
      declare(type, new Symbol(Symbol.Kind.TYPE, type.name(), type, nowhere, 0, ""));
    }
  }

  Predicates predicates() {
    return predicates;
  }

  public Type.@Nullable Base type(String name) {
    return types.get(name);
  }

  public boolean hasContext(String name) {
    return contexts.containsKey(name);
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
    return contexts.keySet();
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

  @Override
  public List<String> like(String name) {
    return Suggestions.like(name, values.keySet());
  }

  @Override
  public List<String> variablesLike(String name) {
    return Suggestions.like(name, variables.keySet());
  }

  @Override
  public boolean takesList(String name) {
    Definition definition = values.get(name);
    return definition != null
        && Type.resolve(definition.type()) instanceof Type.Function function
        && Type.resolve(function.parameter()) instanceof Type.ListOf
        && !(Type.resolve(function.result()) instanceof Type.Function);
  }

  @Override
  public boolean hasType(String name) {
    return types.containsKey(name);
  }

  @Override
  public int argumentsBeforeBlock(String name) {
    Definition definition = values.get(name);
    if (definition == null) {
      return -1;
    }
    int arguments = 0;
    Type type = Type.resolve(definition.type());
    while (type instanceof Type.Function function) {
      arguments++;
      type = Type.resolve(function.result());
    }
    return type instanceof Type.Block ? arguments : -1;
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

  void declare(Type.Base type, Symbol symbol) {
    types.put(type.name(), type);
    typeSymbols.put(type.name(), symbol);
  }

  /** A declaration that says more of a type that is there already. */
  void document(Symbol type) {
    typeSymbols.put(type.name(), type);
  }

  void declareContext(Symbol context) {
    contexts.put(context.name(), context);
  }

  public @Nullable Symbol typeSymbol(String name) {
    return typeSymbols.get(name);
  }

  public @Nullable Symbol contextSymbol(String name) {
    return contexts.get(name);
  }

  public Collection<Symbol> typeSymbols() {
    return typeSymbols.values();
  }

  public Collection<Symbol> contextSymbols() {
    return contexts.values();
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
