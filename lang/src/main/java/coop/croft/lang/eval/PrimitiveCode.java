package coop.croft.lang.eval;

import coop.croft.lang.Externs.Primitive;
import coop.croft.lang.types.Type;

/** An {@code extern val}. */
public final class PrimitiveCode extends Code {
  private static final Object[] NONE = {};
  private final PrimitiveFunction function;

  public PrimitiveCode(Type type, Primitive<Object> primitive, int arity) {
    super(type);
    this.function = new PrimitiveFunction(primitive, HeldArguments.of(type, arity), arity);
  }

  @Override
  Object eval(Machine machine, Frame frame) {
    return function.arity() == 0 ? function.finish(machine, NONE) : function;
  }
}
