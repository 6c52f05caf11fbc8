package coop.croft.lang.types;

import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** All walks over whole types but subsumption; each visit of a part is a step. */
public final class TypeWalk {
  private final Meter meter;

  public TypeWalk(Meter meter) {
    this.meter = meter;
  }

  /** Whether the open type occurs in the other. */
  public boolean occurs(Type.Open wanted, Type in) {
    return in.mayBeOpen() && occurs(wanted, in, 0);
  }

  @SuppressWarnings("ReferenceEquality") // open types have identity
  private boolean occurs(Type.Open wanted, Type in, int depth) {
    meter.step();
    meter.deep(depth);
    if (!in.mayBeOpen()) {
      return false;
    }
    return switch (Type.resolve(in)) {
      case Type.Open open -> open == wanted;
      case Type.ListOf list -> occurs(wanted, list.element(), depth + 1);
      case Type.Function function ->
          occurs(wanted, function.parameter(), depth + 1)
              || occurs(wanted, function.result(), depth + 1);
      case Type.Block block -> occurs(wanted, block.result(), depth + 1);
      case Type.Base base -> false;
      case Type.Action action -> false;
      case Type.Faulty faulty -> false;
    };
  }

  /** Whether some open type inside is not bound. */
  public boolean isOpen(Type type) {
    return type.mayBeOpen() && isOpen(type, 0);
  }

  private boolean isOpen(Type type, int depth) {
    meter.step();
    meter.deep(depth);
    if (!type.mayBeOpen()) {
      return false;
    }
    return switch (Type.resolve(type)) {
      case Type.Open open -> true;
      case Type.ListOf list -> isOpen(list.element(), depth + 1);
      case Type.Function function ->
          isOpen(function.parameter(), depth + 1) || isOpen(function.result(), depth + 1);
      case Type.Block block -> isOpen(block.result(), depth + 1);
      case Type.Base base -> false;
      case Type.Action action -> false;
      case Type.Faulty faulty -> false;
    };
  }

  /** The type with all open types replaced by what they are; those still open become faulty. */
  public Type closed(Type type) {
    return type.mayBeOpen() ? closed(type, new IdentityHashMap<>(), 0) : type;
  }

  private Type closed(Type type, IdentityHashMap<Type, Type> done, int depth) {
    meter.step();
    meter.deep(depth);
    if (!type.mayBeOpen()) {
      return type;
    }
    Type resolved = Type.resolve(type);
    Type known = done.get(resolved);
    if (known != null) {
      return known;
    }
    Type closed =
        switch (resolved) {
          case Type.Open open -> Type.Faulty.FAULTY;
          case Type.ListOf list -> new Type.ListOf(closed(list.element(), done, depth + 1));
          case Type.Function function ->
              new Type.Function(
                  closed(function.parameter(), done, depth + 1),
                  closed(function.result(), done, depth + 1));
          case Type.Block block ->
              new Type.Block(block.pred(), closed(block.result(), done, depth + 1));
          case Type.Base base -> base;
          case Type.Action action -> action;
          case Type.Faulty faulty -> faulty;
        };
    done.put(resolved, closed);
    return closed;
  }

  /** Whether two types of variables (base types and lists) are the same. */
  @SuppressWarnings("ReferenceEquality") // one object for each base type
  public boolean sameData(Type a, Type b) {
    Type left = a;
    Type right = b;
    while (left instanceof Type.ListOf x && right instanceof Type.ListOf y) {
      meter.step();
      left = x.element();
      right = y.element();
    }
    return left == right || left instanceof Type.Faulty || right instanceof Type.Faulty;
  }

  /** Whether a type is built from base types and lists only. */
  public boolean isData(Type type) {
    Type inner = Type.resolve(type);
    while (inner instanceof Type.ListOf list) {
      meter.step();
      inner = Type.resolve(list.element());
    }
    return inner instanceof Type.Base || inner instanceof Type.Faulty;
  }

  /**
   * The action that a type ends in behind functions and block-takers; null if it ends otherwise.
   */
  public Type.@Nullable Action endsIn(Type type) {
    Type end = Type.resolve(type);
    while (true) {
      meter.step();
      switch (end) {
        case Type.Function function -> end = Type.resolve(function.result());
        case Type.Block block -> end = Type.resolve(block.result());
        case Type.Action action -> {
          return action;
        }
        case Type.Base base -> {
          return null;
        }
        case Type.ListOf list -> {
          return null;
        }
        case Type.Open open -> {
          return null;
        }
        case Type.Faulty faulty -> {
          return null;
        }
      }
    }
  }

  /** What a function comes to with all its arguments. */
  public Type withoutArguments(Type type) {
    Type result = Type.resolve(type);
    while (result instanceof Type.Function function) {
      meter.step();
      result = Type.resolve(function.result());
    }
    return result;
  }

  /** The type with more reads, and no writes, in the action that it ends in. */
  public Type withReads(Type type, Row more) {
    return withEnd(
        type,
        action ->
            more.isEmpty() && action.writes().isEmpty()
                ? action
                : new Type.Action(action.pred(), union(action.reads(), more), Row.EMPTY),
        0);
  }

  /** The type with the rows of another action in the action that it ends in. */
  public Type withRows(Type type, Type.Action more) {
    if (more.reads().isEmpty() && more.writes().isEmpty()) {
      return type;
    }
    return withEnd(
        type,
        action ->
            new Type.Action(
                action.pred(),
                union(action.reads(), more.reads()),
                union(action.writes(), more.writes())),
        0);
  }

  private Type withEnd(Type type, UnaryOperator<Type.Action> change, int depth) {
    meter.step();
    meter.deep(depth);
    Type resolved = Type.resolve(type);
    return switch (resolved) {
      case Type.Function function ->
          new Type.Function(function.parameter(), withEnd(function.result(), change, depth + 1));
      case Type.Block block ->
          new Type.Block(block.pred(), withEnd(block.result(), change, depth + 1));
      case Type.Action action -> change.apply(action);
      case Type.Base base -> base;
      case Type.ListOf list -> list;
      case Type.Open open -> open;
      case Type.Faulty faulty -> faulty;
    };
  }

  public Row union(Row a, Row b) {
    if (a.isEmpty()) {
      return b;
    }
    if (b.isEmpty()) {
      return a;
    }
    meter.steps(a.size() + b.size());
    Set<Variable> all = new LinkedHashSet<>(a.variables());
    return all.addAll(b.variables()) ? Row.of(all) : a;
  }
}
