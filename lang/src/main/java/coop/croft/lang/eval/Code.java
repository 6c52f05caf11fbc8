package coop.croft.lang.eval;

import coop.croft.lang.types.Type;

/** Checked code of an expression or a statement. Immutable once checked; shared by all runs. */
public abstract class Code {
  private final Type type;

  protected Code(Type type) {
    this.type = type;
  }

  public final Type type() {
    return type;
  }

  /** The value; of an action, what runs it later. */
  abstract Object eval(Machine machine, Frame frame);

  /** Runs the action that this is. */
  void run(Machine machine, Frame frame) {
    machine.perform((Action) eval(machine, frame));
  }
}
