package coop.croft.lang.check;

import coop.croft.lang.BoundBroken;
import coop.croft.lang.Bounds;
import coop.croft.lang.Code;
import coop.croft.lang.DeepStack;
import coop.croft.lang.Diagnostic;
import coop.croft.lang.Externs;
import coop.croft.lang.Span;
import coop.croft.lang.Warning;
import coop.croft.lang.eval.Faulty;
import coop.croft.lang.eval.Program;
import coop.croft.lang.predicate.Predicates;
import coop.croft.lang.syntax.Declaration;
import coop.croft.lang.syntax.Expr;
import coop.croft.lang.syntax.Tree;
import coop.croft.lang.types.Type;
import java.util.List;
import java.util.Optional;

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
   * @param warnings likewise; none if there are diagnostics
   */
  public record Checked(Program program, List<Diagnostic> diagnostics, List<Warning> warnings) {
    /** Of a file that could not be read. */
    public static Checked unreadable(Tree tree) {
      return new Checked(
          new Program(tree.source(), List.of(), new Faulty(Type.Faulty.FAULTY), 0),
          tree.diagnostics(),
          List.of());
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
  private final Trust trust;
  private final Body form;
  private final Session session;
  private final Expressions expressions;
  private final ExternDeclarations externs;
  private final Declarations declarations;

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
    this.trust = trust;
    this.form = form;
    Predicates predicates = trust == Trust.MEMBER ? earlier.predicates() : library.predicates();
    this.session =
        new Session(tree.source(), library, earlier, predicates, bounds, subject, observer);
    this.expressions = new Expressions(session);
    this.externs = new ExternDeclarations(session, library, externs, expressions.annotations());
    this.declarations =
        new Declarations(session, expressions, this.externs, library, earlier, trust);
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
        if (declaration instanceof Declaration.Val val) {
          session.names.announce(val.name().name(), val.name().start());
        }
      }
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
      nothingIndulged();
    } catch (BoundBroken broken) {
      session.problems.add(broken.diagnostic());
    }
    Program program =
        new Program(tree.source(), declarations.initials(), body, session.names.scope().slots());
    List<Diagnostic> found = Diagnostic.inOrder(session.problems.found());
    return new Checked(program, found, found.isEmpty() ? session.problems.warnings() : List.of());
  }

  /** The checker goes on behind an error as if all were well: only behind one. */
  private void nothingIndulged() {
    Optional<Span> indulged = session.meter.indulged();
    if (session.problems.count() == 0 && indulged.isPresent()) {
      session.problems.add(
          Diagnostic.of(
              indulged.get(),
              Code.AMBIGUOUS_TYPE,
              "what this is cannot be known",
              "give the parameters of its functions types"));
    }
  }

  private coop.croft.lang.eval.Code body() {
    Expr single = tree.body().single();
    return switch (form) {
      case PROGRAM -> expressions.statements().program(tree.body(), session.predicates.root());
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
      case Declaration.Val val -> declarations.value(val);
      case Declaration.VariableVal variable -> declarations.variable(variable);
      case Declaration.ExternType type -> {
        if (trusted(type)) {
          externs.types(type);
        }
      }
      case Declaration.ExternVal val -> {
        if (trusted(val)) {
          externs.values(val);
        } else {
          declarations.forbidden(val);
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
}
