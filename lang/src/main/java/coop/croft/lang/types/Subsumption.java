package coop.croft.lang.types;

import coop.croft.lang.predicate.Implication;
import coop.croft.lang.predicate.Implications;
import coop.croft.lang.predicate.Pred;
import org.jspecify.annotations.Nullable;

/** Whether a value of one type may stand where another is wanted; binds open types on the way. */
public final class Subsumption {
  /** Tests a constant that has been settled, and reports at its place if it fails. */
  @FunctionalInterface
  public interface ConstantTest {
    void test(Constant constant, Type.Base type);
  }

  private static final Misfit MISMATCH = new Misfit.Mismatch();

  private final Meter meter;
  private final TypeWalk walk;
  private final Implications implications;
  private final ConstantTest constants;

  public Subsumption(
      Meter meter, TypeWalk walk, Implications implications, ConstantTest constants) {
    this.meter = meter;
    this.walk = walk;
    this.implications = implications;
    this.constants = constants;
  }

  /** Null if {@code actual} may stand for {@code expected}. */
  public @Nullable Misfit fits(Type actual, Type expected) {
    return fits(actual, expected, 0);
  }

  /** Null if {@code here} implies {@code needed}. */
  public Misfit.@Nullable Context implies(Pred here, Pred needed) {
    if (here.form() == Pred.Form.FAULTY || needed.form() == Pred.Form.FAULTY) {
      meter.indulge();
      return null;
    }
    try {
      Implication.Answer answer = implications.decide(here, needed);
      meter.steps(implications.takeSpent());
      return answer.counterExample() == null
          ? null
          : new Misfit.Context(here, needed, answer.counterExample());
    } catch (Implication.TooMuchWork tooMuch) {
      throw meter.implicationTooHard();
    }
  }

  @SuppressWarnings("ReferenceEquality") // a type is itself; base types have one object each
  private @Nullable Misfit fits(Type actual, Type expected, int depth) {
    meter.step();
    meter.deep(depth);
    Type a = Type.resolve(actual);
    Type e = Type.resolve(expected);
    if (a == e) {
      return null;
    }
    if (a instanceof Type.Faulty || e instanceof Type.Faulty) {
      meter.indulge();
      return null;
    }
    if (a instanceof Type.Open open) {
      return bind(open, e);
    }
    if (e instanceof Type.Open open) {
      return bind(open, a);
    }
    if (a instanceof Type.ListOf x && e instanceof Type.ListOf y) {
      return fits(x.element(), y.element(), depth + 1);
    }
    if (a instanceof Type.Function x && e instanceof Type.Function y) {
      Misfit misfit = fits(y.parameter(), x.parameter(), depth + 1);
      return misfit != null ? misfit : fits(x.result(), y.result(), depth + 1);
    }
    if (a instanceof Type.Block x && e instanceof Type.Block y) {
      Misfit misfit = implies(x.pred(), y.pred());
      return misfit != null ? misfit : fits(x.result(), y.result(), depth + 1);
    }
    if (a instanceof Type.Action x && e instanceof Type.Action y) {
      return implies(y.pred(), x.pred());
    }
    return MISMATCH;
  }

  private @Nullable Misfit bind(Type.Open open, Type to) {
    if (to instanceof Type.Open other) {
      return meet(open, other);
    }
    if (open.literals() == Literals.NONE) {
      if (walk.occurs(open, to)) {
        return MISMATCH;
      }
      open.bind(to);
      return null;
    }
    if (!(to instanceof Type.Base base) || base.literals() != open.literals()) {
      return MISMATCH;
    }
    settle(open, base);
    return null;
  }

  /** The open type of constants becomes that base type, and all of them are tested. */
  public void settle(Type.Open open, Type.Base base) {
    open.bind(base);
    for (Constant constant : open.constants()) {
      constants.test(constant, base);
    }
  }

  private @Nullable Misfit meet(Type.Open a, Type.Open b) {
    if (a.literals() == Literals.NONE) {
      a.bind(b);
      return null;
    }
    if (b.literals() == Literals.NONE) {
      b.bind(a);
      return null;
    }
    if (a.literals() != b.literals()) {
      return MISMATCH;
    }
    // The shorter list moves, so that many constants that meet one by one cost little.
    Type.Open from = a.constants().size() < b.constants().size() ? a : b;
    Type.Open into = from.equals(a) ? b : a;
    meter.steps(from.constants().size());
    into.constants().addAll(from.constants());
    from.bind(into);
    return null;
  }
}
