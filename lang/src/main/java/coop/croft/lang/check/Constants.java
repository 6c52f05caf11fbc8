package coop.croft.lang.check;

import coop.croft.lang.Code;
import coop.croft.lang.Verdict;
import coop.croft.lang.message.Wording;
import coop.croft.lang.types.Constant;
import coop.croft.lang.types.Literals;
import coop.croft.lang.types.Meter;
import coop.croft.lang.types.Type;
import java.util.ArrayList;
import java.util.List;

/** Literals: open until their first use, tested when it settles them. */
public final class Constants {
  private final Problems problems;
  private final Meter meter;
  private final Object subject;
  private final Observer observer;
  private final List<Type.Open> pending = new ArrayList<>();

  Constants(Problems problems, Meter meter, Object subject, Observer observer) {
    this.observer = observer;
    this.problems = problems;
    this.meter = meter;
    this.subject = subject;
  }

  Type.Open open(Constant constant) {
    Type.Open open =
        new Type.Open(constant.value() instanceof String ? Literals.STRINGS : Literals.INTS);
    open.constants().add(constant);
    pending.add(open);
    return open;
  }

  /** At the end of a declaration or of the body: what no use has settled is a string or an int. */
  void settleTheRest() {
    for (Type.Open open : pending) {
      if (!open.isBound()) {
        open.bind(open.literals() == Literals.STRINGS ? Library.STRING : Library.INT);
      }
    }
    pending.clear();
  }

  /** Whether the membership test of a type accepts a literal of its kind. */
  boolean accepts(Type.Base type, Object literal) {
    return verdict(type, literal) instanceof Verdict.Accepted;
  }

  /** What the membership test of a type says of a literal of its kind. */
  Verdict verdict(Type.Base type, Object literal) {
    return type.verdict(literal, subject);
  }

  /** Tests a constant against the type that settled it. */
  void test(Constant constant, Type.Base type) {
    constant.normalise(normal(constant.start(), constant.end(), constant.value(), type));
  }

  /** The normal form of what is written there, if the type accepts that; itself if not. */
  Object normal(int start, int end, Object written, Type.Base type) {
    meter.step();
    observer.settled(start, end, type);
    if (type.test() == null) {
      return written;
    }
    switch (type.verdict(written, subject)) {
      case Verdict.Accepted accepted -> {
        return accepted.normal();
      }
      case Verdict.Invalid invalid ->
          problems.report(
              start,
              end,
              Code.INVALID_VALUE,
              invalid.why(),
              "expected " + type.name() + ", found " + Wording.quoted(written),
              null);
      case Verdict.NotHeld notHeld ->
          problems.report(start, end, Code.NOT_HELD, notHeld.why(), notHeld.hint());
    }
    return written;
  }
}
