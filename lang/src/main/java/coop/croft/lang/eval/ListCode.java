package coop.croft.lang.eval;

import coop.croft.lang.types.Type;
import java.util.Arrays;
import java.util.Collections;

/** {@code [a, b]}. */
public final class ListCode extends Code {
  private final Code[] items;

  public ListCode(Type type, Code[] items) {
    super(type);
    this.items = items;
  }

  @Override
  Object eval(Machine machine, Frame frame) {
    machine.enter();
    machine.steps(Space.LIST);
    Object[] values = new Object[items.length];
    for (int i = 0; i < values.length; i++) {
      machine.step();
      values[i] = items[i].eval(machine, frame);
    }
    machine.leave();
    return Collections.unmodifiableList(Arrays.asList(values));
  }
}
