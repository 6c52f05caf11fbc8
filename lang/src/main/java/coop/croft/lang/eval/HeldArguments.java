package coop.croft.lang.eval;

import coop.croft.lang.Code;
import coop.croft.lang.Fault;
import coop.croft.lang.Verdict;
import coop.croft.lang.types.Type;
import coop.croft.lang.types.Variable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Those of a primitive's parameters that take what the subject must hold. The checker has asked for
 * each constant; here the primitive asks again for each value that it gets, so that what the
 * checker let pass wrongly, or what is held no more, ends the run. A question costs the length of
 * the value, whose steps {@link Sizes} must have counted before.
 */
final class HeldArguments {
  private static final HeldArguments NONE = new HeldArguments(new Type.Base[0]);

  /** By parameter. */
  private final Type.@Nullable Base[] types;

  private HeldArguments(Type.@Nullable Base[] types) {
    this.types = types;
  }

  /** Of a function of so many parameters. */
  static HeldArguments of(Type type, int arity) {
    Type.@Nullable Base[] types = new Type.@Nullable Base[arity];
    boolean any = false;
    Type rest = type;
    for (int i = 0; i < arity; i++) {
      Type.Function function = (Type.Function) rest;
      types[i] = held(function.parameter());
      any |= types[i] != null;
      rest = function.result();
    }
    return any ? new HeldArguments(types) : NONE;
  }

  /**
   * @throws Fault {@code not-held} if one of the values, or an element of one, is not held
   */
  void require(List<Object> values, Object subject) {
    for (int i = 0; i < types.length; i++) {
      Type.Base type = types[i];
      if (type != null) {
        require(type, values.get(i), subject);
      }
    }
  }

  /**
   * The value of a variable, which may be its default: then it stands nowhere in the program.
   *
   * @throws Fault {@code not-held} if the value, or an element of it, is of a type of what is held,
   *     and is not
   */
  static void require(Variable variable, Object value, Object subject) {
    Type.Base held = held(variable.type());
    if (held == null) {
      return;
    }
    try {
      require(held, value, subject);
    } catch (Fault fault) {
      throw new Fault(
          fault.code(),
          String.valueOf(fault.getMessage()),
          "set "
              + variable.name()
              + " to what you hold"
              + fault.hint().map(h -> ", or " + h).orElse(""));
    }
  }

  private static void require(Type.Base type, Object value, Object subject) {
    if (value instanceof List<?> list) {
      for (Object element : list) {
        require(type, element, subject);
      }
      return;
    }
    switch (type.verdict(value, subject)) {
      case Verdict.Accepted _ -> {}
      case Verdict.Invalid(String why) -> throw new Fault(Code.INVALID_VALUE, why);
      case Verdict.NotHeld(String why, String hint) -> throw new Fault(Code.NOT_HELD, why, hint);
    }
  }

  /** The type itself, or that of the elements, if the subject must hold what is of it. */
  private static Type.@Nullable Base held(Type type) {
    return switch (type) {
      case Type.Base base -> base.held() ? base : null;
      case Type.ListOf list -> held(list.element());
      default -> null;
    };
  }
}
