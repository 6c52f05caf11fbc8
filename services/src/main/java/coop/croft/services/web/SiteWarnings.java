package coop.croft.services.web;

import coop.croft.lang.Warning;
import coop.croft.services.base.Text;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a site may say, and what does not do what it says. */
final class SiteWarnings {
  /** Nobody reads more of one site. */
  private static final int MOST = 20;

  private final VirtualHost site;
  private final Set<String> names;
  private final Map<String, SiteMap.Entry> byPath = new HashMap<>();
  private final List<Warning> found = new ArrayList<>();

  private SiteWarnings(VirtualHost site) {
    this.site = site;
    this.names = Set.copyOf(site.names());
    new SiteMap(site).entries().forEach(e -> byPath.putIfAbsent(e.path(), e));
  }

  static List<Warning> of(VirtualHost site) {
    SiteWarnings all = new SiteWarnings(site);
    all.plain();
    // A rule comes first, and may send elsewhere who would go round in a circle.
    if (site.all(Directive.Rewrite.class).findAny().isEmpty()) {
      all.circles();
    }
    return List.copyOf(all.found);
  }

  private void plain() {
    if (!(site.tls() instanceof Tls.None)) {
      return;
    }
    for (Directive.Placed p : site.body()) {
      if (p.directive() instanceof Directive.Strict) {
        warn(
            p,
            "hsts does nothing: " + site.name() + " is served without TLS",
            "leave out SSL = no_ssl, or hsts");
      }
    }
  }

  private void circles() {
    for (Directive.Placed p : site.body()) {
      if (p.directive() instanceof Directive.Redirect to && leadsBack(to)) {
        warn(
            p,
            "who asks for "
                + Text.shown(to.location())
                + " is sent there again and again: "
                + Text.shown(to.url())
                + " is a part of it",
            "name another site, or a path outside of " + Text.shown(to.location()));
      }
    }
  }

  /** Whether the redirection answers for the place to which it sends, too. */
  private boolean leadsBack(Directive.Redirect to) {
    return target(to).flatMap(this::answering).map(e -> e.mapping().equals(to)).orElse(false);
  }

  /** The path of this site to which it sends. */
  private Optional<String> target(Directive.Redirect to) {
    try {
      URI url = new URI(to.url());
      boolean served =
          url.getPort() == -1
              && ("http".equals(url.getScheme()) || !(site.tls() instanceof Tls.None));
      return served && url.getHost() != null && isOwn(url.getHost())
          ? Optional.of(WebPaths.stripped(url.getPath().isEmpty() ? "/" : url.getPath()))
          : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  private boolean isOwn(String host) {
    return names.contains(host.toLowerCase(Locale.ROOT));
  }

  /** What answers for a path: the longest one around it. */
  private Optional<SiteMap.Entry> answering(String path) {
    for (String at = path;
        at.length() > 1;
        at = at.substring(0, Math.max(at.lastIndexOf('/'), 0))) {
      SiteMap.Entry e = byPath.get(at);
      if (e != null) {
        return Optional.of(e);
      }
    }
    return Optional.ofNullable(byPath.get("/"));
  }

  private void warn(Directive.Placed at, String message, String hint) {
    if (found.size() < MOST) {
      found.add(new Warning(at.span(), message, hint, List.of()));
    }
  }
}
