package coop.croft.lang.check;

import coop.croft.lang.Bounds;
import coop.croft.lang.predicate.Implications;
import coop.croft.lang.predicate.Predicates;
import coop.croft.lang.syntax.Source;
import coop.croft.lang.types.Meter;
import coop.croft.lang.types.Subsumption;
import coop.croft.lang.types.Symbol;
import coop.croft.lang.types.Type;
import coop.croft.lang.types.TypeWalk;

/** What all parts of the checker share while they check one file. */
final class Session {
  final Source source;
  final Bounds bounds;
  final Meter meter;
  final Problems problems;
  final Names names;
  final Predicates predicates;
  final TypeWalk walk;
  final Constants constants;
  final Subsumption subsumption;
  final Complaints complaints;
  final PlainValues plainValues;
  final Observer observer;
  private int untold;

  Session(
      Source source,
      Library library,
      Earlier earlier,
      Predicates predicates,
      Bounds bounds,
      Object subject,
      Observer observer) {
    this.observer = observer;
    this.source = source;
    this.bounds = bounds;
    this.meter = new Meter(source, bounds, observer::isCancelled);
    this.problems = new Problems(source, meter);
    this.names = new Names(library, earlier);
    this.predicates = predicates;
    this.walk = new TypeWalk(meter);
    this.constants = new Constants(problems, meter, subject, observer);
    this.subsumption =
        new Subsumption(meter, walk, new Implications(bounds.implicationWork()), constants::test);
    this.complaints = new Complaints(this);
    this.plainValues = new PlainValues(this);
  }

  /** Something is used that may read more than its type tells. */
  void tellsNotAll() {
    untold++;
  }

  /** How often that was so. */
  int untold() {
    return untold;
  }

  /** A name that is bound inside an expression or a sequence. */
  Symbol binds(Symbol.Kind kind, String name, int start, Type type) {
    Symbol symbol = new Symbol(kind, name, type, source, start, "");
    observer.named(start, symbol.end(), symbol);
    return symbol;
  }
}
