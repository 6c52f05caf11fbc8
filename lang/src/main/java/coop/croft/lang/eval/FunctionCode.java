package coop.croft.lang.eval;

import coop.croft.lang.types.Type;

/** {@code \x -> body}; the parameter is in slot 0. */
public final class FunctionCode extends Code {
  private final Code body;
  private final int slots;

  public FunctionCode(Type type, Code body, int slots) {
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
    return (Applicable)
        (running, argument) -> {
          running.step();
          return body.eval(running, Frame.of(frame, slots, argument, running));
        };
  }
}
