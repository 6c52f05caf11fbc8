package coop.croft.services.web;

import coop.croft.core.manifest.Origin;
import coop.croft.lang.Span;
import coop.croft.services.web.Directive.Placed;
import coop.croft.services.web.Directive.Rewrite;
import coop.croft.services.web.Directive.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes the rewrite rules of a site, the server's own first. */
final class RewriteWriter {
  /**
   * Steps that a pattern of a program may take with a text; then PCRE2 gives up, and it does not
   * match (pcre2pattern(3), "Setting match resource limits"). It counts from each place where a
   * match may begin anew.
   */
  private static final String LIMIT = "(*LIMIT_MATCH=50000)";

  /**
   * Looks for those places as a part of the match itself, so that the limit is one for all of them.
   */
  private static final String ANYWHERE = "\\A(?s:.*?)\\K";

  /** The places where a line begins; a dot does not match what ends one. */
  private static final String AT_A_LINE = "\\A(?:.*\\n)*?\\K";

  private static final Pattern ANY_TEXT =
      Pattern.compile("\\.[*+]|\\((\\?:)?\\.[*+]\\??\\)(?![?*+{])");

  /** Where an authority asks for a proof (RFC 8555, section 8.3). */
  static final String CHALLENGE = "^/\\.well-known/acme-challenge/([A-Za-z0-9_-]+)$";

  private static final String SPECIAL = "\\^$.|?*+()[]{}";

  private final ConfigWriter out;
  private final VirtualHost site;
  private final SiteMap map;
  private final Others others;
  private final Function<Span, Origin> origins;

  RewriteWriter(
      ConfigWriter out,
      VirtualHost site,
      SiteMap map,
      Others others,
      Function<Span, Origin> origins) {
    this.out = out;
    this.site = site;
    this.map = map;
    this.others = others;
    this.origins = origins;
  }

  /** A regular expression that matches the text alone. */
  static String literal(String text) {
    StringBuilder regex = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              if (SPECIAL.indexOf(c) >= 0) {
                regex.append('\\');
              }
              regex.appendCodePoint(c);
            });
    return regex.toString();
  }

  /** A URL at or below a path, without regard to whether that ends in a slash. */
  static String below(String path) {
    return path.equals("/") ? "^/" : "^" + literal(path) + "(/|$)";
  }

  private void rule(String regex, String substitution, String... flags) {
    rule(out, regex, substitution, flags);
  }

  private static void rule(ConfigWriter out, String regex, String substitution, String... flags) {
    out.directive(
        "RewriteRule",
        Word.regex(regex),
        Word.rewrite(substitution),
        Word.key("[" + String.join(",", flags) + "]"));
  }

  /**
   * What the server answers whatever a program says: its own state, and challenges of an authority.
   *
   * @param name of the site
   * @param state hash of its file
   */
  static void own(ConfigWriter out, String name, String state) {
    out.directive("RewriteEngine", Word.key("On"));
    // Hardly any request is for one of the three: it is compared once.
    rule(out, "!^" + literal("/.well-known/"), "-", "S=3");
    rule(out, "^" + literal(SiteNames.STATE), "-", "E=" + HostFiles.PROBE + ":1");
    rule(
        out,
        "^" + literal(SiteNames.STATE + "site/" + name) + "(/" + state + ")?$",
        "-",
        "R=204",
        "END");
    rule(out, CHALLENGE, SiteNames.CHALLENGES + "$1", "END");
  }

  /** Sends everything to https under the name that was asked for. */
  void toHttps() {
    rule("^", "https://%{SERVER_NAME}%{REQUEST_URI}", "R=301", "END");
  }

  /**
   * The same for some names alone.
   *
   * @param names the leftmost label may be {@code *}: one label
   */
  void toHttps(List<String> names) {
    String any =
        names.stream()
            .map(n -> n.startsWith("*.") ? "[^.]+" + literal(n.substring(1)) : literal(n))
            .collect(Collectors.joining("|"));
    out.directive(
        "RewriteCond",
        Word.rewrite("%{HTTP_HOST}"),
        Word.regex("^(" + any + ")\\.?(:[0-9]*)?$"),
        Word.key("[NC]"));
    toHttps();
  }

  /** Sends other names to the site's own. */
  void redirectAliases(boolean tls) {
    out.directive(
        "RewriteCond",
        Word.rewrite("%{HTTP_HOST}"),
        Word.regex("!^" + literal(site.name()) + "\\.?(:[0-9]*)?$"),
        Word.key("[NC]"));
    rule("^", (tls ? "https://" : "http://") + site.name() + "%{REQUEST_URI}", "R=301", "END");
  }

  /**
   * A rule of the program.
   *
   * @param guard a regular expression for the paths that it is for; empty for all
   */
  private record Rule(Rewrite rule, Span span, String guard) {}

  /**
   * The program's rules, in its order; then aliases that mod_alias would not reach; then whatever
   * came of it goes on as the path of a URL, never as the name of a file.
   */
  void members() {
    List<Rule> rules = rules();
    for (int i = 0; i < rules.size(); i++) {
      write(rules.get(i), rules.size() - 1 - i);
    }
    aliasesBelowRedirects();
    if (rules.stream().anyMatch(r -> !endsOrStays(r.rule()))) {
      rule("^", "-", "PT");
    }
  }

  private List<Rule> rules() {
    List<Rule> rules = new ArrayList<>();
    for (Placed p : site.body()) {
      switch (p.directive()) {
        case Rewrite r -> rules.add(new Rule(r, p.span(), ""));
        case Section s -> rules.addAll(rulesOf(s));
        default -> {}
      }
    }
    return rules;
  }

  private List<Rule> rulesOf(Section section) {
    List<String> urls =
        section.kind() == Section.Kind.LOCATION
            ? List.of(WebPaths.stripped(section.path()))
            : map.urlsOf(section.path());
    if (urls.isEmpty()) {
      return List.of();
    }
    String guard = urls.stream().map(RewriteWriter::below).collect(Collectors.joining("|"));
    return section.body().stream()
        .filter(p -> p.directive() instanceof Rewrite)
        .map(p -> new Rule((Rewrite) p.directive(), p.span(), guard))
        .toList();
  }

  private static boolean endsOrStays(Rewrite rule) {
    return rule.substitution().equals("-") || rule.flags().stream().anyMatch(RewriteFlag::ends);
  }

  private void write(Rule placed, int left) {
    Rewrite rule = placed.rule();
    out.from(
        origins.apply(placed.span()),
        () -> {
          if (!placed.guard().isEmpty()) {
            out.directive(
                "RewriteCond", Word.rewrite("%{REQUEST_URI}"), Word.regex(placed.guard()));
          }
          rule.conditions().forEach(this::condition);
          List<Word> words = new ArrayList<>();
          words.add(Word.regex(bounded(rule.pattern())));
          words.add(Word.rewrite(rule.substitution()));
          List<String> flags = new ArrayList<>();
          rule.flags().forEach(f -> flags.addAll(spelled(f, left)));
          if (!flags.isEmpty()) {
            words.add(Word.key("[" + String.join(",", flags) + "]"));
          }
          out.directive("RewriteRule", words.toArray(Word[]::new));
        });
  }

  /**
   * The last rule must not be the end where aliases are still to come: then the rules that are left
   * are skipped.
   */
  private List<String> spelled(RewriteFlag flag, int left) {
    if (flag != RewriteFlag.Plain.LAST) {
      return List.of(flag.spelled());
    }
    return map.hasAliasBelowRedirect()
        ? left == 0 ? List.of() : List.of("S=" + left)
        : List.of("L", "PT");
  }

  private void condition(Rewrite.Condition condition) {
    out.from(
        origins.apply(condition.span()),
        () -> {
          List<String> foreign =
              FileTest.place(condition, site.documentRoot()).map(others::matches).orElse(List.of());
          List<Word> words = new ArrayList<>();
          if (foreign.isEmpty()) {
            words.add(Word.rewrite(condition.test()));
            words.add(Word.regex(pattern(condition)));
          } else {
            words.add(Word.key("expr"));
            words.add(Word.regex(FileTest.expression(condition, foreign)));
          }
          if (!condition.flags().isEmpty()) {
            words.add(
                Word.key(
                    condition.flags().stream()
                        .map(RewriteFlag::spelled)
                        .collect(Collectors.joining(",", "[", "]"))));
          }
          out.directive("RewriteCond", words.toArray(Word[]::new));
        });
  }

  private static String pattern(Rewrite.Condition condition) {
    return FileTest.is(condition) ? condition.pattern() : bounded(condition.pattern());
  }

  /**
   * The pattern with a limit, which matches the same texts at the same places. Behind the limit
   * mod_rewrite takes no character for a sign of its own.
   */
  static String bounded(String pattern) {
    String mark = pattern.startsWith("!") ? "!" : "";
    String regex = pattern.substring(mark.length());
    boolean one = regex.indexOf('|') < 0;
    if (one && regex.startsWith("^")) {
      return mark + LIMIT + regex;
    }
    // What begins with any text and matches anywhere, matches from the beginning of a line.
    if (one && ANY_TEXT.matcher(regex).lookingAt()) {
      return mark + LIMIT + AT_A_LINE + regex;
    }
    return mark + LIMIT + ANYWHERE + "(?:" + regex + ")";
  }

  /**
   * Aliases that lie below a redirection: mod_alias would redirect first, so the file is found
   * before it is asked.
   */
  private void aliasesBelowRedirects() {
    for (SiteMap.Entry e : map.entries()) {
      if (!map.liesBelowRedirect(e)) {
        continue;
      }
      switch (e.mapping()) {
        case Directive.Alias(String location, String path) ->
            out.from(
                origins.apply(e.placed().span()),
                () -> rule("^" + literal(e.path()) + "(/.*)?$", fileOf(path), "END"));
        case Directive.ScriptAlias(String location, String path) ->
            out.from(
                origins.apply(e.placed().span()),
                () ->
                    rule("^" + literal(e.path()) + "(/.*)?$", fileOf(path), "H=cgi-script", "END"));
        case Directive.Redirect r -> {}
        case Directive.Proxy p -> {}
      }
    }
  }

  /** A path of files in the place of a substitution: its signs lose their meaning. */
  private static String fileOf(String path) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      if (c == '$' || c == '%') {
        out.append('\\');
      }
      out.append(c);
    }
    return out.append("$1").toString();
  }
}
