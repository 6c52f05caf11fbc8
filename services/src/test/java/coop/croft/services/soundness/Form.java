package coop.croft.services.soundness;

import coop.croft.lang.predicate.Pred;
import coop.croft.lang.predicate.Predicates;
import coop.croft.lang.syntax.PredExpr;
import coop.croft.lang.syntax.TypeExpr;
import java.util.ArrayList;
import java.util.List;

/** A type as the generator sees it: equal types are equal, and rows, which only document, gone. */
sealed interface Form {
  record Base(String name) implements Form {}

  record ListOf(Form element) implements Form {}

  record Function(Form parameter, Form result) implements Form {}

  record Taker(Pred pred, Form result) implements Form {}

  record Action(Pred pred) implements Form {}

  /** What it gives after all its arguments. */
  default Form end() {
    return this instanceof Function(Form parameter, Form result) ? result.end() : this;
  }

  /** The arguments that lead to {@link #end}. */
  default List<Form> parameters() {
    List<Form> all = new ArrayList<>();
    Form rest = this;
    while (rest instanceof Function(Form parameter, Form result)) {
      all.add(parameter);
      rest = result;
    }
    return all;
  }

  /** As programs write it. */
  default String text() {
    return switch (this) {
      case Base(String name) -> name;
      case ListOf(Form element) -> "[" + element.text() + "]";
      case Function(Form parameter, Form result) ->
          (parameter instanceof Base || parameter instanceof ListOf
                  ? parameter.text()
                  : "(" + parameter.text() + ")")
              + " -> "
              + result.text();
      case Taker(Pred pred, Form result) -> pred + " => " + result.text();
      case Action(Pred pred) -> "[" + pred + "]";
    };
  }

  static Form of(TypeExpr type, Predicates table) {
    return switch (type) {
      case TypeExpr.Named named -> new Base(named.name());
      case TypeExpr.ListOf list -> new ListOf(of(list.element(), table));
      case TypeExpr.Function f -> new Function(of(f.parameter(), table), of(f.result(), table));
      case TypeExpr.Block b -> new Taker(pred(b.pred(), table), of(b.result(), table));
      case TypeExpr.Action a -> new Action(pred(a.pred(), table));
    };
  }

  private static Pred pred(PredExpr pred, Predicates table) {
    return switch (pred) {
      case PredExpr.Root root -> table.root();
      case PredExpr.In in -> table.context(in.context());
      case PredExpr.Somewhere s -> table.somewhere(pred(s.inner(), table));
      case PredExpr.Not not -> table.not(pred(not.inner(), table));
      case PredExpr.All all -> table.all(all.parts().stream().map(p -> pred(p, table)).toList());
    };
  }
}
