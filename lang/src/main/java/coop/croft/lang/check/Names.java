package coop.croft.lang.check;

import coop.croft.lang.eval.Definition;
import coop.croft.lang.syntax.Expr;
import coop.croft.lang.types.Symbol;
import coop.croft.lang.types.Type;
import coop.croft.lang.types.Variable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The names that an expression sees: locals, then the file's own, then those of files that were
 * entered before it, then the library's.
 */
final class Names {
  /**
   * A parameter, or what {@code for} or {@code <-} bound.
   *
   * @param origin the declared value that it goes through, element by element; for hints
   */
  record Local(Symbol symbol, Scope scope, int slot, @Nullable Definition origin) {
    Type type() {
      return symbol.type();
    }
  }

  private final Library library;
  private final Earlier earlier;
  private final Map<String, Local> locals = new HashMap<>();
  private final Set<Symbol> read = new HashSet<>();
  private final Map<String, Definition> own = new HashMap<>();
  private final Map<String, Integer> announced = new HashMap<>();
  private final Map<String, Variable> ownVariables = new HashMap<>();
  private Scope scope = new Scope(null);

  Names(Library library, Earlier earlier) {
    this.library = library;
    this.earlier = earlier;
  }

  Scope scope() {
    return scope;
  }

  Scope enterFunction() {
    scope = new Scope(scope);
    return scope;
  }

  void leaveFunction() {
    Scope outer = scope.outer();
    if (outer == null) {
      throw new IllegalStateException("no function to leave");
    }
    scope = outer;
  }

  /** For a new declaration or the body; by then every local name is unbound. */
  void startOver() {
    scope = new Scope(null);
    read.clear();
  }

  /** Binds a name; what it meant before is to be given to {@link #unbind}. */
  @Nullable Local bind(Symbol symbol, int slot, @Nullable Definition origin) {
    return locals.put(symbol.name(), new Local(symbol, scope, slot, origin));
  }

  void unbind(String name, @Nullable Local before) {
    if (before == null) {
      locals.remove(name);
    } else {
      locals.put(name, before);
    }
  }

  @Nullable Local local(String name) {
    return locals.get(name);
  }

  /** The value of a local name is asked for. */
  void read(Local local) {
    read.add(local.symbol());
  }

  boolean isRead(Symbol symbol) {
    return read.contains(symbol);
  }

  @Nullable Definition value(String name) {
    Definition definition = own.get(name);
    if (definition == null) {
      definition = earlier.value(name);
    }
    return definition != null ? definition : library.value(name);
  }

  /** Whether it is a name that means nothing. */
  boolean isUnknown(Expr expr) {
    return expr instanceof Expr.Name name
        && local(name.name()) == null
        && value(name.name()) == null;
  }

  @Nullable Variable variable(String name) {
    Variable variable = ownVariables.get(name);
    if (variable == null) {
      variable = earlier.variable(name);
    }
    return variable != null ? variable : library.variable(name);
  }

  @SuppressWarnings("ReferenceEquality") // a scope has identity
  int hopsTo(Scope binder) {
    int hops = 0;
    for (Scope at = scope; at != null; at = at.outer()) {
      if (at == binder) {
        return hops;
      }
      hops++;
    }
    throw new IllegalStateException("binder out of scope");
  }

  boolean isOwn(String value) {
    return own.containsKey(value);
  }

  boolean isOwnVariable(String variable) {
    return ownVariables.containsKey(variable);
  }

  /** A value that is declared somewhere in the file. */
  void announce(String value, int start) {
    announced.putIfAbsent(value, start);
  }

  /** Where a value is declared, if it is so further below; null else. */
  @Nullable Integer below(String value, int start) {
    Integer declared = announced.get(value);
    return declared != null && declared > start ? declared : null;
  }

  void declare(Definition definition) {
    own.put(definition.name(), definition);
  }

  void declare(Variable variable) {
    ownVariables.put(variable.name(), variable);
  }

  Map<String, Local> locals() {
    return locals;
  }

  /** The values of the file and of what was entered before it, those of the file first. */
  List<Definition> declaredValues() {
    List<Definition> all = new ArrayList<>(own.values());
    all.addAll(earlier.values());
    return all;
  }

  /** The variables of the file and of what was entered before it, those of the file first. */
  List<Variable> declaredVariables() {
    List<Variable> all = new ArrayList<>(ownVariables.values());
    all.addAll(earlier.variables());
    return all;
  }

  /** Whether a value is declared by a program, in this file or before. */
  boolean isOfProgram(String value) {
    return own.containsKey(value) || earlier.value(value) != null;
  }

  Library library() {
    return library;
  }
}
