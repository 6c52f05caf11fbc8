package coop.croft.lang.check;

import coop.croft.lang.Verdict;
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

  /** Too many, and among those that are taken is a name that means nothing. */
  STRANGE,

  /** What belongs to an argument stands beside it. */
  LACKS_PARENTHESES;

  /** More parameters than any function of the library has. */
  private static final int MOST = 30;

  /** Whether the arguments stand where they belong. */
  boolean judges() {
    return this == FITS || this == GOES_ON;
  }

  /** Whether the number of arguments is wrong. */
  boolean isMiscounted() {
    return this == GOES_ON || this == MISCOUNTED || this == STRANGE;
  }

  static Arity of(Expr.Apply apply, Type function, Wanted wanted, Session session) {
    List<Expr> given = apply.arguments();
    // Nearly all fit, so that no list is made before it is known that one is needed.
    int taken = 0;
    Type rest = Type.resolve(function);
    while (taken <= given.size() && rest instanceof Type.Function of) {
      taken++;
      rest = Type.resolve(of.result());
    }
    if (taken > given.size()) {
      return wanted.isNoFunction() ? MISCOUNTED : FITS;
    }
    if (taken == 0 || taken == given.size() || mayTakeMore(rest)) {
      return FITS;
    }
    List<Type> parameters = new ArrayList<>(taken);
    parameters(function, taken, parameters);
    for (int i = 0; i < taken; i++) {
      Type parameter = Type.resolve(parameters.get(i));
      if (lacksParentheses(given.get(i), parameter, session)) {
        return LACKS_PARENTHESES;
      }
      if (session.names.isUnknown(given.get(i))) {
        return STRANGE;
      }
      if (!resembles(given.get(i), parameter)) {
        return MISCOUNTED;
      }
    }
    return given.subList(taken, given.size()).stream().allMatch(Arity::isLiteral)
            && isInvalid(given, parameters, session)
        ? MISCOUNTED
        : GOES_ON;
  }

  static boolean isLiteral(Expr expr) {
    return expr instanceof Expr.Str || expr instanceof Expr.Num;
  }

  /**
   * Whether some literal has not the form that is needed. A right that is missing is always said.
   */
  private static boolean isInvalid(List<Expr> given, List<Type> parameters, Session session) {
    boolean invalid = false;
    for (int i = 0; i < parameters.size(); i++) {
      switch (verdict(given.get(i), Type.resolve(parameters.get(i)), session)) {
        case Verdict.Accepted accepted -> {}
        case Verdict.Invalid why -> invalid = true;
        case Verdict.NotHeld notHeld -> {
          return false;
        }
      }
    }
    return invalid;
  }

  /**
   * The place of the one word without meaning, if that is the argument that is too much: the others
   * fit without it. -1 if there is none.
   */
  static int stray(Expr.Apply apply, Type function, Session session) {
    List<Expr> given = apply.arguments();
    List<Type> parameters = new ArrayList<>(4);
    parameters(function, given.size(), parameters);
    if (parameters.size() != given.size() - 1) {
      return -1;
    }
    int stray = -1;
    for (int i = 0; i < given.size(); i++) {
      if (session.names.isUnknown(given.get(i))) {
        if (stray >= 0) {
          return -1;
        }
        stray = i;
      } else if (stray < 0 && i == parameters.size()) {
        return -1;
      } else {
        Type parameter = Type.resolve(parameters.get(stray < 0 ? i : i - 1));
        if (!resembles(given.get(i), parameter) || !isAccepted(given.get(i), parameter, session)) {
          return -1;
        }
      }
    }
    return stray;
  }

  /** Whether the membership test accepts a literal of the right kind; true of all else. */
  static boolean isAccepted(Expr argument, Type parameter, Session session) {
    return verdict(argument, parameter, session) instanceof Verdict.Accepted;
  }

  private static Verdict verdict(Expr argument, Type parameter, Session session) {
    if (!(parameter instanceof Type.Base base)) {
      return Verdict.accepted(argument);
    }
    session.meter.step();
    return switch (argument) {
      case Expr.Str str -> session.constants.verdict(base, str.value());
      case Expr.Num num -> session.constants.verdict(base, num.value());
      default -> Verdict.accepted(argument);
    };
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
