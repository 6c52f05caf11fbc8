package coop.croft.lang.check;

import coop.croft.lang.Fix;
import coop.croft.lang.Verdict;
import coop.croft.lang.eval.Definition;
import coop.croft.lang.syntax.Expr;
import coop.croft.lang.syntax.Numerals;
import coop.croft.lang.types.Literals;
import coop.croft.lang.types.Misfit;
import coop.croft.lang.types.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
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
    Definition user = userOf(type);
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

  /** Which action takes a value of a type that has no literals; null if none is known. */
  @SuppressWarnings("ReferenceEquality") // one object for each base type
  private @Nullable Definition userOf(Type type) {
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
  Remedy tooMany(Expr.Apply apply, int taken, Type end, boolean block) {
    Remedy hidden = taken == 0 ? hidden(apply.function()) : null;
    if (hidden != null) {
      return hidden;
    }
    Expr extra = apply.arguments().get(taken);
    int before = taken == 0 ? apply.function().end() : apply.arguments().get(taken - 1).end();
    if (end instanceof Type.Action && isCalled(extra)) {
      return new Remedy(
          "put ';' before '" + text(extra) + "'",
          List.of(session.problems.fix("add ';'", before, before, ";")));
    }
    Remedy joined = joined(apply, taken);
    if (joined != null) {
      return joined;
    }
    List<String> others = others(apply);
    if (!others.isEmpty()) {
      return new Remedy(
          Suggestions.hint(others), others.stream().map(o -> instead(apply, o, end)).toList());
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
    return Remedy.of(
        isOfLibrary(apply.function())
            ? "leave out what is too much; croft doc "
                + text(apply.function())
                + " shows an example"
            : "leave out what is too much");
  }

  /** For a name of the file that the library has, too; null for any other. */
  @Nullable Remedy hidden(Expr function) {
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
  private Fix instead(Expr.Apply apply, String name, Type end) {
    Definition other = session.names.library().value(name);
    Definition user =
        other == null || !(end instanceof Type.Action)
            ? null
            : userOf(session.walk.withoutArguments(Type.resolve(other.type())));
    String title = "write " + name;
    if (user == null || !isBrief(apply)) {
      return session.problems.fix(title, apply.function().start(), apply.function().end(), name);
    }
    String arguments = session.source.text().substring(apply.function().end(), apply.end());
    return session.problems.fix(
        title, apply.start(), apply.end(), user.name() + " (" + name + arguments + ")");
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

  /** Functions with a longer name that begins so, and take as many arguments as are given. */
  private List<String> others(Expr.Apply apply) {
    if (!(apply.function() instanceof Expr.Name name) || !isOfLibrary(name)) {
      return List.of();
    }
    Map<String, Definition> all = session.names.library().values();
    session.meter.steps(all.size());
    return all.values().stream()
        .filter(d -> d.name().length() > name.name().length())
        .filter(d -> d.name().startsWith(name.name()))
        .filter(d -> takes(d.type(), apply.arguments()))
        .map(Definition::name)
        .limit(3)
        .toList();
  }

  private boolean takes(Type function, List<Expr> arguments) {
    List<Type> parameters = Arity.parameters(function);
    if (parameters.size() != arguments.size()) {
      return false;
    }
    for (int i = 0; i < parameters.size(); i++) {
      Type parameter = Type.resolve(parameters.get(i));
      if (!Arity.resembles(arguments.get(i), parameter)
          || !isAccepted(arguments.get(i), parameter)) {
        return false;
      }
    }
    return true;
  }

  private boolean isAccepted(Expr argument, Type parameter) {
    if (!(parameter instanceof Type.Base base)) {
      return true;
    }
    session.meter.step();
    return switch (argument) {
      case Expr.Str str -> session.constants.accepts(base, str.value());
      case Expr.Num num -> session.constants.accepts(base, num.value());
      default -> true;
    };
  }
}
