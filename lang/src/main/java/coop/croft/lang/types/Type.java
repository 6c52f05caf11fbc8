package coop.croft.lang.types;

import coop.croft.lang.Externs.TypeTest;
import coop.croft.lang.Verdict;
import coop.croft.lang.predicate.Pred;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A type. Types may share parts and be far larger than the program, so they are never compared or
 * walked but by {@link TypeWalk}, which counts its steps; hence classes without structural
 * equality.
 */
public sealed interface Type {
  /** Whether an open type may be inside; if not, the type never changes. */
  boolean mayBeOpen();

  /** {@code string}, {@code int}, {@code bool} or an extern type; one object for each name. */
  final class Base implements Type {
    private final String name;
    private final Literals literals;
    private final @Nullable TypeTest<Object> test;

    public Base(String name, Literals literals, @Nullable TypeTest<Object> test) {
      this.name = name;
      this.literals = literals;
      this.test = test;
    }

    public String name() {
      return name;
    }

    /** Which literals it may accept. */
    public Literals literals() {
      return literals;
    }

    /** What a constant must pass; null if the type accepts all its literals. */
    public @Nullable TypeTest<Object> test() {
      return test;
    }

    /** Whether the subject must hold what is of the type. */
    public boolean held() {
      return switch (test) {
        case TypeTest.OverStrings<Object> strings -> strings.held();
        case TypeTest.OverInts<Object> ints -> ints.held();
        case TypeTest.Opaque<Object> _ -> false;
        case null -> false;
      };
    }

    /** What the membership test says of a literal that the type may accept. */
    public Verdict verdict(Object literal, Object subject) {
      return switch (test) {
        case TypeTest.OverStrings<Object> strings -> strings.test().test((String) literal, subject);
        case TypeTest.OverInts<Object> ints -> ints.test().test((Long) literal, subject);
        case TypeTest.Opaque<Object> _ ->
            throw new IllegalStateException("no constant settles to " + name);
        case null -> Verdict.accepted(literal);
      };
    }

    @Override
    public boolean mayBeOpen() {
      return false;
    }
  }

  /** {@code [T]}. */
  final class ListOf implements Type {
    private final Type element;
    private final boolean open;

    public ListOf(Type element) {
      this.element = element;
      this.open = element.mayBeOpen();
    }

    public Type element() {
      return element;
    }

    @Override
    public boolean mayBeOpen() {
      return open;
    }
  }

  /** {@code T -> U}. */
  final class Function implements Type {
    private final Type parameter;
    private final Type result;
    private final boolean open;

    public Function(Type parameter, Type result) {
      this.parameter = parameter;
      this.result = result;
      this.open = parameter.mayBeOpen() || result.mayBeOpen();
    }

    public Type parameter() {
      return parameter;
    }

    public Type result() {
      return result;
    }

    @Override
    public boolean mayBeOpen() {
      return open;
    }
  }

  /** {@code P => T}: takes a block checked under {@code P}. */
  final class Block implements Type {
    private final Pred pred;
    private final Type result;
    private final boolean open;

    public Block(Pred pred, Type result) {
      this.pred = pred;
      this.result = result;
      this.open = result.mayBeOpen();
    }

    public Pred pred() {
      return pred;
    }

    public Type result() {
      return result;
    }

    @Override
    public boolean mayBeOpen() {
      return open;
    }
  }

  /** {@code [P] {reads} => {writes}}. */
  final class Action implements Type {
    private final Pred pred;
    private final Row reads;
    private final Row writes;

    public Action(Pred pred, Row reads, Row writes) {
      this.pred = pred;
      this.reads = reads;
      this.writes = writes;
    }

    public Pred pred() {
      return pred;
    }

    public Row reads() {
      return reads;
    }

    public Row writes() {
      return writes;
    }

    @Override
    public boolean mayBeOpen() {
      return false;
    }
  }

  /** Fits everywhere: the type of what has been reported already. */
  final class Faulty implements Type {
    public static final Faulty FAULTY = new Faulty();

    private Faulty() {}

    @Override
    public boolean mayBeOpen() {
      return false;
    }
  }

  /** A type not known yet. Once bound it is what it is bound to, for good. */
  final class Open implements Type {
    private final Literals literals;
    private final List<Constant> constants = new ArrayList<>(0);
    private @Nullable Type bound;

    /**
     * @param literals the kind of constants it is restricted to; {@link Literals#NONE} for any type
     */
    public Open(Literals literals) {
      this.literals = literals;
    }

    public Literals literals() {
      return literals;
    }

    /** The constants to be tested when it is settled. */
    public List<Constant> constants() {
      return constants;
    }

    public void bind(Type type) {
      if (bound != null) {
        throw new IllegalStateException("bound twice");
      }
      bound = type;
    }

    public boolean isBound() {
      return bound != null;
    }

    private Type representative() {
      Type type = this;
      while (type instanceof Open open && open.bound != null) {
        type = open.bound;
      }
      // Later look-ups go the short way.
      Type step = this;
      while (step instanceof Open open && open.bound != null && open.bound != type) {
        step = open.bound;
        open.bound = type;
      }
      return type;
    }

    @Override
    public boolean mayBeOpen() {
      return true;
    }
  }

  /** The type itself, or what the open type is bound to by now. */
  static Type resolve(Type type) {
    return type instanceof Open open ? open.representative() : type;
  }
}
