package coop.croft.lang.check;

import coop.croft.lang.Code;
import coop.croft.lang.Externs.TypeTest;
import coop.croft.lang.Verdict;
import coop.croft.lang.message.Wording;
import coop.croft.lang.types.Constant;
import coop.croft.lang.types.Literals;
import coop.croft.lang.types.Meter;
import coop.croft.lang.types.Type;
import java.util.ArrayList;
import java.util.List;

/** Literals: open until their first use, tested when it settles them. */
final class Constants {
  private final Problems problems;
  private final Meter meter;
  private final Object subject;
  private final List<Type.Open> pending = new ArrayList<>();

  Constants(Problems problems, Meter meter, Object subject) {
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

  /** Tests a constant against the type that settled it. */
  void test(Constant constant, Type.Base type) {
    meter.step();
    TypeTest<Object> test = type.test();
    if (test == null) {
      return;
    }
    Verdict verdict =
        switch (test) {
          case TypeTest.OverStrings<Object> strings ->
              strings.test().test((String) constant.value(), subject);
          case TypeTest.OverInts<Object> ints -> ints.test().test((Long) constant.value(), subject);
          case TypeTest.Opaque<Object> opaque ->
              throw new IllegalStateException("no constant settles to " + type.name());
        };
    switch (verdict) {
      case Verdict.Accepted accepted -> constant.normalise(accepted.normal());
      case Verdict.Invalid invalid ->
          problems.report(
              constant.start(),
              constant.end(),
              Code.INVALID_VALUE,
              invalid.why(),
              "expected " + type.name() + ", found " + Wording.quoted(constant.value()),
              null);
      case Verdict.NotHeld notHeld ->
          problems.report(
              constant.start(), constant.end(), Code.NOT_HELD, notHeld.why(), notHeld.hint());
    }
  }
}
