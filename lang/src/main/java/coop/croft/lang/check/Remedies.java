package coop.croft.lang.check;

import coop.croft.lang.Fix;
import coop.croft.lang.Verdict;
import coop.croft.lang.eval.Definition;
import coop.croft.lang.syntax.Expr;
import coop.croft.lang.syntax.Numerals;
import coop.croft.lang.syntax.Stmt;
import coop.croft.lang.types.Literals;
import coop.croft.lang.types.Misfit;
import coop.croft.lang.types.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What to write in place of what does not fit, where the checker can tell. */
final class Remedies {
  /** More values than these are not listed in a message. */
  private static final int MOST = 8;

  private static final String QUOTED = "text stands between quotation marks";

  private static final int MOST_BLOCKS = 4;

  /** Longer lists are not written out in a hint. */
  static final int MOST_WRITTEN = 60;

  /** Longer expressions are not written again: nested ones would be, in the message of each. */
  static final int LONGEST = 200;

  private final Session session;

  Remedies(Session session) {
    this.session = session;
  }

  /**
   * What to do.
   *
   * @param hint in words
   * @param fixes changes of the text that do it
   */
  record Remedy(@Nullable String hint, List<Fix> fixes) {
    static final Remedy NONE = new Remedy(null, List.of());

    static Remedy of(String hint) {
      return new Remedy(hint, List.of());
    }
  }

  private Remedy write(Expr in, String written) {
    return new Remedy(
        "write " + written,
        List.of(session.problems.fix("write " + written, in.start(), in.end(), written)));
  }

  private static boolean isBrief(Expr expr) {
    return expr.end() - expr.start() <= LONGEST;
  }

  private String text(Expr expr) {
    return session.source.text().substring(expr.start(), expr.end());
  }

  /** For a literal where a type without literals, or with others, is needed. */
  Remedy ofLiteral(Expr literal, Type needed) {
    return switch (needed) {
      case Type.ListOf list when Arity.resembles(literal, Type.resolve(list.element())) ->
          inList(literal);
      case Type.Base base when literal instanceof Expr.Str str ->
          base.literals() == Literals.INTS
              ? number(str)
              : base.literals() == Literals.NONE ? value(str, base) : Remedy.NONE;
      case Type.Base base when literal instanceof Expr.Num && base.literals() == Literals.STRINGS ->
          quoted(literal, base);
      default -> Remedy.NONE;
    };
  }

  /** For a number where a text is needed; what is wrong with that text is said of it then. */
  private Remedy quoted(Expr number, Type.Base type) {
    String written = "\"" + text(number) + "\"";
    return switch (session.constants.verdict(type, text(number))) {
      case Verdict.Accepted accepted -> write(number, written);
      case Verdict.Invalid invalid -> Remedy.of(QUOTED + "; " + invalid.why());
      case Verdict.NotHeld notHeld -> Remedy.of(QUOTED);
    };
  }

  private Remedy inList(Expr element) {
    return isBrief(element)
        ? write(element, "[" + text(element) + "]")
        : Remedy.of("write it as a list: […]");
  }

  private Remedy number(Expr.Str written) {
    String digits = Numerals.meant(written.value());
    return digits != null
        ? write(written, digits)
        : Numerals.isFraction(written.value()) ? Remedy.of("numbers are whole") : Remedy.NONE;
  }

  private Remedy value(Expr.Str written, Type.Base type) {
    List<String> values = values(type, false);
    session.meter.steps(Suggestions.steps(written.value(), values.size()));
    List<String> meant = Suggestions.like(written.value(), values);
    return meant.isEmpty() ? kinds(type) : write(written, meant.getFirst());
  }

  /** Which values there are of a type that has no literals. */
  private Remedy kinds(Type.Base type) {
    List<String> values = values(type, true);
    return values.isEmpty() || values.size() > MOST
        ? Remedy.of("croft doc " + type.name() + " lists what gives one")
        : Remedy.of("there are: " + String.join(", ", values));
  }

  /** The same where nothing of use stands. */
  Remedy kinds(Wanted wanted) {
    return wanted.type() != null && Type.resolve(wanted.type()) instanceof Type.Base base
        ? kinds(base)
        : Remedy.NONE;
  }

  /** Names of values of a type, in the order in which they are declared. */
  @SuppressWarnings("ReferenceEquality") // one object for each base type
  private List<String> values(Type.Base type, boolean functionsToo) {
    Map<String, Definition> all = session.names.library().values();
    session.meter.steps(all.size());
    List<String> names = new ArrayList<>();
    all.forEach(
        (name, definition) -> {
          Type found = Type.resolve(definition.type());
          if ((functionsToo ? session.walk.withoutArguments(found) : found) == type) {
            names.add(name);
          }
        });
    return names;
  }

  /** For what is no literal and has another type than is needed. */
  @SuppressWarnings("ReferenceEquality") // one object for each base type
  Remedy ofValue(Expr expr, Type found, Type needed) {
    if (expr instanceof Expr.Name
        && needed instanceof Type.ListOf list
        && Type.resolve(list.element()) == found) {
      return inList(expr);
    }
    if (found instanceof Type.ListOf && needed instanceof Type.Base) {
      return Remedy.of("one is needed; for several: for x in [ … ] do … end");
    }
    if (found instanceof Type.Base from && needed instanceof Type.Base to) {
      String conversion = conversion(from, to);
      return conversion != null
          ? converted(expr, conversion)
          : to.literals() == Literals.NONE ? kinds(to) : Remedy.NONE;
    }
    return Remedy.NONE;
  }

  /** The function of the library that makes the one type of the other; null if there is none. */
  @SuppressWarnings("ReferenceEquality") // one object for each base type
  @Nullable String conversion(Type.Base from, Type.Base to) {
    if (from.literals() == Literals.NONE) {
      return null;
    }
    Map<String, Definition> all = session.names.library().values();
    session.meter.steps(all.size());
    for (Definition definition : all.values()) {
      if (Type.resolve(definition.type()) instanceof Type.Function function
          && Type.resolve(function.parameter()) == from
          && Type.resolve(function.result()) == to) {
        return definition.name();
      }
    }
    return null;
  }

  /** The same value with such a function before it. */
  Remedy converted(Expr expr, String conversion) {
    if (expr instanceof Expr.Name && isBrief(expr)) {
      return write(expr, "(" + conversion + " " + text(expr) + ")");
    }
    String hint = "put " + conversion + " before it: (" + conversion + " …)";
    return isBrief(expr) && session.source.text().charAt(expr.start()) == '('
        ? new Remedy(
            hint,
            List.of(
                session.problems.fix(
                    "put " + conversion + " before it",
                    expr.start(),
                    expr.end(),
                    "(" + conversion + " " + text(expr) + ")")))
        : Remedy.of(hint);
  }

  /** For a value of a type that does nothing by itself: the action that takes it. */
  Remedy user(Expr value, Type type) {
    Definition user = taker(type);
    if (user == null) {
      return Remedy.NONE;
    }
    String title = "give it to an action: " + user.name() + " (…)";
    return isBrief(value)
        ? new Remedy(
            title,
            List.of(
                session.problems.fix(
                    title, value.start(), value.end(), user.name() + " (" + text(value) + ")")))
        : Remedy.of(title);
  }

  /** The name of an action that takes a value of a type that has no literals; null if none does. */
  @Nullable String userOf(Type type) {
    Definition taker = taker(type);
    return taker == null ? null : taker.name();
  }

  @SuppressWarnings("ReferenceEquality") // one object for each base type
  private @Nullable Definition taker(Type type) {
    if (!(Type.resolve(type) instanceof Type.Base base) || base.literals() != Literals.NONE) {
      return null;
    }
    Map<String, Definition> all = session.names.library().values();
    session.meter.steps(all.size());
    for (Definition definition : all.values()) {
      if (Type.resolve(definition.type()) instanceof Type.Function function
          && Type.resolve(function.parameter()) == base
          && Type.resolve(function.result()) instanceof Type.Action) {
        return definition;
      }
    }
    return null;
  }

  /** What takes a block, may stand where an action must not, and has it in its block. */
  @Nullable String blocks(Misfit.Context context) {
    Map<String, Definition> all = session.names.library().values();
    session.meter.steps(all.size());
    List<String> names = new ArrayList<>();
    for (Definition definition : all.values()) {
      Type end = session.walk.withoutArguments(Type.resolve(definition.type()));
      Type.Action action = session.walk.endsIn(definition.type());
      if (names.size() < MOST_BLOCKS
          && action != null
          && end instanceof Type.Block block
          && session.subsumption.implies(block.pred(), context.needed()) == null
          && session.subsumption.implies(context.here(), action.pred()) == null) {
        names.add(definition.name());
      }
    }
    if (names.isEmpty()) {
      return null;
    }
    String last = names.removeLast();
    return names.isEmpty() ? last : String.join(", ", names) + " or " + last;
  }

  /** For a function without what belongs to it, which stands beside it. */
  Remedy parentheses(Expr.Apply around, Expr.Name argument) {
    int end = around.arguments().getLast().end();
    // What else stands there may belong to what is around.
    if (around.arguments().getLast().equals(argument)) {
      return Remedy.NONE;
    }
    String hint = "put it in parentheses with its arguments: (" + argument.name() + " …)";
    return end - argument.start() > LONGEST
        ? Remedy.of(hint)
        : new Remedy(
            hint,
            List.of(
                session.problems.fix(
                    "put it in parentheses",
                    argument.start(),
                    end,
                    "(" + session.source.text().substring(argument.start(), end) + ")")));
  }

  /** For too many arguments, by what the one is that is too much. */
  Remedy tooMany(Expr.Apply apply, int taken, Type function, Type end, boolean block) {
    Remedy hidden = taken == 0 ? hidden(apply.function()) : null;
    if (hidden != null) {
      return hidden;
    }
    Expr extra = apply.arguments().get(taken);
    int before = taken == 0 ? apply.function().end() : apply.arguments().get(taken - 1).end();
    if (isStatement(extra, apply.function(), end)) {
      return new Remedy(
          "put ';' before '" + firstWord(extra) + "'",
          List.of(session.problems.fix("add ';'", before, before, ";")));
    }
    Remedy joined = joined(apply, taken);
    if (joined != null) {
      return joined;
    }
    if (taken == 0 && isElement(apply) && end instanceof Type.Base) {
      int behind = apply.function().end();
      return new Remedy(
          "between elements of a list stands ','",
          List.of(session.problems.fix("add ','", behind, behind, ",")));
    }
    List<Other> others = others(apply);
    int stray = Arity.stray(apply, function, session);
    if (stray >= 0) {
      return without(apply, stray, others);
    }
    if (!others.isEmpty()) {
      return new Remedy(
          Suggestions.hint(others.stream().map(Other::name).toList()),
          others.stream().map(o -> instead(apply, o, end)).toList());
    }
    Remedy listed = listed(apply, taken);
    if (listed != null) {
      return listed;
    }
    if (block) {
      return Remedy.of(taken == 0 ? "leave out what is too much" : forEach(apply, taken));
    }
    if (end instanceof Type.Block) {
      return Remedy.of("what belongs to it stands in a block: with … end");
    }
    if (apply.function() instanceof Expr.Str || apply.function() instanceof Expr.Num) {
      return Remedy.of("between elements of a list stands ',', and behind a value ';'");
    }
    return Remedy.of("leave out what is too much" + example(apply));
  }

  /** Whether the bracket or comma of a list stands before it. */
  private boolean isElement(Expr apply) {
    String text = session.source.text();
    int before = apply.start() - 1;
    while (before >= 0 && Character.isWhitespace(text.charAt(before))) {
      before--;
    }
    return before >= 0 && "[,".indexOf(text.charAt(before)) >= 0;
  }

  private String example(Expr.Apply apply) {
    return isOfLibrary(apply.function())
        ? "; croft doc " + text(apply.function()) + " shows an example"
        : "";
  }

  /** The same without one of its arguments, or one of those in its place. */
  private Remedy without(Expr.Apply apply, int place, List<Other> others) {
    Expr word = apply.arguments().get(place);
    int before = (place == 0 ? apply.function() : apply.arguments().get(place - 1)).end();
    String title = "leave out '" + text(word) + "'";
    boolean certain =
        IntStream.range(0, apply.arguments().size())
            .allMatch(i -> i == place || Arity.isLiteral(apply.arguments().get(i)));
    String also = certain ? Suggestions.hint(others.stream().map(Other::name).toList()) : null;
    return new Remedy(
        title + (also == null ? example(apply) : "; or " + also),
        List.of(session.problems.fix(title, before, word.end(), "")));
  }

  /** For what takes no block and has one. */
  Remedy noBlock(Expr.With with, Type type) {
    Remedy hidden = hidden(with.head());
    Remedy settings = hidden == null ? settings(with, type) : hidden;
    if (settings != null) {
      return settings;
    }
    int from = with.head().end();
    // Comments would go with a block that only looks empty.
    boolean empty =
        with.settings() == null
            && session.source.text().substring(from, with.end()).matches("\\s*with\\s+end");
    return new Remedy(
        "leave out 'with … end'",
        empty
            ? List.of(session.problems.fix("leave out the block", from, with.end(), ""))
            : List.of());
  }

  /** For an action with settings in a block, which it does not take; null for anything else. */
  private @Nullable Remedy settings(Expr.With with, Type type) {
    List<Stmt> block = with.block().statements();
    if (!(Type.resolve(type) instanceof Type.Action)
        || with.settings() != null
        || block.isEmpty()
        || !block.stream().allMatch(s -> s instanceof Stmt.Assign)) {
      return null;
    }
    String title = "settings of an action stand between 'where' and 'end'";
    int from = with.head().end();
    int to = block.getFirst().start();
    String between = session.source.text().substring(from, to);
    return between.strip().equals("with")
        ? new Remedy(
            title,
            List.of(
                session.problems.fix("write where", from, to, between.replace("with", "where"))))
        : Remedy.of(title);
  }

  /** For a name of the file that the library has, too; null for any other. */
  private @Nullable Remedy hidden(Expr function) {
    if (!(function instanceof Expr.Name name)
        || session.names.local(name.name()) != null
        || !session.names.isOwn(name.name())
        || session.names.library().value(name.name()) == null) {
      return null;
    }
    return Remedy.of("your own '" + name.name() + "' hides the library's: choose another name");
  }

  /** For elements of a list without its brackets; null for anything else. */
  private @Nullable Remedy listed(Expr.Apply apply, int taken) {
    if (taken == 0 || !(apply.function() instanceof Expr.Name name)) {
      return null;
    }
    Definition definition = session.names.value(name.name());
    List<Type> parameters =
        definition == null || session.names.local(name.name()) != null
            ? List.of()
            : Arity.parameters(definition.type());
    List<Expr> elements = apply.arguments().subList(taken - 1, apply.arguments().size());
    if (parameters.size() != taken
        || !(Type.resolve(parameters.get(taken - 1)) instanceof Type.ListOf list)
        || !elements.stream().allMatch(e -> Arity.resembles(e, Type.resolve(list.element())))) {
      return null;
    }
    int start = elements.getFirst().start();
    int end = elements.getLast().end();
    String written = elements.stream().map(this::text).collect(Collectors.joining(", ", "[", "]"));
    return written.length() > MOST_WRITTEN
        ? Remedy.of("a list stands between [ and ], with ',' between its elements")
        : new Remedy(
            "write " + written,
            List.of(session.problems.fix("write " + written, start, end, written)));
  }

  /** For several values where one is needed. */
  private String forEach(Expr.Apply apply, int taken) {
    List<Expr> values = apply.arguments().subList(taken - 1, apply.arguments().size());
    boolean listed = values.stream().allMatch(v -> v instanceof Expr.Str);
    String list =
        listed && values.stream().mapToInt(v -> v.end() - v.start()).sum() <= MOST_WRITTEN
            ? values.stream().map(this::text).collect(Collectors.joining(", ", "[", "]"))
            : "[ … ]";
    return "one is needed; for several: for x in " + list + " do … end";
  }

  /** Another function in its place, in that which takes what the other one gives. */
  private Fix instead(Expr.Apply apply, Other other, Type end) {
    Definition definition = session.names.library().value(other.name());
    Definition user =
        definition == null || !(end instanceof Type.Action)
            ? null
            : taker(session.walk.withoutArguments(Type.resolve(definition.type())));
    String title = "write " + other.name();
    boolean reordered = !other.arguments().equals(apply.arguments());
    if (!isBrief(apply)
        || (user == null && !reordered)
        || (reordered && !ArgumentOrder.isPlain(apply.arguments(), session.source.text()))) {
      return session.problems.fix(
          title, apply.function().start(), apply.function().end(), other.name());
    }
    String written =
        other.name()
            + (reordered
                ? other.arguments().stream().map(a -> " " + text(a)).collect(Collectors.joining())
                : session.source.text().substring(apply.function().end(), apply.end()));
    return session.problems.fix(
        title,
        apply.start(),
        apply.end(),
        user == null ? written : user.name() + " (" + written + ")");
  }

  /** For the pieces of one text, as zone files have them. */
  private @Nullable Remedy joined(Expr.Apply apply, int taken) {
    if (taken == 0) {
      return null;
    }
    List<Expr> pieces = apply.arguments().subList(taken - 1, apply.arguments().size());
    if (!(apply.function() instanceof Expr.Name function)
        || !isOfLibrary(function)
        || !pieces.stream().allMatch(p -> p instanceof Expr.Str)
        || !isPlainText(function.name(), taken - 1)) {
      return null;
    }
    StringBuilder whole = new StringBuilder();
    for (Expr piece : pieces) {
      String written = text(piece);
      if (written.length() < 2 || !written.endsWith("\"")) {
        // In an editor a text may be open still.
        return null;
      }
      whole.append(written, 1, written.length() - 1);
    }
    return new Remedy(
        "if these are the pieces of one text, write them as one",
        List.of(
            session.problems.fix(
                "write one text",
                pieces.getFirst().start(),
                pieces.getLast().end(),
                "\"" + whole + "\"")));
  }

  @SuppressWarnings("ReferenceEquality") // one object for each base type
  private boolean isPlainText(String function, int parameter) {
    Definition definition = session.names.value(function);
    return definition != null
        && Type.resolve(Arity.parameters(definition.type()).get(parameter)) == Library.STRING;
  }

  List<Fix> replacements(Expr at, List<String> names) {
    return names.stream()
        .map(n -> session.problems.fix("write " + n, at.start(), at.end(), n))
        .toList();
  }

  /** Whether it may be a statement of its own, behind that. */
  private boolean isStatement(Expr extra, Expr before, Type end) {
    boolean action = end instanceof Type.Action;
    return switch (extra) {
      case Expr.For loop -> true;
      case Expr.If branches -> action;
      case Expr.Let let -> action;
      case Expr.Group group -> action && "begin".equals(firstWord(group));
      case Expr.Name name ->
          (action || before instanceof Expr.Str || before instanceof Expr.Num) && isCalled(name);
      default -> false;
    };
  }

  private String firstWord(Expr expr) {
    String text = session.source.text();
    int end = expr.start();
    while (end < expr.end() && Character.isLetterOrDigit(text.charAt(end))) {
      end++;
    }
    return text.substring(expr.start(), end);
  }

  /** Whether it is a word that begins a statement. */
  private boolean isCalled(Expr expr) {
    if (!(expr instanceof Expr.Name name)) {
      return false;
    }
    Definition definition = session.names.value(name.name());
    return definition != null && session.walk.endsIn(definition.type()) != null;
  }

  private boolean isOfLibrary(Expr expr) {
    return expr instanceof Expr.Name name
        && session.names.local(name.name()) == null
        && !session.names.isOwn(name.name())
        && session.names.library().value(name.name()) != null;
  }

  /** A function, and arguments in the order in which it takes them. */
  private record Other(String name, List<Expr> arguments) {}

  /** Functions with a longer name that begins so, and take the arguments that are given. */
  private List<Other> others(Expr.Apply apply) {
    if (!(apply.function() instanceof Expr.Name name) || !isOfLibrary(name)) {
      return List.of();
    }
    Map<String, Definition> all = session.names.library().values();
    session.meter.steps(all.size());
    List<Definition> longer =
        all.values().stream()
            .filter(d -> d.name().length() > name.name().length())
            .filter(d -> d.name().startsWith(name.name()))
            .toList();
    List<Expr> given = apply.arguments();
    List<Other> others =
        longer.stream()
            .filter(d -> takes(d.type(), given))
            .map(d -> new Other(d.name(), given))
            .toList();
    return (others.isEmpty() ? reordered(longer, given) : others).stream().limit(3).toList();
  }

  private List<Other> reordered(List<Definition> definitions, List<Expr> given) {
    ArgumentOrder order = new ArgumentOrder(session);
    List<Other> others = new ArrayList<>();
    for (Definition definition : definitions) {
      List<Expr> right = order.only(given, Arity.parameters(definition.type()), false);
      if (right != null) {
        others.add(new Other(definition.name(), right));
      }
    }
    return others;
  }

  private boolean takes(Type function, List<Expr> arguments) {
    List<Type> parameters = Arity.parameters(function);
    if (parameters.size() != arguments.size()) {
      return false;
    }
    for (int i = 0; i < parameters.size(); i++) {
      Type parameter = Type.resolve(parameters.get(i));
      if (!Arity.resembles(arguments.get(i), parameter)
          || !Arity.isAccepted(arguments.get(i), parameter, session)) {
        return false;
      }
    }
    return true;
  }
}
