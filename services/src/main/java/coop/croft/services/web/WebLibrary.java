package coop.croft.services.web;

import coop.croft.lang.Code;
import coop.croft.lang.Externs;
import coop.croft.lang.Externs.Run;
import coop.croft.lang.Fault;
import coop.croft.services.Subject;
import coop.croft.services.base.Text;
import coop.croft.services.domain.Address;
import coop.croft.services.domain.OpenDomain;
import coop.croft.services.domain.Ttl;
import coop.croft.services.domain.WebNodes;
import java.util.List;

/** The words of {@code web.dtl} for sites as a whole; {@link DirectiveLibrary} has those inside. */
final class WebLibrary {
  /** A name is part of a file's name, and those have at most 255 bytes. */
  private static final int LONGEST_NAME = 240;

  /** Of a wildcard: before the name stands _acme-challenge, and a name has at most 253 in all. */
  private static final int LONGEST_WILD = 237;

  /** Two years: what the lists of the browsers ask for. */
  private static final long MOST_DAYS = 730;

  private WebLibrary() {}

  static void teach(Externs.Builder<Subject> externs) {
    externs
        .opaque("ssl")
        .opaque("plain_http")
        .value("memberRoot", WebLibrary::memberRoot)
        .value("memberUser", s -> s.member().orElse("nobody"))
        .value("memberGroup", s -> s.member().orElse("nobody"))
        .value("memberMail", WebLibrary::memberMail)
        .value("no_ssl", s -> new Tls.None())
        .value("acme", s -> new Tls.Acme())
        .pure("use_cert", (a, s) -> certificate((String) a.getFirst()))
        .value("httpsOnly", s -> false)
        .value("plainToo", s -> true)
        .block("vhost", (a, block, run) -> vhost((String) a.getFirst(), block, run))
        .action("webAddress", (a, run) -> webAddress((String) a.getFirst(), run))
        .action("serverAlias", (a, run) -> alias((String) a.getFirst(), run))
        .action("serverAliasHost", (a, run) -> aliasHost((String) a.getFirst(), run))
        .action(
            "redirectAliases",
            (a, run) -> Block.of(run).add(new Directive.RedirectAliases(), run.here()))
        .action("hsts", (a, run) -> hsts((Long) run.variable("HstsDays"), run));
    DirectiveLibrary.teach(externs);
    RewriteLibrary.teach(externs);
  }

  private static String memberRoot(Subject subject) {
    return subject.site().map(s -> s.homes()).orElse("/home")
        + "/"
        + subject.member().orElse("nobody")
        + "/public_html";
  }

  private static String memberMail(Subject subject) {
    return subject.member().orElse("nobody")
        + "@"
        + subject.site().map(s -> s.domain()).orElse("invalid");
  }

  private static Tls certificate(String path) {
    return new Tls.Own(SiteNames.copied(path, "a certificate"));
  }

  private static void vhost(String host, Runnable block, Run<Subject> run) {
    OpenDomain domain = OpenDomain.of(run);
    String name = domain.name(plain(host), run.subject());
    if (name.length() > LONGEST_NAME) {
      throw new Fault(
          Code.INVALID_VALUE, name + ": a site's name has at most " + LONGEST_NAME + " characters");
    }
    String root = WebPaths.served((String) run.variable("DocumentRoot"));
    String user = (String) run.variable("User");
    String group = (String) run.variable("Group");
    Block.SiteFrame site =
        new Block.SiteFrame(
            name,
            WebNodes.of(run),
            root,
            run.state(SiteBounds.Program.class, SiteBounds.Program::new));
    run.state(Served.class, Served::new).open(site);
    String admin = (String) run.variable("ServerAdmin");
    Tls tls = (Tls) run.variable("SSL");
    boolean plainToo = (Boolean) run.variable("Http");
    Block frame = Block.ofSite(site);
    run.within(frame, block);
    List<Directive.Placed> body = frame.finish();
    VirtualHost made =
        new VirtualHost(
            domain.domain(), name, site.nodes, root, user, group, admin, tls, plainToo, body);
    new SiteMap(made).requireUrls(made);
    SiteSize.count(made, run);
    run.emit(made);
  }

  private static void webAddress(String host, Run<Subject> run) {
    OpenDomain domain = OpenDomain.of(run);
    String name = domain.name(host, run.subject());
    run.emit(new Address(domain.domain(), name, WebNodes.of(run), Ttl.of(run), false));
  }

  private static void hsts(long days, Run<Subject> run) {
    if (days < 0 || days > MOST_DAYS) {
      throw new Fault(
          Code.INVALID_VALUE, "HstsDays is " + days + ", but must be from 0 to " + MOST_DAYS);
    }
    Block.of(run).add(new Directive.Strict(days), run.here());
  }

  private static void alias(String name, Run<Subject> run) {
    Block block = Block.of(run);
    if (run.state(Served.class, Served::new).claim(block.site, name)) {
      block.site.bounds.count(SiteBounds.Kind.NAMES);
      if (VirtualHost.isWildcard(name)) {
        block.site.bounds.count(SiteBounds.Kind.WILDCARDS);
      }
      block.add(new Directive.ServerAlias(name), run.here());
    }
  }

  private static void aliasHost(String host, Run<Subject> run) {
    String star = host.equals("*") ? "*" : host.startsWith("*.") ? "*." : "";
    plain(host.substring(star.length()));
    String name = OpenDomain.of(run).name(host, run.subject());
    if (!star.isEmpty() && name.length() - 2 > LONGEST_WILD) {
      throw new Fault(
          Code.INVALID_VALUE,
          Text.shown(name)
              + ": behind \"*.\" stands a name of at most "
              + LONGEST_WILD
              + " characters");
    }
    alias(name, run);
  }

  /** A host that a browser can ask for. */
  private static String plain(String host) {
    if (host.indexOf('*') >= 0 || host.indexOf('_') >= 0) {
      throw new Fault(
          Code.INVALID_VALUE,
          Text.shown(host) + ": a site's name holds no \"*\" and no \"_\"",
          host.startsWith("*")
              ? "for all names that have no site of their own, put serverAliasHost \"*\" into a site"
              : "such names are for the name service alone");
    }
    return host;
  }
}
