package coop.croft.lang.check;

import coop.croft.lang.Code;
import coop.croft.lang.Diagnostic;
import coop.croft.lang.Fix;
import coop.croft.lang.check.Remedies.Remedy;
import coop.croft.lang.eval.Definition;
import coop.croft.lang.message.Wording;
import coop.croft.lang.syntax.Expr;
import coop.croft.lang.syntax.Stmt;
import coop.croft.lang.types.Literals;
import coop.croft.lang.types.Misfit;
import coop.croft.lang.types.Type;
import coop.croft.lang.types.TypeText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The wording of the checker's errors, all in one place: one sentence, concrete, values shown. */
final class Complaints {
  /** Between conditions, or before one, in other languages. */
  private static final Set<String> JOINING = Set.of("and", "or", "not");

  private static final Type FAULTY = Type.Faulty.FAULTY;

  private static final int LONGEST_TITLE = 120;

  private final Session session;
  private final Remedies remedies;

  Complaints(Session session) {
    this.session = session;
    this.remedies = new Remedies(session);
  }

  private void report(
      int start,
      int end,
      Code code,
      String message,
      @Nullable String found,
      @Nullable String hint) {
    session.problems.report(start, end, code, message, found, hint);
  }

  private List<String> near(String wanted, Collection<String> known, Predicate<String> allowed) {
    session.meter.steps(Suggestions.steps(wanted, known.size()));
    return Suggestions.near(wanted, known, allowed);
  }

  /** A name that means nothing, with those known that are near it. */
  void unknown(
      int start, int end, Code code, String message, String name, Collection<String> known) {
    List<String> meant = new ArrayList<>(Habits.meant(name, known));
    near(name, known, n -> !meant.contains(n)).forEach(meant::add);
    session.problems.report(
        start, end, code, message, null, Suggestions.hint(meant), replacements(start, end, meant));
  }

  private List<Fix> replacements(int start, int end, List<String> names) {
    return names.stream().map(n -> session.problems.fix("write " + n, start, end, n)).toList();
  }

  void misfit(Misfit misfit, int start, int end, Type found, Type expected) {
    misfit(misfit, start, end, found, expected, null, List.of());
  }

  /** An expression of another type than is needed. */
  void misfit(Misfit misfit, Expr expr, Type found, Type expected) {
    Type resolved = Type.resolve(found);
    if (misfit instanceof Misfit.Mismatch
        && resolved instanceof Type.Function function
        && !(expected instanceof Type.Function)
        && !(expected instanceof Type.Open)
        && isNamed(expr)) {
      tooFew(expr, function, Code.TYPE_MISMATCH, null);
      return;
    }
    Remedy remedy = remedies.ofValue(expr, resolved, expected);
    misfit(misfit, expr.start(), expr.end(), found, expected, remedy.hint(), remedy.fixes());
  }

  private static boolean isNamed(Expr expr) {
    return expr instanceof Expr.Name
        || (expr instanceof Expr.Apply apply && apply.function() instanceof Expr.Name);
  }

  /** An application of which arguments are missing. */
  private void tooFew(Expr expr, Type.Function rest, Code code, @Nullable Remedy remedy) {
    int given = expr instanceof Expr.Apply apply ? apply.arguments().size() : 0;
    int taken = given + Arity.parameters(rest).size();
    Expr function = expr instanceof Expr.Apply apply ? apply.function() : expr;
    session.problems.report(
        expr.start(),
        expr.end(),
        code,
        called(expr) + " takes " + arguments(taken) + ", here " + are(given),
        signature(function),
        remedy == null || remedy.hint() == null ? example(function) : remedy.hint(),
        remedy == null ? List.of() : remedy.fixes());
  }

  private static String arguments(int count) {
    return count == 0 ? "no argument" : count == 1 ? "1 argument" : count + " arguments";
  }

  private static String are(int count) {
    return count == 0 ? "is none" : count == 1 ? "is 1" : "are " + count;
  }

  /** The type of a function, with its name; null if it has no name. */
  private @Nullable String signature(Expr function) {
    if (!(function instanceof Expr.Name name)) {
      return null;
    }
    Names.Local local = session.names.local(name.name());
    Definition declared = session.names.value(name.name());
    Type type = local != null ? local.type() : declared != null ? declared.type() : null;
    return type == null ? null : name.name() + " : " + TypeText.of(type);
  }

  private @Nullable String example(Expr function) {
    return function instanceof Expr.Name name
            && session.names.local(name.name()) == null
            && !session.names.isOwn(name.name())
        ? "croft doc " + name.name() + " shows an example"
        : null;
  }

  /** A function stands where its result is needed, and its arguments stand beside it. */
  void lacksParentheses(Expr.Apply around, Expr.Name argument) {
    Definition definition = session.names.value(argument.name());
    if (definition != null && Type.resolve(definition.type()) instanceof Type.Function function) {
      tooFew(argument, function, Code.TYPE_MISMATCH, remedies.parentheses(around, argument));
    }
  }

  /** Arguments that fit in another order. */
  void otherOrder(Expr.Name function, List<Type> parameters, List<Expr> given, List<Expr> right) {
    int start = given.getFirst().start();
    int end = given.getLast().end();
    String message =
        "these arguments are in another order: '"
            + function.name()
            + "' takes "
            + parameters.stream().map(TypeText::of).collect(Collectors.joining(", then "));
    // Nested, longer ones would be written again for each.
    if (end - start > Remedies.LONGEST) {
      report(start, end, Code.TYPE_MISMATCH, message, null, null);
      return;
    }
    String written = written(right);
    String whole = "write " + function.name() + " " + written;
    boolean plain = ArgumentOrder.isPlain(given, session.source.text());
    boolean brief = isBrief(whole, right);
    String title = brief ? whole : "put them in order";
    session.problems.report(
        start,
        end,
        Code.TYPE_MISMATCH,
        message,
        null,
        brief ? whole : null,
        plain ? List.of(session.problems.fix(title, start, end, written)) : List.of());
  }

  /**
   * The same beside what is wrong with one of the arguments.
   *
   * @param number of that problem
   */
  void perhapsOtherOrder(int number, Expr.Name function, List<Expr> given, List<Expr> right) {
    Diagnostic problem = session.problems.found().get(number);
    String whole = "write " + function.name() + " " + written(right);
    if (problem.hint().isEmpty()
        && problem.fixes().isEmpty()
        && isBrief(whole, right)
        && ArgumentOrder.isPlain(given, session.source.text())) {
      Fix fix =
          session.problems.fix(
              whole, given.getFirst().start(), given.getLast().end(), written(right));
      session.problems.amend(
          problem,
          number,
          "in another order they fit: " + function.name() + " " + written(right),
          List.of(fix));
    }
  }

  private String written(List<Expr> arguments) {
    String text = session.source.text();
    return arguments.stream()
        .map(e -> text.substring(e.start(), e.end()))
        .collect(Collectors.joining(" "));
  }

  private static boolean isBrief(String title, List<Expr> arguments) {
    return title.length() <= LONGEST_TITLE
        && arguments.stream()
            .allMatch(
                e -> e instanceof Expr.Name || e instanceof Expr.Str || e instanceof Expr.Num);
  }

  /** What to do about a setting that stands beside a value. */
  String settingBehind(Stmt.Assign setting) {
    Expr value = setting.value();
    // As the layout has it, however it is laid out.
    boolean brief =
        (value instanceof Expr.Name || value instanceof Expr.Str || value instanceof Expr.Num)
            && value.end() - value.start() <= LONGEST_TITLE;
    String written = brief ? session.source.text().substring(value.start(), value.end()) : "…";
    return Wording.settingBehind(setting.variable() + " = " + written);
  }

  /** Several statements where one value is needed. */
  void several(int start, int end, @Nullable String hint) {
    report(
        start,
        end,
        Code.TYPE_MISMATCH,
        "one value is needed here, not several statements",
        null,
        hint);
  }

  /** A choice between a value and nothing where a value is needed. */
  void noElse(Expr.If branches) {
    report(
        branches.start(),
        branches.end(),
        Code.TYPE_MISMATCH,
        "this 'if' has no 'else', so it is an action where a value is needed",
        null,
        "say the other value: if … then … else … end");
  }

  /** Settings, or what stands in their place, without the block that they are for. */
  void whereWithoutWith(Expr.Where where, Type.Block taker) {
    Expr head = where.head();
    List<Stmt> statements = where.settings().statements();
    boolean statementsToo = statements.stream().anyMatch(s -> s instanceof Expr);
    session.problems.report(
        head.start(),
        head.end(),
        Code.NEEDS_BLOCK,
        called(head) + " needs a block",
        "found " + TypeText.of(taker),
        statementsToo
            ? "behind 'where' stand settings alone; the block begins with 'with'"
            : "the block stands behind the settings: where … with … end",
        block(where, statementsToo, statements.stream().anyMatch(s -> !(s instanceof Expr))));
  }

  private List<Fix> block(Expr.Where where, boolean statements, boolean settings) {
    if (!statements) {
      int end = where.end() - "end".length();
      return List.of(session.problems.fix("add an empty block", end, end, "with "));
    }
    if (settings) {
      return List.of();
    }
    int head = where.head().end();
    int word = head + session.source.text().substring(head, where.end()).indexOf("where");
    return List.of(session.problems.fix("write with", word, word + "where".length(), "with"));
  }

  void misfit(
      Misfit misfit,
      int start,
      int end,
      Type found,
      Type expected,
      @Nullable String hint,
      List<Fix> fixes) {
    switch (misfit) {
      case Misfit.Mismatch mismatch -> mismatch(start, end, found, expected, hint, fixes);
      case Misfit.Context context ->
          report(
              start,
              end,
              Code.CONTEXT,
              Type.resolve(found) instanceof Type.Action
                  ? "this is legal "
                      + Wording.where(context.needed())
                      + "; here it must be legal "
                      + Wording.where(context.here())
                  : "this does not fit every place where it may be used here",
              "expected " + TypeText.of(expected) + ", found " + TypeText.of(found),
              "one place too many: " + Wording.stack(context.counterExample()));
    }
  }

  private void mismatch(
      int start, int end, Type found, Type expected, @Nullable String hint, List<Fix> fixes) {
    session.problems.report(
        start,
        end,
        Code.TYPE_MISMATCH,
        described(found) + " does not fit where " + described(expected) + " is needed",
        "expected " + TypeText.of(expected) + ", found " + TypeText.of(found),
        hint,
        fixes);
  }

  void badConstant(Expr literal, Object value, Type expected) {
    Remedy remedy = remedies.ofLiteral(literal, expected);
    session.problems.report(
        literal.start(),
        literal.end(),
        Code.TYPE_MISMATCH,
        (value instanceof String ? "a string" : "a number")
            + " does not fit where "
            + described(expected)
            + " is needed",
        "expected " + TypeText.of(expected) + ", found " + Wording.quoted(value),
        remedy.hint(),
        remedy.fixes());
  }

  private static String described(Type type) {
    return switch (Type.resolve(type)) {
      case Type.Base base -> "a value of type " + base.name();
      case Type.ListOf list -> "a list";
      case Type.Function function -> "a function";
      case Type.Block block -> "what takes a block";
      case Type.Action action -> "an action";
      case Type.Open open ->
          switch (open.literals()) {
            case STRINGS -> "a string";
            case INTS -> "a number";
            case NONE -> "a value";
          };
      case Type.Faulty faulty -> "a value";
    };
  }

  /**
   * A statement that is not legal where it stands.
   *
   * @param tooFarIn the block behind which it would be legal
   */
  void context(Misfit.Context context, Expr expr, Expr.@Nullable With tooFarIn) {
    String here = Wording.where(context.here());
    String example = Wording.stack(context.counterExample());
    String blocks = tooFarIn == null ? remedies.blocks(context) : null;
    report(
        expr.start(),
        expr.end(),
        Code.CONTEXT,
        called(expr) + " is legal " + Wording.where(context.needed()) + ", but not here",
        "needed: " + context.needed() + "; here: " + context.here(),
        "it stands "
            + here
            + (tooFarIn != null
                ? "; it belongs further out" + behind(tooFarIn.head())
                : blocks != null
                    ? "; put it into the block of " + blocks
                    : example.contains(here) || here.contains(example)
                        ? ""
                        : ", for example " + example));
  }

  /** Behind the block of what takes it, if that has a name. */
  private static String behind(Expr taker) {
    String name = nameOf(taker);
    return name == null ? "" : ", behind the 'end' of '" + name + "'";
  }

  /** The name of what an expression uses, for the start of a sentence. */
  static String called(Expr expr) {
    String name = nameOf(expr);
    return name == null ? "this" : "'" + name + "'";
  }

  private static @Nullable String nameOf(Expr expr) {
    return switch (expr) {
      case Expr.Name name -> name.name();
      case Expr.Apply apply -> nameOf(apply.function());
      default -> null;
    };
  }

  /** A statement that is no action. */
  void notAStatement(Expr expr, Type type) {
    int start = expr.start();
    int end = expr.end();
    switch (Type.resolve(type)) {
      case Type.Block block ->
          session.problems.report(
              start,
              end,
              Code.NEEDS_BLOCK,
              called(expr) + " needs a block",
              "found " + TypeText.of(block),
              "write: … with … end; an empty block is 'with end'",
              List.of(session.problems.fix("add an empty block", end, end, " with end")));
      case Type.Open open when open.literals() == Literals.NONE -> {
        open.bind(Type.Faulty.FAULTY);
        report(
            start,
            end,
            Code.AMBIGUOUS_TYPE,
            "whether this is an action cannot be known here",
            null,
            "give the parameter a type: \\x : ([Context]) -> …");
      }
      case Type.Function function when isNamed(expr) ->
          tooFew(expr, function, Code.NOT_AN_ACTION, null);
      case Type.Function function ->
          report(
              start,
              end,
              Code.NOT_AN_ACTION,
              "this is a function where an action is needed",
              "found " + TypeText.of(function),
              "an argument is missing: " + TypeText.of(function.parameter()));
      default -> {
        Remedy remedy = remedies.user(expr, type);
        session.problems.report(
            start,
            end,
            Code.NOT_AN_ACTION,
            "this is a value where an action is needed",
            "found " + TypeText.of(type),
            remedy.hint(),
            remedy.fixes());
      }
    }
  }

  /** Says so where a value has settings that belong to the action that takes it. */
  boolean isSetForValue(Expr.Where where, Type type) {
    String user = remedies.userOf(type);
    if (user == null) {
      return false;
    }
    Expr head = where.head();
    report(
        head.start(),
        head.end(),
        Code.NOT_AN_ACTION,
        "this is a value, and has no settings",
        "found " + TypeText.of(type),
        "settings stand behind the action that takes it: " + user + " (…) where X = value end");
    return true;
  }

  void takesNoBlock(Expr.With with, Type type) {
    Expr head = with.head();
    if (Type.resolve(type) instanceof Type.Open open && open.literals() == Literals.NONE) {
      open.bind(Type.Faulty.FAULTY);
      report(
          head.start(),
          head.end(),
          Code.AMBIGUOUS_TYPE,
          "whether this takes a block cannot be known here",
          null,
          "give the parameter a type: \\x : (Context => [Context]) -> …");
    } else if (Type.resolve(type) instanceof Type.Function function
        && isNamed(head)
        && session.walk.withoutArguments(function) instanceof Type.Block) {
      tooFew(head, function, Code.TAKES_NO_BLOCK, null);
    } else {
      Remedy remedy = remedies.noBlock(with, type);
      session.problems.report(
          head.start(),
          head.end(),
          Code.TAKES_NO_BLOCK,
          called(head) + " takes no block",
          "found " + TypeText.of(type),
          remedy.hint(),
          remedy.fixes());
    }
  }

  /**
   * An application with more arguments than are taken.
   *
   * @param taken how many are
   * @param function type of what is applied
   * @param end type of what that many arguments give
   * @param block whether a block follows
   */
  void tooMany(Expr.Apply apply, int taken, Type function, Type end, boolean block) {
    Type result = Type.resolve(end);
    Remedy remedy = remedies.tooMany(apply, taken, function, result, block);
    boolean named = isNamed(apply);
    session.problems.report(
        apply.start(),
        taken == 0 ? apply.function().end() : apply.arguments().get(taken - 1).end(),
        Code.NOT_A_FUNCTION,
        named
            ? called(apply)
                + " takes "
                + arguments(taken)
                + ", here "
                + are(apply.arguments().size())
            : described(result) + " is not a function and takes no argument",
        named ? signature(apply.function()) : "found " + TypeText.of(function),
        remedy.hint(),
        remedy.fixes());
  }

  /**
   * Words between conditions, or before one, that have no meaning; whether there was one.
   *
   * @param joined what stands beside each other there
   */
  boolean joined(Expr.Apply joined) {
    List<Expr> words = new ArrayList<>(joined.arguments());
    words.addFirst(joined.function());
    for (Expr each : words) {
      if (each instanceof Expr.Name word
          && JOINING.contains(word.name())
          && session.names.local(word.name()) == null
          && session.names.value(word.name()) == null) {
        report(
            word.start(),
            word.end(),
            Code.UNKNOWN_NAME,
            "there is no value '" + word.name() + "'",
            null,
            word.name().equals("not") ? Wording.NOT_NEGATED : Wording.NOT_JOINED);
        return true;
      }
    }
    return false;
  }

  void unknownValue(Expr.Name name, Wanted wanted) {
    Integer below = session.names.below(name.name(), name.start());
    if (below != null) {
      report(
          name.start(),
          name.end(),
          Code.UNKNOWN_NAME,
          "there is no value '" + name.name() + "' yet",
          null,
          "it is declared below: declare it above what uses it");
      return;
    }
    Map<String, Type> known = new LinkedHashMap<>();
    session.names.library().values().forEach((n, d) -> known.put(n, d.type()));
    session.names.declaredValues().reversed().forEach(d -> known.put(d.name(), d.type()));
    session.names.locals().forEach((n, l) -> known.put(n, l.type()));
    List<String> legal =
        near(
            name.name(),
            known.keySet(),
            n -> wanted.allows(known.getOrDefault(n, FAULTY), session));
    if (legal.isEmpty() && !session.names.locals().isEmpty()) {
      // Of what a parameter is nothing may be known yet.
      legal = near(name.name(), session.names.locals().keySet(), n -> true);
    }
    if (legal.isEmpty()
        && wanted.form() != Wanted.Form.VALUE
        && otherwise(name, known.keySet(), wanted.arguments())) {
      return;
    }
    String quoted = "\"" + name.name() + "\"";
    boolean text = wanted.isText(name.name(), session);
    unknownValue(
        name,
        legal.isEmpty()
            ? text
                ? "text stands in quotation marks: " + quoted
                : wanted.isChosen()
                    ? remedies.kinds(wanted).hint()
                    : elsewhere(name.name(), known, wanted)
            : Suggestions.hint(legal),
        legal.isEmpty() && text
            ? replacements(name.start(), name.end(), List.of(quoted))
            : replacements(name.start(), name.end(), legal));
  }

  /** A name that means nothing, and what is to be done about it. */
  void unknownValue(Expr.Name name, @Nullable String hint, List<Fix> fixes) {
    session.problems.report(
        name.start(),
        name.end(),
        Code.UNKNOWN_NAME,
        "there is no value '" + name.name() + "'",
        null,
        hint,
        fixes);
  }

  /** Says so where a variable is meant, or what another tool calls by that name. */
  private boolean otherwise(Expr.Name name, Collection<String> known, int arguments) {
    Set<String> variables = session.names.library().variableNames();
    session.meter.steps(variables.size());
    String variable =
        variables.stream().filter(v -> v.equalsIgnoreCase(name.name())).findFirst().orElse(null);
    List<String> meant = Habits.meant(name.name(), known);
    String sentence = Habits.sentence(name.name());
    if (sentence != null) {
      unknownValue(name, sentence, List.of());
    } else if (variable != null) {
      String written = variable + " =";
      unknownValue(
          name,
          "'"
              + variable
              + "' is a variable: it is set with "
              + variable
              + " = value, and read with x <- "
              + variable,
          arguments == 1 ? replacements(name.start(), name.end(), List.of(written)) : List.of());
    } else if (!meant.isEmpty()) {
      unknownValue(
          name,
          meant.getFirst() + " does what is meant; croft doc " + meant.getFirst() + " shows how",
          List.of());
    }
    return sentence != null || variable != null || !meant.isEmpty();
  }

  private @Nullable String elsewhere(String name, Map<String, Type> known, Wanted wanted) {
    List<String> elsewhere = near(name, known.keySet(), n -> true);
    if (elsewhere.isEmpty() || wanted.form() == Wanted.Form.VALUE) {
      return null;
    }
    Type.Action end = session.walk.endsIn(known.getOrDefault(elsewhere.getFirst(), FAULTY));
    return end == null
        ? null
        : "'" + elsewhere.getFirst() + "' is legal " + Wording.where(end.pred()) + " only";
  }

  void ambiguousBlock(Expr.BlockLambda lambda) {
    report(
        lambda.nameStart(),
        lambda.nameStart() + lambda.name().length(),
        Code.AMBIGUOUS_TYPE,
        "where the block '" + lambda.name() + "' may stand cannot be known here",
        null,
        "say it: \\\\" + lambda.name() + " : (Context) -> …");
  }

  void blockTooWide(Misfit.Context context, coop.croft.lang.syntax.PredExpr at) {
    report(
        at.start(),
        at.end(),
        Code.CONTEXT,
        "this takes fewer blocks than is needed here",
        "expected blocks for " + context.needed() + ", found blocks for " + context.here(),
        "blocks would have to be legal "
            + Wording.where(context.here())
            + ", and those for "
            + context.needed()
            + " need not be");
  }

  void notAList(Expr list, Type type) {
    String name = list instanceof Expr.Str text ? text.value() : "";
    Definition meant = session.names.value(name);
    boolean quoted = meant != null && Type.resolve(meant.type()) instanceof Type.ListOf;
    session.problems.report(
        list.start(),
        list.end(),
        Code.TYPE_MISMATCH,
        "'for' needs a list",
        "found " + TypeText.of(type),
        quoted
            ? "a name stands without quotation marks: " + name
            : "one element is a list too: [x]",
        quoted ? replacements(list.start(), list.end(), List.of(name)) : List.of());
  }
}
