package coop.croft.lang.check;

import coop.croft.lang.check.FileChecker.Trust;
import coop.croft.lang.eval.Code;
import coop.croft.lang.eval.Definition;
import coop.croft.lang.eval.Faulty;
import coop.croft.lang.eval.FunctionCode;
import coop.croft.lang.eval.Program.Initial;
import coop.croft.lang.eval.Program.VariableDefault;
import coop.croft.lang.eval.TakerCode;
import coop.croft.lang.predicate.Pred;
import coop.croft.lang.syntax.Declaration;
import coop.croft.lang.syntax.Expr;
import coop.croft.lang.syntax.TypeExpr;
import coop.croft.lang.types.Misfit;
import coop.croft.lang.types.Symbol;
import coop.croft.lang.types.Type;
import coop.croft.lang.types.TypeText;
import coop.croft.lang.types.Variable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The values and variables that one file declares: those of trusted files go into the library,
 * those of a member are the program's own.
 */
final class Declarations {
  private final Session session;
  private final Expressions expressions;
  private final ExternDeclarations externs;
  private final Library library;
  private final Earlier earlier;
  private final Trust trust;
  private final List<Initial> initials = new ArrayList<>();
  private int valuesDeclared;
  private int variablesDeclared;

  Declarations(
      Session session,
      Expressions expressions,
      ExternDeclarations externs,
      Library library,
      Earlier earlier,
      Trust trust) {
    this.session = session;
    this.expressions = expressions;
    this.externs = externs;
    this.library = library;
    this.earlier = earlier;
    this.trust = trust;
  }

  /** What a member's file declares, in its order. */
  List<Initial> initials() {
    return List.copyOf(initials);
  }

  /** Their names are known from here on, so that their uses are no further errors. */
  void forbidden(Declaration.ExternVal val) {
    for (Declaration.Named name : val.names()) {
      define(name, Type.Faulty.FAULTY, new Faulty(Type.Faulty.FAULTY), val.doc(), false);
    }
  }

  /** A value, with the type that is written or found. */
  void value(Declaration.Val val) {
    int before = session.problems.count();
    TypeExpr written = val.type();
    Code code;
    Type type;
    if (written != null) {
      type = expressions.annotations().type(written);
      code = expressions.check(val.body(), type);
      session.constants.settleTheRest();
      type = withRows(type, code);
    } else {
      code = expressions.synth(val.body());
      session.constants.settleTheRest();
      type = closed(val, code.type(), before);
    }
    Type.Action end = session.walk.endsIn(type);
    if (end != null
        && end.pred().form() != Pred.Form.FAULTY
        && session.problems.count() == before) {
      everLegal(val.name(), end);
    }
    if (isNew(val.name())) {
      define(val.name(), type, code, val.doc(), written == null);
    }
  }

  /** The annotation, and the rows that it need not name. */
  private Type withRows(Type annotated, Code code) {
    Code end = code;
    while (true) {
      session.meter.step();
      switch (end) {
        case FunctionCode function -> end = function.body();
        case TakerCode taker -> end = taker.body();
        default -> {
          Type.Action found = session.walk.endsIn(end.type());
          return found == null ? annotated : session.walk.withRows(annotated, found);
        }
      }
    }
  }

  private Type closed(Declaration.Val val, Type type, int problemsBefore) {
    if (session.problems.count() == problemsBefore && session.walk.isOpen(type)) {
      session.problems.report(
          val.name().start(),
          val.name().end(),
          coop.croft.lang.Code.AMBIGUOUS_TYPE,
          "the type of '" + val.name().name() + "' cannot be known",
          "found " + TypeText.of(type),
          "say it: val " + val.name().name() + " : … = …, or give the parameters types");
    }
    return session.walk.closed(type);
  }

  private void everLegal(Declaration.Named name, Type.Action end) {
    Misfit.Context somewhere =
        session.subsumption.implies(
            end.pred(), session.predicates.not(session.predicates.anywhere()));
    if (somewhere == null) {
      session.problems.report(
          name.start(),
          name.end(),
          coop.croft.lang.Code.CONTEXT,
          "no context allows '" + name.name() + "'",
          "found [" + end.pred() + "]",
          "its statements belong into different contexts");
    }
  }

  private boolean isNew(Declaration.Named name) {
    boolean taken =
        trust == Trust.MEMBER
            ? session.names.isOwn(name.name())
            : library.value(name.name()) != null;
    if (taken) {
      externs.twice(name);
    }
    return !taken;
  }

  private void define(Declaration.Named name, Type type, Code code, String doc, boolean untyped) {
    int slots = session.names.scope().slots();
    Symbol symbol = symbol(Symbol.Kind.VALUE, name, type, doc);
    session.observer.named(symbol.start(), symbol.end(), symbol);
    if (untyped) {
      session.observer.inferred(symbol);
    }
    if (trust == Trust.MEMBER) {
      Definition definition =
          new Definition(symbol, earlier.valueCount() + valuesDeclared++, code, slots);
      session.names.declare(definition);
      initials.add(new Initial.Value(definition));
    } else {
      library.declare(new Definition(symbol, library.valueCount(), code, slots));
    }
  }

  private Symbol symbol(Symbol.Kind kind, Declaration.Named name, Type type, String doc) {
    return new Symbol(kind, name.name(), type, session.source, name.start(), doc);
  }

  /** A variable of a member, or the default of one of the library. */
  void variable(Declaration.VariableVal declared) {
    Type type = expressions.annotations().type(declared.type());
    if (!session.walk.isData(type)) {
      session.problems.report(
          declared.type().start(),
          declared.type().end(),
          coop.croft.lang.Code.TYPE_MISMATCH,
          "a variable holds base types and lists only",
          "found " + TypeText.of(type),
          null);
      type = Type.Faulty.FAULTY;
    }
    Expr body = declared.body();
    Code code = expressions.check(body, type);
    session.constants.settleTheRest();
    Declaration.Named name = declared.name();
    Variable known = library.variable(name.name());
    Symbol symbol = symbol(Symbol.Kind.VARIABLE, name, type, declared.doc());
    session.observer.named(symbol.start(), symbol.end(), symbol);
    if (trust == Trust.MEMBER) {
      ownVariable(declared, symbol, known, code);
    } else if (known == null) {
      declare(new Variable(symbol, library.variableCount()), code, symbol, body);
    } else if (trust == Trust.LIBRARY) {
      externs.twice(name);
    } else if (session.walk.sameData(type, known.type())) {
      declare(known, code, symbol, body);
    } else {
      session.problems.report(
          declared.type().start(),
          declared.type().end(),
          coop.croft.lang.Code.TYPE_MISMATCH,
          "the variable " + name.name() + " has another type",
          "expected " + TypeText.of(known.type()) + ", found " + TypeText.of(type),
          null);
    }
  }

  private void ownVariable(
      Declaration.VariableVal declared, Symbol symbol, @Nullable Variable known, Code code) {
    Declaration.Named name = declared.name();
    if (known != null || session.names.isOwnVariable(name.name())) {
      externs.twice(name);
      return;
    }
    Variable own = new Variable(symbol, earlier.variableCount() + variablesDeclared++);
    session.names.declare(own);
    initials.add(new Initial.Default(variableDefault(own, code, symbol, declared.body())));
  }

  private void declare(Variable variable, Code code, Symbol symbol, Expr body) {
    library.declare(variableDefault(variable, code, symbol, body));
  }

  private VariableDefault variableDefault(Variable variable, Code code, Symbol symbol, Expr body) {
    return new VariableDefault(
        variable,
        code,
        session.names.scope().slots(),
        symbol,
        session.source.text().substring(body.start(), body.end()));
  }
}
