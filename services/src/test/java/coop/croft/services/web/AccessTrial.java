package coop.croft.services.web;

import coop.croft.core.manifest.Fragment;
import coop.croft.core.model.Rights;
import coop.croft.services.Facts;
import coop.croft.services.Unit;
import coop.croft.services.World;
import coop.croft.services.web.RunningApache.Answer;
import coop.croft.services.web.RunningApache.Question;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Two servers side by side: one reads virtual hosts as they are, with Debian's own configuration
 * around them, the other what became of the programs that were made of them. Both are asked for the
 * same paths, from the same addresses, by the same people.
 */
final class AccessTrial implements AutoCloseable {
  private static final List<String> PATHS =
      List.of(
          "/",
          "/x.html",
          "/link.html",
          "/links/x.html",
          "/a",
          "/a/",
          "/a/x.html",
          "/a/b/x.html",
          "//a//b/x.html",
          "/a/../c/x.html",
          "/%61/x.html",
          "/c/",
          "/c/x.html",
          "/m/x.html",
          "/m/b/x.html",
          "/p/x",
          "/x.php",
          "/x.phtml",
          "/cgi-bin/x.pl",
          "/script",
          "/h/",
          "/icons/x.html",
          "/server-status",
          "/server-status/x.html",
          "/.htpasswd",
          "/x",
          "/inc.shtml",
          "/map.var",
          "/.well-known/acme-challenge/x",
          "/x.html/more",
          "/nothing",
          "/a/nothing");

  /** Where both may differ without harm: what is run there is refused here. */
  private static final Pattern SCRIPTS =
      Pattern.compile(
          "/(x\\.ph.*|cgi-bin/.*|script|\\.ht.*|\\.well-known/.*|inc\\.shtml|map\\.var"
              + "|icons/.*|server-status.*)");

  private static final List<String> CLIENTS = List.of("127.0.0.1", "127.0.0.2", "127.1.0.1");

  /** Nobody by name, and one who has another password in the other file. */
  private static final List<String> USERS = List.of("", "ann:a", "ann:o");

  private static final String MODULES =
      "mpm_event authn_core authn_file authz_core authz_host authz_user authz_groupfile"
          + " access_compat auth_basic alias autoindex dir env filter headers include macro mime"
          + " negotiation rewrite setenvif socache_shmcb ssl proxy proxy_fcgi proxy_http"
          + " status";

  /** As in Debian's apache2.conf, alias.conf, dir.conf, mime.conf and status.conf. */
  private static final String DEBIAN =
      """
      <Directory />
        Options FollowSymLinks
        AllowOverride None
        Require all denied
      </Directory>
      <Directory /usr/share>
        AllowOverride None
        Require all granted
      </Directory>
      <Directory /var/www/>
        Options Indexes FollowSymLinks
        AllowOverride None
        Require all granted
      </Directory>
      <FilesMatch "^\\.ht">
        Require all denied
      </FilesMatch>
      DirectoryIndex index.html index.cgi index.pl index.php index.xhtml index.htm
      AddType text/html .shtml
      AddOutputFilter INCLUDES .shtml
      AddHandler type-map var
      Alias /icons/ "/usr/share/apache2/icons/"
      <Directory "/usr/share/apache2/icons">
        Options FollowSymlinks
        AllowOverride None
        Require all granted
      </Directory>
      <Location /server-status>
        SetHandler server-status
        Require local
      </Location>
      """;

  /** One question, and what both servers say. */
  record Pair(String client, Question question, Answer source, Answer result) {
    /** Whether somebody gets in, or to see something, who did not. */
    boolean widens() {
      boolean same = result.status() / 100 == 3 || source.body().equals(result.body());
      return result.status() < 400 && !(source.status() < 400 && same);
    }

    /**
     * Whether both say as much, lists of directories, what may be a script, and what Debian itself
     * has there aside.
     */
    boolean isAlike() {
      return source.status() / 100 == result.status() / 100
          || SCRIPTS.matcher(question.path()).matches()
          || source.body().contains("<title>Index of");
    }
  }

  private final Path directory;
  private final int backend;
  private final List<RunningApache> servers = new ArrayList<>();

  /**
   * @param directory empty
   */
  AccessTrial(Path directory) throws IOException {
    this.directory = directory;
    this.backend = RunningApache.freePort();
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    for (String file :
        List.of(
            "site/index.html",
            "site/x.html",
            "site/x.php",
            "site/x.phtml",
            "site/cgi-bin/x.pl",
            "site/.htpasswd",
            "site/inc.shtml",
            "site/map.var",
            "site/icons/x.html",
            "site/server-status/x.html",
            "site/h/index.htm",
            "site/a/index.html",
            "site/a/x.html",
            "site/a/.htaccess",
            "site/a/b/x.html",
            "site/c/x.html",
            "site/m/x.html",
            "site/m/b/x.html",
            "files/x.html",
            "files/b/x.html",
            "other/x.html",
            "other/run.pl",
            "private/x.html",
            "backend/x",
            "backend/p/x",
            "backend/a/x.html",
            "backend/index.html")) {
      write(file, file.endsWith(".htaccess") ? "Require ip 127.0.0.2\n" : file);
    }
    Files.createSymbolicLink(
        directory.resolve("site/link.html"), directory.resolve("private/x.html"));
    Files.createSymbolicLink(directory.resolve("site/links"), directory.resolve("private"));
    write("passwords", "ann:" + hash("a") + "\nbert:" + hash("b") + "\n");
    write("others", "ann:" + hash("o") + "\n");
    Files.createDirectories(directory.resolve("source"));
    Files.createDirectories(directory.resolve("result"));
  }

  private Path write(String name, String text) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.resolve("..").normalize());
    return Files.writeString(file, text);
  }

  private static String hash(String password) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-1");
      byte[] digest = sha.digest(password.getBytes(StandardCharsets.UTF_8));
      return "{SHA}" + Base64.getEncoder().encodeToString(digest);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java run-time has SHA-1", e);
    }
  }

  /** The text with the places of this trial. */
  String placed(String text) {
    return text.replace("@DIR@", directory.toString())
        .replace("@BACKEND@", Integer.toString(backend));
  }

  /** The same the other way round. */
  String general(String text) {
    return text.replace(directory.toString(), "@DIR@")
        .replace(Integer.toString(backend), "@BACKEND@");
  }

  private static List<Question> questions(String host) {
    List<Question> all = new ArrayList<>();
    for (String path : PATHS) {
      USERS.forEach(u -> all.add(new Question("GET", host, path, u)));
    }
    for (String method : List.of("POST", "OPTIONS", "HEAD", "PROPFIND")) {
      all.add(new Question(method, host, "/a/x.html", ""));
      all.add(new Question(method, host, "/x.php", ""));
    }
    return all;
  }

  /**
   * @param source virtual hosts, with the places of this trial
   * @param program what became of them
   * @param plain names of hosts that are asked for on port 80
   * @param tls names of hosts that are asked for on port 443
   */
  List<Pair> run(String source, String program, List<String> plain, List<String> tls)
      throws IOException, InterruptedException {
    int http = RunningApache.freePort();
    int https = RunningApache.freePort();
    Path main = write("source/main.conf", source(http, https, source));
    RunningApache before = start(http, main);
    int other = RunningApache.freePort();
    RunningApache after = start(other, result(other, program));
    List<Pair> pairs = new ArrayList<>();
    for (boolean secure : new boolean[] {false, true}) {
      List<Question> questions =
          (secure ? tls : plain).stream().flatMap(h -> questions(h).stream()).toList();
      for (String client : CLIENTS) {
        List<Answer> was = before.at(secure ? https : http).ask(client, questions);
        List<Answer> is = after.ask(client, questions);
        for (int i = 0; i < questions.size(); i++) {
          pairs.add(new Pair(client, questions.get(i), was.get(i), is.get(i)));
        }
      }
    }
    close();
    return pairs;
  }

  private RunningApache start(int port, Path main) throws IOException, InterruptedException {
    RunningApache server = RunningApache.start(main, port);
    servers.add(server);
    return server;
  }

  private String source(int http, int https, String hosts) {
    Path where = directory.resolve("source");
    StringBuilder main = new StringBuilder();
    main.append(
        "ServerRoot \"%s\"\nDefaultRuntimeDir \"%s\"\nPidFile \"%s/pid\"\nErrorLog /dev/stderr\n"
            .formatted(where, where, where));
    for (String module : MODULES.split(" ")) {
      main.append(
          "LoadModule %s_module /usr/lib/apache2/modules/mod_%s.so\n".formatted(module, module));
    }
    main.append("Define APACHE_LOG_DIR \"%s\"\n".formatted(where));
    main.append("LogFormat %h combined\n");
    main.append("ServerName server.invalid\nUser www-data\nGroup www-data\n");
    main.append("TypesConfig /etc/mime.types\nMaxKeepAliveRequests 0\nKeepAliveTimeout 60\n");
    main.append("StartServers 1\nAcceptPathInfo Default\n").append(DEBIAN);
    for (int port : new int[] {http, https, backend}) {
      main.append("Listen 127.0.0.1:").append(port).append('\n');
    }
    main.append(
        "<Directory \"%s/backend\">\nRequire all granted\n</Directory>\n".formatted(directory));
    main.append(
        "<VirtualHost *:%d>\nServerName backend.invalid\nDocumentRoot \"%s/backend\"\n</VirtualHost>\n"
            .formatted(backend, directory));
    // Who asks for a name that is not there must not be shown the first one's site.
    for (int port : new int[] {http, https}) {
      main.append(nobody(port));
    }
    return main
        + hosts
            .replaceAll("(?mi)^\\s*(SSLEngine|SSLCertificate\\w*|Listen) .*\n", "\n")
            .replaceAll("(<VirtualHost [^>]*?):80>", "$1:" + http + ">")
            .replaceAll("(<VirtualHost [^>]*?):443>", "$1:" + https + ">")
            .replace("<VirtualHost 192.0.2.80:", "<VirtualHost 127.0.0.1:");
  }

  private static String nobody(int port) {
    return "<VirtualHost *:%d>\nServerName none.invalid\nRedirect 404 /\n</VirtualHost>\n"
        .formatted(port);
  }

  private Path result(int port, String program) throws IOException {
    Map<String, String> copies = new TreeMap<>();
    StringBuilder sites = new StringBuilder();
    for (Map.Entry<String, String> file : files(program).entrySet()) {
      if (file.getKey().startsWith(SiteNames.PASSWORDS)) {
        String copy =
            file.getKey()
                .substring(SiteNames.PASSWORDS.length())
                .replaceFirst(Pattern.quote(SiteNames.WANT) + "$", "");
        String path =
            file.getValue()
                .lines()
                .filter(l -> l.startsWith("path "))
                .findFirst()
                .orElseThrow()
                .substring("path ".length());
        copies.put(SiteNames.PASSWORD_COPIES + copy, path);
      } else if (file.getKey().startsWith(SiteNames.SITES) && file.getKey().endsWith(".conf")) {
        sites.append(file.getValue());
      }
    }
    String all = sites.toString().replace("*:80>", "*:" + port + ">");
    for (Map.Entry<String, String> copy : copies.entrySet()) {
      all = all.replace(copy.getKey(), copy.getValue());
    }
    Fragment global = Programs.global();
    String text =
        Programs.text(global)
            .replace("Listen 80", "Listen 127.0.0.1:" + port)
            .replaceAll("(?m)^LoadModule (cgid|suexec)_module .*\n|^Suexec .*\n|^CGID.*\n", "")
            .replace("StartServers 2", "StartServers 1");
    all =
        "MaxKeepAliveRequests 0\n"
            + nobody(port)
            + all.replaceAll("(?m)^ *SuexecUserGroup .*\n", "");
    return new Apache(directory.resolve("result")).main(text.getBytes(StandardCharsets.UTF_8), all);
  }

  private static Map<String, String> files(String program) {
    Map<String, String> files = new LinkedHashMap<>();
    Rights rights = ApacheImportTest.rights(program);
    List<Unit> units = ApacheImportTest.units(program, rights);
    World world = Programs.COMPILER.world(rights, units);
    for (Unit unit : units) {
      for (Fragment f : new WebService().render(unit, world, Facts.OFFLINE)) {
        files.put(f.path(), Programs.text(f));
      }
    }
    return files;
  }

  @Override
  public void close() {
    servers.forEach(RunningApache::close);
    servers.clear();
  }
}
