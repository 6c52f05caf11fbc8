package coop.croft.services.web;

import coop.croft.core.manifest.Origin;
import coop.croft.lang.Span;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Function;

/**
 * Writes what answers for which URLs. Apache asks proxies first, then redirections, then aliases.
 */
final class MappingWriter {
  /** Requests that may wait for one program in each process of the server; others get 503 soon. */
  private static final String PROXY_MAX = "max=4";

  private final ConfigWriter out;
  private final SiteMap map;
  private final boolean tls;
  private final Function<Span, Origin> origins;

  MappingWriter(ConfigWriter out, SiteMap map, boolean tls, Function<Span, Origin> origins) {
    this.out = out;
    this.map = map;
    this.tls = tls;
    this.origins = origins;
  }

  void write() {
    proxies();
    for (SiteMap.Entry e : map.entries()) {
      out.from(origins.apply(e.placed().span()), () -> files(e));
    }
  }

  private void files(SiteMap.Entry entry) {
    switch (entry.mapping()) {
      case Directive.Redirect r -> redirect(r, entry.path());
      case Directive.Alias(String location, String path) ->
          out.directive("Alias", Word.text(entry.path()), Word.text(tree(entry, path)));
      case Directive.ScriptAlias(String location, String path) ->
          out.directive("ScriptAlias", Word.text(entry.path()), Word.text(tree(entry, path)));
      case Directive.Proxy p -> {}
    }
  }

  /**
   * Apache puts the rest of the URL right behind the new one: there is one slash between them,
   * whether the path and the new one end with one or not.
   */
  private void redirect(Directive.Redirect to, String path) {
    boolean whole = to.url().indexOf('?') < 0 && to.url().indexOf('#') < 0;
    boolean slash = to.url().endsWith("/");
    if (path.equals("/")) {
      redirect(to, path, to.url() + (whole && !slash ? "/" : ""));
      return;
    }
    if (whole && slash) {
      redirect(to, path + "/", to.url());
    }
    redirect(to, path, to.url());
  }

  private void redirect(Directive.Redirect to, String path, String url) {
    out.directive(
        "Redirect", Word.key(Integer.toString(to.status())), Word.text(path), Word.text(url));
  }

  /** Apache puts the rest of the URL right behind the path. */
  private static String tree(SiteMap.Entry entry, String path) {
    return entry.path().equals("/") && !path.equals("/") ? path + "/" : path;
  }

  private void proxies() {
    Set<String> written = new LinkedHashSet<>();
    for (SiteMap.Entry e : map.entries()) {
      if (e.mapping() instanceof Directive.Proxy proxy) {
        if (written.isEmpty()) {
          headers();
        }
        out.from(origins.apply(e.placed().span()), () -> proxy(e, proxy, written));
      }
    }
  }

  /** What a program may trust: the client's own words about itself are taken away first. */
  private void headers() {
    out.directive("ProxyPreserveHost", Word.key("On"));
    for (String name :
        new String[] {
          "Forwarded",
          "X-Forwarded-For",
          "X-Forwarded-Host",
          "X-Forwarded-Prefix",
          "X-Forwarded-Server"
        }) {
      out.directive("RequestHeader", Word.key("unset"), Word.key(name));
    }
    out.directive(
        "RequestHeader",
        Word.key("set"),
        Word.key("X-Forwarded-Proto"),
        Word.key(tls ? "https" : "http"));
  }

  private void proxy(SiteMap.Entry entry, Directive.Proxy proxy, Set<String> written) {
    for (SiteMap.Entry other : map.exceptions(entry)) {
      if (written.add(other.path())) {
        out.from(
            origins.apply(other.placed().span()),
            () -> out.directive("ProxyPass", Word.text(other.path()), Word.text("!")));
      }
    }
    written.add(entry.path());
    boolean strip = proxy.strip() && !entry.path().equals("/");
    String target = "http://127.0.0.1:" + proxy.port() + (strip ? "" : encoded(entry.path()));
    out.directive(
        "ProxyPass",
        Word.text(entry.path()),
        Word.text(target),
        Word.key("upgrade=websocket"),
        Word.key("connectiontimeout=5"),
        Word.key("timeout=" + proxy.timeout()),
        Word.key(PROXY_MAX),
        // One that nobody uses would count as a request that waits, see WaitingRules.
        Word.key("disablereuse=On"),
        Word.key("acquire=200"),
        Word.key("retry=0"));
    out.directive("ProxyPassReverse", Word.text(entry.path()), Word.text(target));
    if (strip) {
      // So that the program can write links that lead back to it.
      out.section(
          "Location",
          Word.text(entry.path()),
          () ->
              out.directive(
                  "RequestHeader",
                  Word.key("set"),
                  Word.key("X-Forwarded-Prefix"),
                  Word.header(encoded(entry.path()))));
    }
  }

  /** The path of the program's URL, as URLs spell it. */
  private static String encoded(String path) {
    StringBuilder url = new StringBuilder();
    for (byte b : path.getBytes(java.nio.charset.StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      boolean plain =
          c < 0x80 && (Character.isLetterOrDigit(c) || "-._~!&'()+,;=:@/".indexOf(c) >= 0);
      if (plain) {
        url.append(c);
      } else {
        url.append('%').append(java.util.HexFormat.of().withUpperCase().toHexDigits(b));
      }
    }
    return url.toString();
  }
}
