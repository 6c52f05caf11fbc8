package coop.croft.lang.check;

import coop.croft.lang.Code;
import coop.croft.lang.message.Wording;
import coop.croft.lang.predicate.Pred;
import coop.croft.lang.predicate.Predicates;
import coop.croft.lang.syntax.PredExpr;
import coop.croft.lang.syntax.TypeExpr;
import coop.croft.lang.types.Row;
import coop.croft.lang.types.Symbol;
import coop.croft.lang.types.Type;
import coop.croft.lang.types.TypeText;
import coop.croft.lang.types.Variable;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Types and predicates as written become types and predicates. */
final class Annotations {
  /** Types of lists, elsewhere. */
  private static final Set<String> LISTS = Set.of("list", "array");

  private final Session session;

  Annotations(Session session) {
    this.session = session;
  }

  Type type(TypeExpr written) {
    session.meter.at(written.start(), written.end());
    return switch (written) {
      case TypeExpr.Named named -> named(named);
      case TypeExpr.ListOf list -> new Type.ListOf(type(list.element()));
      case TypeExpr.Function function ->
          new Type.Function(type(function.parameter()), type(function.result()));
      case TypeExpr.Block block -> new Type.Block(pred(block.pred()), type(block.result()));
      case TypeExpr.Action action ->
          new Type.Action(pred(action.pred()), row(action.reads()), row(action.writes()));
    };
  }

  private Type named(TypeExpr.Named named) {
    Type.Base base = session.names.library().type(named.name());
    if (base != null) {
      Symbol symbol = session.names.library().typeSymbol(named.name());
      if (symbol != null) {
        session.observer.named(named.start(), named.end(), symbol);
      }
      return base;
    }
    if (session.observer.isHole(named.name())) {
      session.observer.hole(named.start(), new Choices(session).types());
    }
    String message = "there is no type '" + named.name() + "'";
    if (LISTS.contains(named.name())) {
      session.problems.report(
          named.start(), named.end(), Code.UNKNOWN_NAME, message, Wording.LIST_TYPE);
      return Type.Faulty.FAULTY;
    }
    session.complaints.unknown(
        named.start(),
        named.end(),
        Code.UNKNOWN_NAME,
        message,
        named.name(),
        session.names.library().typeNames());
    return Type.Faulty.FAULTY;
  }

  private Row row(List<TypeExpr.RowEntry> entries) {
    if (entries.isEmpty()) {
      return Row.EMPTY;
    }
    Set<Variable> variables = new LinkedHashSet<>();
    for (TypeExpr.RowEntry entry : entries) {
      int end = entry.start() + entry.variable().length();
      Type type = type(entry.type());
      Variable variable = session.names.variable(entry.variable());
      if (variable == null) {
        if (session.observer.isHole(entry.variable())) {
          session.observer.hole(entry.start(), new Choices(session).variables());
        }
        undeclared(entry.start(), end, entry.variable());
      } else if (!session.walk.sameData(type, variable.type())) {
        session.problems.report(
            entry.type().start(),
            entry.type().end(),
            Code.TYPE_MISMATCH,
            "the variable " + variable.name() + " has another type",
            "expected " + TypeText.of(variable.type()) + ", found " + TypeText.of(type),
            null);
      } else {
        session.observer.named(entry.start(), end, variable.symbol());
        variables.add(variable);
      }
    }
    return Row.of(variables);
  }

  void undeclared(int start, int end, String name) {
    Set<String> known = new LinkedHashSet<>(session.names.library().variableNames());
    session.names.declaredVariables().forEach(v -> known.add(v.name()));
    String message = "there is no variable '" + name + "'";
    String small = name.toLowerCase(Locale.ROOT);
    if (session.names.value(small) != null) {
      session.problems.report(
          start,
          end,
          Code.UNDECLARED_VARIABLE,
          message,
          "'" + small + "' is none: write it in small letters and without '='");
      return;
    }
    session.complaints.unknown(start, end, Code.UNDECLARED_VARIABLE, message, name, known);
  }

  Pred pred(PredExpr written) {
    session.meter.at(written.start(), written.end());
    return switch (written) {
      case PredExpr.Root root -> session.predicates.root();
      case PredExpr.In in -> context(in);
      case PredExpr.Somewhere somewhere -> session.predicates.somewhere(pred(somewhere.inner()));
      case PredExpr.Not not -> session.predicates.not(pred(not.inner()));
      case PredExpr.All all -> {
        List<Pred> parts = new ArrayList<>();
        for (PredExpr part : all.parts()) {
          parts.add(pred(part));
        }
        yield session.predicates.all(parts);
      }
    };
  }

  private Pred context(PredExpr.In in) {
    Symbol symbol = session.names.library().contextSymbol(in.context());
    if (symbol != null) {
      session.observer.named(in.start(), in.end(), symbol);
      return session.predicates.context(in.context());
    }
    if (session.observer.isHole(in.context())) {
      session.observer.hole(in.start(), new Choices(session).contexts());
    }
    session.complaints.unknown(
        in.start(),
        in.end(),
        Code.UNKNOWN_NAME,
        "there is no context '" + in.context() + "'",
        in.context(),
        session.names.library().contextNames());
    return Predicates.FAULTY;
  }
}
