package coop.croft.services.web;

import coop.croft.core.manifest.Fragment;
import coop.croft.core.manifest.Hash;
import coop.croft.core.manifest.LineMap;
import coop.croft.core.model.Host;
import coop.croft.core.model.Site;
import coop.croft.services.Facts;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The files of a web host that no program changes. */
final class HostFiles {
  /** The running server begins with this one. */
  static final String MAIN = SiteNames.ROOT + "apache2.conf";

  /** A server that is only tried begins with this one. */
  static final String DRY = SiteNames.ROOT + "dry.conf";

  /** What both have in common. */
  static final String GLOBAL = SiteNames.ROOT + "global.conf";

  /** What answers where no site does; read before all sites. */
  static final String DEFAULT = SiteNames.ROOT + "default.conf";

  private static final String ERROR_FORMAT = SiteNames.ROOT + "error-format.conf";
  private static final String TOKEN = SiteNames.ROOT + "log-token";

  /** How old logs become; the agent's package looks after them. */
  private static final String DAYS = SiteNames.ROOT + "log-days";

  /** What a request to a script may take; the supervisor of scripts reads it. */
  private static final String SCRIPT_LIMITS = SiteNames.ROOT + "script-limits";

  /**
   * The server's own account, in the group of Debian's; suexec-custom reads the file of its name.
   */
  static final String USER = "croft-web";

  static final String SUEXEC = "/etc/apache2/suexec/" + USER;

  /** Variable of the agent's own questions, which are no visits. */
  static final String PROBE = "CROFT_PROBE";

  /** In the place of a site's name where none is meant; no site can be called so. */
  static final String DEFAULT_STATE = "default";

  /** Stands where the hash of the files will be. */
  private static final String STATE = "0123456789abcdef0123456789abcdef";

  /** Key and certificate for those who ask for a name that has none; the verb makes them. */
  private static final String FALLBACK = SiteNames.COPIES + "fallback/";

  /** Files that the splitter of the agent's package deals out to the owners of the sites. */
  private static final String STREAMS = "/var/log/croft/web/stream/";

  private static final String MODULES = "/usr/lib/apache2/modules/mod_";

  /** Of the server, answering at a time. */
  static final int PROCESSES = 6;

  private static final int GRACE_SECONDS = 8;

  private static final List<String> FOR_FILES =
      List.of(
          "mpm_event",
          "authn_core",
          "authn_file",
          "authz_core",
          "authz_host",
          "authz_user",
          "auth_basic",
          "alias",
          "autoindex",
          "dir",
          "env",
          "filter",
          "headers",
          "include",
          "mime",
          "negotiation",
          "reqtimeout",
          "rewrite",
          "socache_shmcb",
          "ssl");

  /** Besides, where programs of members answer. */
  private static final List<String> FOR_PROGRAMS =
      List.of("cgid", "suexec", "proxy", "proxy_fcgi", "proxy_http");

  private final Host host;
  private final Site site;

  private HostFiles(Host host, Site site) {
    this.host = host;
    this.site = site;
  }

  static List<Fragment> of(Host host, Site site, Facts facts) {
    HostFiles files = new HostFiles(host, site);
    String token = token(facts);
    byte[] main = files.main();
    byte[] global = files.global();
    List<Fragment> all = new ArrayList<>();
    if (files.runsPrograms()) {
      all.add(files.file(SCRIPT_LIMITS, files.scriptLimits()));
    }
    Collections.addAll(
        all,
        files.file(MAIN, main),
        files.file(GLOBAL, global),
        files.file(DEFAULT, files.catchAll(main, global)),
        files.file(DRY, files.dry()),
        files.file(DAYS, files.logDays()),
        files.secret(TOKEN, (token + "\n").getBytes(StandardCharsets.UTF_8)),
        files.secret(ERROR_FORMAT, errorFormat(token)),
        files.file(SUEXEC, files.suexec()));
    return all;
  }

  private Fragment file(String path, byte[] content) {
    return new Fragment(host.name(), WebService.NAME, path, content, false, LineMap.EMPTY);
  }

  private Fragment secret(String path, byte[] content) {
    return new Fragment(host.name(), WebService.NAME, path, content, true, LineMap.EMPTY);
  }

  private byte[] logDays() {
    return (site.logs().addresses() + " " + site.logs().kept() + "\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  private byte[] scriptLimits() {
    Site.ScriptLimits limits = site.scripts();
    return "%d %d %d %d\n"
        .formatted(limits.seconds(), limits.processes(), limits.megabytes(), limits.atATime())
        .getBytes(StandardCharsets.US_ASCII);
  }

  /** A word by which the splitter knows lines of the server's from what a script wrote. */
  private static String token(Facts facts) {
    byte[] secret = facts.secret("web/log").getBytes(StandardCharsets.UTF_8);
    return Hash.of(secret).hex().substring(0, STATE.length());
  }

  /**
   * Scripts write into the same stream whatever they like. Only what follows the word, which they
   * do not know, is believed to be about a site.
   */
  private static byte[] errorFormat(String token) {
    ConfigWriter out = new ConfigWriter();
    set(out, "ErrorLogFormat", token + " %v [%{cu}t] [%-m:%l] [pid %P] %E: [client\\ %a] %M");
    return out.bytes();
  }

  private boolean runsPrograms() {
    return host.has("web");
  }

  /** The directory of all scripts, then the one in a home that suexec(8) would allow besides. */
  private byte[] suexec() {
    return (WebPaths.stripped(site.scriptRoot()) + "\npublic_html/cgi-bin\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static void set(ConfigWriter out, String name, String... values) {
    Word[] words = new Word[values.length];
    for (int i = 0; i < values.length; i++) {
      words[i] = Word.text(values[i]);
    }
    out.directive(name, words);
  }

  private byte[] main() {
    ConfigWriter out = new ConfigWriter();
    set(out, "ServerRoot", "/etc/apache2/croft");
    set(out, "DefaultRuntimeDir", "/run/apache2");
    set(out, "PidFile", "/run/apache2/apache2.pid");
    set(out, "Include", "global.conf");
    if (runsPrograms()) {
      set(out, "ScriptSock", "/run/apache2/cgisock");
    }
    set(out, "SSLSessionCache", "shmcb:/run/apache2/tls(512000)");
    set(out, "SSLStaplingCache", "shmcb:/run/apache2/ocsp(512000)");
    logs(out);
    set(out, "Include", "default.conf");
    if (runsPrograms()) {
      set(out, "IncludeOptional", "workers/*.conf");
    }
    // Apache takes the first site that has a name: those for all other names come last.
    set(out, "IncludeOptional", "sites/*.conf");
    set(out, "IncludeOptional", "wild/*.conf");
    return out.bytes();
  }

  /** One stream of each kind, the site's name first. */
  private static void logs(ConfigWriter out) {
    set(out, "Include", "error-format.conf");
    set(out, "ErrorLog", STREAMS + "error");
    set(
        out,
        "LogFormat",
        "%v %a %l %u %t \"%r\" %>s %O \"%{Referer}i\" \"%{User-Agent}i\"",
        "croft");
    set(out, "CustomLog", STREAMS + "access", "croft", "env=!" + PROBE);
  }

  /**
   * A second server beside the running one, without a network: it reads everything and is ended.
   */
  private byte[] dry() {
    ConfigWriter out = new ConfigWriter();
    set(out, "DefaultRuntimeDir", "/run/croft");
    set(out, "PidFile", "/run/croft/web-dry.pid");
    set(out, "ErrorLog", "/dev/stderr");
    set(out, "Include", "global.conf");
    if (runsPrograms()) {
      set(out, "ScriptSock", "/run/croft/web-dry.cgisock");
    }
    set(out, "SSLSessionCache", "none");
    set(out, "SSLStaplingCache", "shmcb:/run/croft/web-dry-ocsp(512000)");
    set(out, "Include", "default.conf");
    if (runsPrograms()) {
      set(out, "IncludeOptional", "workers/*.conf");
    }
    set(out, "IncludeOptional", "sites/*.conf");
    set(out, "IncludeOptional", "wild/*.conf");
    out.section(
        "IfDefine", Word.key("ALL"), () -> set(out, "IncludeOptional", SiteNames.SITES + "*.conf"));
    return out.bytes();
  }

  private byte[] global() {
    ConfigWriter out = new ConfigWriter();
    FOR_FILES.forEach(m -> load(out, m));
    if (runsPrograms()) {
      FOR_PROGRAMS.forEach(m -> load(out, m));
    }
    set(out, "Define", Word.DOLLAR, "$");
    set(out, "ServerName", host.name() + "." + site.domain());
    set(out, "ServerAdmin", site.contact());
    set(out, "User", USER);
    set(out, "Group", "www-data");
    set(out, "DocumentRoot", "/var/www");
    out.directive("Listen", Word.key("80"));
    processes(out);
    manners(out);
    files(out);
    hidden(out);
    tls(out);
    if (runsPrograms()) {
      // Without suexec scripts would run as the server itself: better no server.
      out.directive("Suexec", Word.key("On"));
      // The supervisor of scripts ends them in time, and says so: this is for one that does not.
      out.directive(
          "CGIDScriptTimeout", Word.key(Long.toString(site.scripts().seconds() + GRACE_SECONDS)));
      out.directive("ProxyRequests", Word.key("Off"));
      out.directive("ProxyVia", Word.key("Off"));
    }
    return out.bytes();
  }

  private static void load(ConfigWriter out, String module) {
    out.directive("LoadModule", Word.key(module + "_module"), Word.key(MODULES + module + ".so"));
  }

  /**
   * Three times as many processes as requests need: after a reload, a process lives on until its
   * last download has ended, and must not take the place of a new one.
   */
  private static void processes(ConfigWriter out) {
    out.directive("StartServers", Word.key("2"));
    out.directive("ThreadsPerChild", Word.key("25"));
    out.directive("ThreadLimit", Word.key("25"));
    out.directive("ServerLimit", Word.key(Integer.toString(3 * PROCESSES)));
    out.directive("MaxRequestWorkers", Word.key(Integer.toString(25 * PROCESSES)));
    out.directive("MaxConnectionsPerChild", Word.key("0"));
  }

  private static void manners(ConfigWriter out) {
    out.directive("Timeout", Word.key("60"));
    out.directive("KeepAliveTimeout", Word.key("5"));
    out.directive(
        "RequestReadTimeout",
        Word.key("header=20-40,MinRate=500"),
        Word.key("body=20,MinRate=500"));
    // Pages that include pages: a third level is as many as Apache calls fit for normal requests.
    out.directive("LimitInternalRecursion", Word.key("10"), Word.key("3"));
    out.directive("ServerTokens", Word.key("Prod"));
    out.directive("ServerSignature", Word.key("Off"));
    out.directive("TraceEnable", Word.key("Off"));
    out.directive("HostnameLookups", Word.key("Off"));
    out.directive("UseCanonicalName", Word.key("Off"));
    out.directive("FileETag", Word.key("MTime"), Word.key("Size"));
    out.directive("LogLevel", Word.key("warn"));
  }

  private static void files(ConfigWriter out) {
    // A file that its owner shortens while it is sent by https would end the process: SIGBUS.
    out.directive("EnableMMAP", Word.key("Off"));
    set(out, "TypesConfig", "/etc/mime.types");
    set(out, "DirectoryIndex", "index.html");
    set(out, "AddType", "text/html", ".shtml");
    out.directive("AddOutputFilter", Word.key("INCLUDES"), Word.text(".shtml"));
    out.section(
        "Directory",
        Word.text("/"),
        () -> {
          out.directive("Options", Word.key("SymLinksIfOwnerMatch"));
          out.directive("AllowOverride", Word.key("None"));
          out.directive("Require", Word.key("all"), Word.key("denied"));
        });
    out.section(
        "Directory",
        Word.text(WebPaths.stripped(SiteNames.CHALLENGES)),
        () -> out.directive("Require", Word.key("all"), Word.key("granted")));
  }

  /**
   * Files of passwords and the like, which lie in some document roots. Apache goes by this after
   * all that is said of directories; a {@code Location} of a site comes later and adds to it
   * ({@code AuthMerging And}), or else would open it again.
   */
  private static void hidden(ConfigWriter out) {
    out.section(
        "FilesMatch",
        Word.regex("^\\.ht"),
        () -> out.directive("Require", Word.key("all"), Word.key("denied")));
  }

  private static void tls(ConfigWriter out) {
    set(out, "SSLProtocol", "-all", "+TLSv1.2", "+TLSv1.3");
    set(out, "SSLCipherSuite", "ECDHE+AESGCM:ECDHE+CHACHA20");
    out.directive("SSLHonorCipherOrder", Word.key("Off"));
    out.directive("SSLSessionTickets", Word.key("Off"));
    // A responder that fails is no reason to fail those who do not insist on it.
    out.directive("SSLStaplingReturnResponderErrors", Word.key("Off"));
    out.directive("SSLStaplingFakeTryLater", Word.key("Off"));
  }

  private byte[] catchAll(byte[] main, byte[] global) {
    ConfigWriter out = new ConfigWriter();
    host(out, "*:80", () -> {});
    // A client that asks for a name without a certificate must not be shown somebody else's site.
    whereTlsIs(
        out,
        () -> {
          out.directive("Listen", Word.key("443"));
          host(out, "*:443", () -> fallback(out));
        });
    String text = out.text();
    String all =
        text
            + new String(main, StandardCharsets.UTF_8)
            + new String(global, StandardCharsets.UTF_8);
    String hash = Hash.of(all.getBytes(StandardCharsets.UTF_8)).hex().substring(0, STATE.length());
    return text.replace(STATE, hash).getBytes(StandardCharsets.UTF_8);
  }

  /** Once the host has the certificate for names without one; nobody listens for https before. */
  static void whereTlsIs(ConfigWriter out, Runnable body) {
    out.ifFile(true, FALLBACK + "cert.pem", body);
  }

  /** A certificate that is good for nothing. */
  static void fallback(ConfigWriter out) {
    out.directive("SSLEngine", Word.key("On"));
    fallbackPair(out);
  }

  static void fallbackPair(ConfigWriter out) {
    set(out, "SSLCertificateFile", FALLBACK + "cert.pem");
    set(out, "SSLCertificateKeyFile", FALLBACK + "key.pem");
  }

  private static void host(ConfigWriter out, String address, Runnable more) {
    out.section(
        "VirtualHost",
        Word.key(address),
        () -> {
          set(out, "ServerName", "default.invalid");
          RewriteWriter.own(out, DEFAULT_STATE, STATE);
          out.directive("RewriteRule", Word.regex("^"), Word.rewrite("-"), Word.key("[R=404,END]"));
          out.directive(
              "ErrorDocument",
              Word.key("404"),
              Word.expression("There is no site of this name here."));
          more.run();
        });
  }
}
