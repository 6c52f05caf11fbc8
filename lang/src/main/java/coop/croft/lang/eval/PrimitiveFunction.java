package coop.croft.lang.eval;

import coop.croft.lang.Externs.Primitive;
import java.util.Arrays;
import java.util.List;

/** A primitive that waits for all its arguments. */
final class PrimitiveFunction implements Applicable {
  private final Primitive<Object> primitive;
  private final HeldArguments held;
  private final int arity;

  PrimitiveFunction(Primitive<Object> primitive, HeldArguments held, int arity) {
    this.primitive = primitive;
    this.held = held;
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
    return finish(machine, exactly);
  }

  /** What the primitive makes of all its arguments. */
  Object finish(Machine machine, Object[] values) {
    machine.steps(Space.PRIMITIVE);
    List<Object> arguments = List.of(values);
    return switch (primitive) {
      case Primitive.Value<Object> value -> value.value().apply(machine.subject());
      case Primitive.Pure<Object> pure -> {
        Sizes.spend(arguments, machine);
        held.require(arguments, machine.subject());
        yield pure.body().apply(arguments, machine.subject());
      }
      case Primitive.Action<Object> action ->
          (Action)
              running -> {
                keep(arguments, running);
                action.body().run(arguments, running);
              };
      case Primitive.Block<Object> taker ->
          (Taker)
              (taking, block) ->
                  (Action)
                      running -> {
                        keep(arguments, running);
                        taker.body().run(arguments, () -> running.perform(block), running);
                      };
    };
  }

  /** What an action is given counts before anything goes over it. */
  private void keep(List<Object> arguments, Machine running) {
    Sizes.keep(arguments, running);
    held.require(arguments, running.subject());
  }

  @Override
  public Object apply(Machine machine, Object argument) {
    return arity == 1
        ? finish(machine, new Object[] {argument})
        : new Partial(machine, new Object[] {argument});
  }

  /** Some arguments have come. */
  private final class Partial implements Applicable {
    private final Object[] values;

    Partial(Machine machine, Object[] values) {
      machine.steps(Space.LIST + values.length);
      this.values = values;
    }

    @Override
    public Object apply(Machine machine, Object argument) {
      Object[] more = Arrays.copyOf(values, values.length + 1);
      more[values.length] = argument;
      return more.length == arity ? finish(machine, more) : new Partial(machine, more);
    }
  }
}
