package coop.croft.lang.check;

import coop.croft.lang.Code;
import coop.croft.lang.predicate.Pred;
import coop.croft.lang.predicate.Predicates;
import coop.croft.lang.syntax.PredExpr;
import coop.croft.lang.syntax.TypeExpr;
import coop.croft.lang.types.Row;
import coop.croft.lang.types.Type;
import coop.croft.lang.types.TypeText;
import coop.croft.lang.types.Variable;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Types and predicates as written become types and predicates. */
final class Annotations {
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
      return base;
    }
    session.problems.report(
        named.start(),
        named.end(),
        Code.UNKNOWN_NAME,
        "there is no type '" + named.name() + "'",
        Suggestions.of(named.name(), session.names.library().typeNames()));
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
        variables.add(variable);
      }
    }
    return Row.of(variables);
  }

  void undeclared(int start, int end, String name) {
    Set<String> known = new LinkedHashSet<>(session.names.library().variableNames());
    known.addAll(session.names.ownVariables().keySet());
    session.problems.report(
        start,
        end,
        Code.UNDECLARED_VARIABLE,
        "there is no variable '" + name + "'",
        Suggestions.of(name, known));
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
    if (session.names.library().hasContext(in.context())) {
      return session.predicates.context(in.context());
    }
    session.problems.report(
        in.start(),
        in.end(),
        Code.UNKNOWN_NAME,
        "there is no context '" + in.context() + "'",
        Suggestions.of(in.context(), session.names.library().contextNames()));
    return Predicates.FAULTY;
  }
}
