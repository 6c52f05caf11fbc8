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
            .replace("/home/bob/files", files.toString())
            .replace("*:80>", "*:" + port + ">");
    String global =
        Programs.text(Programs.global())
            .replace("Listen 80\n", "Listen 127.0.0.1:" + port + "\n")
            .replaceAll("(?m)^LoadModule (cgid|suexec)_module .*\n|^Suexec .*\n|^CGID.*\n", "")
            .replace("StartServers 2", "StartServers 1");
    byte[] octets = global.getBytes(StandardCharsets.UTF_8);
    return RunningApache.start(by, new Apache(directory).main(octets, site), port);
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
  void whatSomebodyElseHoldsInADirectoryIsClosed() throws Exception {
    List<String> hers =
        new ArrayList<>(List.of("hers", "it's [a] b.c", "h\u00e9 #^", "own/deep.txt"));
    // More than one expression holds, and one that is longer than any.
    IntStream.range(0, 300).forEach(i -> hers.add("many/of-some-length-" + i));
    hers.add("long/" + "\u00fc".repeat(80) + "/" + "\u00fc".repeat(80).concat("/x").repeat(8));
    Map<String, Set<Right>> granted = new TreeMap<>();
    rights.members().forEach(m -> granted.put(m, rights.granted(m)));
    granted.put(
        "dora",
        hers.stream()
            .map(h -> new Right(Right.Kind.PATH, "/home/bob/files/" + h))
            .collect(Collectors.toSet()));
    rights = rights.granting(granted);
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
                  "/many/of-some-length-299"))
          .containsOnly(403);
      assertThat(
              statuses(
                  apache,
                  "/",
                  "/own/",
                  "/own/deep.txt.html",
                  "/hers2/index.html",
                  "/many/of-some-length-300/a",
                  "/x/hers2/",
                  "/it%27s%20%5Ba%5D%20bxc/a",
                  "/page.shtml"))
          .containsOnly(200);
      assertThat(apache.ask("127.0.0.1", List.of(get("/page.shtml"))).getFirst().body())
          .contains("and so on")
          .doesNotContain("hers");
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
