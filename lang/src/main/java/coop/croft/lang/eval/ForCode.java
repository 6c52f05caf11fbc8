package coop.croft.lang.eval;

import coop.croft.lang.types.Type;
import java.util.List;

/** {@code for x in list do body end}: each round restores the environment. */
public final class ForCode extends ActionCode {
  private final Code list;
  private final int slot;
  private final Code body;

  public ForCode(Type type, Code list, int slot, Code body) {
    super(type);
    this.list = list;
    this.slot = slot;
    this.body = body;
  }

  @Override
  void run(Machine machine, Frame frame) {
    machine.enter();
    int mark = machine.mark();
    for (Object element : (List<?>) list.eval(machine, frame)) {
      machine.step();
      frame.slots[slot] = element;
      body.run(machine, frame);
      machine.restore(mark);
    }
    machine.leave();
  }
}
