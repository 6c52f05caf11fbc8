package coop.croft.services.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coop.croft.core.model.Right;
import coop.croft.core.model.Rights;
import coop.croft.lang.Code;
import coop.croft.lang.Diagnostic;
import coop.croft.services.web.RunningApache.Answer;
import coop.croft.services.web.RunningApache.Question;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Apache answers as the program says, whatever marks of Apache's own its texts hold. */
class SiteAnswersTest {
  private static final String HOST = "www.forge.example";

  /** The password "x" as htpasswd -s writes it. */
  private static final String X = "{SHA}EfatjsUqKYSrqv18O1FlA3hcIHI=";

  @TempDir Path directory;

  /** When the site is written. */
  private Rights rights = Programs.RIGHTS;

  /** The site of a program's statements, which serves a folder of this test. */
  private RunningApache serve(String statements) throws Exception {
    return serve(statements, List.of());
  }

  private RunningApache serve(String statements, List<String> by) throws Exception {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path files = Files.createDirectories(directory.resolve("files"));
    int port = RunningApache.freePort();
    String program =
        """
        dom "forge.example" with
          web "www" where SSL = no_ssl; DocumentRoot = "/home/bob/files" with
        %s
          end
        end
        """
            .formatted(statements);
    String site =
        Programs.render("bob", program, rights).stream()
            .filter(f -> f.path().equals(SiteNames.site(HOST)))
            .map(Programs::text)
            .collect(Collectors.joining())
            .replaceAll("(?m)^ *SuexecUserGroup .*\n", "")
            .replaceAll(
                SiteNames.PASSWORD_COPIES + "[0-9a-f]+", directory.resolve("passwords") + "")
            .replace("/home/bob/files", files.toString())
            .replace(anySlashes("/home/bob/files"), anySlashes(files.toString()))
            .replace("*:80>", "*:" + port + ">");
    String global =
        Programs.text(Programs.global())
            .replace("Listen 80\n", "Listen 127.0.0.1:" + port + "\n")
            .replaceAll("(?m)^LoadModule (cgid|suexec)_module .*\n|^Suexec .*\n|^CGID.*\n", "")
            .replace("StartServers 2", "StartServers 1");
    byte[] octets = global.getBytes(StandardCharsets.UTF_8);
    return RunningApache.start(by, new Apache(directory).main(octets, site), port);
  }

  private static String anySlashes(String path) {
    return path.replace("/", Others.ANY_SLASHES);
  }

  private void file(String name, String text) throws Exception {
    Path file = directory.resolve("files").resolve(name);
    Files.createDirectories(file.resolve("..").normalize());
    Files.writeString(file, text);
  }

  /** A text as a constant of the language. */
  private static String constant(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  private static Question get(String path) {
    return new Question("GET", HOST, path, "");
  }

  private static List<Integer> statuses(RunningApache apache, String... paths) throws Exception {
    List<Question> questions = Arrays.stream(paths).map(SiteAnswersTest::get).toList();
    return apache.ask("127.0.0.1", questions).stream().map(Answer::status).toList();
  }

  @Test
  void aHeaderHasTheValueThatWasWritten() throws Exception {
    List<String> values =
        List.of(
            "C:\\new\\temp\\root",
            "a\\r\\nX-Evil: 1\\",
            "\\",
            "\\\\",
            "at the end \\",
            "100% %t %{HTTP_HOST}e %%",
            "\\% %\\ \\\" \"",
            "${PATH} \\${PATH}");
    String statements =
        IntStream.range(0, values.size())
            .mapToObj(i -> "setHeader \"X-" + i + "\" " + constant(values.get(i)))
            .collect(Collectors.joining(";\n"));
    file("index.html", "here");
    try (RunningApache apache = serve(statements)) {
      assertThat(statuses(apache, "/")).containsExactly(200);
      for (int i = 0; i < values.size(); i++) {
        assertThat(apache.field(get("/"), "X-" + i)).containsExactly(values.get(i));
      }
      assertThat(apache.field(get("/"), "X-Evil")).isEmpty();
    }
  }

  @Test
  void aSlashAtTheEndOfALocationLeavesNothingOut() throws Exception {
    file("closed", "hers");
    file("index.html", "here");
    String statements =
        """
        location "/closed/" with denyFrom ["0.0.0.0/1", "128.0.0.0/1"] end;
        redirect "/old/" "https://elsewhere.example/new/";
        redirect "/older" "https://elsewhere.example/new"
        """;
    try (RunningApache apache = serve(statements)) {
      assertThat(
              statuses(apache, "/", "/closed", "/closed/", "/old", "/old/", "/old/a", "/older/a"))
          .containsExactly(200, 403, 403, 302, 302, 302, 302);
      Map.of(
              "/old", "https://elsewhere.example/new/",
              "/old/", "https://elsewhere.example/new/",
              "/old/a", "https://elsewhere.example/new/a",
              "/older", "https://elsewhere.example/new",
              "/older/a", "https://elsewhere.example/new/a")
          .forEach((path, to) -> assertThat(location(apache, path)).as(path).containsExactly(to));
      assertThat(statuses(apache, "/olden")).containsExactly(404);
    }
  }

  /** Apache puts what stands behind the path right behind the new address. */
  @Test
  void oneSlashStandsBetweenANewAddressAndTheRest() throws Exception {
    String statements =
        """
        redirect "/forum" "https://forum.example";
        redirect "/wiki" "https://elsewhere.example/wiki/";
        redirect "/docs/" "https://elsewhere.example/docs";
        redirect "/all" "https://elsewhere.example/all?q="
        """;
    try (RunningApache apache = serve(statements)) {
      Map.of(
              "/forum/a", "https://forum.example/a",
              "/forum", "https://forum.example/",
              "/wiki/a", "https://elsewhere.example/wiki/a",
              "/wiki", "https://elsewhere.example/wiki/",
              "/docs/a", "https://elsewhere.example/docs/a",
              "/docs", "https://elsewhere.example/docs",
              "/all", "https://elsewhere.example/all?q=")
          .forEach((path, to) -> assertThat(location(apache, path)).as(path).containsExactly(to));
    }
    try (RunningApache apache = serve("redirect \"/\" \"https://elsewhere.example/new\"")) {
      assertThat(location(apache, "/a")).containsExactly("https://elsewhere.example/new/a");
    }
  }

  private static List<String> location(RunningApache apache, String path) {
    try {
      return apache.field(get(path), "Location");
    } catch (Exception e) {
      throw new AssertionError(path, e);
    }
  }

  /** Who gets in with the password "x", or, by an empty name, without any. */
  private static List<String> letsIn(RunningApache apache, String path) throws Exception {
    List<String> names = List.of("", "anna", "bert", "carl");
    List<Question> questions =
        names.stream()
            .map(n -> new Question("GET", HOST, path, n.isEmpty() ? "" : n + ":x"))
            .toList();
    List<Answer> answers = apache.ask("127.0.0.1", questions);
    List<String> in = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      assertThat(answers.get(i).status()).isIn(200, 401);
      if (answers.get(i).status() == 200) {
        in.add(names.get(i));
      }
    }
    return in;
  }

  @Test
  void aBlockFurtherInAsksForMore() throws Exception {
    Files.writeString(directory.resolve("passwords"), "anna:" + X + "\nbert:" + X + "\n");
    for (String name : List.of("index", "board/index", "board/purse/index", "other/index")) {
      file("staff/" + name + ".html", name);
    }
    String statements =
        """
        location "/staff" with authBasic "Staff" "/home/bob/staff" end;
        location "/staff/board" with
          authBasic "Board" "/home/bob/staff";
          requireUser ["anna"]
        end;
        directory "/home/bob/files/staff/board/purse" with
          authBasic "Purse" "/home/bob/staff";
          requireUser ["bert"]
        end;
        directory "/home/bob/files/staff/other" with
          authBasic "Other" "/home/bob/staff";
          requireUser ["bert", "carl"]
        end
        """;
    try (RunningApache apache = serve(statements)) {
      assertThat(letsIn(apache, "/staff/")).containsExactly("anna", "bert");
      assertThat(letsIn(apache, "/staff/board/")).containsExactly("anna");
      assertThat(letsIn(apache, "/staff/board/purse/")).isEmpty();
      assertThat(letsIn(apache, "/staff/other/")).containsExactly("bert");
    }
  }

  /** Proofs for an authority aside, which are the server's. */
  @Test
  void whatLiesBesideProofsIsClosedWithTheSite() throws Exception {
    file(".well-known/acme-challenge/page.html", "his");
    try (RunningApache apache = serve("location \"/\" with denyFrom [\"127.0.0.0/8\"] end")) {
      assertThat(statuses(apache, "/.well-known/acme-challenge/a-Z_9")).containsExactly(404);
      assertThat(
              statuses(
                  apache,
                  "/.well-known/acme-challenge/page.html",
                  "/.well-known/acme-challenge/",
                  "/.well-known/acme-challenge/a/b",
                  "/"))
          .containsOnly(403);
    }
  }

  @Test
  void filesOfPasswordsAreShownToNobody() throws Exception {
    String challenges = ".well-known/acme-challenge/";
    List<String> secrets =
        List.of(".htpasswd", "own/.ht", "own/a/.htaccess", "own/.htx.html", challenges + ".ht");
    for (String name : secrets) {
      file(name, "secret");
    }
    for (String name : List.of("own/a/a.htpasswd", "own/.hx", ".htdocs/page.html")) {
      file(name, "open");
    }
    Files.createDirectories(directory.resolve("files/own/b"));
    Files.createSymbolicLink(directory.resolve("files/own/b/.htlink"), Path.of("../.hx"));
    file("front.html", "open");
    file("page.shtml", "<!--#include file=\".htpasswd\" -->open");
    Files.writeString(directory.resolve("passwords"), "anna:" + X + "\n");
    String statements =
        """
        alias "/x" "/home/bob/files/own";
        alias "/y" "/home/bob/files/.htpasswd";
        set_options [indexes, multiViews, includesNOEXEC];
        location "/front" with frontController "/front.html" end;
        location "/" with allowFrom ["127.0.0.0/8"] end;
        location "/x" with authBasic "X" "/home/bob/x" end;
        directory "/home/bob/files" with allowFrom ["127.0.0.0/8"] end;
        directory "/home/bob/files/own" with allowFrom ["127.0.0.0/8"] end;
        redirect "/.htold" "https://www.forge.example/new";
        rewriteRule "^/moved$" "/.htpasswd" [];
        rewriteRule "^/.htmoved$" "/own/.hx" []
        """;
    try (RunningApache apache = serve(statements)) {
      assertThat(
              statuses(
                  apache,
                  "/.htpasswd",
                  "/%2ehtpasswd",
                  "//own/../.htpasswd",
                  "/.htpasswd/more",
                  "/.htnothing",
                  "/own/.ht",
                  "/own/.htx",
                  "/own/a/.htaccess",
                  "/own/b/.htlink",
                  "/x/.ht",
                  "/y",
                  "/" + challenges + ".ht",
                  "/moved"))
          .containsOnly(403);
      Question named = new Question("GET", HOST, "/x/.ht", "anna:x");
      assertThat(apache.ask("127.0.0.1", List.of(named)).getFirst().status()).isEqualTo(403);
      assertThat(statuses(apache, "/x/", "/.htold")).containsExactly(401, 302);
      assertThat(
              statuses(apache, "/own/a/a.htpasswd", "/own/.hx", "/.htdocs/page.html", "/.htmoved"))
          .containsOnly(200);
      assertThat(body(apache, "/")).contains("front.html").doesNotContain(".htpasswd");
      assertThat(body(apache, "/own/")).contains(".hx").doesNotContain(".htx");
      assertThat(body(apache, "/page.shtml")).contains("open").doesNotContain("secret");
    }
  }

  private static String encoded(String path) {
    return "/" + URLEncoder.encode(path, StandardCharsets.UTF_8).replace("%2F", "/");
  }

  @Test
  void whatSomebodyElseHoldsInADirectoryIsClosed() throws Exception {
    List<String> hers =
        new ArrayList<>(List.of("hers", "it's [a] b.c", "h\u00e9 #^", "own/deep.txt"));
    // More than one expression holds, and one that is longer than any.
    IntStream.range(0, 300).forEach(i -> hers.add("many/of-some-length-" + i));
    String foreign = "far/" + ("\u00fc".repeat(80) + "\u20ac\ud83c\udf31/").repeat(8) + "x";
    String dotted = "far/" + ("a.".repeat(120) + "a/").repeat(9) + "x";
    hers.addAll(List.of(foreign, dotted));
    file(foreign + "/a", "hers");
    file(dotted + "/a", "hers");
    file("far/" + "\u00fc".repeat(80), "his");
    file("far/" + "a.".repeat(120), "his");
    holdsToo(hers);
    for (String name : List.of("hers/index.html", "it's [a] b.c/a", "h\u00e9 #^/a")) {
      file(name, "hers");
    }
    file("own/deep.txt", "hers");
    file("own/deep.txt.html", "his");
    file("hers2/index.html", "his");
    file("many/of-some-length-300/a", "his");
    file("it's [a] bxc/a", "his");
    file("page.shtml", "<!--#include virtual=\"/hers/\" --> and so on");
    String statements =
        """
        alias "/x" "/home/bob/files";
        set_options [indexes, includesNOEXEC];
        location "/hers" with allowFrom ["127.0.0.0/8"] end;
        location "/x/hers" with allowFrom ["127.0.0.0/8"] end;
        directory "/home/bob/files/own" with allowFrom ["127.0.0.0/8"] end;
        rewriteRule "^/moved(.*)$" "/x/hers$1" []
        """;
    try (RunningApache apache = serve(statements)) {
      assertThat(
              statuses(
                  apache,
                  "/hers/",
                  "/hers",
                  "/hers/index.html",
                  "/hers/nothing",
                  "/x/hers/index.html",
                  "/moved/index.html",
                  "//hers/./index.html",
                  "/own/deep.txt",
                  "/own/deep.txt/more",
                  "/it%27s%20%5Ba%5D%20b.c/a",
                  "/h%C3%A9%20%23%5E/a",
                  "/many/of-some-length-0/a",
                  "/many/of-some-length-299",
                  encoded(foreign) + "/a",
                  encoded(dotted) + "/a"))
          .containsOnly(403);
      assertThat(
              statuses(
                  apache,
                  "/",
                  "/own/",
                  "/own/deep.txt.html",
                  "/hers2/index.html",
                  "/many/of-some-length-300/a",
                  encoded("far/" + "\u00fc".repeat(80)),
                  encoded("far/" + "a.".repeat(120)),
                  "/x/hers2/",
                  "/it%27s%20%5Ba%5D%20bxc/a",
                  "/page.shtml"))
          .containsOnly(200);
      assertThat(apache.ask("127.0.0.1", List.of(get("/page.shtml"))).getFirst().body())
          .contains("and so on")
          .doesNotContain("hers");
    }
  }

  /** Gives somebody else paths inside of the site's folder. */
  private void holdsToo(List<String> hers) {
    Map<String, Set<Right>> granted = new TreeMap<>();
    rights.members().forEach(m -> granted.put(m, rights.granted(m)));
    granted.put(
        "dora",
        hers.stream()
            .map(h -> new Right(Right.Kind.PATH, "/home/bob/files/" + h))
            .collect(Collectors.toSet()));
    rights = rights.granting(granted);
  }

  @Test
  void aFileTestFindsNothingOfSomebodyElse() throws Exception {
    List<String> hers = new ArrayList<>(List.of("hers", "deep/hers", "it's"));
    // As many expressions as Apache would not take in a row.
    IntStream.range(0, 1_500).forEach(i -> hers.add("many/" + "x".repeat(60) + i));
    holdsToo(hers);
    List<String> files = List.of("hers/a", "deep/hers/a", "it's/a", hers.getLast() + "/a");
    for (String name : files) {
      file(name, "hers");
    }
    file("his/a", "his");
    file("hers2/a", "his");
    StringBuilder rules = new StringBuilder();
    List<String> tests =
        List.of(
            "%{DOCUMENT_ROOT}%{REQUEST_URI}",
            "/home/bob/files/%{REQUEST_URI}",
            "%{DOCUMENT_ROOT}/deep%{REQUEST_URI}",
            "%{DOCUMENT_ROOT}%{REQUEST_URI}/./hers//a");
    for (int i = 0; i < tests.size(); i++) {
      for (String pattern : List.of("-f", "!-f", "-d", "!-d")) {
        rules.append(
            """
            rewriteCond "%%{QUERY_STRING}" "^%d(%s)$" [];
            rewriteCond "%s" "%s" [];
            rewriteRule "^" "https://x.example/%%1/" [redirectFlag 302];
            """
                .formatted(i, pattern, tests.get(i), pattern));
      }
    }
    rules.append(
        """
        rewriteCond "%{DOCUMENT_ROOT}%{REQUEST_URI}" "-f" [ornext];
        rewriteCond "%{QUERY_STRING}" "^any$" [];
        rewriteRule "^" "-" [gone]
        """);
    try (RunningApache apache = serve(rules.toString())) {
      assertThat(found(apache, "/his/a?0")).isEqualTo("-f !-d");
      assertThat(found(apache, "/his?0")).isEqualTo("!-f -d");
      assertThat(found(apache, "/nothing?0")).isEqualTo("!-f !-d");
      assertThat(found(apache, "/deep?3")).isEqualTo("!-f !-d");
      for (String name : files) {
        assertThat(found(apache, encoded(name) + "?0")).as(name).isEqualTo("!-f !-d");
        assertThat(found(apache, "/" + encoded(name) + "?1")).as(name).isEqualTo("!-f !-d");
      }
      assertThat(found(apache, "/hers?0")).isEqualTo("!-f !-d");
      assertThat(found(apache, "/hers2/a?1")).isEqualTo("-f !-d");
      assertThat(found(apache, "/hers/a?2")).isEqualTo("!-f !-d");
      assertThat(found(apache, "/deep/?3")).isEqualTo("!-f !-d");
      assertThat(statuses(apache, "/his/a", "/nothing?any", "/hers/a", "/hers/b", "/hers/a?any"))
          .containsExactly(410, 410, 403, 403, 410);
    }
  }

  /** Which tests of files hold, of those that the query names by their number. */
  private static String found(RunningApache apache, String path) throws Exception {
    List<String> found = new ArrayList<>();
    for (String pattern : List.of("-f", "!-f", "-d", "!-d")) {
      if (apache.field(get(path + pattern), "Location").stream()
          .anyMatch(l -> l.startsWith("https://x.example/" + pattern + "/"))) {
        found.add(pattern);
      }
    }
    return String.join(" ", found);
  }

  @Test
  void rulesOfADirectoryAreForScriptsInItToo() throws Exception {
    String statements =
        """
        scriptAlias "/cgi-bin" "/home/bob/files/scripts";
        scriptAlias "/more" "/home/bob/files/more";
        directory "/home/bob/files/scripts" with
          rewriteRule "[.]old$" "-" [forbidden]
        end
        """;
    for (String name : List.of("scripts/a.old", "scripts/a.cgi", "more/a.old")) {
      file(name, "text");
    }
    try (RunningApache apache = serve(statements)) {
      assertThat(statuses(apache, "/cgi-bin/a.old", "/scripts/a.old")).containsOnly(403);
      assertThat(statuses(apache, "/cgi-bin/a.cgi", "/more/a.old")).doesNotContain(403);
    }
  }

  @Test
  void textsOfRulesNameGroupsThatThereAre() throws Exception {
    String rules =
        """
        rewriteCond "%{QUERY_STRING}" "a=([0-9]+)" [ornext];
        rewriteCond "%{QUERY_STRING}" "b=(.)(.)" [];
        rewriteCond "%{QUERY_STRING}" "!never" [];
        rewriteCond "%{DOCUMENT_ROOT}%{REQUEST_URI}" "!-f" [];
        rewriteCond "$1-%2" "^[a-z]*-(.?)$" [ornext];
        rewriteCond "%{QUERY_STRING}" "!z" [];
        rewriteRule "^/x/([a-z]*)" "https://y.example/$1/%1" [redirectFlag 302];
        rewriteRule "^/blank$" "https://y.example/a b?c+d" [redirectFlag 302]
        """;
    try (RunningApache apache = serve(rules)) {
      assertThat(apache.field(get("/x/abc?b=12"), "Location"))
          .containsExactly("https://y.example/abc/2?b=12");
      assertThat(apache.field(get("/blank"), "Location"))
          .containsExactly("https://y.example/a%20b?c+d");
    }
  }

  private static Diagnostic refusedRules(String statements) {
    return Programs.refusal(
        "bob", "dom \"forge.example\" with web \"www\" with\n%s\nend end\n".formatted(statements));
  }

  @Test
  void groupsThatAreNotThereAreRefused() {
    Diagnostic escape =
        refusedRules("rewriteRule \"^/x$\" \"https://y.example/a%20b\" [redirectFlag 302]");
    assertThat(escape.message())
        .isEqualTo(
            "https://y.example/a%20b: %2 is a group of the condition before, and none matches a text"
                + " here");
    assertThat(escape.hint()).contains("write a blank as it is: the server encodes it");
    assertThat(refusedRules("rewriteRule \"^/(.)\" \"/a?b=%20c\" []").hint())
        .contains("write a blank as \"+\" in a query");
    assertThat(refusedRules("rewriteRule \"^/(.)\" \"/%3a\" []").hint())
        .contains("write the character itself: the server encodes it");
    assertThat(refusedRules("rewriteRule \"^/(.)(?:b)\" \"/x/$2\" []").message())
        .isEqualTo("/x/$2: $2 is a group of the rule's pattern, which has 1");
    assertThat(refusedRules("rewriteRule \"!^/(.)\" \"/x/$0\" []").message())
        .endsWith("the rule's pattern, which has none, for it says what must not match");
    String condition = "rewriteCond \"%{HTTP_HOST}\" ";
    for (String refused :
        List.of(
            condition + "\"a\" []; rewriteRule \"^\" \"/%1\" []",
            condition + "\"!(a)\" []; rewriteRule \"^\" \"/%1\" []",
            condition + "\"(a)\" []; rewriteRule \"^\" \"-\" []; rewriteRule \"^\" \"/%1\" []",
            condition + "\"(a)\" []; " + condition + "\"b\" []; rewriteRule \"^\" \"/%1\" []",
            condition + "\"(a)\" [ornext]; rewriteCond \"%1\" \"b\" []; rewriteRule \"^\" \"-\" []",
            "rewriteCond \"$1\" \"b\" []; rewriteRule \"^\" \"-\" []")) {
      assertThat(refusedRules(refused).code()).as(refused).isEqualTo(Code.INVALID_VALUE);
    }
  }

  @Test
  void anIndexMayHaveTheNameOfASignToTheServer() throws Exception {
    file("disabled", "the index");
    file("other/DISABLED", "the other");
    String statements =
        """
        directoryIndex ["disabled"];
        location "/other" with directoryIndex ["DISABLED"] end
        """;
    try (RunningApache apache = serve(statements)) {
      assertThat(body(apache, "/")).isEqualTo("the index");
      assertThat(body(apache, "/other/")).isEqualTo("the other");
    }
  }

  /** The unit of the server has such a limit, too, and a larger one. */
  @Test
  void aProcessThatGrowsEndsAndTheOthersServeOn() throws Exception {
    file("index.html", "here");
    file(
        "grow.shtml",
        "<!--#set var=\"a\" value=\""
            + "x".repeat(64)
            + "\" -->\n"
            + "<!--#set var=\"a\" value=\"$a$a\" -->\n".repeat(30));
    List<String> limited = List.of("prlimit", "--data=" + (400L << 20) + ":");
    try (RunningApache apache = serve("set_options [includesNOEXEC]", limited)) {
      assertThat(statuses(apache, "/")).containsExactly(200);
      assertThatThrownBy(() -> statuses(apache, "/grow.shtml"))
          .isInstanceOfAny(AssertionError.class, IOException.class);
      assertThat(statuses(apache, "/")).containsExactly(200);
    }
  }

  @Test
  void aQuotationMarkInAPatternIsOne() throws Exception {
    String statements =
        List.of("^/p\\\"q$", "^/r\"s$", "^/t[\\\"]u$", "^/v[\"]w$", "^/x\\\\\"y$").stream()
            .map(p -> "rewriteRule " + constant(p) + " \"-\" [forbidden]")
            .collect(Collectors.joining(";\n"));
    try (RunningApache apache = serve(statements)) {
      assertThat(statuses(apache, "/p%22q", "/r%22s", "/t%22u", "/v%22w", "/x%5C%22y"))
          .containsOnly(403);
      assertThat(statuses(apache, "/p%5Cx22q", "/tx", "/t2u", "/t%5Cu", "/v%5Cw", "/x%22y"))
          .containsOnly(404);
    }
  }

  /** Without a limit one of them takes half a second or more of a processor. */
  @Test
  void patternsAreGivenUpBeforeTheyTakeTime() throws Exception {
    String rules =
        """
        rewriteRule "(.*.*.*.*.*.*.*.*.*)!!" "-" [forbidden];
        rewriteRule "[^q]*!!" "-" [forbidden];
        """
            .repeat(99);
    try (RunningApache apache = serve(rules + "rewriteRule \"^/gone!$\" \"-\" [gone]")) {
      long start = System.nanoTime();
      assertThat(statuses(apache, "/" + "x".repeat(30) + "!", "/gone!")).containsExactly(404, 410);
      assertThat(statuses(apache, "/" + "-x".repeat(4_000) + "!")).containsExactly(403);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
    }
  }

  @Test
  void patternsWithALimitMatchTheSame() throws Exception {
    String rules =
        """
        rewriteRule "^/old/(.*)-([0-9]+)$" "/new/$2-$1" [];
        rewriteRule "^/long/(.*)-([0-9]+)$" "https://x.example/$2" [redirectFlag 302];
        rewriteCond "%{QUERY_STRING}" "!(a|b)=" [];
        rewriteRule "^/query$" "-" [gone];
        rewriteRule "(.*)\\\\.bak$" "-" [forbidden];
        rewriteRule ".+\\\\.old" "-" [gone];
        rewriteCond "%{QUERY_STRING}" "ID=([0-9]+)" [nocase];
        rewriteRule "k|l" "https://x.example/%1/$0" [redirectFlag 302];
        rewriteRule "!^/[a-z]" "-" [forbidden];
        rewriteRule "=x" "-" [forbidden]
        """;
    file("new/7-x.html", "new");
    try (RunningApache apache = serve(rules)) {
      assertThat(statuses(apache, "/old/x.html-7", "/query?c=1", "/query?xb=1", "/1", "/y=x"))
          .containsExactly(200, 410, 404, 403, 403);
      assertThat(apache.field(get("/mlk?x=1&id=77"), "Location"))
          .containsExactly("https://x.example/77/l?x=1&id=77");
      assertThat(statuses(apache, "/" + "a.".repeat(4_000) + "bak", "/a.old.x"))
          .containsExactly(403, 410);
      // Nearly as long as a line of a request may be.
      assertThat(statuses(apache, "/long/" + "-x".repeat(4_000) + "-7")).containsExactly(302);
    }
  }

  @Test
  void aSiteHasTwoHundredPatterns() {
    String site =
        """
        dom "forge.example" with
          web "www" with
        %s
            rewriteCond "%%{QUERY_STRING}" "a" [];
            rewriteRule "^/b" "-" [gone]
          end
        end
        """;
    String rule = "    rewriteRule \"^/a\" \"-\" [gone];\n";
    assertThat(Programs.units("bob", "test", site.formatted(rule.repeat(198)))).hasSize(1);
    Diagnostic refusal = Programs.refusal("bob", site.formatted(rule.repeat(199)));
    assertThat(refusal.code()).isEqualTo(Code.BOUND);
    assertThat(refusal.message())
        .isEqualTo(
            "the site www.forge.example has more than 200 rewriteRule and rewriteCond together");
    assertThat(refusal.span().line()).isEqualTo(204);
  }

  @Test
  void pagesIncludePagesThreeLevelsDeep() throws Exception {
    for (int i = 1; i < 6; i++) {
      file(i + ".shtml", i + "<!--#include virtual=\"/" + (i + 1) + ".shtml\" -->");
    }
    file("6.shtml", "6");
    file("round.shtml", "o" + "<!--#include virtual=\"/round.shtml\" -->".repeat(4));
    file("lost.html", "lost");
    file("front.html", "front");
    String statements =
        """
        set_options [includesNOEXEC];
        errorDocument 404 "/lost.html";
        location "/front" with frontController "/front.html" end
        """;
    try (RunningApache apache = serve(statements)) {
      assertThat(body(apache, "/3.shtml")).isEqualTo("3456");
      assertThat(body(apache, "/2.shtml")).startsWith("2345[an error occurred");
      assertThat(body(apache, "/round.shtml")).startsWith("oooo[an error occurred");
      assertThat(body(apache, "/nothing")).isEqualTo("lost");
      assertThat(body(apache, "/front/any/where")).isEqualTo("front");
    }
  }

  private static String body(RunningApache apache, String path) throws Exception {
    return apache.ask("127.0.0.1", List.of(get(path))).getFirst().body();
  }
}
