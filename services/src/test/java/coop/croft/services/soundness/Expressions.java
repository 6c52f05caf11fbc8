package coop.croft.services.soundness;

import coop.croft.lang.predicate.Pred;
import coop.croft.services.soundness.Declared.Named;
import coop.croft.services.soundness.Generated.Way;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Draws expressions of a type. */
abstract class Expressions extends Drawing {
  /** Types that no constant has. */
  private static final Set<String> OPAQUE =
      Set.of(
          "bool",
          "dns_kind",
          "dnsRecord",
          "ssl",
          "plain_http",
          "proxy_prefix",
          "web_option",
          "rewrite_flag");

  private static final Pattern ATOM = Pattern.compile("\\w+|\\[.*|\\u0001[0-9]+\\u0002");

  Expressions(Declared library, long seed, int number) {
    super(library, seed, number);
  }

  /** At least one statement, without a semicolon behind. */
  abstract String statements(Pred given, int depth);

  /** An atom of that type, for an argument of {@code where} or a variable of that name. */
  String expression(Form type, String where, int depth) {
    String text = application(type, where, depth);
    boolean atom =
        type instanceof Form.ListOf
            || ATOM.matcher(text).matches()
            || (text.startsWith("begin ") && type instanceof Form.Action);
    return atom ? text : "(" + text + ")";
  }

  String application(Form type, String where, int depth) {
    List<Named> own = scope.those(type::equals);
    if (!own.isEmpty() && oneIn(3)) {
      return one(own).name();
    }
    return switch (type) {
      case Form.Base(String name) -> baseValue(name, where, depth);
      case Form.ListOf(Form element) -> list(element, where, depth);
      case Form.Function function -> function(function, where, depth);
      case Form.Action(Pred pred) -> "begin " + statements(pred, depth + 1) + " end";
      case Form.Taker taker -> "\\\\b : (" + taker.pred() + ") -> b";
    };
  }

  private String list(Form element, String where, int depth) {
    List<Named> makers = visible(library.lists(element));
    if (!makers.isEmpty() && oneIn(4)) {
      Named maker = one(makers);
      program.used().add(maker.name());
      return maker.name();
    }
    List<String> items = new ArrayList<>();
    under(
        Way.LIST,
        () -> {
          for (int i = random.nextInt(3); i >= 0; i--) {
            items.add(expression(element, where, depth + 1));
          }
          return "";
        });
    return "[" + String.join(", ", items) + "]";
  }

  private String function(Form.Function type, String where, int depth) {
    String name = fresh("x");
    int entered = scope.enter();
    scope.add(name, type.parameter());
    String body = expression(type.result(), where, depth + 1);
    scope.leave(entered);
    return "\\" + name + (oneIn(2) ? " : (" + type.parameter().text() + ")" : "") + " -> " + body;
  }

  private String baseValue(String type, String where, int depth) {
    if (depth < DEEPEST && fuel > 0) {
      switch (random.nextInt(16)) {
        case 0 -> {
          fuel--;
          return "if %s then %s else %s end"
              .formatted(
                  expression(base("bool"), "if", depth + 1),
                  under(Way.BRANCH, () -> expression(base(type), where, depth + 1)),
                  under(Way.BRANCH, () -> expression(base(type), where, depth + 1)));
        }
        case 1 -> {
          fuel--;
          String name = fresh("x");
          String annotation = oneIn(2) ? " : (" + type + ")" : "";
          String argument = under(Way.FUNCTION, () -> expression(base(type), where, depth + 1));
          return "(\\" + name + annotation + " -> " + name + ") " + argument;
        }
        default -> {}
      }
    }
    List<Named> makers = visible(library.makers(type));
    boolean constant = !OPAQUE.contains(type);
    if (!makers.isEmpty() && (!constant || oneIn(10))) {
      Named maker = one(makers);
      program.used().add(maker.name());
      return applied(maker, depth);
    }
    if (!constant) {
      throw new IllegalStateException("the library makes no " + type);
    }
    String literal =
        wrong(Constants.HELD.contains(type) ? 4 : 16)
            ? constants.bad(type)
            : constants.good(type, where);
    return program.constant(type, literal, ways);
  }

  /** A value with all its arguments. */
  String applied(Named value, int depth) {
    String tied = Ranges.arguments(value.name(), random);
    int given = tied.isEmpty() || oneIn(12) ? 0 : Ranges.count(value.name());
    List<Form> parameters = value.type().parameters();
    StringBuilder text = new StringBuilder(value.name());
    for (Form parameter : parameters.subList(0, parameters.size() - given)) {
      text.append(' ').append(expression(parameter, value.name(), depth + 1));
    }
    if (given > 0) {
      text.append(' ').append(tied);
      for (String word : tied.split("\\W+")) {
        if (scope.hides(word)) {
          return "begin end";
        }
        if (library.values().containsKey(word)) {
          program.used().add(word);
        }
      }
    }
    return text.toString();
  }
}
