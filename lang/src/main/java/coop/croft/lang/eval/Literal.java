package coop.croft.lang.eval;

import coop.croft.lang.types.Constant;
import coop.croft.lang.types.Type;

/** A constant, in the normal form of the type that settled it. */
public final class Literal extends Code {
  private final Constant constant;

  public Literal(Type type, Constant constant) {
    super(type);
    this.constant = constant;
  }

  @Override
  Object eval(Machine machine, Frame frame) {
    return constant.value();
  }
}
