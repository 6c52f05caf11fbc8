package coop.croft.lang.eval;

import coop.croft.lang.types.Type;

/** {@code \\x -> body}; the block is in slot 0. */
public final class TakerCode extends Code {
  private final Code body;
  private final int slots;

  public TakerCode(Type type, Code body, int slots) {
    super(type);
    this.body = body;
    this.slots = slots;
  }

  public Code body() {
    return body;
  }

  @Override
  Object eval(Machine machine, Frame frame) {
    machine.steps(Space.CLOSURE);
    return (Taker)
        (running, block) -> {
          running.step();
          return body.eval(running, Frame.of(frame, slots, block, running));
        };
  }
}
