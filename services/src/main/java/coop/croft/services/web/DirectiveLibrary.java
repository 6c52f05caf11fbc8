package coop.croft.services.web;

import coop.croft.core.model.Host;
import coop.croft.core.model.Site;
import coop.croft.lang.Code;
import coop.croft.lang.Externs;
import coop.croft.lang.Externs.Run;
import coop.croft.lang.Fault;
import coop.croft.services.Subject;
import coop.croft.services.base.Paths;
import coop.croft.services.base.Text;
import coop.croft.services.web.Directive.Section.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The words of {@code web.dtl} that stand inside a site, rewriting aside. */
final class DirectiveLibrary {
  private static final Set<Long> REDIRECTIONS = Set.of(301L, 302L, 303L, 307L, 308L);

  /** Status codes that Apache knows and that bring a page (RFC 9110 and the registry). */
  private static final Set<Long> ERRORS =
      Set.of(
          400L, 401L, 402L, 403L, 404L, 405L, 406L, 407L, 408L, 409L, 410L, 411L, 412L, 413L, 414L,
          415L, 416L, 417L, 421L, 422L, 423L, 424L, 426L, 428L, 429L, 431L, 451L, 500L, 501L, 502L,
          503L, 504L, 505L, 506L, 507L, 508L, 510L, 511L);

  /** Headers that belong to the connection or to the server, not to a site. */
  private static final Set<String> SERVERS_OWN =
      Set.of(
          "connection",
          "content-length",
          "date",
          "keep-alive",
          "proxy-authenticate",
          "server",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  private static final int LONGEST_TIMEOUT = 300;

  /**
   * Apache cuts long addresses of programs (AH10366; seen with paths of 452 octets), and takes two
   * for one that are the same until there.
   */
  private static final int LONGEST_PROXY = 200;

  private DirectiveLibrary() {}

  static void teach(Externs.Builder<Subject> externs) {
    externs
        .strings("prefix", (text, s) -> Prefixes.test(text))
        .strings("php_version", (text, s) -> PhpVersions.test(text), PhpVersions::offered)
        .opaque("web_option")
        .opaque("proxy_prefix")
        .value("keepPrefix", s -> false)
        .value("stripPrefix", s -> true);
    for (WebOption o : WebOption.values()) {
      externs.value(o.word, s -> o);
    }
    externs
        .block("location", (a, b, run) -> section(Kind.LOCATION, text(a, 0), b, run))
        .block("directory", (a, b, run) -> section(Kind.DIRECTORY, text(a, 0), b, run))
        .action("alias", (a, run) -> alias(text(a, 0), text(a, 1), run))
        .action("scriptAlias", (a, run) -> scriptAlias(text(a, 0), text(a, 1), run))
        .action("redirect", (a, run) -> redirect(302L, text(a, 0), text(a, 1), run))
        .action("redirectWith", (a, run) -> redirect((Long) a.get(0), text(a, 1), text(a, 2), run))
        .action("proxyPass", (a, run) -> proxy(text(a, 0), (Long) a.get(1), run))
        .action("php", (a, run) -> php(text(a, 0), run))
        .action("phpSetting", (a, run) -> say(PhpSetting.checked(text(a, 0), text(a, 1)), run))
        .action("frontController", (a, run) -> say(new Directive.FrontController(text(a, 0)), run))
        .action("directoryIndex", (a, run) -> index(texts(a, 0), run))
        .action("errorDocument", (a, run) -> errorPage((Long) a.get(0), text(a, 1), run))
        .action("set_options", (a, run) -> options(true, (List<?>) a.getFirst(), run))
        .action("unset_options", (a, run) -> options(false, (List<?>) a.getFirst(), run))
        .action("cgiExtension", (a, run) -> cgiExtension(text(a, 0), run))
        .action("addType", (a, run) -> addType(text(a, 0), text(a, 1), run))
        .action("setEnv", (a, run) -> setEnv(text(a, 0), text(a, 1), run))
        .action("setHeader", (a, run) -> setHeader(text(a, 0), text(a, 1), run))
        .action("authBasic", (a, run) -> authBasic(text(a, 0), text(a, 1), run))
        .action("requireValidUser", (a, run) -> say(new Directive.ValidUser(), run))
        .action("requireUser", (a, run) -> requireUser(texts(a, 0), run))
        .action("allowFrom", (a, run) -> say(new Directive.Allow(some(texts(a, 0))), run))
        .action("denyFrom", (a, run) -> say(new Directive.Deny(some(texts(a, 0))), run));
  }

  private static String text(List<Object> arguments, int index) {
    return (String) arguments.get(index);
  }

  private static List<String> texts(List<Object> arguments, int index) {
    return ((List<?>) arguments.get(index)).stream().map(String.class::cast).distinct().toList();
  }

  private static List<String> some(List<String> list) {
    if (list.isEmpty()) {
      throw invalid("the list is empty: name at least one");
    }
    return list;
  }

  private static Fault invalid(String message) {
    return new Fault(Code.INVALID_VALUE, message);
  }

  static void say(Directive directive, Run<Subject> run) {
    Block.of(run).add(directive, run.here());
  }

  private static void section(Kind kind, String path, Runnable block, Run<Subject> run) {
    Block outer = Block.of(run);
    boolean files = kind == Kind.DIRECTORY;
    // Apache compares a slash at the end, too, and the location itself would be left out.
    String place = files ? WebPaths.served(path) : WebPaths.stripped(WebPaths.decoded(path));
    outer.site.bounds.count(SiteBounds.Kind.SECTIONS);
    outer.site.bounds.place(kind, place);
    Block inner = outer.inner(files ? place : outer.directory());
    run.within(inner, block);
    outer.add(new Directive.Section(kind, place, inner.finish()), run.here());
  }

  private static void map(Directive.Mapping mapping, Run<Subject> run) {
    Block block = Block.of(run);
    block.site.bounds.count(SiteBounds.Kind.MAPPINGS);
    if (!block.site.locations.add(WebPaths.stripped(mapping.location()))) {
      throw new Fault(
          Code.CONFLICT,
          Text.shown(mapping.location()) + " is mapped twice in the site " + block.site.name,
          "one redirect, alias, scriptAlias or proxyPass for each path");
    }
    block.add(mapping, run.here());
  }

  private static void alias(String location, String path, Run<Subject> run) {
    map(new Directive.Alias(WebPaths.decoded(location), WebPaths.served(path)), run);
  }

  private static void scriptAlias(String location, String path, Run<Subject> run) {
    requirePrograms("a script", run);
    String directory = WebPaths.served(path);
    requireScriptRoot(directory, run);
    map(new Directive.ScriptAlias(WebPaths.decoded(location), directory), run);
  }

  private static void redirect(long status, String location, String url, Run<Subject> run) {
    map(new Directive.Redirect(redirection(status), WebPaths.decoded(location), url), run);
  }

  /** Checks the status of a redirection. */
  static int redirection(long status) {
    if (!REDIRECTIONS.contains(status)) {
      throw invalid(status + ": a redirection is 301, 302, 303, 307 or 308");
    }
    return (int) status;
  }

  private static void proxy(String location, long port, Run<Subject> run) {
    requirePrograms("a program of yours", run);
    long timeout = (Long) run.variable("ProxyTimeout");
    if (timeout < 1 || timeout > LONGEST_TIMEOUT) {
      throw invalid("ProxyTimeout is " + timeout + ", but must be from 1 to 300 seconds");
    }
    boolean strip = (Boolean) run.variable("ProxyPrefix");
    if (Paths.octets(location) > LONGEST_PROXY) {
      throw invalid(
          Text.shown(location)
              + ": a program is at a path of at most "
              + LONGEST_PROXY
              + " octets");
    }
    Directive.Proxy proxy =
        new Directive.Proxy(WebPaths.decoded(location), (int) port, (int) timeout, strip);
    requireOneTimeout(proxy, Block.of(run).site.proxies);
    map(proxy, run);
    if (strip) {
      // The header that tells the program where it is has a section of its own.
      Block.of(run).site.bounds.place(Kind.LOCATION, proxy.location());
    }
  }

  /**
   * The server knows programs by the URLs that it asks for: without prefixes they are the same.
   *
   * @throws Fault {@code conflict}
   */
  private static void requireOneTimeout(Directive.Proxy proxy, List<Directive.Proxy> others) {
    for (Directive.Proxy other : others) {
      if (other.port() == proxy.port()
          && (other.strip() || proxy.strip())
          && other.timeout() != proxy.timeout()) {
        throw new Fault(
            Code.CONFLICT,
            "the program on port "
                + proxy.port()
                + " has a ProxyTimeout of "
                + other.timeout()
                + " at "
                + Text.shown(other.location())
                + " and one of "
                + proxy.timeout()
                + " here; with stripPrefix the site has one for each port",
            "give both the same, or let the program listen on another port, too");
      }
    }
    others.add(proxy);
  }

  private static void php(String version, Run<Subject> run) {
    requirePrograms("PHP", run);
    for (String node : Block.of(run).site.nodes) {
      run.subject().knownSite().host(node).ifPresent(h -> PhpVersions.require(version, h));
    }
    say(new Directive.Php(version), run);
  }

  /** Apache asks itself for each of them, with each request for a directory. */
  private static void index(List<String> files, Run<Subject> run) {
    for (String file : files) {
      if (file.equals(".") || file.equals("..")) {
        throw invalid(Text.shown(file) + " is a directory, not a page in one");
      }
    }
    Block.of(run).countPages(files.size());
    say(new Directive.Index(some(files)), run);
  }

  private static void errorPage(long status, String location, Run<Subject> run) {
    if (!ERRORS.contains(status)) {
      throw invalid(status + ": no status of an error that Apache knows");
    }
    say(new Directive.ErrorPage((int) status, location), run);
  }

  private static void options(boolean on, List<?> options, Run<Subject> run) {
    List<WebOption> list = options.stream().map(WebOption.class::cast).distinct().toList();
    if (on && list.contains(WebOption.EXEC_CGI)) {
      requirePrograms("a script", run);
      requireScriptRoot(Block.of(run).directory(), run);
    }
    say(new Directive.Options(on, list), run);
  }

  private static void cgiExtension(String extension, Run<Subject> run) {
    requirePrograms("a script", run);
    requireScriptRoot(Block.of(run).directory(), run);
    say(new Directive.CgiExtension(dotted(extension)), run);
  }

  /**
   * An extension with its dot.
   *
   * @throws Fault {@code invalid-value} for what no part of a name between dots can be, with which
   *     the server compares it (mod_mime, "Files with Multiple Extensions")
   */
  private static String dotted(String extension) {
    String bare = extension.startsWith(".") ? extension.substring(1) : extension;
    if (bare.isEmpty() || bare.chars().anyMatch(c -> "./*?".indexOf(c) >= 0)) {
      throw new Fault(
          Code.INVALID_VALUE,
          Text.shown(extension) + ": no file has this extension",
          "an extension is what stands behind a dot, as .html");
    }
    return "." + bare;
  }

  private static void addType(String type, String extension, Run<Subject> run) {
    if (!type.matches(
        "[A-Za-z0-9!#$&^_.+-]+/[A-Za-z0-9!#$&^_.+-]+(; ?[A-Za-z0-9-]+=[A-Za-z0-9._-]+)*")) {
      throw invalid(Text.shown(type) + ": a media type is written \"text/plain; charset=utf-8\"");
    }
    String lower = type.toLowerCase(Locale.ROOT);
    if (lower.startsWith("application/x-httpd-")
        || lower.startsWith("httpd/")
        || lower.startsWith("application/x-type-map")
        || lower.startsWith("text/x-server-parsed-html")) {
      throw invalid(
          Text.shown(type)
              + ": this is a sign to the server, not a type; cgiExtension runs scripts");
    }
    say(new Directive.MediaType(type, dotted(extension)), run);
  }

  private static void setEnv(String name, String value, Run<Subject> run) {
    // Apache does not tell small letters from capital ones here.
    String capital = name.toUpperCase(Locale.ROOT);
    if (capital.startsWith("PHP_")) {
      throw invalid(name + ": settings of PHP are not made by variables");
    }
    if (capital.startsWith("CROFT_")) {
      throw invalid(name + ": names that begin with CROFT_ belong to the server");
    }
    say(new Directive.Environment(name, value), run);
  }

  private static void setHeader(String name, String value, Run<Subject> run) {
    if (SERVERS_OWN.contains(name.toLowerCase(Locale.ROOT))) {
      throw invalid(name + ": this header belongs to the server");
    }
    if (Word.isExpression(value)) {
      throw invalid("a header's value must not begin with \"expr=\"");
    }
    say(new Directive.Header(name, value), run);
  }

  private static void authBasic(String realm, String file, Run<Subject> run) {
    if (realm.isEmpty()) {
      throw invalid("the realm is empty: say what the password is for");
    }
    say(new Directive.Password(realm, SiteNames.copied(file, "a password file")), run);
  }

  private static void requireUser(List<String> names, Run<Subject> run) {
    for (String name : some(names)) {
      if (!name.matches("[A-Za-z0-9._+-]+")) {
        throw invalid(Text.shown(name) + ": a user's name has letters, digits and . _ + - here");
      }
    }
    say(new Directive.Users(names), run);
  }

  /**
   * @throws Fault {@code invalid-value} if a host of the site serves files only
   */
  private static void requirePrograms(String what, Run<Subject> run) {
    Site site = run.subject().knownSite();
    for (String node : Block.of(run).site.nodes) {
      if (!site.host(node).map((Host h) -> h.has("web")).orElse(false)) {
        throw new Fault(
            Code.INVALID_VALUE,
            what + " cannot answer on " + node + ": that host serves files only",
            "set WebNodes to a host of the role web");
      }
    }
  }

  private static void requireScriptRoot(String directory, Run<Subject> run) {
    String root = WebPaths.stripped(run.subject().knownSite().scriptRoot());
    if (!WebPaths.isWithin(directory, root)) {
      throw invalid("scripts lie below " + root + ", and " + directory + " does not");
    }
  }
}
