package coop.croft.lang.eval;

import coop.croft.lang.types.Type;
import org.jspecify.annotations.Nullable;

/** {@code if … then … else … end}, of values or of actions. */
public final class IfCode extends Code {
  private final Code condition;
  private final Code then;
  private final @Nullable Code otherwise;

  public IfCode(Type type, Code condition, Code then, @Nullable Code otherwise) {
    super(type);
    this.condition = condition;
    this.then = then;
    this.otherwise = otherwise;
  }

  @Override
  Object eval(Machine machine, Frame frame) {
    machine.enter();
    Code branch = (Boolean) condition.eval(machine, frame) ? then : otherwise;
    Object value = branch == null ? Action.NOTHING : branch.eval(machine, frame);
    machine.leave();
    return value;
  }

  @Override
  void run(Machine machine, Frame frame) {
    machine.enter();
    Code branch = (Boolean) condition.eval(machine, frame) ? then : otherwise;
    if (branch != null) {
      branch.run(machine, frame);
    }
    machine.leave();
  }
}
