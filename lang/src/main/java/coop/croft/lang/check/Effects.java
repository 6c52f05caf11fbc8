package coop.croft.lang.check;

import coop.croft.lang.predicate.Pred;
import coop.croft.lang.types.Row;
import coop.croft.lang.types.Type;
import coop.croft.lang.types.Variable;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Adds up the types of the statements of a sequence: {@code [P1 & P2] I1 ∪ (I2 − O1) => O1 ∪ O2}.
 */
final class Effects {
  private final Session session;
  private final Set<Pred> conjuncts = new LinkedHashSet<>();
  private final Set<Variable> reads = new LinkedHashSet<>();
  private final Set<Variable> writes = new LinkedHashSet<>();

  /** Most statements repeat the one before; their type is one object then. */
  private Type.Action last;

  private final Type.Action nothing;

  Effects(Session session) {
    this.session = session;
    this.nothing = new Type.Action(session.predicates.anywhere(), Row.EMPTY, Row.EMPTY);
    this.last = nothing;
  }

  @SuppressWarnings("ReferenceEquality") // a repetition of the same object adds nothing
  void add(Type.Action action) {
    if (action == last) {
      return;
    }
    last = action;
    for (Pred conjunct : action.pred().conjuncts()) {
      session.meter.step();
      conjuncts.add(conjunct);
    }
    session.meter.steps(action.reads().size() + action.writes().size());
    for (Variable read : action.reads().variables()) {
      read(read);
    }
    writes.addAll(action.writes().variables());
  }

  void read(Variable variable) {
    if (!writes.contains(variable)) {
      reads.add(variable);
    }
  }

  void write(Variable variable) {
    writes.add(variable);
    last = nothing;
  }

  Type.Action whole() {
    return new Type.Action(session.predicates.all(conjuncts), Row.of(reads), Row.of(writes));
  }

  Type.Action withoutWrites() {
    return new Type.Action(session.predicates.all(conjuncts), Row.of(reads), Row.EMPTY);
  }
}
