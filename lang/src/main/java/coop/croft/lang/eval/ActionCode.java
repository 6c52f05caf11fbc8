package coop.croft.lang.eval;

import coop.croft.lang.types.Type;

/** Code of an action: as a value it is itself, together with the frame. */
abstract class ActionCode extends Code {
  ActionCode(Type type) {
    super(type);
  }

  @Override
  final Object eval(Machine machine, Frame frame) {
    machine.steps(Space.CLOSURE);
    return (Action) running -> run(running, frame);
  }

  @Override
  abstract void run(Machine machine, Frame frame);
}
