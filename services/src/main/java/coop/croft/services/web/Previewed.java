package coop.croft.services.web;

import coop.croft.services.web.Directive.Placed;
import coop.croft.services.web.Directive.Rewrite;
import coop.croft.services.web.Directive.Section;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A site as it is seen before its own names lead here, under another name. What would send a
 * visitor to one of the site's names stays on this one: there, the site of before may be.
 */
final class Previewed {
  private static final Pattern ADDRESS =
      Pattern.compile("https?://([^/:?#]*)(?::[0-9]+)?(.*)", Pattern.DOTALL);

  /** Substitutions that keep the path: their rule only says which name, or https, is right. */
  private static final Set<String> SAME_PATH = Set.of("/$1", "/$0", "/%{REQUEST_URI}");

  private final Set<String> names;
  private final String origin;

  private Previewed(Set<String> names, String origin) {
    this.names = names;
    this.origin = origin;
  }

  /**
   * The site with its redirections turned.
   *
   * @param origin scheme and name under which it is seen (RFC 6454)
   */
  static VirtualHost of(VirtualHost site, String origin) {
    return new VirtualHost(
        site.domain(),
        site.name(),
        site.nodes(),
        site.documentRoot(),
        site.user(),
        site.group(),
        site.admin(),
        new Tls.None(),
        true,
        new Previewed(Set.copyOf(site.names()), origin).turned(site.body()));
  }

  private List<Placed> turned(List<Placed> body) {
    return body.stream()
        .filter(p -> !(p.directive() instanceof Rewrite r && onlyNames(r)))
        .map(p -> new Placed(turned(p.directive()), p.span()))
        .toList();
  }

  private Directive turned(Directive directive) {
    return switch (directive) {
      case Directive.Redirect(int status, String location, String url) ->
          new Directive.Redirect(status, location, turned(url));
      case Rewrite(var conditions, String pattern, String substitution, var flags) ->
          new Rewrite(conditions, pattern, turned(substitution), flags);
      case Section(Section.Kind kind, String path, List<Placed> body) ->
          new Section(kind, path, turned(body));
      default -> directive;
    };
  }

  private String turned(String address) {
    Matcher parts = ADDRESS.matcher(address);
    return parts.matches() && names.contains(parts.group(1)) ? origin + parts.group(2) : address;
  }

  private boolean onlyNames(Rewrite rule) {
    Matcher parts = ADDRESS.matcher(rule.substitution());
    return parts.matches() && names.contains(parts.group(1)) && SAME_PATH.contains(parts.group(2));
  }

  /** What the site's programs say after all: the last word about every answer. */
  static void headers(ConfigWriter out, VirtualHost site, String origin) {
    String any =
        site.names().stream()
            .filter(n -> !n.startsWith("*"))
            .map(RewriteWriter::literal)
            .collect(Collectors.joining("|"));
    Word away = Word.text("(?i)^https?://(?:" + any + ")(?::[0-9]+)?(?=[/?#]|$)");
    out.section(
        "Location",
        Word.text("/"),
        () -> {
          out.directive("Header", Word.key("unset"), Word.key("X-Robots-Tag"));
          out.directive(
              "Header",
              Word.key("always"),
              Word.key("set"),
              Word.key("X-Robots-Tag"),
              Word.header("noindex"));
          for (String table : List.of("onsuccess", "always")) {
            out.directive(
                "Header",
                Word.key(table),
                Word.key("edit"),
                Word.key("Location"),
                away,
                Word.header(origin));
          }
        });
  }
}
