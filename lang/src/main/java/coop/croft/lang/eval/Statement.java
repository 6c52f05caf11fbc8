package coop.croft.lang.eval;

import coop.croft.lang.syntax.Source;

/** A statement that is a value, such as a name: errors in running it stand there. */
public final class Statement extends Located {
  private final Code value;

  public Statement(Source origin, int start, int end, Code value) {
    super(value.type(), origin, start, end);
    this.value = value;
  }

  @Override
  Object eval(Machine machine, Frame frame) {
    return value.eval(machine, frame);
  }

  @Override
  void run(Machine machine, Frame frame) {
    Located before = machine.goTo(this);
    machine.step();
    value.run(machine, frame);
    machine.backTo(before);
  }
}
