package coop.croft.lang.eval;

import coop.croft.lang.types.Type;

/** {@code let first in body end}, {@code body where first end}: what they set lasts to the end. */
public final class LetCode extends ActionCode {
  private final Code first;
  private final Code body;

  public LetCode(Type type, Code first, Code body) {
    super(type);
    this.first = first;
    this.body = body;
  }

  @Override
  void run(Machine machine, Frame frame) {
    machine.enter();
    int mark = machine.mark();
    first.run(machine, frame);
    body.run(machine, frame);
    machine.restore(mark);
    machine.leave();
  }
}
