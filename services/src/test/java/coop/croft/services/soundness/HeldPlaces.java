package coop.croft.services.soundness;

import coop.croft.lang.syntax.Declaration;
import coop.croft.lang.syntax.Expr;
import coop.croft.lang.syntax.Seq;
import coop.croft.lang.syntax.Stmt;
import coop.croft.lang.syntax.Tree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The constants of a program, each with the type that a declaration wants at its place. */
final class HeldPlaces {
  /**
   * A constant.
   *
   * @param type empty where no declaration says it
   */
  record Place(int start, int end, String type) {}

  private final Declared library;
  private final Map<String, Form> own = new HashMap<>();
  private final List<Place> found = new ArrayList<>();

  private HeldPlaces(Declared library) {
    this.library = library;
  }

  static List<Place> of(Tree tree, Declared library) {
    HeldPlaces places = new HeldPlaces(library);
    for (Declaration declaration : tree.declarations()) {
      switch (declaration) {
        case Declaration.Val val -> {
          Form type = val.type() == null ? null : Form.of(val.type(), library.predicates());
          places.visit(val.body(), type);
          if (type != null) {
            places.own.put(val.name().name(), type);
          }
        }
        case Declaration.VariableVal val ->
            places.visit(val.body(), Form.of(val.type(), library.predicates()));
        case Declaration.ExternType type -> {}
        case Declaration.ExternVal val -> {}
        case Declaration.Context context -> {}
      }
    }
    places.visit(tree.body());
    return places.found;
  }

  private void visit(Seq seq) {
    for (Stmt stmt : seq.statements()) {
      switch (stmt) {
        case Stmt.Assign assign ->
            visit(assign.value(), library.variables().get(assign.variable()));
        case Stmt.Bind bind -> {}
        case Expr expr -> visit(expr, null);
      }
    }
  }

  private void visit(Seq seq, @Nullable Form wanted) {
    Expr single = seq.single();
    if (single == null) {
      visit(seq);
    } else {
      visit(single, wanted);
    }
  }

  private void visit(Expr expr, @Nullable Form wanted) {
    String type = wanted instanceof Form.Base(String name) ? name : "";
    switch (expr) {
      case Expr.Name name -> {}
      case Expr.Str text -> found.add(new Place(text.start(), text.end(), type));
      case Expr.Num number -> found.add(new Place(number.start(), number.end(), type));
      case Expr.ListOf list -> {
        Form element = wanted instanceof Form.ListOf(Form e) ? e : null;
        list.items().forEach(item -> visit(item, element));
      }
      case Expr.Group group -> visit(group.body(), wanted);
      case Expr.Let let -> {
        visit(let.first());
        visit(let.body());
      }
      case Expr.If branches -> {
        visit(branches.condition(), null);
        visit(branches.then(), wanted);
        if (branches.otherwise() != null) {
          visit(branches.otherwise(), wanted);
        }
      }
      case Expr.For loop -> {
        visit(loop.list(), null);
        visit(loop.body());
      }
      case Expr.Apply apply -> apply(apply);
      case Expr.Where where -> {
        visit(where.head(), wanted);
        visit(where.settings());
      }
      case Expr.With with -> {
        visit(with.head(), null);
        if (with.settings() != null) {
          visit(with.settings());
        }
        visit(with.block());
      }
      case Expr.Lambda lambda ->
          visit(lambda.body(), wanted instanceof Form.Function(Form p, Form r) ? r : null);
      case Expr.BlockLambda lambda ->
          visit(lambda.body(), wanted instanceof Form.Taker(var p, Form r) ? r : null);
    }
  }

  private void apply(Expr.Apply apply) {
    visit(apply.function(), null);
    Form rest =
        apply.function() instanceof Expr.Name name
            ? own.getOrDefault(name.name(), library.values().get(name.name()))
            : null;
    for (Expr argument : apply.arguments()) {
      visit(argument, rest instanceof Form.Function(Form p, Form r) ? p : null);
      rest = rest instanceof Form.Function(Form p, Form r) ? r : null;
    }
  }
}
