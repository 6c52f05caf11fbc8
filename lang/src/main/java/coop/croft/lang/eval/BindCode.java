package coop.croft.lang.eval;

import coop.croft.lang.types.Type;
import coop.croft.lang.types.Variable;

/** {@code x <- X}. */
public final class BindCode extends ActionCode {
  private final Variable variable;
  private final int slot;

  public BindCode(Type type, Variable variable, int slot) {
    super(type);
    this.variable = variable;
    this.slot = slot;
  }

  @Override
  void run(Machine machine, Frame frame) {
    machine.step();
    frame.slots[slot] = machine.valueOf(variable);
  }
}
