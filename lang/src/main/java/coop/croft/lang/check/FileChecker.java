package coop.croft.lang.check;

import coop.croft.lang.BoundBroken;
import coop.croft.lang.Bounds;
import coop.croft.lang.Code;
import coop.croft.lang.DeepStack;
import coop.croft.lang.Diagnostic;
import coop.croft.lang.Externs;
import coop.croft.lang.SourceText;
import coop.croft.lang.Span;
import coop.croft.lang.Warning;
import coop.croft.lang.eval.Faulty;
import coop.croft.lang.eval.Program;
import coop.croft.lang.predicate.Predicates;
import coop.croft.lang.syntax.Declaration;
import coop.croft.lang.syntax.Expr;
import coop.croft.lang.syntax.FileParser;
import coop.croft.lang.syntax.Seq;
import coop.croft.lang.syntax.Source;
import coop.croft.lang.syntax.Stmt;
import coop.croft.lang.syntax.Tree;
import coop.croft.lang.types.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
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

  private final Source source;
  private final Trust trust;
  private final Body form;
  private final Session session;
  private final Expressions expressions;
  private final ExternDeclarations externs;
  private final Declarations declarations;

  /** The body, if it is a program. */
  private final Statements.Sequence program;

  private coop.croft.lang.eval.Code body = new Faulty(Type.Faulty.FAULTY);
  private boolean broken;

  private FileChecker(
      Source source,
      Library library,
      Externs<Object> externs,
      Bounds bounds,
      Object subject,
      Trust trust,
      Earlier earlier,
      Body form,
      Observer observer) {
    this.source = source;
    this.trust = trust;
    this.form = form;
    Predicates predicates = trust == Trust.MEMBER ? earlier.predicates() : library.predicates();
    this.session = new Session(source, library, earlier, predicates, bounds, subject, observer);
    this.expressions = new Expressions(session);
    this.externs = new ExternDeclarations(session, library, externs, expressions.annotations());
    this.declarations =
        new Declarations(session, expressions, this.externs, library, earlier, trust);
    this.program = expressions.statements().program(predicates.root());
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
            tree.source(),
            library,
            externs,
            bounds,
            subject,
            trust,
            nothing,
            Body.PROGRAM,
            observer)
        .checked(tree, bounds);
  }

  /**
   * Reads and checks a member's program, some statements at a time: what has just been read is
   * still at hand for the processor, so that a long program costs no more for each than a short
   * one.
   *
   * @param observer hears of everything on the way
   */
  public static Checked read(
      SourceText text,
      Library library,
      Externs<Object> externs,
      Bounds bounds,
      Object subject,
      Observer observer) {
    Reading reading =
        new Reading(
            source ->
                new FileChecker(
                    source,
                    library,
                    externs,
                    bounds,
                    subject,
                    Trust.MEMBER,
                    new Earlier(library),
                    Body.PROGRAM,
                    observer));
    Tree tree = FileParser.parse(text, bounds, library, reading);
    return tree.diagnostics().isEmpty() ? reading.checked() : Checked.unreadable(tree);
  }

  /**
   * A program that is checked while it is read. Reading may begin anew; what has been checked by
   * then stays so.
   */
  private static final class Reading implements FileParser.Reader {
    /** Few enough that their trees fit into a cache, many enough that the code does. */
    private static final int AT_ONCE = 64;

    private final Function<Source, FileChecker> checkers;
    private final List<Stmt> unchecked = new ArrayList<>(AT_ONCE);
    private int known;
    private int toSkip;
    private @Nullable FileChecker checker;
    private @Nullable Checked checked;

    Reading(Function<Source, FileChecker> checkers) {
      this.checkers = checkers;
    }

    @Override
    public void begin(Source source, List<Declaration> declarations) {
      unchecked.clear();
      toSkip = known;
      if (checker == null) {
        checker = checkers.apply(source);
        checker.declarations(declarations);
      }
    }

    @Override
    public void statement(Stmt statement) {
      if (toSkip > 0) {
        toSkip--;
        return;
      }
      unchecked.add(statement);
      if (unchecked.size() == AT_ONCE) {
        flush();
      }
    }

    @Override
    public void end() {
      flush();
      checked = Objects.requireNonNull(checker).program();
    }

    private void flush() {
      Objects.requireNonNull(checker).statements(unchecked);
      known += unchecked.size();
      unchecked.clear();
    }

    Checked checked() {
      return Objects.requireNonNull(checked);
    }
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
            tree.source(), library, externs, bounds, subject, Trust.MEMBER, earlier, form, observer)
        .checked(tree, bounds);
  }

  private Checked checked(Tree tree, Bounds bounds) {
    return tree.depth() > DeepStack.LEVELS_ON_CALLER
        ? DeepStack.call(2L * bounds.nesting(), () -> run(tree))
        : run(tree);
  }

  private Checked run(Tree tree) {
    declarations(tree.declarations());
    Seq seq = tree.body();
    Expr single = seq.single();
    return switch (form) {
      case PROGRAM -> {
        statements(seq.statements());
        yield program();
      }
      case ENTRY ->
          ended(
              () ->
                  single == null
                      ? expressions.statements().sequence(seq, session.predicates.root())
                      : expressions.statements().entry(single, session.predicates.root()));
      case QUESTION ->
          ended(
              () ->
                  single == null
                      ? expressions.statements().sequence(seq, null)
                      : expressions.synth(single));
    };
  }

  private void declarations(List<Declaration> all) {
    unlessBroken(
        () -> {
          for (Declaration declaration : all) {
            if (declaration instanceof Declaration.Val val) {
              session.names.announce(val.name().name(), val.name().start());
            }
          }
          for (Declaration declaration : all) {
            session.names.startOver();
            declaration(declaration);
          }
          session.names.startOver();
        });
  }

  /** The next statements of a program. */
  private void statements(List<Stmt> next) {
    unlessBroken(
        () -> {
          if (trust == Trust.LIBRARY && !next.isEmpty()) {
            session.problems.report(
                next.getFirst().start(),
                next.getFirst().end(),
                Code.SYNTAX,
                "a library file has declarations only",
                null);
          }
          next.forEach(program::add);
        });
  }

  /** Behind the last statement of a program. */
  private Checked program() {
    return ended(program::endOfProgram);
  }

  private Checked ended(Supplier<coop.croft.lang.eval.Code> whole) {
    unlessBroken(
        () -> {
          body = whole.get();
          session.constants.settleTheRest();
          nothingIndulged();
        });
    Program result =
        new Program(source, declarations.initials(), body, session.names.scope().slots());
    List<Diagnostic> found = Diagnostic.inOrder(session.problems.found());
    return new Checked(result, found, found.isEmpty() ? session.problems.warnings() : List.of());
  }

  /** Behind a bound that was broken, nothing more is looked at. */
  private void unlessBroken(Runnable work) {
    if (broken) {
      return;
    }
    try {
      work.run();
    } catch (BoundBroken bound) {
      broken = true;
      session.problems.add(bound.diagnostic());
    }
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
