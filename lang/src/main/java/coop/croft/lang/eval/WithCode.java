package coop.croft.lang.eval;

import coop.croft.lang.syntax.Source;
import coop.croft.lang.types.Type;

/** {@code head with block end}. */
public final class WithCode extends Located {
  private final Code head;
  private final Code block;

  /** The place is that of the head. */
  public WithCode(Type type, Source origin, int start, int end, Code head, Code block) {
    super(type, origin, start, end);
    this.head = head;
    this.block = block;
  }

  @Override
  Object eval(Machine machine, Frame frame) {
    Located before = machine.goTo(this);
    machine.enter();
    machine.steps(Space.CLOSURE);
    Object value = Scoped.of(taken(machine, frame));
    machine.leave();
    machine.backTo(before);
    return value;
  }

  @Override
  void run(Machine machine, Frame frame) {
    Located before = machine.goTo(this);
    machine.enter();
    int mark = machine.mark();
    machine.perform((Action) taken(machine, frame));
    machine.restore(mark);
    machine.leave();
    machine.backTo(before);
  }

  private Object taken(Machine machine, Frame frame) {
    machine.steps(Space.CLOSURE);
    Taker taker = (Taker) head.eval(machine, frame);
    return taker.take(
        machine,
        running -> {
          int mark = running.mark();
          block.run(running, frame);
          running.restore(mark);
        });
  }
}
