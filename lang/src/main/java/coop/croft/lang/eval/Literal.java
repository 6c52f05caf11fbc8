package coop.croft.lang.eval;

import coop.croft.lang.types.Type;

/** A constant whose type is known, in its normal form. */
public final class Literal extends Code {
  private final Object value;

  public Literal(Type type, Object value) {
    super(type);
    this.value = value;
  }

  @Override
  Object eval(Machine machine, Frame frame) {
    return value;
  }
}
