package coop.croft.lang;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What a host program gives to the language: the membership tests behind {@code extern type} and
 * the Java behind {@code extern val}. Immutable and shared by all checks and runs.
 *
 * <p>Values cross the border as Java objects: {@code string} and refined strings are {@link String}
 * (in normal form), {@code int} and refined ints {@link Long}, {@code bool} {@link Boolean} (an
 * extern too: give {@code true} and {@code false} as values), lists {@link List}, all other extern
 * types whatever object their primitives make. The text form of such an object shows all text that
 * it holds, as that of a record does: bounds count by it.
 *
 * @param <S> the subject: on whose behalf a program is checked and run
 */
public final class Externs<S> {
  /** Membership test of a refined type over strings. */
  @FunctionalInterface
  public interface StringTest<S> {
    Verdict test(String constant, S subject);
  }

  /** Membership test of a refined type over ints. */
  @FunctionalInterface
  public interface IntTest<S> {
    Verdict test(long constant, S subject);
  }

  /** What stands behind an {@code extern type}. */
  public sealed interface TypeTest<S> {
    /**
     * @param held whether the test asks what the subject holds; it is then asked again where a
     *     primitive gets such a value
     */
    record OverStrings<S>(StringTest<S> test, boolean held) implements TypeTest<S> {}

    /**
     * @param held as with strings
     */
    record OverInts<S>(IntTest<S> test, boolean held) implements TypeTest<S> {}

    /** No constant belongs to the type. */
    record Opaque<S>() implements TypeTest<S> {}
  }

  /** What stands behind an {@code extern val}; its declared type says which arguments come. */
  public sealed interface Primitive<S> {
    /** A value, computed for the subject. */
    record Value<S>(Function<S, Object> value) implements Primitive<S> {}

    /** A pure function of all arguments that its type declares. */
    record Pure<S>(PureBody<S> body) implements Primitive<S> {}

    /** An action; its type ends in {@code [P] …} after the arguments. */
    record Action<S>(ActionBody<S> body) implements Primitive<S> {}

    /** A taker of a nested block: {@code args -> P => [Q] …}. */
    record Block<S>(BlockBody<S> body) implements Primitive<S> {}
  }

  @FunctionalInterface
  public interface PureBody<S> {
    Object apply(List<Object> arguments, S subject);
  }

  @FunctionalInterface
  public interface ActionBody<S> {
    void run(List<Object> arguments, Run<S> run);
  }

  @FunctionalInterface
  public interface BlockBody<S> {
    void run(List<Object> arguments, Runnable block, Run<S> run);
  }

  /** The world as a running action sees it. Every method that fails throws {@link Fault}. */
  public interface Run<S> {
    S subject();

    /** The value of an environment variable where the action runs. */
    Object variable(String name);

    /** The place to which an error here would be attributed. */
    Span here();

    /** Adds a resource to the outcome, stamped with {@link #here}. */
    void emit(Object resource);

    /**
     * Counts text that resources hold beyond what primitives were given, which is counted already:
     * what a renderer writes several times, for example.
     *
     * @param times at least 0
     */
    void keep(String text, long times);

    /** The same for characters that are counted already. */
    void keep(long characters, long times);

    /**
     * State of the run that primitives share, for example the domains opened so far. Made by {@code
     * make} on first use, gone with the run.
     */
    <T> T state(Class<T> type, java.util.function.Supplier<T> make);

    /** Runs the block with {@code frame} as the innermost frame of its class. */
    void within(Object frame, Runnable block);

    /** The innermost frame of that class; a bug of the library if there is none. */
    <F> F frame(Class<F> type);

    /** Whether a frame of that class is open. */
    boolean inside(Class<?> type);
  }

  private final Map<String, TypeTest<S>> types;
  private final Map<String, Primitive<S>> values;
  private final Map<String, Function<S, List<String>>> choices;

  private Externs(Builder<S> from) {
    this.types = Map.copyOf(from.types);
    this.values = Map.copyOf(from.values);
    this.choices = Map.copyOf(from.choices);
  }

  public Map<String, TypeTest<S>> types() {
    return types;
  }

  public Map<String, Primitive<S>> values() {
    return values;
  }

  /** Of types over strings with few constants: which of them tools offer to a subject. */
  public Map<String, Function<S, List<String>>> choices() {
    return choices;
  }

  public static <S> Builder<S> builder() {
    return new Builder<>();
  }

  /** Collects externs; a name given twice is a bug and refused. */
  public static final class Builder<S> {
    private final Map<String, TypeTest<S>> types = new LinkedHashMap<>();
    private final Map<String, Primitive<S>> values = new LinkedHashMap<>();
    private final Map<String, Function<S, List<String>>> choices = new LinkedHashMap<>();

    public Builder<S> strings(String type, StringTest<S> test) {
      return type(type, new TypeTest.OverStrings<>(test, false));
    }

    /** A type over strings of what the subject holds. */
    public Builder<S> heldStrings(String type, StringTest<S> test) {
      return type(type, new TypeTest.OverStrings<>(test, true));
    }

    /** A type over strings of which a subject has few to choose from. */
    public Builder<S> strings(
        String type, StringTest<S> test, Function<S, List<String>> choicesOfType) {
      return strings(type, test).choices(type, choicesOfType);
    }

    /** What tools offer of a type over strings. */
    public Builder<S> choices(String type, Function<S, List<String>> ofType) {
      choices.put(type, ofType);
      return this;
    }

    public Builder<S> ints(String type, IntTest<S> test) {
      return type(type, new TypeTest.OverInts<>(test, false));
    }

    /** A type over ints of what the subject holds. */
    public Builder<S> heldInts(String type, IntTest<S> test) {
      return type(type, new TypeTest.OverInts<>(test, true));
    }

    public Builder<S> opaque(String type) {
      return type(type, new TypeTest.Opaque<>());
    }

    public Builder<S> value(String name, Function<S, Object> value) {
      return primitive(name, new Primitive.Value<>(value));
    }

    public Builder<S> pure(String name, PureBody<S> body) {
      return primitive(name, new Primitive.Pure<>(body));
    }

    public Builder<S> action(String name, ActionBody<S> body) {
      return primitive(name, new Primitive.Action<>(body));
    }

    public Builder<S> block(String name, BlockBody<S> body) {
      return primitive(name, new Primitive.Block<>(body));
    }

    /** What stands behind a type, however it was made. */
    public Builder<S> type(String name, TypeTest<S> test) {
      if (types.putIfAbsent(name, test) != null) {
        throw new IllegalArgumentException("extern type given twice: " + name);
      }
      return this;
    }

    /** What stands behind a value, however it was made. */
    public Builder<S> primitive(String name, Primitive<S> primitive) {
      if (values.putIfAbsent(name, primitive) != null) {
        throw new IllegalArgumentException("extern val given twice: " + name);
      }
      return this;
    }

    public Externs<S> build() {
      return new Externs<>(this);
    }
  }
}
