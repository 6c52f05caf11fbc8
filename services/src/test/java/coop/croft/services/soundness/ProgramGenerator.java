package coop.croft.services.soundness;

import coop.croft.lang.predicate.Pred;
import coop.croft.services.soundness.Declared.Named;
import coop.croft.services.soundness.Generated.Way;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Draws programs from what the library declares: at each place something whose declared type fits
 * there. In three of eight programs one thing does not fit, or several, on purpose: most often
 * something that is not held.
 */
final class ProgramGenerator extends Expressions {
  private ProgramGenerator(Declared library, long seed, int number) {
    super(library, seed, number);
  }

  /** The program of a seed, which uses the domains of a number. */
  static Generated program(Declared library, long seed, int number) {
    ProgramGenerator generator = new ProgramGenerator(library, seed, number);
    generator.program.finish(generator.file());
    return generator.program;
  }

  private String file() {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(4); i > 0; i--) {
      text.append(declaration()).append(";\n");
    }
    List<String> domains = new ArrayList<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      domains.add(statement(library.predicates().root(), 0));
    }
    return text.append(String.join(";\n", domains)).append('\n').toString();
  }

  private String declaration() {
    return switch (random.nextInt(6)) {
      case 0 -> ownVariable();
      case 1 -> shadow();
      case 2 -> ownTaker();
      default -> ownVal();
    };
  }

  private String ownVariable() {
    Form type = one(constantTypes());
    String name = fresh("My");
    String value = under(Way.DEFAULT, () -> expression(type, name, 1));
    ownVariables.add(new Named(name, type));
    return "val " + name + " : " + type.text() + " = " + value;
  }

  private List<Form> constantTypes() {
    List<Form> types = new ArrayList<>();
    for (String held : Constants.HELD) {
      types.add(base(held));
      types.add(new Form.ListOf(base(held)));
    }
    for (String free :
        List.of("string", "int", "host", "domain", "ip", "url", "location", "bool")) {
      types.add(base(free));
    }
    return types;
  }

  /** A library's name for a value of the program's own; the library keeps its own meaning. */
  private String shadow() {
    List<Named> functions =
        library.values().entrySet().stream()
            .filter(
                e ->
                    !Declared.SITES_OWN.contains(e.getKey())
                        && e.getValue() instanceof Form.Function)
            .map(e -> new Named(e.getKey(), e.getValue()))
            .filter(n -> !scope.hides(n.name()))
            .toList();
    Named named = one(functions);
    program.used().add(named.name());
    String x = fresh("x");
    Form.Function type = (Form.Function) named.type();
    scope.add(named.name(), type);
    return oneIn(2)
        ? "val " + named.name() + " : " + type.text() + " = " + named.name()
        : "val %s = \\%s : (%s) -> %s %s"
            .formatted(named.name(), x, type.parameter().text(), named.name(), x);
  }

  private String ownTaker() {
    Form.Taker type =
        oneIn(2)
            ? new Form.Taker(library.context("Domain"), action("Root"))
            : new Form.Taker(library.context("Vhost"), action("Domain"));
    Pred outer = ((Form.Action) type.result()).pred();
    String argument = outer == library.predicates().root() ? "your_domain" : "host";
    String head = argument.equals("host") ? "vhost" : oneIn(2) ? "dom" : "domain";
    if (scope.hides(head)) {
      return ownVal();
    }
    program.used().add(head);
    String name = fresh("t");
    String x = fresh("x");
    String block = fresh("b");
    String text =
        "val %s = \\%s : (%s) -> \\\\%s : (%s) -> begin %s %s with %s; %s end end"
            .formatted(
                name, x, argument, block, type.pred(), head, x, statements(type.pred(), 3), block);
    scope.add(name, new Form.Function(base(argument), type));
    return text;
  }

  private Form.Action action(String context) {
    return new Form.Action(
        context.equals("Root") ? library.predicates().root() : library.context(context));
  }

  private String ownVal() {
    Form type =
        switch (random.nextInt(6)) {
          case 0 -> one(constantTypes());
          case 1 -> action("Domain");
          case 2 -> action("Vhost");
          case 3 -> new Form.Function(base("host"), action("Domain"));
          case 4 -> new Form.Function(base(one(List.of("host", "ip"))), base("dnsRecord"));
          default -> new Form.Function(base(one(Constants.HELD)), one(constantTypes()));
        };
    String name = fresh("v");
    String value = under(Way.OWN_VAL, () -> expression(type, name, 1));
    scope.add(name, type);
    return "val " + name + " : " + type.text() + " = " + value;
  }

  @Override
  String statements(Pred given, int depth) {
    int entered = scope.enter();
    List<String> all = new ArrayList<>();
    int count = 1 + random.nextInt(depth > 2 ? 2 : 4);
    for (int i = 0; i < count; i++) {
      all.add(statement(given, depth));
    }
    scope.leave(entered);
    return String.join(";\n" + "  ".repeat(depth), all);
  }

  private String statement(Pred given, int depth) {
    if (wrong(12)) {
      return fault(depth);
    }
    return switch (depth >= DEEPEST || fuel-- < 0 ? 9 : random.nextInt(24)) {
      case 0 -> setting();
      case 1 -> bound(given, depth);
      case 2 -> loop(given, depth);
      case 3 ->
          "if %s then %s else %s end"
              .formatted(
                  expression(base("bool"), "if", depth + 1),
                  under(Way.BRANCH, () -> statements(given, depth + 1)),
                  under(Way.BRANCH, () -> statements(given, depth + 1)));
      case 4 ->
          "let %s in %s end"
              .formatted(settings(), under(Way.LET, () -> statements(given, depth + 1)));
      case 5 -> "begin %s end".formatted(statements(given, depth + 1));
      case 6 ->
          "if false then %s end".formatted(under(Way.BRANCH, () -> statements(given, depth + 1)));
      default -> call(given, depth);
    };
  }

  private String settings() {
    List<String> all = new ArrayList<>();
    for (int i = random.nextInt(2); i >= 0; i--) {
      all.add(setting());
    }
    return String.join("; ", all);
  }

  private String setting() {
    Named variable =
        oneIn(2)
            ? anyVariable()
            : pick(one(List.of("DocumentRoot", "User", "Group", "SSL", "TTL", "WebNodes", "Http")));
    if (variable.name().equals("Drained") || (variable.name().equals("DNS") && !oneIn(4))) {
      variable = pick("TTL");
    }
    Named set = variable;
    use(set);
    return set.name()
        + " = "
        + under(Way.SETTING, () -> application(set.type(), set.name(), DEEPEST - 1));
  }

  private String bound(Pred given, int depth) {
    Named variable = anyVariable();
    use(variable);
    // Now and then a name of the library's, which means the variable from here on.
    String name = oneIn(6) ? one(List.of("alias", "dnsPTR", "hsts", "useDns")) : fresh("x");
    scope.add(name, variable.type());
    return name + " <- " + variable.name() + "; " + call(given, depth);
  }

  private String loop(Pred given, int depth) {
    Form.Base type =
        (Form.Base) one(constantTypes().stream().filter(Form.Base.class::isInstance).toList());
    String list = under(Way.LOOP, () -> expression(new Form.ListOf(type), "for", depth + 1));
    String name = fresh("x");
    String use = Constants.HELD.contains(type.name()) ? settling(type, name, given) : "";
    if (use.isEmpty()) {
      String item = fresh("x");
      list = "((\\" + item + " : ([" + type.name() + "]) -> " + item + ") " + list + ")";
    }
    int entered = scope.enter();
    scope.add(name, type);
    String text =
        "for " + name + " in " + list + " do " + use + statements(given, depth + 1) + " end";
    scope.leave(entered);
    return text;
  }

  /** A statement that makes constants in a list such as must be held; empty if there is none. */
  private String settling(Form.Base type, String name, Pred given) {
    String head = type.name().equals("your_domain") ? "domain" : "directory";
    boolean fits =
        given == library.predicates().root()
            ? head.equals("domain") && type.name().equals("your_domain")
            : type.name().equals("your_path") && given == library.context("Vhost");
    if (!fits || scope.hides(head)) {
      return "";
    }
    program.used().add(head);
    return head + " " + name + " with end; ";
  }

  /** Something of the library's or the program's own that can stand here. */
  private String call(Pred given, int depth) {
    List<Named> own = scope.those(t -> library.isStatement(t, given));
    if (!own.isEmpty() && oneIn(4)) {
      return call(one(own), depth);
    }
    List<Named> legal = visible(library.statements(given));
    if (legal.isEmpty()) {
      return "begin end";
    }
    Named chosen = chosen(legal);
    program.used().add(chosen.name());
    String text = call(chosen, depth);
    return oneIn(8) ? text : accompanied(chosen.name(), text);
  }

  /** Records are what most programs are made of; a domain has one site of its own name. */
  private Named chosen(List<Named> legal) {
    Named chosen = one(legal);
    for (Named named : legal) {
      if (named.name().equals("dns") && oneIn(3)) {
        return named;
      }
    }
    return Set.of("website", "vhostDefault").contains(chosen.name()) ? one(legal) : chosen;
  }

  /** With what the documentation wants beside it. */
  private String accompanied(String name, String text) {
    return switch (name) {
      case "requireUser", "requireValidUser" -> before("authBasic", " \"a\" " + password(), text);
      case "phpSetting", "frontController" -> before("php", " \"8.2\"", text);
      case "rewriteCond" ->
          scope.hides("rewriteRule") ? text : text + "; rewriteRule \"^/(.*)\" \"/x\" []";
      case "dns" ->
          text.contains("dnsDS") ? before("dns", " (dnsNSAt \"zone0\" \"a.test\")", text) : text;
      default -> text;
    };
  }

  private String before(String name, String arguments, String text) {
    program.used().add(name);
    return scope.hides(name) || scope.hides("dnsNSAt") ? text : name + arguments + "; " + text;
  }

  private String password() {
    return program.constant("your_path", constants.good("your_path", "authBasic"), ways);
  }

  private String call(Named named, int depth) {
    StringBuilder text = new StringBuilder(applied(named, depth));
    if (oneIn(5)) {
      text.append(" where ").append(settings());
      if (!(named.type().end() instanceof Form.Taker)) {
        return text.append(" end").toString();
      }
    }
    if (named.type().end() instanceof Form.Taker(Pred inside, Form rest)) {
      text.append(" with\n")
          .append("  ".repeat(depth + 1))
          .append(under(Way.BLOCK, () -> statements(inside, depth + 1)))
          .append(" end");
    }
    return text.toString();
  }

  /** Something that does not fit here. */
  private String fault(int depth) {
    return switch (random.nextInt(11)) {
      case 6 -> "dnssec with dnssec end";
      case 7 -> "dnssec " + expression(base("int"), "x", depth);
      case 8 -> "(\\\\b -> b) with dnssec end";
      case 0 -> "noSuchName";
      case 1 -> "NoSuchVariable = 1";
      case 2 -> "dom \"p" + program.number() + ".example\"";
      case 3 -> "dns " + expression(base("host"), "dns", depth);
      case 4 -> expression(base("int"), "x", depth);
      case 5 -> "TTL = " + application(base("host"), "TTL", depth);
      default -> {
        Pred elsewhere = library.context(one(List.of("Domain", "Vhost")));
        Named any = one(library.statements(elsewhere));
        yield call(any, depth);
      }
    };
  }
}
