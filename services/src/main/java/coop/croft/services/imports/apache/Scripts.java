package coop.croft.services.imports.apache;

import static coop.croft.services.imports.ProgramText.constant;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is run elsewhere must not be shown here. */
final class Scripts {
  static final String PHP = "php \"8.2\"";
  private static final String OTHERS = "php[0-9s]|pht(ml)?|phar|f?cgi|pl|var";

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
   * @param all what answers for all paths
   */
  static List<Part> refusals(Node host, List<Part> body, @Nullable Node all) {
    if (all != null) {
      return all.key().equals("proxypass")
          ? List.of(Part.statement(host, rule("^/server-status(/|$)")))
          : List.of();
    }
    List<Part> parts = new ArrayList<>();
    parts.add(
        Part.statement(
            host,
            rule(
                "/\\.ht|^/(cgi-bin|icons|server-status)(/|$)|\\.php\\.|\\.("
                    + OTHERS
                    + ")(\\.|/|$)")));
    if (body.stream().noneMatch(p -> p.says(PHP))) {
      parts.add(
          Part.comment(host, "If PHP ran these, write " + PHP + " in the place of this rule."));
      parts.add(Part.statement(host, rule("\\.php(/|$)")));
    }
    return parts;
  }

  private static String rule(String pattern) {
    return "rewriteRule " + constant(pattern) + " \"-\" [forbidden, nocase]";
  }
}
