package coop.croft.services.web;

import coop.croft.core.manifest.Fragment;
import coop.croft.core.manifest.Hash;
import coop.croft.core.manifest.LineMap;
import coop.croft.core.manifest.Origin;
import coop.croft.core.model.Site;
import coop.croft.core.model.SourceId;
import coop.croft.lang.Span;
import coop.croft.services.Certificate;
import coop.croft.services.Facts;
import coop.croft.services.Unit;
import coop.croft.services.web.Directive.Placed;
import coop.croft.services.web.Directive.Section;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Writes the files of one site. A site answers 204 to {@code /.well-known/croft/site/NAME} and to
 * the same with the hash of its own file behind it: so one request tells whether Apache has read
 * this file.
 */
final class SiteWriter {
  /** Stands where the hash of the file will be. */
  private static final String STATE = "0123456789abcdef0123456789abcdef";

  /** The variable by which the supervisor of scripts knows whose script it is. */
  static final String SUPERVISED = "CROFT_SITE";

  private final VirtualHost site;
  private final Origin origin;
  private final SourceId source;
  private final SiteMap map;
  private final Map<String, Adopted> passwords = new LinkedHashMap<>();
  private final Optional<Adopted> certificate;
  private final Optional<Certificate> issued;
  private final Site croft;
  private final Others others;
  private final Facts facts;

  /**
   * @param croft says under which names sites are seen before their own lead here, and which ones
   *     share a certificate
   */
  SiteWriter(Unit.Of<VirtualHost> asked, Site croft, Others others, Facts facts) {
    this.croft = croft;
    this.others = others;
    this.facts = facts;
    this.site = asked.resource();
    this.origin = asked.origin();
    this.source = asked.origin().source();
    this.map = new SiteMap(site);
    site.all(Directive.Password.class)
        .forEach(
            p -> passwords.computeIfAbsent(p.file(), file -> Adopted.password(site, file, facts)));
    this.certificate =
        site.tls() instanceof Tls.Own(String path)
            ? Optional.of(Adopted.certificate(site, path, facts))
            : Optional.empty();
    this.issued =
        site.tls() instanceof Tls.Acme
            ? facts
                .certificate(site.certificate(croft))
                .filter(c -> site.names().stream().anyMatch(c::covers))
            : Optional.empty();
  }

  /** The site's files on all its hosts. */
  List<Fragment> fragments() {
    List<Fragment> all = new ArrayList<>();
    for (String node : site.nodes()) {
      ConfigWriter file = file(plainNames(), List.of());
      preview(file, node);
      all.add(stated(node, SiteNames.site(site.name()), file));
      for (String wildcard : site.wildcards()) {
        ConfigWriter wild = file(List.of(wildcard), others.names(wildcard));
        all.add(stated(node, SiteNames.wild(wildcard), wild));
      }
      passwords.values().forEach(a -> all.add(want(node, a)));
      certificate.ifPresent(a -> all.add(want(node, a)));
      site.all(Directive.Php.class).distinct().forEach(p -> all.add(php(node, p.version())));
      if (site.all(Directive.Php.class).findAny().isPresent()) {
        all.add(workers(node));
      }
      issued
          .filter(c -> !sharesCertificate())
          .ifPresent(c -> all.add(IssuedFile.of(node, site.name(), c)));
    }
    return all;
  }

  private Fragment want(String node, Adopted adopted) {
    return file(node, adopted.want(), adopted.text());
  }

  private Fragment php(String node, String version) {
    String path = PhpPool.want(version, site.user(), site.name());
    return file(node, path, PhpPool.unit(version, site.user()) + "\n");
  }

  private Fragment workers(String node) {
    ConfigWriter out = new ConfigWriter();
    out.from(origin, () -> new PhpWriter(out, site, this::at).workers());
    return new Fragment(
        node, WebService.NAME, SiteNames.workers(site.name()), out.bytes(), false, out.lines());
  }

  private Fragment file(String node, String path, String text) {
    return new Fragment(
        node,
        WebService.NAME,
        path,
        text.getBytes(StandardCharsets.UTF_8),
        false,
        new LineMap(List.of(new LineMap.Lines(1, (int) text.lines().count(), origin))));
  }

  /** Puts the hash of the text into it. */
  private static Fragment stated(String node, String path, ConfigWriter file) {
    String text = file.text();
    String hash = Hash.of(file.bytes()).hex().substring(0, STATE.length());
    byte[] content = text.replace(STATE, hash).getBytes(StandardCharsets.UTF_8);
    return new Fragment(node, WebService.NAME, path, content, false, file.lines());
  }

  private Origin at(Span span) {
    return new Origin(source, span);
  }

  /**
   * @param names the site's names that the file is for
   * @param holes names that somebody else holds
   */
  private ConfigWriter file(List<String> names, Collection<String> holes) {
    ConfigWriter out = new ConfigWriter();
    out.comment("site " + site.name() + " group " + site.group());
    out.from(
        origin,
        () -> {
          holes.forEach(hole -> hole(out, hole));
          if (issued.isPresent()) {
            issued(out, names, issued.get());
            return;
          }
          if (certificate.isEmpty()) {
            host(out, Port.PLAIN, names);
            return;
          }
          String copy = SiteNames.CERTIFICATE_COPIES + certificate.get().copy();
          out.ifFile(true, copy, () -> host(out, Port.TLS, names));
          if (site.plainToo()) {
            host(out, Port.PLAIN, names);
          } else {
            out.ifFile(true, copy, () -> host(out, Port.FORWARD, names));
            out.ifFile(false, copy, () -> host(out, Port.PLAIN, names));
          }
        });
    return out;
  }

  /** With a certificate that is there, or that comes with this file. */
  private void issued(ConfigWriter out, List<String> names, Certificate good) {
    if (!sharesCertificate()) {
      out.comment("certificate " + Hash.of(good.pem().getBytes(StandardCharsets.UTF_8)).hex());
    }
    boolean some = names.stream().anyMatch(good::covers);
    boolean all = names.stream().allMatch(n -> good.covers(n) && !VirtualHost.isWildcard(n));
    if (some) {
      host(out, Port.TLS, names);
    }
    boolean plain = !some || site.plainToo();
    host(out, plain ? Port.PLAIN : all ? Port.FORWARD : Port.PARTLY, names);
  }

  private List<String> plainNames() {
    return site.names().stream().filter(n -> !VirtualHost.isWildcard(n)).toList();
  }

  /** What a virtual host is for. */
  private enum Port {
    PLAIN("*:80"),
    TLS("*:443"),
    FORWARD("*:80"),
    /** Sends the names of the certificate to https and serves the others. */
    PARTLY("*:80");

    private final String address;

    Port(String address) {
      this.address = address;
    }
  }

  /** A name that the site's wildcard must not cover: nobody serves it. */
  private void hole(ConfigWriter out, String name) {
    hole(out, Port.PLAIN, name);
    if (issued.isPresent()) {
      hole(out, Port.TLS, name);
    } else if (certificate.isPresent()) {
      out.ifFile(
          true,
          SiteNames.CERTIFICATE_COPIES + certificate.get().copy(),
          () -> HostFiles.whereTlsIs(out, () -> hole(out, Port.TLS, name)));
    }
  }

  private static void hole(ConfigWriter out, Port port, String name) {
    out.section(
        "VirtualHost",
        Word.key(port.address),
        () -> {
          out.directive("ServerName", Word.key(name));
          out.directive("ServerAlias", Word.key("*." + name));
          if (port == Port.TLS) {
            // The site's certificate may be good for the name, too, and must not be shown for it.
            HostFiles.fallback(out);
          }
          out.directive("RewriteEngine", Word.key("On"));
          out.directive("RewriteRule", Word.regex("^"), Word.rewrite("-"), Word.key("[R=404,END]"));
        });
  }

  /** The site under another name, as far as there are such names; its log is the site's. */
  private void preview(ConfigWriter out, String node) {
    croft
        .previewOf(site.name(), node)
        .ifPresent(
            name -> {
              preview(out, name, Port.PLAIN, "http://", () -> {});
              String certificate = SiteNames.issued(croft.previewsOn(node).orElseThrow());
              HostFiles.whereTlsIs(
                  out,
                  () -> preview(out, name, Port.TLS, "https://", () -> hostTls(out, certificate)));
            });
  }

  private void preview(ConfigWriter out, String name, Port port, String scheme, Runnable tls) {
    VirtualHost previewed = Previewed.of(site, scheme + name);
    SiteWriter writer = new SiteWriter(new Unit.Of<>(previewed, origin), croft, others, facts);
    out.from(
        origin,
        () ->
            out.section(
                "VirtualHost",
                Word.key(port.address),
                () -> {
                  out.directive("ServerName", Word.key(site.name()));
                  out.directive("ServerAlias", Word.key(name));
                  out.directive("ServerAdmin", Word.text(site.admin()));
                  RewriteWriter rewrites =
                      new RewriteWriter(out, previewed, writer.map, others, writer::at);
                  RewriteWriter.own(out, site.name(), STATE);
                  tls.run();
                  writer.content(out, rewrites, port);
                  Previewed.headers(out, site, scheme + name);
                }));
  }

  private void host(ConfigWriter out, Port port, List<String> names) {
    out.section("VirtualHost", Word.key(port.address), () -> inside(out, port, names));
  }

  private void inside(ConfigWriter out, Port port, List<String> names) {
    names(out, names);
    RewriteWriter rewrites = new RewriteWriter(out, site, map, others, this::at);
    RewriteWriter.own(out, site.name(), STATE);
    boolean official = site.own(Directive.RedirectAliases.class).findAny().isPresent();
    if (official) {
      rewrites.redirectAliases(port != Port.PLAIN && isSecure());
    }
    if (port == Port.FORWARD) {
      rewrites.toHttps();
      return;
    }
    if (port == Port.PARTLY) {
      rewrites.toHttps(names.stream().filter(issued.orElseThrow()::covers).toList());
    }
    if (port == Port.TLS) {
      tls(out);
    }
    content(out, rewrites, port);
  }

  /** What answers for the site's URLs. */
  private void content(ConfigWriter out, RewriteWriter rewrites, Port port) {
    out.directive("DocumentRoot", Word.text(site.documentRoot()));
    if (site.hasScripts()) {
      out.directive("SuexecUserGroup", Word.key(site.user()), Word.key(site.group()));
      // The supervisor marks what a script writes to its errors as a line of this site's log.
      out.directive("SetEnv", Word.key(SUPERVISED), Word.key(site.name()));
    }
    rewrites.members();
    new MappingWriter(out, map, port == Port.TLS, this::at).write();
    trees(out);
    PhpWriter php = new PhpWriter(out, site, this::at);
    php.whole();
    DirectiveWriter directives = new DirectiveWriter(out, passwords, this::at);
    directives.write(site.body(), false);
    sections(out, directives, php);
    DirectiveWriter.challenges(out, site);
    closed(out);
  }

  /** What lies in the site's trees and is somebody else's. */
  private void closed(ConfigWriter out) {
    for (String tree : map.trees()) {
      for (String condition : others.conditions(tree)) {
        out.section(
            "If",
            Word.text(condition),
            () -> out.directive("Require", Word.key("all"), Word.key("denied")));
      }
    }
  }

  /** Whether the site's own name has a certificate. */
  private boolean isSecure() {
    return issued.map(c -> c.covers(site.name())).orElse(certificate.isPresent());
  }

  private void names(ConfigWriter out, List<String> names) {
    out.directive("ServerName", Word.key(site.name()));
    for (Placed p : site.body()) {
      if (p.directive() instanceof Directive.ServerAlias(String name) && names.contains(name)) {
        out.from(at(p.span()), () -> out.directive("ServerAlias", Word.key(name)));
      }
    }
    out.directive("ServerAdmin", Word.text(site.admin()));
  }

  /** Whether its certificate is a file of the host and not one of the site's own. */
  private boolean sharesCertificate() {
    return !site.certificate(croft).equals(site.name());
  }

  private void tls(ConfigWriter out) {
    out.directive("SSLEngine", Word.key("On"));
    if (issued.isPresent()) {
      issuedTls(out, issued.get());
    } else {
      pair(out, SiteNames.CERTIFICATE_COPIES + certificate.orElseThrow().copy());
    }
    site.own(Directive.Strict.class)
        .reduce((first, last) -> last)
        .ifPresent(
            s ->
                out.directive(
                    "Header",
                    Word.key("always"),
                    Word.key("set"),
                    Word.key("Strict-Transport-Security"),
                    Word.header("max-age=" + Duration.ofDays(s.days()).toSeconds())));
  }

  private void issuedTls(ConfigWriter out, Certificate good) {
    String live = SiteNames.issued(site.certificate(croft));
    if (sharesCertificate()) {
      hostCertificate(out, live);
    } else {
      String beside = beside(live);
      out.ifFile(true, beside, () -> pair(out, beside));
      out.ifFile(false, beside, () -> pair(out, live));
    }
    if (good.asks()) {
      out.directive("SSLUseStapling", Word.key("On"));
    }
  }

  private static void hostTls(ConfigWriter out, String live) {
    out.directive("SSLEngine", Word.key("On"));
    hostCertificate(out, live);
  }

  /**
   * A certificate of the host, which comes and goes without this file: whatever else stands in the
   * virtual host is tried with each change of the site. Never two certificates at once: the server
   * would show each client the one that it likes best.
   */
  private static void hostCertificate(ConfigWriter out, String live) {
    String beside = beside(live);
    out.ifFile(true, beside, () -> pair(out, beside));
    out.ifFile(
        false,
        beside,
        () -> {
          out.ifFile(true, live, () -> pair(out, live));
          out.ifFile(false, live, () -> HostFiles.fallbackPair(out));
        });
  }

  /**
   * In a try a file lies beside this one if it changes with it, and else where it is live; for the
   * running server both are the same.
   */
  private static String beside(String live) {
    return live.substring(SiteNames.ROOT.length());
  }

  private static void pair(ConfigWriter out, String file) {
    out.directive("SSLCertificateFile", Word.text(file));
    out.directive("SSLCertificateKeyFile", Word.text(file));
  }

  /**
   * The outermost trees are opened; what is on in all of the site is said here. A tree that lies in
   * a directory of which something is said is opened there, before that: deeper down the server
   * would read it later, and let everybody in whom the directory keeps out.
   */
  private void trees(ConfigWriter out) {
    List<Word> options = new ArrayList<>();
    DirectiveWriter.options(site.body(), true).forEach(o -> options.add(Word.key(o)));
    if (options.isEmpty()) {
      options.add(Word.key("None"));
    }
    Set<String> said =
        site.body().stream()
            .map(Placed::directive)
            .filter(d -> d instanceof Section s && s.kind() == Section.Kind.DIRECTORY)
            .map(d -> ((Section) d).path())
            .collect(Collectors.toSet());
    Set<String> opened = new TreeSet<>();
    map.trees()
        .forEach(t -> opened.add(WebPaths.around(t).filter(said::contains).findFirst().orElse(t)));
    for (String tree : opened) {
      out.section(
          "Directory",
          Word.text(tree),
          () -> {
            out.directive("Options", options.toArray(Word[]::new));
            out.directive("AllowOverride", Word.key("None"));
            out.directive("Require", Word.key("all"), Word.key("granted"));
          });
    }
  }

  /** Trees of files first, then URLs: shorter paths first, so that the longer ones decide. */
  private void sections(ConfigWriter out, DirectiveWriter directives, PhpWriter php) {
    for (SiteMap.Entry e : map.entries()) {
      if (e.mapping() instanceof Directive.ScriptAlias && map.liesBelowRedirect(e)) {
        out.from(
            at(e.placed().span()),
            () ->
                out.section(
                    "Location",
                    Word.text(e.path()),
                    () -> out.directive("Options", Word.key("+ExecCGI"))));
      }
    }
    for (Section.Kind kind : List.of(Section.Kind.DIRECTORY, Section.Kind.LOCATION)) {
      site.body().stream()
          .filter(p -> p.directive() instanceof Section s && s.kind() == kind)
          .sorted(Comparator.comparingInt((Placed p) -> ((Section) p.directive()).path().length()))
          .forEach(p -> section(out, directives, php, (Section) p.directive(), p.span()));
    }
  }

  private void section(
      ConfigWriter out, DirectiveWriter directives, PhpWriter php, Section section, Span span) {
    String name = section.kind() == Section.Kind.LOCATION ? "Location" : "Directory";
    out.from(
        at(span),
        () ->
            out.section(
                name,
                Word.text(section.path()),
                () -> {
                  php.part(section);
                  directives.write(section.body(), true);
                }));
  }
}
