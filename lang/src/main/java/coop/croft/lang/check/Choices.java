package coop.croft.lang.check;

import coop.croft.lang.eval.Definition;
import coop.croft.lang.types.Symbol;
import coop.croft.lang.types.Type;
import coop.croft.lang.types.Variable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds out what would be legal at a hole, by the same rules as what stands elsewhere. */
final class Choices {
  private final Session session;

  Choices(Session session) {
    this.session = session;
  }

  Choice of(Wanted wanted) {
    Set<String> seen = new HashSet<>();
    List<Symbol> legal = new ArrayList<>();
    for (Symbol symbol : values()) {
      session.meter.step();
      if (seen.add(symbol.name()) && wanted.offers(symbol.type(), session)) {
        legal.add(symbol);
      }
    }
    return new Choice(
        place(wanted.form()),
        Optional.ofNullable(wanted.around()),
        Optional.ofNullable(wanted.type()).map(Type::resolve),
        legal);
  }

  private static Choice.Place place(Wanted.Form form) {
    return switch (form) {
      case ANYTHING -> Choice.Place.ANYTHING;
      case ACTION, ENTRY -> Choice.Place.STATEMENT;
      case TAKER -> Choice.Place.TAKER;
      case VALUE -> Choice.Place.VALUE;
    };
  }

  /** What is nearest first: it hides what is farther away. */
  private List<Symbol> values() {
    List<Symbol> all = new ArrayList<>();
    session.names.locals().values().forEach(l -> all.add(l.symbol()));
    session.names.declaredValues().stream().map(Definition::symbol).forEach(all::add);
    session.names.library().values().values().stream().map(Definition::symbol).forEach(all::add);
    return all;
  }

  Choice variables() {
    return new Choice(Choice.Place.VARIABLE, Optional.empty(), Optional.empty(), allVariables());
  }

  /**
   * What is set for something.
   *
   * @param head its type
   */
  Choice settings(Type head) {
    return new Choice(Choice.Place.SETTING, Optional.empty(), Optional.of(head), allVariables());
  }

  private List<Symbol> allVariables() {
    List<Symbol> all = new ArrayList<>();
    session.names.declaredVariables().stream().map(Variable::symbol).forEach(all::add);
    session.names.library().variables().values().stream().map(Variable::symbol).forEach(all::add);
    return all;
  }

  Choice types() {
    return new Choice(
        Choice.Place.TYPE,
        Optional.empty(),
        Optional.empty(),
        List.copyOf(session.names.library().typeSymbols()));
  }

  Choice contexts() {
    return new Choice(
        Choice.Place.CONTEXT,
        Optional.empty(),
        Optional.empty(),
        List.copyOf(session.names.library().contextSymbols()));
  }
}
