package coop.croft.services.soundness;

import coop.croft.core.model.Host;
import coop.croft.core.model.Site;
import coop.croft.services.Resource;
import coop.croft.services.dns.Signed;
import coop.croft.services.dns.ZoneRecord;
import coop.croft.services.domain.Address;
import coop.croft.services.domain.DnsKind;
import coop.croft.services.domain.Domain;
import coop.croft.services.web.Directive;
import coop.croft.services.web.Tls;
import coop.croft.services.web.VirtualHost;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Whether a member holds all that a resource touches: every domain, host's name, path, user, group,
 * port and certificate, decided by the table of grants alone. Takes each resource apart by all its
 * components, so that a new one does not compile before somebody has thought of it here.
 */
final class HoldingOracle {
  private static final Pattern NAME =
      Pattern.compile(
          "(\\*\\.)?[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)+");
  private static final Pattern FILE_TEST = Pattern.compile("!?-[fd]");

  private final Grants grants;
  private final String member;
  private final Site site;
  private final Set<String> webHosts = new HashSet<>();

  HoldingOracle(Grants grants, String member, Site site) {
    this.grants = grants;
    this.member = member;
    this.site = site;
    for (Host host : site.hosts()) {
      if (host.has("web") || host.has("web-static")) {
        webHosts.add(host.name());
      }
    }
  }

  /** What the resource touches without right, in words. */
  Optional<String> excess(Resource resource) {
    try {
      check(resource);
      return Optional.empty();
    } catch (Excess excess) {
      return Optional.of(excess.getMessage() + " in " + resource);
    }
  }

  private static final class Excess extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Excess(String what) {
      super(what, null, false, false);
    }
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new Excess(what);
    }
  }

  private void check(Resource resource) {
    domain(resource.domain());
    require(!resource.domain().startsWith("*"), "a wildcard as a domain");
    switch (resource) {
      case Domain(String domain, DnsKind dns, long ttl) -> {
        switch (dns) {
          case DnsKind.Use use -> {}
          case DnsKind.None none -> {}
          case DnsKind.Secondary(List<String> masters) -> masters.forEach(this::master);
        }
      }
      case Address(String domain, String name, List<String> nodes, long ttl, boolean fallback) -> {
        inside(domain, name);
        hosts(nodes);
      }
      case ZoneRecord(String domain, String owner, long ttl, var data) -> inside(domain, owner);
      case Signed(String domain) -> domain(domain);
      case VirtualHost(
              String domain,
              String name,
              List<String> nodes,
              String documentRoot,
              String user,
              String group,
              String admin,
              Tls tls,
              boolean plainToo,
              List<Directive.Placed> body) -> {
        inside(domain, name);
        require(!name.startsWith("*"), "a wildcard as a site");
        hosts(nodes);
        path(documentRoot);
        require(grants.holdsUser(member, user), "user " + user);
        require(grants.holdsGroup(member, group), "group " + group);
        require(admin.chars().noneMatch(c -> c <= ' '), "admin " + admin);
        switch (tls) {
          case Tls.None none -> {}
          case Tls.Acme acme -> {}
          case Tls.Own(String certificate) -> path(certificate);
        }
        body.forEach(p -> check(p.directive()));
      }
      default -> throw new Excess("a resource of an unknown kind");
    }
  }

  private void check(Directive directive) {
    switch (directive) {
      case Directive.ServerAlias(String name) -> domain(name);
      case Directive.RedirectAliases() -> {}
      case Directive.Strict(long days) -> require(days >= 0, "days " + days);
      case Directive.Alias(String location, String path) -> {
        location(location);
        path(path);
      }
      case Directive.ScriptAlias(String location, String path) -> {
        location(location);
        path(path);
        require(path.startsWith("/home/"), "scripts outside of the root of scripts");
      }
      case Directive.Redirect(int status, String location, String url) -> {
        location(location);
        require(status / 100 == 3, "status " + status);
        line(url);
      }
      case Directive.Proxy(String location, int port, int timeout, boolean strip) -> {
        location(location);
        require(grants.holdsPort(member, port), "port " + port);
        require(timeout >= 1 && timeout <= 300, "timeout " + timeout);
      }
      case Directive.Index(List<String> files) -> files.forEach(HoldingOracle::line);
      case Directive.ErrorPage(int status, String location) -> location(location);
      case Directive.Options(boolean on, var options) -> {}
      case Directive.CgiExtension(String extension) -> line(extension);
      case Directive.Php(String version) -> line(version);
      case Directive.PhpValue(String name, String value) -> {
        line(name);
        line(value);
      }
      case Directive.FrontController(String location) -> location(location);
      case Directive.MediaType(String type, String extension) -> {
        line(type);
        line(extension);
      }
      case Directive.Environment(String name, String value) -> {
        line(name);
        line(value);
      }
      case Directive.Header(String name, String value) -> {
        line(name);
        line(value);
      }
      case Directive.Password(String realm, String file) -> {
        line(realm);
        path(file);
      }
      case Directive.ValidUser() -> {}
      case Directive.Users(List<String> names) -> names.forEach(HoldingOracle::line);
      case Directive.Allow(List<String> prefixes) -> prefixes.forEach(HoldingOracle::line);
      case Directive.Deny(List<String> prefixes) -> prefixes.forEach(HoldingOracle::line);
      case Directive.Rewrite(
              List<Directive.Rewrite.Condition> conditions,
              String pattern,
              String substitution,
              var flags) -> {
        line(pattern);
        require(
            substitution.equals("-")
                || substitution.matches("/([^/].*)?")
                || substitution.matches("https?://.*"),
            "substitution " + substitution);
        conditions.forEach(this::condition);
      }
      case Directive.Section(
              Directive.Section.Kind kind,
              String path,
              List<Directive.Placed> body) -> {
        switch (kind) {
          case LOCATION -> location(path);
          case DIRECTORY -> path(path);
        }
        body.forEach(p -> check(p.directive()));
      }
    }
  }

  /** Whether a file is there is a question about a place that has to be held. */
  private void condition(Directive.Rewrite.Condition condition) {
    line(condition.test());
    line(condition.pattern());
    if (FILE_TEST.matcher(condition.pattern()).matches()
        && !condition.test().startsWith("%{DOCUMENT_ROOT}/")
        && !condition.test().startsWith("%{DOCUMENT_ROOT}%{REQUEST_URI}")) {
      path(condition.test().replaceAll("[%$].*", ""));
    }
  }

  private void domain(String name) {
    require(NAME.matcher(name).matches() && name.length() <= 253, "form of the name " + name);
    String held = name.startsWith("*.") ? name.substring(2) : name;
    require(grants.holdsDomain(member, held), "name " + name);
  }

  private void inside(String domain, String name) {
    require(name.equals(domain) || name.endsWith("." + domain), name + " outside of " + domain);
    domain(name);
  }

  private void hosts(List<String> nodes) {
    require(!nodes.isEmpty() && webHosts.containsAll(nodes), "hosts " + nodes);
  }

  /** The site's name servers ask no machine of the site's own, nor of the networks behind it. */
  private void master(String address) {
    require(
        site.hosts().stream().noneMatch(h -> h.ipv4().contains(address)), "the site's " + address);
    InetAddress parsed = InetAddress.ofLiteral(address);
    require(
        !parsed.isLoopbackAddress()
            && !parsed.isSiteLocalAddress()
            && !parsed.isLinkLocalAddress()
            && !parsed.isMulticastAddress()
            && !parsed.isAnyLocalAddress(),
        "primary " + address);
  }

  private void path(String path) {
    line(path);
    require(path.startsWith("/"), "relative path " + path);
    for (String part : path.substring(1).split("/", -1)) {
      require(!part.equals(".") && !part.equals(".."), "path " + path);
    }
    require(!path.contains("//"), "path " + path);
    require(
        grants.holdsPath(member, path.endsWith("/") ? path.substring(0, path.length() - 1) : path),
        "path " + path);
  }

  private static void location(String location) {
    line(location);
    require(location.startsWith("/") && !location.startsWith("//"), "location " + location);
    require(!location.matches(".*/\\.\\.?(/.*)?"), "location " + location);
  }

  private static void line(String text) {
    require(
        text.codePoints()
            .noneMatch(c -> Character.isISOControl(c) || c == '\u2028' || c == '\u2029'),
        "control character");
  }
}
