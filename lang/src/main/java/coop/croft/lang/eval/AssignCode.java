package coop.croft.lang.eval;

import coop.croft.lang.types.Type;
import coop.croft.lang.types.Variable;

/** {@code X = e}. */
public final class AssignCode extends ActionCode {
  private final Variable variable;
  private final Code value;

  public AssignCode(Type type, Variable variable, Code value) {
    super(type);
    this.variable = variable;
    this.value = value;
  }

  @Override
  void run(Machine machine, Frame frame) {
    machine.step();
    machine.assign(variable, value.eval(machine, frame));
  }
}
