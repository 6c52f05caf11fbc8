package coop.croft.lang.eval;

import coop.croft.lang.types.Constant;
import coop.croft.lang.types.Type;

/** A constant whose type a later use settles; when it is run, it has its normal form. */
public final class OpenLiteral extends Code {
  private final Constant constant;

  public OpenLiteral(Type.Open type, Constant constant) {
    super(type);
    this.constant = constant;
  }

  @Override
  Object eval(Machine machine, Frame frame) {
    return constant.value();
  }
}
