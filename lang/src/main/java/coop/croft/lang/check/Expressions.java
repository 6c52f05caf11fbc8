package coop.croft.lang.check;

import coop.croft.lang.eval.Call;
import coop.croft.lang.eval.Code;
import coop.croft.lang.eval.Definition;
import coop.croft.lang.eval.Faulty;
import coop.croft.lang.eval.FunctionCode;
import coop.croft.lang.eval.IfCode;
import coop.croft.lang.eval.ListCode;
import coop.croft.lang.eval.Literal;
import coop.croft.lang.eval.Local;
import coop.croft.lang.eval.OpenLiteral;
import coop.croft.lang.eval.TakerCode;
import coop.croft.lang.predicate.Pred;
import coop.croft.lang.predicate.Predicates;
import coop.croft.lang.syntax.Expr;
import coop.croft.lang.syntax.Seq;
import coop.croft.lang.syntax.Stmt;
import coop.croft.lang.types.Constant;
import coop.croft.lang.types.Literals;
import coop.croft.lang.types.Misfit;
import coop.croft.lang.types.Row;
import coop.croft.lang.types.Symbol;
import coop.croft.lang.types.Type;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Finds the type of an expression, or holds it against one that is wanted; in the order of the
 * text.
 */
final class Expressions {
  private static final Type.Function ANY_FUNCTION =
      new Type.Function(Type.Faulty.FAULTY, Type.Faulty.FAULTY);
  private static final Type.Block ANY_TAKER = new Type.Block(Predicates.FAULTY, Type.Faulty.FAULTY);

  private final Session session;
  private final Annotations annotations;
  private final Statements statements;
  private Wanted wanted = Wanted.ANYTHING;

  Expressions(Session session) {
    this.session = session;
    this.annotations = new Annotations(session);
    this.statements = new Statements(session, this);
  }

  Annotations annotations() {
    return annotations;
  }

  Statements statements() {
    return statements;
  }

  /** The code of an expression with the type that it has by itself. */
  Code synth(Expr expr) {
    Wanted here = wanted;
    wanted = Wanted.ANYTHING;
    session.meter.at(expr.start(), expr.end());
    return switch (expr) {
      case Expr.Name name -> name(name, here);
      case Expr.Str str -> constant(str, text(str));
      case Expr.Num num -> constant(num, num.value());
      case Expr.ListOf list -> list(list);
      case Expr.Apply apply -> application(apply, here);
      case Expr.Lambda lambda -> function(lambda, new Type.Open(Literals.NONE), null);
      case Expr.BlockLambda lambda -> taker(lambda, null);
      case Expr.Group group -> {
        Expr single = group.body().single();
        yield single != null ? synth(single) : statements.sequence(group.body(), null);
      }
      case Expr.If branches -> statements.conditional(branches, null, false);
      case Expr.With with -> statements.with(with, null);
      case Expr.Let let -> statements.let(let, null);
      case Expr.Where where -> statements.where(where, null);
      case Expr.For loop -> statements.loop(loop, null);
    };
  }

  /** The same, where the message about an unknown name shall offer what would be legal. */
  Code synth(Expr expr, Wanted legal) {
    wanted = legal;
    return synth(expr);
  }

  /** The code of an expression that must have that type. */
  Code check(Expr expr, Type wanted) {
    Type expected = Type.resolve(wanted);
    session.meter.at(expr.start(), expr.end());
    return switch (expr) {
      case Expr.Str str -> constant(str, text(str), expected);
      case Expr.Num num -> constant(num, num.value(), expected);
      case Expr.ListOf list when expected instanceof Type.ListOf of -> list(list, of);
      case Expr.Group group when group.body().single() != null -> check(only(group), expected);
      case Expr.Group group when isData(expected) && isSeveral(group.body()) ->
          several(group.start(), group.end(), group.body(), hintFor(group));
      case Expr.If branches when bothSingle(branches) || isData(expected) ->
          branches(branches, expected);
      case Expr.Lambda lambda when expected instanceof Type.Function function ->
          function(lambda, function.parameter(), function);
      case Expr.BlockLambda lambda when expected instanceof Type.Block block ->
          taker(lambda, block);
      // Where the reason is reported already, nothing inside is ambiguous any more.
      case Expr.Lambda lambda when expected instanceof Type.Faulty ->
          function(lambda, expected, ANY_FUNCTION);
      case Expr.BlockLambda lambda when expected instanceof Type.Faulty -> taker(lambda, ANY_TAKER);
      default ->
          expected instanceof Type.Action action && Statements.holdsItself(expr)
              ? statements.action(expr, action.pred())
              : isData(expected) && isMadeOfStatements(expr)
                  ? statementsForValue(expr, expected)
                  : fit(synth(expr, Wanted.value(expected)), expected, expr);
    };
  }

  private static boolean isData(Type expected) {
    return expected instanceof Type.Base || expected instanceof Type.ListOf;
  }

  private static boolean isSeveral(Seq body) {
    return body.statements().size() > 1;
  }

  private @Nullable String hintFor(Expr.Group group) {
    List<Stmt> statements = group.body().statements();
    if (statements.stream().allMatch(s -> s instanceof Expr)) {
      return "write what is around it once for each";
    }
    List<Stmt.Assign> settings =
        statements.stream()
            .filter(s -> s instanceof Stmt.Assign)
            .map(Stmt.Assign.class::cast)
            .toList();
    boolean oneValue =
        session.source.text().charAt(group.start()) == '('
            && settings.size() == statements.size() - 1
            && statements.stream().anyMatch(s -> s instanceof Expr);
    return oneValue ? session.complaints.settingBehind(settings.getFirst()) : null;
  }

  /** Several statements where one value is needed. */
  private Code several(int start, int end, Seq body, @Nullable String hint) {
    session.complaints.several(start, end, hint);
    for (Stmt statement : body.statements()) {
      if (statement instanceof Expr expr) {
        synth(expr);
      } else {
        statements.sequence(new Seq(statement.start(), statement.end(), List.of(statement)), null);
      }
    }
    return new Faulty(Type.Faulty.FAULTY);
  }

  private static boolean isMadeOfStatements(Expr expr) {
    return expr instanceof Expr.Let || expr instanceof Expr.Where || expr instanceof Expr.For;
  }

  /** An action by its form. That a value inside of it is none says already what is wrong. */
  private Code statementsForValue(Expr expr, Type expected) {
    int before = session.problems.count();
    Code code = synth(expr);
    return session.problems.count() > before
        ? new Faulty(Type.Faulty.FAULTY)
        : fit(code, expected, expr);
  }

  /** The one expression in a group. */
  static Expr only(Expr.Group group) {
    return Objects.requireNonNull(group.body().single());
  }

  /** Holds what has been found against what is wanted; reports at the expression. */
  Code fit(Code code, Type expected, Expr expr) {
    Misfit misfit = session.subsumption.fits(code.type(), expected);
    if (misfit == null) {
      return code;
    }
    Definition origin = origin(expr);
    if (origin == null
        || !session.plainValues.report(misfit, origin, expr, code.type(), expected)) {
      session.complaints.misfit(misfit, expr, code.type(), expected);
    }
    return new Faulty(Type.Faulty.FAULTY);
  }

  private static boolean bothSingle(Expr.If branches) {
    return branches.then().single() != null
        && branches.otherwise() != null
        && branches.otherwise().single() != null;
  }

  private Code branches(Expr.If branches, Type expected) {
    Code condition = check(branches.condition(), Library.BOOL);
    Code then = branch(branches.then(), expected);
    Seq otherwise = branches.otherwise();
    if (otherwise == null) {
      session.complaints.noElse(branches);
      return new Faulty(Type.Faulty.FAULTY);
    }
    Expr other = otherwise.single();
    if (branches.then().single() == null && other != null) {
      // Where one branch is said to be an action, another one that is one, too, is no news.
      Code code = synth(other, Wanted.value(expected));
      return Type.resolve(code.type()) instanceof Type.Action
          ? new Faulty(Type.Faulty.FAULTY)
          : fit(code, expected, other);
    }
    return new IfCode(expected, condition, then, branch(otherwise, expected));
  }

  private Code branch(Seq branch, Type expected) {
    Expr single = branch.single();
    if (single != null) {
      return check(single, expected);
    }
    if (isSeveral(branch)) {
      return several(
          branch.start(), branch.end(), branch, "where an 'if' is a value, so is each branch");
    }
    Code code = statements.sequence(branch, null);
    Misfit misfit = session.subsumption.fits(code.type(), expected);
    if (misfit != null) {
      session.complaints.misfit(misfit, branch.start(), branch.end(), code.type(), expected);
    }
    return new Faulty(Type.Faulty.FAULTY);
  }

  @SuppressWarnings("ReferenceEquality") // one object for each definition
  private Code name(Expr.Name name, Wanted here) {
    Names.Local local = session.names.local(name.name());
    if (local != null) {
      session.observer.named(name.start(), name.end(), local.symbol());
      session.names.read(local);
      told(local.type());
      return new Local(local.type(), session.names.hopsTo(local.scope()), local.slot());
    }
    Definition definition = session.names.value(name.name());
    if (definition != null) {
      session.observer.named(name.start(), name.end(), definition.symbol());
      if (session.names.library().values().get(name.name()) != definition) {
        told(definition.type());
      }
      return definition;
    }
    if (session.observer.isHole(name.name())) {
      session.observer.hole(name.start(), new Choices(session).of(here));
    }
    session.complaints.unknownValue(name, here);
    return new Faulty(Type.Faulty.FAULTY);
  }

  /** Of a type that is not the library's: whether it tells all that is read. */
  private void told(Type type) {
    Type resolved = Type.resolve(type);
    if (!isData(resolved) && !(resolved instanceof Type.Faulty)) {
      session.tellsNotAll();
    }
  }

  private Code constant(Expr literal, Object value) {
    Constant constant = new Constant(literal.start(), literal.end(), value);
    return new OpenLiteral(session.constants.open(constant), constant);
  }

  private Code constant(Expr literal, Object value, Type expected) {
    return switch (expected) {
      case Type.Open open -> {
        Code code = constant(literal, value);
        yield session.subsumption.fits(code.type(), open) == null
            ? code
            : badConstant(literal, value, expected);
      }
      case Type.Base base when accepts(base, value) ->
          new Literal(base, session.constants.normal(literal.start(), literal.end(), value, base));
      case Type.Faulty faulty -> {
        session.meter.indulge();
        yield new Faulty(faulty);
      }
      default -> badConstant(literal, value, expected);
    };
  }

  private String text(Expr.Str text) {
    Placeholders.judge(text, session);
    return text.value();
  }

  private Code badConstant(Expr literal, Object value, Type expected) {
    session.complaints.badConstant(literal, value, expected);
    return new Faulty(Type.Faulty.FAULTY);
  }

  private static boolean accepts(Type.Base base, Object value) {
    return base.literals() == (value instanceof String ? Literals.STRINGS : Literals.INTS);
  }

  private Code list(Expr.ListOf list) {
    if (list.items().isEmpty()) {
      return new ListCode(new Type.ListOf(new Type.Open(Literals.NONE)), new Code[0]);
    }
    Code first = synth(list.items().getFirst());
    return list(list, new Type.ListOf(first.type()), first);
  }

  private Code list(Expr.ListOf list, Type.ListOf type) {
    return list.items().isEmpty()
        ? new ListCode(type, new Code[0])
        : list(list, type, check(list.items().getFirst(), type.element()));
  }

  private Code list(Expr.ListOf list, Type.ListOf type, Code first) {
    Code[] items = new Code[list.items().size()];
    items[0] = first;
    for (int i = 1; i < items.length; i++) {
      items[i] = check(list.items().get(i), type.element());
    }
    return new ListCode(type, items);
  }

  private Code application(Expr.Apply apply, Wanted here) {
    if (here.isCondition() && session.complaints.joined(apply)) {
      return new Faulty(Type.Faulty.FAULTY);
    }
    Code function = synth(apply.function(), here.applied(apply.arguments().size()));
    List<Expr> written = apply.arguments();
    Code[] arguments = new Code[written.size()];
    Type type = function.type();
    Arity arity = Arity.of(apply, type, here, session);
    if (arity.isMiscounted() && new QuotationMarks(session).judge(apply)) {
      return new Faulty(Type.Faulty.FAULTY);
    }
    session.observer.applied(apply, type);
    int stray = arity.isMiscounted() ? Arity.stray(apply, type, session) : -1;
    int before = session.problems.count();
    for (int i = 0; i < arguments.length; i++) {
      Expr argument = written.get(i);
      type = Type.resolve(type);
      switch (type) {
        case Type.Function of -> {
          if (arity == Arity.LACKS_PARENTHESES
              && Arity.lacksParentheses(argument, Type.resolve(of.parameter()), session)
              && argument instanceof Expr.Name name) {
            session.complaints.lacksParentheses(apply, name);
            type = Type.Faulty.FAULTY;
            arguments[i] = new Faulty(type);
            continue;
          }
          arguments[i] =
              i == stray
                  ? stray(argument, of.parameter())
                  : arity.judges()
                      ? check(argument, of.parameter())
                      : unjudged(argument, of.parameter());
          if (!isData(Type.resolve(of.parameter()))) {
            told(arguments[i].type());
          }
          type = of.result();
        }
        case Type.Open open when open.literals() == Literals.NONE -> {
          Type.Open parameter = new Type.Open(Literals.NONE);
          Type.Open result = new Type.Open(Literals.NONE);
          open.bind(new Type.Function(parameter, result));
          arguments[i] = check(argument, parameter);
          type = result;
        }
        case Type.Faulty faulty -> {
          session.meter.indulge();
          arguments[i] =
              isOfHabit(apply.function(), argument)
                  ? stray(argument, faulty)
                  : check(argument, faulty);
        }
        default -> {
          session.complaints.tooMany(
              apply, i, function.type(), type, here.form() == Wanted.Form.TAKER);
          arguments[i] =
              i == stray
                  ? stray(argument, Type.Faulty.FAULTY)
                  : check(argument, Type.Faulty.FAULTY);
          type = Type.Faulty.FAULTY;
        }
      }
    }
    if (arity == Arity.FITS && session.problems.count() > before) {
      new ArgumentOrder(session).judge(apply, function.type(), before);
    }
    return new Call(type, session.source, apply.start(), apply.end(), function, arguments);
  }

  /** Whether a word is one more of another tool, as in {@code deny from all}. */
  private boolean isOfHabit(Expr first, Expr word) {
    return first instanceof Expr.Name name
        && Habits.has(name.name())
        && session.names.isUnknown(first)
        && session.names.isUnknown(word);
  }

  /** A word that is too much, of which this is said; tools are asked what may stand there. */
  private Code stray(Expr word, Type parameter) {
    int before = session.problems.count();
    Code code = check(word, parameter);
    session.problems.retract(before);
    return code;
  }

  /** A literal whose place is in doubt: what it is for is known to tools, what it says is not. */
  private Code unjudged(Expr argument, Type parameter) {
    Object value =
        switch (argument) {
          case Expr.Str str -> str.value();
          case Expr.Num num -> num.value();
          default -> null;
        };
    if (value == null) {
      return check(argument, parameter);
    }
    if (Type.resolve(parameter) instanceof Type.Base base && accepts(base, value)) {
      session.observer.settled(argument.start(), argument.end(), base);
    }
    session.meter.indulge();
    return new Faulty(Type.Faulty.FAULTY);
  }

  /**
   * A function.
   *
   * @param parameter what will come as argument
   * @param expected what the function must be; null if nothing is known
   */
  private Code function(Expr.Lambda lambda, Type parameter, Type.@Nullable Function expected) {
    Type type = parameter;
    if (lambda.type() != null) {
      type = annotations.type(lambda.type());
      if (expected != null) {
        Misfit misfit = session.subsumption.fits(parameter, type);
        if (misfit != null) {
          session.complaints.misfit(
              misfit, lambda.type().start(), lambda.type().end(), type, parameter);
        }
      }
    }
    Scope scope = session.names.enterFunction();
    Symbol symbol = session.binds(Symbol.Kind.PARAMETER, lambda.name(), lambda.nameStart(), type);
    if (lambda.type() == null) {
      session.observer.inferred(symbol);
    }
    Names.Local before = session.names.bind(symbol, scope.newSlot(), null);
    Code body = expected == null ? synth(lambda.body()) : check(lambda.body(), expected.result());
    session.names.unbind(lambda.name(), before);
    session.names.leaveFunction();
    return new FunctionCode(
        expected == null ? new Type.Function(type, body.type()) : expected, body, scope.slots());
  }

  /**
   * An abstraction over a nested block.
   *
   * @param expected what it must be; null if that is not known, or no block-taker
   */
  private Code taker(Expr.BlockLambda lambda, Type.@Nullable Block expected) {
    Pred pred = Predicates.FAULTY;
    if (lambda.pred() != null) {
      pred = annotations.pred(lambda.pred());
      Misfit.Context misfit =
          expected == null ? null : session.subsumption.implies(pred, expected.pred());
      if (misfit != null) {
        session.complaints.blockTooWide(misfit, lambda.pred());
      }
    } else if (expected != null) {
      pred = expected.pred();
    } else {
      session.complaints.ambiguousBlock(lambda);
    }
    Scope scope = session.names.enterFunction();
    Type.Action taken = new Type.Action(pred, Row.EMPTY, Row.EMPTY);
    Symbol symbol = session.binds(Symbol.Kind.BLOCK, lambda.name(), lambda.nameStart(), taken);
    if (lambda.pred() == null) {
      session.observer.inferred(symbol);
    }
    Names.Local before = session.names.bind(symbol, scope.newSlot(), null);
    Code body = expected == null ? synth(lambda.body()) : check(lambda.body(), expected.result());
    session.names.unbind(lambda.name(), before);
    session.names.leaveFunction();
    if (expected == null && lambda.pred() == null) {
      return new Faulty(Type.Faulty.FAULTY);
    }
    return new TakerCode(
        expected == null ? new Type.Block(pred, body.type()) : expected, body, scope.slots());
  }

  /** The declared value that a name stands for, directly or element by element. */
  @Nullable Definition origin(Expr expr) {
    if (!(expr instanceof Expr.Name name)) {
      return null;
    }
    Names.Local local = session.names.local(name.name());
    return local != null ? local.origin() : session.names.value(name.name());
  }
}
