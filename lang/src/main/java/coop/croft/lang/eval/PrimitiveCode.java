package coop.croft.lang.eval;

import coop.croft.lang.Externs.Primitive;
import coop.croft.lang.types.Type;

/** An {@code extern val}. */
public final class PrimitiveCode extends Code {
  private static final Object[] NONE = {};
  private final Primitive<Object> primitive;
  private final int arity;

  public PrimitiveCode(Type type, Primitive<Object> primitive, int arity) {
    super(type);
    this.primitive = primitive;
    this.arity = arity;
  }

  @Override
  Object eval(Machine machine, Frame frame) {
    return arity == 0
        ? PrimitiveFunction.finish(machine, primitive, NONE)
        : new PrimitiveFunction(primitive, arity);
  }
}
