package coop.croft.lang.eval;

import coop.croft.lang.syntax.Source;
import coop.croft.lang.types.Type;

/** A function applied to arguments. */
public final class Call extends Located {
  private final Code function;
  private final Code[] arguments;

  public Call(Type type, Source origin, int start, int end, Code function, Code[] arguments) {
    super(type, origin, start, end);
    this.function = function;
    this.arguments = arguments;
  }

  @Override
  Object eval(Machine machine, Frame frame) {
    Located before = machine.goTo(this);
    machine.enter();
    Object value = applied(machine, frame);
    machine.leave();
    machine.backTo(before);
    return value;
  }

  @Override
  void run(Machine machine, Frame frame) {
    Located before = machine.goTo(this);
    machine.enter();
    machine.perform((Action) applied(machine, frame));
    machine.leave();
    machine.backTo(before);
  }

  private Object applied(Machine machine, Frame frame) {
    Object value = function.eval(machine, frame);
    Object[] values = new Object[arguments.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = arguments[i].eval(machine, frame);
    }
    int from = 0;
    while (from < values.length) {
      if (value instanceof PrimitiveFunction primitive
          && from + primitive.arity() <= values.length) {
        value = primitive.applyAll(machine, values, from);
        from += primitive.arity();
      } else {
        value = ((Applicable) value).apply(machine, values[from++]);
      }
    }
    return value;
  }
}
