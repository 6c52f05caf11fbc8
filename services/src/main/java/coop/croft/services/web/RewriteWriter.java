package coop.croft.services.web;

import coop.croft.core.manifest.Origin;
import coop.croft.lang.Span;
import coop.croft.services.web.Directive.Placed;
import coop.croft.services.web.Directive.Rewrite;
import coop.croft.services.web.Directive.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Writes the rewrite rules of a site, the server's own first. */
final class RewriteWriter {
  private static final String SPECIAL = "\\^$.|?*+()[]{}";

  private final ConfigWriter out;
  private final VirtualHost site;
  private final SiteMap map;
  private final Function<Span, Origin> origins;

  RewriteWriter(
      ConfigWriter out, VirtualHost site, SiteMap map, Function<Span, Origin> origins) {
    this.out = out;
    this.site = site;
    this.map = map;
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
  private static String below(String path) {
    return path.equals("/") ? "^/" : "^" + literal(path) + "(/|$)";
  }

  private void rule(String regex, String substitution, String... flags) {
    rule(out, regex, substitution, flags);
  }

  private static void rule(
      ConfigWriter out, String regex, String substitution, String... flags) {
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
    rule(
        out,
        "^" + literal(SiteNames.STATE + "site/" + name) + "(/" + state + ")?$",
        "-",
        "R=204",
        "END");
    rule(
        out,
        "^/\\.well-known/acme-challenge/([A-Za-z0-9_-]+)$",
        SiteNames.CHALLENGES + "$1",
        "END");
  }

  /** Sends everything to https under the name that was asked for. */
  void toHttps() {
    rule("^", "https://%{SERVER_NAME}%{REQUEST_URI}", "R=301", "END");
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

  /** The program's rules, in its order. */
  void members() {
    for (Placed p : site.body()) {
      switch (p.directive()) {
        case Rewrite r -> write(r, p.span(), "");
        case Section s -> rulesOf(s);
        default -> {}
      }
    }
  }

  private void rulesOf(Section section) {
    List<String> urls =
        section.kind() == Section.Kind.LOCATION
            ? List.of(WebPaths.stripped(section.path()))
            : map.urlsOf(section.path());
    if (urls.isEmpty()) {
      return;
    }
    String guard = urls.stream().map(RewriteWriter::below).collect(Collectors.joining("|"));
    for (Placed p : section.body()) {
      if (p.directive() instanceof Rewrite r) {
        write(r, p.span(), guard);
      }
    }
  }

  private void write(Rewrite rule, Span span, String guard) {
    out.from(
        origins.apply(span),
        () -> {
          if (!guard.isEmpty()) {
            out.directive("RewriteCond", Word.rewrite("%{REQUEST_URI}"), Word.regex(guard));
          }
          rule.conditions().forEach(this::condition);
          List<Word> words = new ArrayList<>();
          words.add(Word.regex(plain(rule.pattern())));
          words.add(Word.rewrite(rule.substitution()));
          List<String> flags = new ArrayList<>();
          rule.flags().forEach(f -> flags.add(f.spelled()));
          if (rule.substitution().startsWith("/") && rule.flags().stream().noneMatch(RewriteFlag::ends)) {
            flags.add("PT");
          }
          if (!flags.isEmpty()) {
            words.add(Word.key("[" + String.join(",", flags) + "]"));
          }
          out.directive("RewriteRule", words.toArray(Word[]::new));
        });
  }

  private void condition(Rewrite.Condition condition) {
    out.from(
        origins.apply(condition.span()),
        () -> {
          boolean file = RewriteLibrary.FILE_TEST.matcher(condition.pattern()).matches();
          List<Word> words = new ArrayList<>();
          words.add(Word.rewrite(condition.test()));
          words.add(Word.regex(file ? condition.pattern() : plain(condition.pattern())));
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

  /** Keeps mod_rewrite from taking a regular expression for one of its own signs. */
  private static String plain(String pattern) {
    String mark = pattern.startsWith("!") ? "!" : "";
    String regex = pattern.substring(mark.length());
    return regex.isEmpty() || "-<>=!".indexOf(regex.charAt(0)) >= 0
        ? mark + "(?:" + regex + ")"
        : pattern;
  }

  /**
   * Aliases that lie below a redirection: mod_alias would redirect first, so the file is found before it
   * is asked.
   */
  void aliasesBelowRedirects() {
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
                    rule(
                        "^" + literal(e.path()) + "(/.*)?$",
                        fileOf(path),
                        "H=cgi-script",
                        "END"));
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
