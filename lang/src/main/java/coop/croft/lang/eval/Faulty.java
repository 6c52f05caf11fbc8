package coop.croft.lang.eval;

import coop.croft.lang.types.Type;

/** Stands for what was reported; never runs. */
public final class Faulty extends Code {
  public Faulty(Type type) {
    super(type);
  }

  @Override
  Object eval(Machine machine, Frame frame) {
    throw new IllegalStateException("a program with errors does not run");
  }
}
