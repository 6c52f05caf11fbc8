package coop.croft.lang.syntax;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The names that a file uses and does not bind itself, each with the place of its first use. */
public final class Uses {
  /** Names of the four name spaces. */
  public enum Space {
    TYPE,
    CONTEXT,
    VARIABLE,
    VALUE
  }

  /** A name in its name space. */
  public record Name(Space space, String name) {}

  /** Where a name is used. */
  public record Place(int start, int end) {}

  private final Map<Name, Place> found = new HashMap<>();
  private final Map<String, Integer> bound = new HashMap<>();

  private Uses() {}

  public static Map<Name, Place> of(Tree tree) {
    Uses uses = new Uses();
    for (Declaration declaration : tree.declarations()) {
      uses.declaration(declaration);
    }
    uses.seq(tree.body());
    return uses.found;
  }

  /** The names that a file declares. */
  public static Map<Name, Place> declaredBy(Tree tree) {
    Map<Name, Place> declared = new HashMap<>();
    for (Declaration declaration : tree.declarations()) {
      switch (declaration) {
        case Declaration.ExternType type -> put(declared, Space.TYPE, type.names());
        case Declaration.ExternVal val -> put(declared, Space.VALUE, val.names());
        case Declaration.Val val -> put(declared, Space.VALUE, List.of(val.name()));
        case Declaration.VariableVal val -> put(declared, Space.VARIABLE, List.of(val.name()));
        case Declaration.Context context -> put(declared, Space.CONTEXT, List.of(context.name()));
      }
    }
    return declared;
  }

  private static void put(Map<Name, Place> into, Space space, List<Declaration.Named> names) {
    for (Declaration.Named name : names) {
      into.putIfAbsent(new Name(space, name.name()), new Place(name.start(), name.end()));
    }
  }

  private void use(Space space, String name, int start, int end) {
    found.putIfAbsent(new Name(space, name), new Place(start, end));
  }

  private void declaration(Declaration declaration) {
    switch (declaration) {
      case Declaration.ExternType type -> {}
      case Declaration.Context context -> {}
      case Declaration.ExternVal val -> type(val.type());
      case Declaration.Val val -> {
        if (val.type() != null) {
          type(val.type());
        }
        expr(val.body());
      }
      case Declaration.VariableVal val -> {
        type(val.type());
        expr(val.body());
      }
    }
  }

  private void type(TypeExpr type) {
    switch (type) {
      case TypeExpr.Named named -> use(Space.TYPE, named.name(), named.start(), named.end());
      case TypeExpr.ListOf list -> type(list.element());
      case TypeExpr.Function function -> {
        type(function.parameter());
        type(function.result());
      }
      case TypeExpr.Block block -> {
        pred(block.pred());
        type(block.result());
      }
      case TypeExpr.Action action -> {
        pred(action.pred());
        row(action.reads());
        row(action.writes());
      }
    }
  }

  private void row(List<TypeExpr.RowEntry> row) {
    for (TypeExpr.RowEntry entry : row) {
      String variable = entry.variable();
      use(Space.VARIABLE, variable, entry.start(), entry.start() + variable.length());
      type(entry.type());
    }
  }

  private void pred(PredExpr pred) {
    switch (pred) {
      case PredExpr.Root root -> {}
      case PredExpr.In in -> use(Space.CONTEXT, in.context(), in.start(), in.end());
      case PredExpr.Somewhere somewhere -> pred(somewhere.inner());
      case PredExpr.Not not -> pred(not.inner());
      case PredExpr.All all -> all.parts().forEach(this::pred);
    }
  }

  private void seq(@Nullable Seq seq) {
    if (seq == null) {
      return;
    }
    List<String> names = new ArrayList<>(0);
    for (Stmt statement : seq.statements()) {
      switch (statement) {
        case Stmt.Assign assign -> {
          use(Space.VARIABLE, assign.variable(), assign.start(), assign.nameEnd());
          expr(assign.value());
        }
        case Stmt.Bind bind -> {
          use(Space.VARIABLE, bind.variable(), bind.variableStart(), bind.end());
          enter(bind.name());
          names.add(bind.name());
        }
        case Expr expr -> expr(expr);
      }
    }
    names.forEach(this::leave);
  }

  private void enter(String name) {
    bound.merge(name, 1, Integer::sum);
  }

  private void leave(String name) {
    bound.merge(name, -1, Integer::sum);
  }

  private void expr(Expr expr) {
    switch (expr) {
      case Expr.Name name -> {
        if (bound.getOrDefault(name.name(), 0) == 0) {
          use(Space.VALUE, name.name(), name.start(), name.end());
        }
      }
      case Expr.Str str -> {}
      case Expr.Num num -> {}
      case Expr.ListOf list -> list.items().forEach(this::expr);
      case Expr.Group group -> seq(group.body());
      case Expr.Let let -> {
        seq(let.first());
        seq(let.body());
      }
      case Expr.If branches -> {
        expr(branches.condition());
        seq(branches.then());
        seq(branches.otherwise());
      }
      case Expr.For loop -> {
        expr(loop.list());
        enter(loop.name());
        seq(loop.body());
        leave(loop.name());
      }
      case Expr.Apply apply -> {
        expr(apply.function());
        apply.arguments().forEach(this::expr);
      }
      case Expr.Where where -> {
        expr(where.head());
        seq(where.settings());
      }
      case Expr.With with -> {
        expr(with.head());
        seq(with.settings());
        seq(with.block());
      }
      case Expr.Lambda lambda -> {
        if (lambda.type() != null) {
          type(lambda.type());
        }
        enter(lambda.name());
        expr(lambda.body());
        leave(lambda.name());
      }
      case Expr.BlockLambda lambda -> {
        if (lambda.pred() != null) {
          pred(lambda.pred());
        }
        enter(lambda.name());
        expr(lambda.body());
        leave(lambda.name());
      }
    }
  }
}
