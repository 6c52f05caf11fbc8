package coop.croft.services.imports.apache;

import static coop.croft.services.imports.ProgramText.constant;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Rules of mod_rewrite of one section, as far as they are idioms that are known exactly. */
final class Rewriting {
  private static final Set<String> ALL =
      Set.of("^", ".*", "(.*)", "^.*$", "^(.*)$", "^/(.*)$", "^/?(.*)$", "^/(.*)");

  private static final Set<String> OFF = Set.of("off", "!on", "!=on", "=off");

  /**
   * A rule.
   *
   * @param conditions the words of each, and of its flags
   * @param status of a redirection; else empty
   */
  private record Rule(
      Node node, List<List<String>> conditions, String pattern, String to, List<String> flags) {
    String status() {
      return flags.stream().flatMap(f -> redirection(f).stream()).reduce((a, b) -> "").orElse("");
    }

    /** Whether everybody whom the conditions name is sent to an address. */
    boolean leads() {
      return ALL.contains(pattern)
          && (to.startsWith("https://") || to.startsWith("http://"))
          && !status().isEmpty()
          && flags.stream()
              .allMatch(
                  f -> isOneOf(f, "l", "end", "ne", "nc", "qsa") || redirection(f).isPresent());
    }
  }

  private Rewriting() {}

  private static boolean isOneOf(String word, String... words) {
    return List.of(words).contains(word);
  }

  static boolean isRewriting(Node node) {
    return node.key().startsWith("rewrite");
  }

  private static Optional<String> redirection(String flag) {
    String status = flag.startsWith("r=") ? flag.substring(2) : flag.equals("r") ? "302" : "";
    return Redirection.status(status);
  }

  private static List<String> flags(List<String> words, int index) {
    String flags = index < words.size() ? words.get(index).toLowerCase(Locale.ROOT) : "";
    return flags.startsWith("[") && flags.endsWith("]")
        ? List.of(flags.substring(1, flags.length() - 1).split(",", -1))
        : flags.isEmpty() ? List.of() : List.of("?");
  }

  /**
   * The rules of a section; empty if it has other directives of the module, or they are not on.
   *
   * @param base whether they stand in a part of a site, and {@code RewriteBase /} with them
   */
  private static Optional<List<Rule>> rules(List<Node> section, boolean base) {
    List<Rule> rules = new ArrayList<>();
    List<List<String>> conditions = new ArrayList<>();
    int engines = 0;
    boolean known = true;
    for (Node n : section) {
      List<String> words = n.words();
      known &= !isRewriting(n) || (n instanceof Node.Directive d && isPlain(d.rest()));
      switch (n.key()) {
        case "rewriteengine" -> engines += n.lower(0).equals("on") && words.size() == 1 ? 1 : 2;
        case "rewritebase" -> known &= base && words.equals(List.of("/"));
        case "rewritecond" -> {
          known &= words.size() == 2 || words.size() == 3;
          conditions.add(words);
        }
        case "rewriterule" -> {
          known &= words.size() == 2 || words.size() == 3;
          if (known) {
            rules.add(rule(n, List.copyOf(conditions), words));
          }
          conditions.clear();
        }
        default -> known &= !isRewriting(n);
      }
    }
    return known && engines == 1 && conditions.isEmpty() ? Optional.of(rules) : Optional.empty();
  }

  /**
   * Of backslashes before these mod_rewrite thinks otherwise than the reader of all other lines.
   */
  private static boolean isPlain(String rest) {
    return Stream.of("${", "\\\\", "\\\"", "\\'", "\\ ").noneMatch(rest::contains);
  }

  /** What is sent to the whole path that was asked for is written in one way. */
  private static Rule rule(Node n, List<List<String>> conditions, List<String> words) {
    String pattern = words.get(0);
    String to = words.get(1);
    String group = isOneOf(pattern, "(.*)", "^(.*)$") ? "$1" : "%{REQUEST_URI}";
    for (String whole : List.of("%{REQUEST_URI}", group)) {
      if (ALL.contains(pattern) && to.endsWith(whole) && !to.endsWith("/" + whole)) {
        pattern = "^/(.*)$";
        to = to.substring(0, to.length() - whole.length()) + "/$1";
      }
    }
    return new Rule(n, conditions, pattern, to, flags(words, 2));
  }

  /**
   * The page of a document root that answers for all that is no file: the ten lines of WordPress
   * and its like.
   */
  static Optional<String> frontController(List<Node> section) {
    List<Rule> rules = rules(section, true).orElse(List.of());
    if (rules.isEmpty() || rules.size() > 2) {
      return Optional.empty();
    }
    Rule last = rules.getLast();
    String page = last.to().startsWith("/") ? last.to().substring(1) : last.to();
    Set<String> tests = new HashSet<>();
    boolean exact =
        Plain.file(page)
            && (last.pattern().equals(".") || ALL.contains(last.pattern()))
            && last.flags().stream().allMatch(f -> isOneOf(f, "l", "end", "qsa"));
    for (List<String> c : last.conditions()) {
      exact &= c.size() == 2 && c.getFirst().equals("%{REQUEST_FILENAME}") && tests.add(c.get(1));
    }
    exact &= tests.equals(Set.of("!-f", "!-d")) || tests.equals(Set.of("!-f", "!-d", "!-l"));
    Rule first = rules.getFirst();
    exact &=
        rules.size() == 1
            || (first.conditions().isEmpty()
                && first.pattern().equals("^" + page.replace(".", "\\.") + "$")
                && first.to().equals("-")
                && first.flags().equals(List.of("l")));
    return exact ? Optional.of("/" + page) : Optional.empty();
  }

  /** Whether all that a host on port 80 says is to send everybody to https, under its names. */
  static boolean sendsToHttps(List<Node> host, Set<String> names) {
    List<Rule> rules = rules(host, false).orElse(List.of());
    if (rules.size() != 1 || !rules.getFirst().leads()) {
      return false;
    }
    Rule rule = rules.getFirst();
    String to = rule.to().toLowerCase(Locale.ROOT);
    boolean own = isOneOf(to, "https://%{server_name}/$1", "https://%{http_host}/$1");
    for (String n : names) {
      own |= to.equals("https://" + n + "/$1");
    }
    return own && isForAll(rule.conditions(), names);
  }

  /** No condition, one that holds on port 80, or certbot's: one for each name of the host. */
  private static boolean isForAll(List<List<String>> conditions, Set<String> names) {
    if (conditions.size() == 1 && conditions.getFirst().getFirst().equals("%{HTTPS}")) {
      return conditions.getFirst().size() == 2 && OFF.contains(conditions.getFirst().get(1));
    }
    Set<String> left = new HashSet<>(names);
    for (int i = 0; i < conditions.size(); i++) {
      List<String> c = conditions.get(i);
      boolean or = flags(c, 2).equals(List.of("or"));
      if (!c.getFirst().equals("%{SERVER_NAME}")
          || !c.get(1).startsWith("=")
          || or != (i + 1 < conditions.size())) {
        return false;
      }
      left.remove(c.get(1).substring(1).toLowerCase(Locale.ROOT));
    }
    return conditions.isEmpty() || left.isEmpty();
  }

  /**
   * Rules that send everybody, or all who ask for some name, to an address; empty if there are
   * others. They are said as they are, where they are.
   */
  static Optional<List<Part>> elsewhere(List<Node> host) {
    List<Part> parts = new ArrayList<>();
    for (Rule rule : rules(host, false).orElse(List.of())) {
      StringBuilder out = new StringBuilder();
      boolean known = rule.leads() && isAddress(rule.to());
      for (List<String> c : rule.conditions()) {
        String test = c.get(1).startsWith("!") ? c.get(1).substring(1) : c.get(1);
        known &=
            isOneOf(c.getFirst(), "%{HTTP_HOST}", "%{SERVER_NAME}")
                && !test.isEmpty()
                && "-<>=!".indexOf(test.charAt(0)) < 0
                && flags(c, 2).stream().allMatch(f -> isOneOf(f, "nc", "or"));
        String flags =
            String.join(", ", flags(c, 2)).replace("nc", "nocase").replace("or", "ornext");
        out.append("rewriteCond ").append(constant(c.get(0))).append(' ');
        out.append(constant(c.get(1))).append(" [").append(flags).append("]; ");
      }
      if (!known) {
        return Optional.empty();
      }
      out.append("rewriteRule ").append(constant(rule.pattern())).append(' ');
      out.append(constant(rule.to())).append(" [redirectFlag ").append(rule.status());
      out.append(rule.flags().contains("ne") ? ", noescape" : "");
      out.append(rule.flags().contains("qsa") ? ", qsappend]" : "]");
      parts.add(Part.statement(rule.node(), out.toString()));
    }
    return parts.isEmpty() ? Optional.empty() : Optional.of(parts);
  }

  /** A host written out, and a path that is fixed or the one that was asked for. */
  private static boolean isAddress(String to) {
    String rest = to.substring(to.indexOf("://") + "://".length());
    rest = rest.endsWith("/$1") ? rest.substring(0, rest.length() - "/$1".length()) : rest;
    int slash = rest.indexOf('/');
    return Plain.host(slash < 0 ? rest : rest.substring(0, slash))
        && (slash < 0 || Plain.path(rest.substring(slash)));
  }
}
