package coop.croft.lang.check;

import coop.croft.lang.syntax.Expr;
import coop.croft.lang.types.Literals;
import coop.croft.lang.types.Type;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether as many arguments are given as are taken. Where there are more or fewer, it cannot be
 * known which is which: then their values are not judged, for one message says it all.
 */
enum Arity {
  /** As many as are needed, or it is not known how many are. */
  FITS,

  /** Too many, each at its place of the right kind: a {@code ;} may be missing. */
  GOES_ON,

  /** Too many or too few, and what each is meant for is not known. */
  MISCOUNTED,

  /** What belongs to an argument stands beside it. */
  LACKS_PARENTHESES;

  /** More parameters than any function of the library has. */
  private static final int MOST = 30;

  /** Whether the arguments stand where they belong. */
  boolean judges() {
    return this == FITS || this == GOES_ON;
  }

  static Arity of(Expr.Apply apply, Type function, Wanted wanted, Session session) {
    List<Expr> given = apply.arguments();
    List<Type> parameters = new ArrayList<>(4);
    Type rest = parameters(function, given.size() + 1, parameters);
    int taken = parameters.size();
    if (taken > given.size()) {
      return wanted.isNoFunction() ? MISCOUNTED : FITS;
    }
    if (taken == 0 || taken == given.size() || mayTakeMore(rest)) {
      return FITS;
    }
    for (int i = 0; i < taken; i++) {
      Type parameter = Type.resolve(parameters.get(i));
      if (lacksParentheses(given.get(i), parameter, session)) {
        return LACKS_PARENTHESES;
      }
      if (!resembles(given.get(i), parameter)) {
        return MISCOUNTED;
      }
    }
    return GOES_ON;
  }

  /** Whether it is not known of a result that it takes no arguments. */
  private static boolean mayTakeMore(Type result) {
    return result instanceof Type.Open || result instanceof Type.Faulty;
  }

  /** The types of the parameters of a function, as far as they are known. */
  static List<Type> parameters(Type function) {
    List<Type> parameters = new ArrayList<>(4);
    parameters(function, MOST, parameters);
    return parameters;
  }

  /** Collects the parameters, at most so many, and gives what is left. */
  private static Type parameters(Type function, int most, List<Type> parameters) {
    Type rest = Type.resolve(function);
    while (parameters.size() < most && rest instanceof Type.Function of) {
      parameters.add(of.parameter());
      rest = Type.resolve(of.result());
    }
    return rest;
  }

  /** Whether the kind of literal is one that the type has; true of what is no literal. */
  static boolean resembles(Expr argument, Type parameter) {
    return switch (argument) {
      case Expr.Str str -> takes(parameter, Literals.STRINGS);
      case Expr.Num num -> takes(parameter, Literals.INTS);
      case Expr.ListOf list ->
          parameter instanceof Type.ListOf
              || parameter instanceof Type.Open
              || parameter instanceof Type.Faulty;
      default -> true;
    };
  }

  private static boolean takes(Type parameter, Literals literals) {
    return switch (parameter) {
      case Type.Base base -> base.literals() == literals;
      case Type.Open open -> open.literals() == Literals.NONE || open.literals() == literals;
      case Type.Faulty faulty -> true;
      case Type.ListOf list -> false;
      case Type.Function function -> false;
      case Type.Block block -> false;
      case Type.Action action -> false;
    };
  }

  /** A function of that result stands where the result is needed. */
  @SuppressWarnings("ReferenceEquality") // one object for each base type
  static boolean lacksParentheses(Expr argument, Type parameter, Session session) {
    if (!(argument instanceof Expr.Name name)
        || !(parameter instanceof Type.Base)
        || session.names.local(name.name()) != null) {
      return false;
    }
    var definition = session.names.value(name.name());
    return definition != null
        && Type.resolve(definition.type()) instanceof Type.Function function
        && Type.resolve(session.walk.withoutArguments(function)) == parameter;
  }
}
