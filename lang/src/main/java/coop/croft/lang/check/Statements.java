package coop.croft.lang.check;

import coop.croft.lang.eval.AssignCode;
import coop.croft.lang.eval.BindCode;
import coop.croft.lang.eval.Call;
import coop.croft.lang.eval.Code;
import coop.croft.lang.eval.Faulty;
import coop.croft.lang.eval.ForCode;
import coop.croft.lang.eval.IfCode;
import coop.croft.lang.eval.LetCode;
import coop.croft.lang.eval.SeqCode;
import coop.croft.lang.eval.Statement;
import coop.croft.lang.eval.WithCode;
import coop.croft.lang.predicate.Pred;
import coop.croft.lang.predicate.Predicates;
import coop.croft.lang.syntax.Expr;
import coop.croft.lang.syntax.Seq;
import coop.croft.lang.syntax.Stmt;
import coop.croft.lang.types.Literals;
import coop.croft.lang.types.Misfit;
import coop.croft.lang.types.Row;
import coop.croft.lang.types.Symbol;
import coop.croft.lang.types.Type;
import coop.croft.lang.types.Variable;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sequences and the forms made of them. Where the predicate of the surrounding block is known, each
 * statement is held against it at once, the innermost one: so an error stands where it belongs. An
 * implication of a conjunction is that of its parts, hence nothing is lost by it.
 */
final class Statements {
  private static final Type.Action FAULTY =
      new Type.Action(Predicates.FAULTY, Row.EMPTY, Row.EMPTY);

  /** As many blocks around a statement are looked at for the one that it was meant for. */
  private static final int MOST_BLOCKS = 8;

  private final Session session;
  private final Expressions expressions;

  /** The innermost block that is being checked. */
  private @Nullable Enclosing innermost;

  /** A block, with the predicates that hold in it and around it. */
  private record Enclosing(
      Expr.With with, Pred inside, @Nullable Pred around, @Nullable Enclosing outer) {}

  Statements(Session session, Expressions expressions) {
    this.session = session;
    this.expressions = expressions;
  }

  /**
   * Whether the form holds the statements inside it against the surrounding predicate by itself.
   */
  static boolean holdsItself(Expr expr) {
    return switch (expr) {
      case Expr.Let let -> true;
      case Expr.Where where -> true;
      case Expr.For loop -> true;
      case Expr.If branches -> true;
      case Expr.With with -> with.settings() != null;
      case Expr.Group group -> {
        Expr single = group.body().single();
        yield single == null || holdsItself(single);
      }
      case Expr.Name name -> false;
      case Expr.Str str -> false;
      case Expr.Num num -> false;
      case Expr.ListOf list -> false;
      case Expr.Apply apply -> false;
      case Expr.Lambda lambda -> false;
      case Expr.BlockLambda lambda -> false;
    };
  }

  /** A sequence as an action, each of its statements one. */
  Code sequence(Seq seq, @Nullable Pred around) {
    return sequence(seq, around, null);
  }

  /** What a program does, statement by statement. */
  Sequence program(Pred root) {
    return new Sequence(16, root, VainSettings.ofProgram(session));
  }

  /**
   * @param vain of the block that it is, or whose group or branch
   */
  private Code sequence(Seq seq, @Nullable Pred around, @Nullable VainSettings vain) {
    Sequence sequence = new Sequence(seq.statements().size(), around, vain);
    for (Stmt statement : seq.statements()) {
      sequence.add(statement);
    }
    return sequence.end();
  }

  /** A sequence whose statements come one by one. */
  final class Sequence {
    private final @Nullable Pred around;
    private final @Nullable VainSettings vain;
    private final Effects effects = new Effects(session);
    private final List<Code> codes;
    private final List<String> bound = new ArrayList<>(0);
    private final List<Names.@Nullable Local> before = new ArrayList<>(0);
    private boolean acts;

    /**
     * @param expected statements, to make room for; there may be more
     */
    private Sequence(int expected, @Nullable Pred around, @Nullable VainSettings vain) {
      this.around = around;
      this.vain = vain;
      this.codes = new ArrayList<>(expected);
    }

    void add(Stmt statement) {
      if (vain != null) {
        vain.next();
      }
      switch (statement) {
        case Stmt.Assign assign -> codes.add(assign(assign, effects, vain));
        case Stmt.Bind bind -> {
          bound.add(bind.name());
          codes.add(bind(bind, effects, before, vain));
        }
        case Expr expr -> {
          Code code = vain == null ? action(expr, around) : action(expr, around, vain);
          effects.add(actionOf(code));
          codes.add(code);
          acts = true;
          if (vain != null) {
            vain.ran(code);
          }
        }
      }
    }

    Code end() {
      for (int i = bound.size() - 1; i >= 0; i--) {
        session.names.unbind(bound.get(i), before.get(i));
      }
      return new SeqCode(effects.whole(), codes.toArray(new Code[0]));
    }

    /** The same of a whole program, whose settings that nothing reads are told. */
    Code endOfProgram() {
      Code code = end();
      // With settings alone it has hardly been begun.
      if (vain != null && acts) {
        vain.report();
      }
      return code;
    }
  }

  private Code assign(Stmt.Assign assign, Effects effects, @Nullable VainSettings vain) {
    session.meter.at(assign.start(), assign.end());
    Variable variable = session.names.variable(assign.variable());
    if (variable == null) {
      if (session.observer.isHole(assign.variable())) {
        session.observer.hole(assign.start(), new Choices(session).variables());
      }
      expressions.annotations().undeclared(assign.start(), assign.nameEnd(), assign.variable());
      // Which words it could be set to, nobody knows.
      if (!(assign.value() instanceof Expr.Name word)
          || !session.names.isUnknown(word)
          || session.observer.isHole(word.name())) {
        expressions.synth(assign.value());
      }
      return new Faulty(FAULTY);
    }
    session.observer.named(assign.start(), assign.nameEnd(), variable.symbol());
    Code value = expressions.check(assign.value(), variable.type());
    effects.write(variable);
    if (vain != null) {
      vain.set(variable, assign);
    }
    return new AssignCode(FAULTY, variable, value);
  }

  private Code bind(
      Stmt.Bind bind,
      Effects effects,
      List<Names.@Nullable Local> before,
      @Nullable VainSettings vain) {
    session.meter.at(bind.start(), bind.end());
    Variable variable = session.names.variable(bind.variable());
    int slot = session.names.scope().newSlot();
    Type type = variable == null ? Type.Faulty.FAULTY : variable.type();
    Symbol symbol = session.binds(Symbol.Kind.READ, bind.name(), bind.start(), type);
    before.add(session.names.bind(symbol, slot, null));
    if (variable == null) {
      if (session.observer.isHole(bind.variable())) {
        session.observer.hole(bind.variableStart(), new Choices(session).variables());
      }
      expressions.annotations().undeclared(bind.variableStart(), bind.end(), bind.variable());
      return new Faulty(FAULTY);
    }
    session.observer.named(bind.variableStart(), bind.end(), variable.symbol());
    effects.read(variable);
    if (vain != null) {
      vain.read(variable);
    }
    return new BindCode(FAULTY, variable, slot);
  }

  /**
   * An expression as a statement: it must be an action, legal under what is around if that is
   * known.
   */
  Code action(Expr expr, @Nullable Pred around) {
    session.meter.at(expr.start(), expr.end());
    return switch (expr) {
      case Expr.Group group -> {
        Expr single = group.body().single();
        yield single != null ? action(single, around) : sequence(group.body(), around);
      }
      case Expr.Let let -> let(let, around);
      case Expr.Where where -> where(where, around);
      case Expr.For loop -> loop(loop, around);
      case Expr.With with -> {
        Code code = with(with, around);
        yield with.settings() != null ? code : held(code, with, around);
      }
      case Expr.If branches -> {
        Code code = conditional(branches, around, null, true);
        yield held(code, branches, null);
      }
      default -> held(expressions.synth(expr, Wanted.action(around)), expr, around);
    };
  }

  /** The same in a block: what groups and branches set holds behind them, too. */
  private Code action(Expr expr, @Nullable Pred around, VainSettings vain) {
    return switch (expr) {
      case Expr.Group group -> {
        Expr single = group.body().single();
        yield single != null ? action(single, around, vain) : sequence(group.body(), around, vain);
      }
      case Expr.If branches -> held(conditional(branches, around, vain, true), branches, null);
      default -> action(expr, around);
    };
  }

  /** Reports what is no action, or not legal here. */
  private Code held(Code code, Expr expr, @Nullable Pred around) {
    Type type = Type.resolve(code.type());
    if (type instanceof Type.Action action) {
      Misfit misfit = around == null ? null : session.subsumption.implies(around, action.pred());
      if (misfit instanceof Misfit.Context context) {
        Expr guilty = expr instanceof Expr.With with ? with.head() : expr;
        session.complaints.context(context, guilty, tooFarIn(context));
      }
      return code instanceof Call || code instanceof WithCode || code instanceof IfCode
          ? code
          : new Statement(session.source, expr.start(), expr.end(), code);
    }
    if (!(type instanceof Type.Faulty)) {
      session.complaints.notAStatement(expr, type);
    }
    return new Faulty(FAULTY);
  }

  /** The block behind whose {@code end} a statement would be legal; null if there is none. */
  private Expr.@Nullable With tooFarIn(Misfit.Context context) {
    Enclosing block = innermost;
    if (block == null || !block.inside().equals(context.here())) {
      return null;
    }
    for (int i = 0; i < MOST_BLOCKS && block != null && block.around() != null; i++) {
      if (session.subsumption.implies(block.around(), context.needed()) == null) {
        return block.with();
      }
      block = block.outer();
    }
    return null;
  }

  /** An expression that is entered by itself: an action, legal under what is around, or a value. */
  Code entry(Expr expr, Pred around) {
    Code code =
        holdsItself(expr) || expr instanceof Expr.If || expr instanceof Expr.Group
            ? branch(expr, around)
            : expressions.synth(expr, Wanted.entry(around));
    return Type.resolve(code.type()) instanceof Type.Action ? heldBranch(code, expr, around) : code;
  }

  private static Type.Action actionOf(Code code) {
    return Type.resolve(code.type()) instanceof Type.Action action ? action : FAULTY;
  }

  Code let(Expr.Let let, @Nullable Pred around) {
    VainSettings vain = VainSettings.inFront(session);
    Code first = sequence(let.first(), around, vain);
    int untold = session.untold();
    Code body = sequence(let.body(), around);
    vain.end(body, session.untold() == untold);
    return new LetCode(letType(first, body), first, body);
  }

  Code where(Expr.Where where, @Nullable Pred around) {
    int untold = session.untold();
    if (where.head() instanceof Expr.Apply || where.head() instanceof Expr.Name) {
      Code head = expressions.synth(where.head(), Wanted.action(around));
      if (Type.resolve(head.type()) instanceof Type.Block taker) {
        session.complaints.whereWithoutWith(where, taker);
        settings(where.settings(), taker, taker.pred(), null);
        return new Faulty(FAULTY);
      }
      if (session.complaints.isSetForValue(where, head.type())) {
        settings(where.settings(), head.type(), around, null);
        return new Faulty(FAULTY);
      }
      return where(where, held(head, where.head(), around), around, untold);
    }
    return where(where, action(where.head(), around), around, untold);
  }

  private Code where(Expr.Where where, Code body, @Nullable Pred around, int untold) {
    boolean told = session.untold() == untold;
    VainSettings vain = VainSettings.inFront(session);
    Code first = settings(where.settings(), body.type(), around, vain);
    vain.end(body, told);
    return new LetCode(letType(first, body), first, body);
  }

  /**
   * What a {@code where} sets, which may be any statements.
   *
   * @param head type of what it is set for
   */
  private Code settings(Seq seq, Type head, @Nullable Pred around, @Nullable VainSettings vain) {
    Code code = sequence(seq, around, vain);
    for (Stmt statement : seq.statements()) {
      // A name without "=" takes the block that is meant for the head.
      Stmt first = statement instanceof Expr.With with ? with.head() : statement;
      if (first instanceof Expr.Name name && session.observer.isHole(name.name())) {
        session.observer.hole(name.start(), new Choices(session).settings(Type.resolve(head)));
      }
    }
    return code;
  }

  private Type letType(Code first, Code body) {
    Effects effects = new Effects(session);
    effects.add(actionOf(first));
    effects.add(actionOf(body));
    return effects.withoutWrites();
  }

  Code loop(Expr.For loop, @Nullable Pred around) {
    Code list = expressions.synth(loop.list());
    Type element =
        switch (Type.resolve(list.type())) {
          case Type.ListOf of -> of.element();
          case Type.Faulty faulty -> faulty;
          case Type.Open open when open.literals() == Literals.NONE -> {
            Type.Open inside = new Type.Open(Literals.NONE);
            open.bind(new Type.ListOf(inside));
            yield inside;
          }
          default -> {
            session.complaints.notAList(loop.list(), list.type());
            yield Type.Faulty.FAULTY;
          }
        };
    int slot = session.names.scope().newSlot();
    Symbol symbol = session.binds(Symbol.Kind.ELEMENT, loop.name(), loop.nameStart(), element);
    session.observer.inferred(symbol);
    Names.Local before = session.names.bind(symbol, slot, expressions.origin(loop.list()));
    Code body = sequence(loop.body(), around);
    // One that is still empty is being written.
    if (!loop.body().statements().isEmpty() && !session.names.isRead(symbol)) {
      session.problems.warn(
          loop.nameStart(),
          loop.nameStart() + loop.name().length(),
          "the loop does the same for each element: " + loop.name() + " is used nowhere in it",
          "write " + loop.name() + ", without quotation marks, where the element is meant",
          List.of());
    }
    session.names.unbind(loop.name(), before);
    Type.Action action = actionOf(body);
    return new ForCode(new Type.Action(action.pred(), action.reads(), Row.EMPTY), list, slot, body);
  }

  /** {@code head [where settings] with block end}; without settings the result may be any type. */
  Code with(Expr.With with, @Nullable Pred around) {
    int before = session.untold();
    Code head = expressions.synth(with.head(), Wanted.taker(around));
    boolean told = session.untold() == before;
    if (with.settings() == null) {
      return taken(with, head, around);
    }
    VainSettings vain = VainSettings.inFront(session);
    Code first = settings(with.settings(), head.type(), around, vain);
    int untold = session.untold();
    Code body = held(taken(with, head, around), with, around);
    vain.end(body, told && session.untold() == untold);
    return new LetCode(letType(first, body), first, body);
  }

  private Code taken(Expr.With with, Code head, @Nullable Pred around) {
    Type type = Type.resolve(head.type());
    if (type instanceof Type.Block taker) {
      VainSettings vain = VainSettings.inBlock(session, with, taker);
      Enclosing outer = innermost;
      innermost = new Enclosing(with, taker.pred(), around, outer);
      Code block = sequence(with.block(), taker.pred(), vain);
      innermost = outer;
      vain.report();
      Type result = session.walk.withReads(taker.result(), actionOf(block).reads());
      Expr at = with.head();
      return new WithCode(result, session.source, at.start(), at.end(), head, block);
    }
    if (!(type instanceof Type.Faulty)) {
      session.complaints.takesNoBlock(with, type);
    }
    sequence(with.block(), null);
    return new Faulty(Type.Faulty.FAULTY);
  }

  /**
   * {@code if}: of actions or of values.
   *
   * @param statement whether it stands where only an action may
   */
  Code conditional(Expr.If branches, @Nullable Pred around, boolean statement) {
    return conditional(branches, around, null, statement);
  }

  private Code conditional(
      Expr.If branches, @Nullable Pred around, @Nullable VainSettings vain, boolean statement) {
    Code condition = expressions.check(branches.condition(), Library.BOOL);
    Seq otherwise = branches.otherwise();
    if (otherwise == null) {
      Code then = sequence(branches.then(), around, vain);
      return new IfCode(either(actionOf(then), null), condition, then, null);
    }
    Expr single = branches.then().single();
    if (single == null) {
      Code then = sequence(branches.then(), around, vain);
      return ofActions(condition, then, otherwise, around, vain);
    }
    Code then = branch(single, around);
    Type type = Type.resolve(then.type());
    if (type instanceof Type.Action) {
      return ofActions(condition, heldBranch(then, single, around), otherwise, around, vain);
    }
    boolean open = type instanceof Type.Open of && of.literals() == Literals.NONE;
    if ((statement && !open) || type instanceof Type.Faulty) {
      held(then, single, around);
      Expr other = otherwise.single();
      if (other == null) {
        sequence(otherwise, around);
      } else {
        expressions.synth(other);
      }
      return new Faulty(Type.Faulty.FAULTY);
    }
    return ofValues(condition, then, otherwise, around);
  }

  /** A branch that may be a value; forms that hold their statements themselves do. */
  private Code branch(Expr single, @Nullable Pred around) {
    return switch (single) {
      case Expr.If nested -> conditional(nested, around, false);
      case Expr.Group group when group.body().single() != null ->
          branch(Expressions.only(group), around);
      default -> holdsItself(single) ? action(single, around) : expressions.synth(single);
    };
  }

  private Code heldBranch(Code branch, Expr single, @Nullable Pred around) {
    return held(branch, single, holdsItself(single) ? null : around);
  }

  private Code ofActions(
      Code condition,
      Code then,
      Seq otherwise,
      @Nullable Pred around,
      @Nullable VainSettings vain) {
    Type.Action first = actionOf(then);
    Expr single = otherwise.single();
    Code second;
    if (single == null) {
      second = sequence(otherwise, around, vain);
    } else {
      second = branch(single, around);
      if (Type.resolve(second.type()) instanceof Type.Open open
          && open.literals() == Literals.NONE) {
        open.bind(first);
      }
      second = heldBranch(second, single, around);
    }
    return new IfCode(either(first, actionOf(second)), condition, then, second);
  }

  /** The type of two branches of which one runs. */
  private Type either(Type.Action a, Type.@Nullable Action b) {
    if (b == null) {
      return new Type.Action(a.pred(), a.reads(), Row.EMPTY);
    }
    Set<Variable> both = new LinkedHashSet<>(a.writes().variables());
    session.meter.steps(a.writes().size() + b.writes().size());
    both.retainAll(new LinkedHashSet<>(b.writes().variables()));
    return new Type.Action(
        session.predicates.all(List.of(a.pred(), b.pred())),
        session.walk.union(a.reads(), b.reads()),
        Row.of(both));
  }

  private Code ofValues(Code condition, Code then, Seq otherwise, @Nullable Pred around) {
    Expr single = otherwise.single();
    if (single != null) {
      Code second = expressions.check(single, then.type());
      Type type = second instanceof Faulty ? Type.Faulty.FAULTY : then.type();
      if (Type.resolve(type) instanceof Type.Action action && around != null) {
        held(second, single, around);
        type = action;
      }
      return new IfCode(type, condition, then, second);
    }
    Code second = sequence(otherwise, around);
    Misfit misfit = session.subsumption.fits(second.type(), then.type());
    if (misfit != null) {
      session.complaints.misfit(
          misfit, otherwise.start(), otherwise.end(), second.type(), then.type());
      return new Faulty(Type.Faulty.FAULTY);
    }
    return new IfCode(then.type(), condition, then, second);
  }
}
