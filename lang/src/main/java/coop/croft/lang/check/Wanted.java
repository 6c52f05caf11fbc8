package coop.croft.lang.check;

import coop.croft.lang.predicate.Pred;
import coop.croft.lang.types.Literals;
import coop.croft.lang.types.Type;
import org.jspecify.annotations.Nullable;

/**
 * What would be legal where a name stands; decides which names a message offers.
 *
 * @param around predicate of the surrounding block, if known
 * @param type that is wanted, if it is neither an action nor a block-taker
 * @param arguments how many the name is applied to
 */
record Wanted(Form form, @Nullable Pred around, @Nullable Type type, int arguments) {
  /** What kind of thing is wanted. */
  enum Form {
    ANYTHING,
    /** What may be entered by itself: an action, or a value to look at. */
    ENTRY,
    ACTION,
    TAKER,
    VALUE
  }

  static final Wanted ANYTHING = new Wanted(Form.ANYTHING, null, null, 0);

  static Wanted entry(Pred around) {
    return new Wanted(Form.ENTRY, around, null, 0);
  }

  static Wanted action(@Nullable Pred around) {
    return new Wanted(Form.ACTION, around, null, 0);
  }

  static Wanted taker(@Nullable Pred around) {
    return new Wanted(Form.TAKER, around, null, 0);
  }

  static Wanted value(Type type) {
    return new Wanted(Form.VALUE, null, type, 0);
  }

  Wanted applied(int to) {
    return new Wanted(form, around, type, to);
  }

  /** Whether a function would certainly not do. */
  boolean isNoFunction() {
    return switch (form) {
      case ANYTHING, ENTRY -> false;
      case ACTION, TAKER -> true;
      case VALUE ->
          type != null
              && switch (Type.resolve(type)) {
                case Type.Base base -> true;
                case Type.ListOf list -> true;
                case Type.Action action -> true;
                case Type.Block block -> true;
                case Type.Function function -> false;
                case Type.Open open -> false;
                case Type.Faulty faulty -> false;
              };
    };
  }

  /** Whether a value would do that the library names. */
  boolean isChosen() {
    return form == Form.VALUE
        && type != null
        && Type.resolve(type) instanceof Type.Base base
        && base.literals() == Literals.NONE;
  }

  /** Whether true or false would do. */
  @SuppressWarnings("ReferenceEquality") // one object for each base type
  boolean isCondition() {
    return form == Form.VALUE && type != null && Type.resolve(type) == Library.BOOL;
  }

  /** Whether that text would do. */
  boolean isText(String text, Session session) {
    return form == Form.VALUE
        && arguments == 0
        && type != null
        && Type.resolve(type) instanceof Type.Base base
        && base.literals() == Literals.STRINGS
        && session.constants.accepts(base, text);
  }

  /** Whether something of that type would do. */
  boolean allows(Type candidate, Session session) {
    Type result = Type.resolve(candidate);
    for (int i = 0; i < arguments; i++) {
      if (!(result instanceof Type.Function function)) {
        return false;
      }
      result = Type.resolve(function.result());
    }
    return switch (form) {
      case ANYTHING -> true;
      case ENTRY -> isEntry(result, session);
      case ACTION ->
          session.walk.withoutArguments(result) instanceof Type.Action action
              && isLegal(action, session);
      case TAKER ->
          session.walk.withoutArguments(result) instanceof Type.Block
              && isLegal(session.walk.endsIn(result), session);
      case VALUE -> type == null || resembles(result, Type.resolve(type));
    };
  }

  /**
   * Whether something of that type would do with what may be written behind it: arguments, a block.
   */
  boolean offers(Type candidate, Session session) {
    Type result = session.walk.withoutArguments(candidate);
    return switch (form) {
      case ANYTHING -> true;
      case ENTRY -> isEntry(candidate, session);
      case ACTION ->
          (result instanceof Type.Action || result instanceof Type.Block)
              && isLegal(session.walk.endsIn(result), session);
      case TAKER -> result instanceof Type.Block && isLegal(session.walk.endsIn(result), session);
      case VALUE -> type == null || fits(candidate, result, Type.resolve(type));
    };
  }

  private static boolean fits(Type candidate, Type result, Type wanted) {
    return switch (wanted) {
      case Type.Function function -> Type.resolve(candidate) instanceof Type.Function;
      // What fits everywhere is behind a fault, where nothing is known.
      case Type.Faulty faulty -> false;
      case Type.ListOf list -> result instanceof Type.ListOf of && sameElement(of, list);
      case Type.Base base when result instanceof Type.Open open ->
          open.literals() == Literals.NONE || open.literals() == base.literals();
      default -> resembles(result, wanted);
    };
  }

  private static boolean sameElement(Type.ListOf found, Type.ListOf wanted) {
    Type inner = Type.resolve(wanted.element());
    return switch (inner) {
      case Type.Faulty faulty -> true;
      default -> resembles(Type.resolve(found.element()), inner);
    };
  }

  private boolean isEntry(Type candidate, Session session) {
    Type.Action action = session.walk.endsIn(candidate);
    return action == null || isLegal(action, session);
  }

  private boolean isLegal(Type.@Nullable Action action, Session session) {
    return action != null
        && (around == null || session.subsumption.implies(around, action.pred()) == null);
  }

  /** Looks at the outermost part only: a hint may err, but must cost little. */
  @SuppressWarnings("ReferenceEquality") // one object for each base type
  private static boolean resembles(Type found, Type wanted) {
    return switch (wanted) {
      case Type.Base base -> found == base;
      case Type.ListOf list -> found instanceof Type.ListOf;
      case Type.Function function -> found instanceof Type.Function;
      case Type.Block block -> found instanceof Type.Block;
      case Type.Action action -> found instanceof Type.Action;
      case Type.Open open -> true;
      case Type.Faulty faulty -> true;
    };
  }
}
