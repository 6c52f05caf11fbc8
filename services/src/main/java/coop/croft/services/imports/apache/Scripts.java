package coop.croft.services.imports.apache;

import static coop.croft.services.imports.ProgramText.constant;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What is run elsewhere must not be shown here. */
final class Scripts {
  static final String PHP = "php \"8.2\"";
  private static final String OTHERS = "php[0-9s]|pht(ml)?|phar|f?cgi|pl|var";

  /** A name that the rules refuse. */
  private static final Pattern SCRIPT =
      Pattern.compile("\\.ht|\\.(php|" + OTHERS + ")(\\.|$)", Pattern.CASE_INSENSITIVE);

  /** Of conditions for paths that no file answers, no more are written. */
  private static final int MOST_CONDITIONS = 20;

  /** As long as a pattern may be, nearly. */
  private static final int LONGEST_PATTERN = 900;

  private Scripts() {}

  /** Whether a section says that PHP runs what ends in .php, and nothing else. */
  static boolean isPhp(Node.Section s) {
    if (s.words().size() != 1
        || !Set.of("\\.php$", ".+\\.php$").contains(s.words().getFirst())
        || s.body().size() != 1) {
      return false;
    }
    Node handler = s.body().getFirst();
    String word = handler.lower(0);
    return handler.key().equals("sethandler")
        && handler.words().size() == 1
        && !Audit.hasVariable(handler)
        && ((word.startsWith("proxy:unix:/") && word.contains("|fcgi://localhost"))
            || word.equals("application/x-httpd-php"));
  }

  /**
   * Rules in front of all others that refuse scripts, PHP's own aside if PHP runs them, and what
   * Debian's Apache never shows of a site: files that begin with .ht, and what it has at some paths
   * itself (mods-available/alias.conf, status.conf). If no file is shown, its status alone, which
   * it keeps strangers from in front of a program, too.
   *
   * @param mapped what answers for paths in the place of files
   * @param left is told of each of these below which scripts are refused all the same
   */
  static List<Part> refusals(
      Node host, List<Part> body, Map<String, Node> mapped, Consumer<Node> left) {
    Node all = mapped.get("/");
    if (all != null) {
      return all.key().equals("proxypass")
          ? List.of(Part.statement(host, rule("^/server-status(/|$)")))
          : List.of();
    }
    List<Part> parts = new ArrayList<>();
    String unlessMapped = unless(mapped, left);
    parts.add(
        Part.statement(
            host,
            unlessMapped
                + rule(
                    "/\\.ht|^/(cgi-bin|icons|server-status)(/|$)|\\.php\\.|\\.("
                        + OTHERS
                        + ")(\\.|/|$)")));
    if (body.stream().noneMatch(p -> p.says(PHP))) {
      parts.add(
          Part.comment(host, "If PHP ran these, write " + PHP + " in the place of this rule."));
      parts.add(Part.statement(host, unlessMapped + rule("\\.php(/|$)")));
    }
    return parts;
  }

  /** Conditions that a file answers: below the other paths none is shown. */
  private static String unless(Map<String, Node> mapped, Consumer<Node> left) {
    List<String> patterns = new ArrayList<>();
    mapped.forEach(
        (path, node) -> {
          String quoted = path.replaceAll("[^\\w/%~ -]", "\\\\$0");
          String last = patterns.isEmpty() ? "" : patterns.getLast();
          String file = path.substring(path.lastIndexOf('/') + 1);
          boolean script = SCRIPT.matcher(file).find();
          if (!ofPrograms(node)
              || path.startsWith("/server-status")
              || (file.contains(".") && !script)) {
            return;
          }
          if (!last.isEmpty() && last.length() + quoted.length() < LONGEST_PATTERN) {
            patterns.set(patterns.size() - 1, last + "|" + quoted);
          } else if (patterns.size() < MOST_CONDITIONS && quoted.length() < LONGEST_PATTERN) {
            patterns.add(quoted);
          } else {
            left.accept(node);
          }
        });
    return patterns.stream()
        .map(p -> "rewriteCond \"%{REQUEST_URI}\" " + constant("!^(" + p + ")(/|$)") + " []; ")
        .collect(Collectors.joining());
  }

  /** Whether it answers for a path without a file. */
  private static boolean ofPrograms(Node node) {
    return node.key().startsWith("redirect") || node.key().equals("proxypass");
  }

  private static String rule(String pattern) {
    return "rewriteRule " + constant(pattern) + " \"-\" [forbidden, nocase]";
  }
}
