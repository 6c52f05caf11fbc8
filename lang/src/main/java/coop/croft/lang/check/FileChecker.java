package coop.croft.lang.check;

import coop.croft.lang.BoundBroken;
import coop.croft.lang.Bounds;
import coop.croft.lang.Code;
import coop.croft.lang.DeepStack;
import coop.croft.lang.Diagnostic;
import coop.croft.lang.Externs;
import coop.croft.lang.eval.Definition;
import coop.croft.lang.eval.Faulty;
import coop.croft.lang.eval.FunctionCode;
import coop.croft.lang.eval.Program;
import coop.croft.lang.eval.Program.Initial;
import coop.croft.lang.eval.Program.VariableDefault;
import coop.croft.lang.eval.TakerCode;
import coop.croft.lang.predicate.Pred;
import coop.croft.lang.predicate.Predicates;
import coop.croft.lang.syntax.Declaration;
import coop.croft.lang.syntax.Expr;
import coop.croft.lang.syntax.Tree;
import coop.croft.lang.syntax.TypeExpr;
import coop.croft.lang.types.Misfit;
import coop.croft.lang.types.Symbol;
import coop.croft.lang.types.Type;
import coop.croft.lang.types.TypeText;
import coop.croft.lang.types.Variable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks the declarations and the body of one file. */
public final class FileChecker {
  /** Where a file comes from. */
  public enum Trust {
    MEMBER,
    LIBRARY,
    SITE
  }

  /**
   * What came of it.
   *
   * @param program may be run if there are no diagnostics
   * @param diagnostics in the order of their places
   */
  public record Checked(Program program, List<Diagnostic> diagnostics) {
    /** Of a file that could not be read. */
    public static Checked unreadable(Tree tree) {
      return new Checked(
          new Program(tree.source(), List.of(), new Faulty(Type.Faulty.FAULTY), 0),
          tree.diagnostics());
    }
  }

  /** What the body of a file is read as. */
  public enum Body {
    /** Statements, under {@code Root}. */
    PROGRAM,
    /** The same, or an expression to be evaluated. */
    ENTRY,
    /** Anything whose type is asked for, wherever it would be legal. */
    QUESTION
  }

  private final Tree tree;
  private final Library library;
  private final Trust trust;
  private final Earlier earlier;
  private final Body form;
  private final Session session;
  private final Expressions expressions;
  private final ExternDeclarations externs;
  private final List<Initial> initials = new ArrayList<>();
  private int valuesDeclared;
  private int variablesDeclared;

  private FileChecker(
      Tree tree,
      Library library,
      Externs<Object> externs,
      Bounds bounds,
      Object subject,
      Trust trust,
      Earlier earlier,
      Body form,
      Observer observer) {
    this.tree = tree;
    this.library = library;
    this.trust = trust;
    this.earlier = earlier;
    this.form = form;
    Predicates predicates = trust == Trust.MEMBER ? earlier.predicates() : library.predicates();
    this.session =
        new Session(tree.source(), library, earlier, predicates, bounds, subject, observer);
    this.expressions = new Expressions(session);
    this.externs = new ExternDeclarations(session, library, externs, expressions.annotations());
  }

  /**
   * Checks a file; what a trusted one declares goes into the library at once.
   *
   * @param observer hears of everything on the way
   */
  public static Checked check(
      Tree tree,
      Library library,
      Externs<Object> externs,
      Bounds bounds,
      Object subject,
      Trust trust,
      Observer observer) {
    Earlier nothing = new Earlier(library);
    return new FileChecker(
            tree, library, externs, bounds, subject, trust, nothing, Body.PROGRAM, observer)
        .checked(bounds);
  }

  /**
   * Checks what a member enters after something else.
   *
   * @param earlier what was entered before; this is not added to it
   * @param observer hears of everything on the way
   */
  public static Checked check(
      Tree tree,
      Library library,
      Externs<Object> externs,
      Bounds bounds,
      Object subject,
      Earlier earlier,
      Body form,
      Observer observer) {
    return new FileChecker(
            tree, library, externs, bounds, subject, Trust.MEMBER, earlier, form, observer)
        .checked(bounds);
  }

  private Checked checked(Bounds bounds) {
    return tree.depth() > DeepStack.LEVELS_ON_CALLER
        ? DeepStack.call(2L * bounds.nesting(), this::run)
        : run();
  }

  private Checked run() {
    coop.croft.lang.eval.Code body = new Faulty(Type.Faulty.FAULTY);
    try {
      for (Declaration declaration : tree.declarations()) {
        session.names.startOver();
        declaration(declaration);
      }
      session.names.startOver();
      if (trust == Trust.LIBRARY && !tree.body().statements().isEmpty()) {
        session.problems.report(
            tree.body().statements().getFirst().start(),
            tree.body().statements().getFirst().end(),
            Code.SYNTAX,
            "a library file has declarations only",
            null);
      }
      body = body();
      session.constants.settleTheRest();
    } catch (BoundBroken broken) {
      session.problems.add(broken.diagnostic());
    }
    Program program =
        new Program(tree.source(), List.copyOf(initials), body, session.names.scope().slots());
    return new Checked(program, Diagnostic.inOrder(session.problems.found()));
  }

  private coop.croft.lang.eval.Code body() {
    Expr single = tree.body().single();
    return switch (form) {
      case PROGRAM -> expressions.statements().sequence(tree.body(), session.predicates.root());
      case ENTRY ->
          single == null
              ? expressions.statements().sequence(tree.body(), session.predicates.root())
              : expressions.statements().entry(single, session.predicates.root());
      case QUESTION ->
          single == null
              ? expressions.statements().sequence(tree.body(), null)
              : expressions.synth(single);
    };
  }

  private void declaration(Declaration declaration) {
    session.meter.at(declaration.start(), declaration.end());
    switch (declaration) {
      case Declaration.Val val -> val(val);
      case Declaration.VariableVal variable -> variable(variable);
      case Declaration.ExternType type -> {
        if (trusted(type)) {
          externs.types(type);
        }
      }
      case Declaration.ExternVal val -> {
        if (trusted(val)) {
          externs.values(val);
        } else {
          forbiddenValues(val);
        }
      }
      case Declaration.Context context -> {
        if (trusted(context)) {
          externs.context(context);
        }
      }
    }
  }

  private boolean trusted(Declaration declaration) {
    if (trust != Trust.MEMBER) {
      return true;
    }
    String word = declaration instanceof Declaration.Context ? "context" : "extern";
    session.problems.report(
        declaration.start(),
        declaration.start() + word.length(),
        Code.EXTERN_FORBIDDEN,
        "'" + word + "' stands in the site's own library files only",
        "programs use what the library offers");
    return false;
  }

  /** Their names are known from here on, so that their uses are no further errors. */
  private void forbiddenValues(Declaration.ExternVal val) {
    for (Declaration.Named name : val.names()) {
      define(name, Type.Faulty.FAULTY, new Faulty(Type.Faulty.FAULTY), val.doc(), false);
    }
  }

  private void val(Declaration.Val val) {
    int before = session.problems.count();
    TypeExpr written = val.type();
    coop.croft.lang.eval.Code code;
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
  private Type withRows(Type annotated, coop.croft.lang.eval.Code code) {
    coop.croft.lang.eval.Code end = code;
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
          Code.AMBIGUOUS_TYPE,
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
          Code.CONTEXT,
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

  private void define(
      Declaration.Named name,
      Type type,
      coop.croft.lang.eval.Code code,
      String doc,
      boolean untyped) {
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
    return new Symbol(kind, name.name(), type, tree.source(), name.start(), doc);
  }

  private void variable(Declaration.VariableVal declared) {
    Type type = expressions.annotations().type(declared.type());
    if (!session.walk.isData(type)) {
      session.problems.report(
          declared.type().start(),
          declared.type().end(),
          Code.TYPE_MISMATCH,
          "a variable holds base types and lists only",
          "found " + TypeText.of(type),
          null);
      type = Type.Faulty.FAULTY;
    }
    Expr body = declared.body();
    coop.croft.lang.eval.Code code = expressions.check(body, type);
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
          Code.TYPE_MISMATCH,
          "the variable " + name.name() + " has another type",
          "expected " + TypeText.of(known.type()) + ", found " + TypeText.of(type),
          null);
    }
  }

  private void ownVariable(
      Declaration.VariableVal declared,
      Symbol symbol,
      @Nullable Variable known,
      coop.croft.lang.eval.Code code) {
    Declaration.Named name = declared.name();
    if (known != null || session.names.isOwnVariable(name.name())) {
      externs.twice(name);
      return;
    }
    Variable own = new Variable(symbol, earlier.variableCount() + variablesDeclared++);
    session.names.declare(own);
    initials.add(new Initial.Default(variableDefault(own, code, symbol, declared.body())));
  }

  private void declare(
      Variable variable, coop.croft.lang.eval.Code code, Symbol symbol, Expr body) {
    library.declare(variableDefault(variable, code, symbol, body));
  }

  private VariableDefault variableDefault(
      Variable variable, coop.croft.lang.eval.Code code, Symbol symbol, Expr body) {
    return new VariableDefault(
        variable,
        code,
        session.names.scope().slots(),
        symbol,
        tree.source().text().substring(body.start(), body.end()));
  }
}
