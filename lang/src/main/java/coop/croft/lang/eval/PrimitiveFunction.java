package coop.croft.lang.eval;

import coop.croft.lang.Externs.Primitive;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** A primitive that waits for all its arguments. */
final class PrimitiveFunction implements Applicable {
  private final Primitive<Object> primitive;
  private final int arity;

  PrimitiveFunction(Primitive<Object> primitive, int arity) {
    this.primitive = primitive;
    this.arity = arity;
  }

  int arity() {
    return arity;
  }

  Object applyAll(Machine machine, Object[] values, int from) {
    Object[] exactly =
        from == 0 && values.length == arity
            ? values
            : Arrays.copyOfRange(values, from, from + arity);
    return finish(machine, primitive, exactly);
  }

  /** What the primitive makes of all its arguments. */
  static Object finish(Machine machine, Primitive<Object> primitive, Object[] values) {
    List<Object> arguments = Collections.unmodifiableList(Arrays.asList(values));
    return switch (primitive) {
      case Primitive.Value<Object> value -> value.value().apply(machine.subject());
      case Primitive.Pure<Object> pure -> {
        Sizes.spend(arguments, machine);
        yield pure.body().apply(arguments, machine.subject());
      }
      case Primitive.Action<Object> action ->
          (Action)
              running -> {
                Sizes.keep(arguments, running);
                action.body().run(arguments, running);
              };
      case Primitive.Block<Object> taker ->
          (Taker)
              (taking, block) ->
                  (Action)
                      running -> {
                        Sizes.keep(arguments, running);
                        taker.body().run(arguments, () -> running.perform(block), running);
                      };
    };
  }

  @Override
  public Object apply(Machine machine, Object argument) {
    return arity == 1
        ? finish(machine, primitive, new Object[] {argument})
        : new Partial(new Object[] {argument});
  }

  /** Some arguments have come. */
  private final class Partial implements Applicable {
    private final Object[] values;

    Partial(Object[] values) {
      this.values = values;
    }

    @Override
    public Object apply(Machine machine, Object argument) {
      Object[] more = Arrays.copyOf(values, values.length + 1);
      more[values.length] = argument;
      return more.length == arity ? finish(machine, primitive, more) : new Partial(more);
    }
  }
}
