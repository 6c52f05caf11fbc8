package coop.croft.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Logs of sites: all of them, to their owner, and to nobody else. */
@Tag("lab")
class LogTest {
  private static final String ALICE = "www.greenhouse.example";
  private static final String MALLORY = "www.moor.example";
  private static final String OWN_QUESTION = "/.well-known/croft/";
  private static final int REQUESTS = 800;
  private static final Pattern WHOLE =
      Pattern.compile(
          "\\S+ - - \\[[^]]+\\] \"GET /\\?\\S+ HTTP/1\\.1\" 200 [0-9]+ \"-\" \"v{7900}\"");

  @AfterEach
  void tidy() {
    Lab.remove("mallory", "moor");
  }

  /** Lines of visits by those who say a long name of themselves. */
  private static List<String> visits(String site) {
    return Lab.on("dynamic", "sh", "-c", "cat /var/log/croft/web/by-name/" + site + "/access-*.log")
        .out()
        .lines()
        .filter(l -> l.contains("vvvv"))
        .toList();
  }

  private static List<String> asked(List<String> lines) {
    Pattern query = Pattern.compile("/\\?(\\S+) HTTP");
    return lines.stream()
        .flatMap(l -> query.matcher(l).results().map(m -> m.group(1)))
        .distinct()
        .sorted()
        .toList();
  }

  /**
   * The server reads its configuration again and again, and what deals the log out is killed, while
   * lines are written that no pipe takes in one piece.
   */
  @Test
  void noLineIsLostOrGivenToAnother() throws Exception {
    Lab.apply("mallory", "moor", "dom \"moor.example\" with web \"www\" with end end\n")
        .expectSuccess();
    String visitors = Lab.resource("visitors.pl");
    CompletableFuture<Lab.Ran> crowd =
        CompletableFuture.supplyAsync(
            () ->
                Lab.feed(
                    "client",
                    visitors,
                    "perl",
                    "-",
                    Lab.DYNAMIC,
                    Integer.toString(REQUESTS),
                    ALICE,
                    MALLORY));
    int kills = 0;
    while (!crowd.isDone()) {
      Lab.on("dynamic", "systemctl", "kill", "-s", "USR1", "--kill-who=main", "apache2.service");
      // In between it starts anew.
      boolean runs =
          Lab.on("dynamic", "systemctl", "is-active", "--quiet", "croft-log.service").exit() == 0;
      if (kills < 2 && runs) {
        kills++;
        Lab.on("dynamic", "systemctl", "kill", "-s", "KILL", "croft-log.service");
      }
      Thread.sleep(400);
    }
    List<String> answered = crowd.get().expectSuccess().out().lines().sorted().toList();
    assertThat(answered).hasSizeGreaterThan(3 * REQUESTS);
    assertThat(kills).isEqualTo(2);
    for (String site : List.of(ALICE, MALLORY)) {
      Predicate<String> own = q -> q.startsWith(site + "-");
      List<String> wanted = answered.stream().filter(own).toList();
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(asked(visits(site))).containsAll(wanted));
      assertThat(asked(visits(site))).allMatch(own);
      assertThat(visits(site)).allMatch(l -> WHOLE.matcher(l).matches());
    }
  }

  /** All of a log, once a visit is in it. */
  private static List<String> logWith(String query) {
    Supplier<Lab.Ran> all =
        () ->
            Lab.on(
                "dynamic", "sh", "-c", "cat /var/log/croft/web/by-name/" + MALLORY + "/access-*");
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(all.get().out()).contains(query));
    return all.get().out().lines().toList();
  }

  /**
   * Who deals the log out may be ended anywhere, and a disk may be full in the middle of a line.
   */
  @Test
  void whatIsLeftOfALineIsNotTheBeginningOfTheNext() {
    Lab.apply("mallory", "moor", "dom \"moor.example\" with web \"www\" with end end\n")
        .expectSuccess();
    Lab.get(Lab.DYNAMIC, MALLORY, "/?before");
    logWith("/?before");
    Lab.on("dynamic", "systemctl", "stop", "croft-log.service").expectSuccess();
    Lab.on(
            "dynamic",
            "sh",
            "-c",
            "for f in /var/log/croft/web/by-name/"
                + MALLORY
                + "/access-*; do printf cut >>$f; done")
        .expectSuccess();
    Lab.on("dynamic", "systemctl", "start", "croft-log.service").expectSuccess();
    Lab.get(Lab.DYNAMIC, MALLORY, "/?after");
    assertThat(logWith("/?after")).noneMatch(l -> l.startsWith("cut"));
    logWith("/?before");
  }

  private static Lab.Ran logs(String member, String... words) {
    List<String> all = new ArrayList<>(List.of("croft", "logs"));
    all.addAll(List.of(words));
    return Lab.as(member, all.toArray(String[]::new));
  }

  @Test
  void aMemberReadsTheOwnLogAndNobodyElses() throws Exception {
    Lab.apply(
            "mallory",
            "moor",
            """
            dom "moor.example" with web "www" with
              location "/private" with denyFrom ["192.0.2.0/24"] end
            end end
            """)
        .expectSuccess();
    // What the agent asks, and a stranger may ask, too, is no visit.
    assertThat(Lab.get(Lab.DYNAMIC, MALLORY, OWN_QUESTION + "site/" + MALLORY).status())
        .isEqualTo(204);
    Lab.get(Lab.DYNAMIC, MALLORY, OWN_QUESTION + "none");
    Lab.get(Lab.DYNAMIC, MALLORY, "/?one");
    Lab.get(Lab.DYNAMIC, MALLORY, "/private/?two");
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> {
              assertThat(logs("mallory", MALLORY).expectSuccess().out())
                  .contains("/?two")
                  .doesNotContain(OWN_QUESTION);
              assertThat(logs("mallory", "--errors", MALLORY).expectSuccess().out())
                  .contains("client denied by server configuration");
            });
    assertThat(logs("mallory", "--last", "2", MALLORY).out().lines())
        .hasSize(2)
        .first()
        .asString()
        .contains("GET /?one HTTP/1.1\" 200");
    Lab.Ran others = logs("alice", MALLORY);
    assertThat(others.exit()).isEqualTo(1);
    assertThat(others.all())
        .contains("there is no site www.moor.example of yours")
        .doesNotContain("/?");
    assertThat(logs("mallory", "../../etc").exit()).isEqualTo(1);

    CompletableFuture<Lab.Ran> following =
        CompletableFuture.supplyAsync(
            () ->
                Lab.as("mallory", "timeout", "12", "croft", "logs", "-f", "--last", "1", MALLORY));
    Thread.sleep(4_000);
    Lab.get(Lab.DYNAMIC, MALLORY, "/?three");
    assertThat(following.get().out().lines().filter(l -> l.contains("/?three"))).hasSize(1);
  }

  private static String day(int ago) {
    return LocalDate.now(ZoneOffset.UTC).minusDays(ago).toString();
  }

  @Test
  void logsAreCompressedShortenedAndRemovedAsTheSiteSays() {
    Lab.apply("mallory", "moor", "dom \"moor.example\" with web \"www\" with end end\n")
        .expectSuccess();
    String directory = "/var/log/croft/web/by-name/" + MALLORY + "/";
    for (int ago : List.of(1, 8, 91)) {
      Lab.feed(
              "dynamic",
              "192.0.2.99 - - [x] \"GET /1.2.3.4 HTTP/1.1\" 200 3\n2001:db8:1:2::99 - - [x]\n",
              "sh",
              "-c",
              "cd %s && cat >access-%s.log && chown croft-log access-*.log"
                  .formatted(directory, day(ago)))
          .expectSuccess();
    }
    Lab.feed(
            "dynamic",
            "[x] [client 192.0.2.99:4711] one\n[x] [client 2001:db8:1:2::99:4711] two\n",
            "sh",
            "-c",
            "cd %s && cat >error-%s.log && chown croft-log error-*.log"
                .formatted(directory, day(8)))
        .expectSuccess();
    assertThat(Lab.on("dynamic", "systemctl", "is-active", "croft-log-tend.timer").out())
        .isEqualTo("active\n");
    for (int round = 0; round < 2; round++) {
      Lab.on("dynamic", "systemctl", "start", "croft-log-tend.service").expectSuccess();
      assertThat(Lab.on("dynamic", "ls", directory).out().lines())
          .contains(
              "access-" + day(1) + ".log.gz",
              "access-" + day(8) + ".short.log.gz",
              "error-" + day(8) + ".short.log.gz")
          .noneMatch(name -> name.contains(day(91)) || name.endsWith(".new"));
    }
    String cat = "cat " + directory;
    assertThat(Lab.on("dynamic", "sh", "-c", "z" + cat + "access-" + day(1) + ".log.gz").out())
        .startsWith("192.0.2.99 ");
    assertThat(Lab.on("dynamic", "sh", "-c", "z" + cat + "access-" + day(8) + ".*.gz").out())
        .isEqualTo("192.0.2.0 - - [x] \"GET /1.2.3.4 HTTP/1.1\" 200 3\n2001:db8:1:: - - [x]\n");
    assertThat(Lab.on("dynamic", "sh", "-c", "z" + cat + "error-" + day(8) + ".*.gz").out())
        .isEqualTo("[x] [client 192.0.2.0] one\n[x] [client 2001:db8:1::] two\n");
    assertThat(
            Lab.on("dynamic", "stat", "-c", "%a %G", directory + "access-" + day(1) + ".log.gz")
                .out())
        .isEqualTo("640 mallory\n");
  }

  /** What visitors say of themselves is counted, and runs in nobody's browser. */
  @Test
  void statisticsTellWhoCame() {
    Lab.apply("mallory", "moor", "dom \"moor.example\" with web \"www\" with end end\n")
        .expectSuccess();
    String directory = "/var/log/croft/web/by-name/" + MALLORY + "/";
    String yesterday = directory + "access-" + day(1) + ".log";
    Lab.on("dynamic", "sh", "-c", "rm -f " + directory + "statistics.* " + yesterday + "*");
    String script = "<script>alert(1)</script>";
    String[] lies = {"-g", "-A", script, "-e", "http://evil.example/" + script + "?secret"};
    assertThat(Lab.get(Lab.DYNAMIC, MALLORY, "/?private", lies).status()).isEqualTo(200);
    assertThat(Lab.get(Lab.DYNAMIC, MALLORY, "/" + script, lies).status()).isEqualTo(404);
    String today = directory + "access-" + day(0) + ".log";
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> Lab.on("dynamic", "tail", "-n", "2", today).out().contains("404"));
    // Days that are over are counted.
    Lab.on(
            "dynamic",
            "sh",
            "-c",
            "tail -n 2 %s >%s && chown croft-log %s".formatted(today, yesterday, yesterday))
        .expectSuccess();
    assertThat(Lab.as("mallory", "croft", "statistics", MALLORY).out())
        .contains("no day of www.moor.example has been counted yet");
    Lab.on("dynamic", "systemctl", "start", "croft-log-tend.service").expectSuccess();
    String text = Lab.as("mallory", "croft", "statistics", MALLORY).expectSuccess().out();
    assertThat(text)
        .containsPattern(" 1 +1 +2 +1 +[0-9]+ B  " + day(1))
        .contains("1  /\n", "1  http://evil.example/" + script + "\n", "1  404 /" + script + "\n")
        .doesNotContain("private", "secret", "192.0.2.");

    String page = directory + "statistics.html";
    String[] reader = {"runuser", "-u", "mallory", "--", "cat", page};
    assertThat(Lab.on("dynamic", reader).expectSuccess().out())
        .contains("&lt;script&gt;alert(1)", "default-src 'none'")
        .doesNotContain("<script", "href", "private", "192.0.2.");
    reader[2] = "bob";
    assertThat(Lab.on("dynamic", reader).all()).contains("Permission denied");
    assertThat(Lab.as("alice", "croft", "statistics", MALLORY).exit()).isEqualTo(1);
    assertThat(Lab.on("dynamic", "runuser", "-u", "mallory", "--", "touch", page).exit())
        .isNotZero();
    String[] look = {"stat", "-c", "%i %U %a", page};
    String before = Lab.on("dynamic", look).expectSuccess().out();
    assertThat(before).endsWith(" croft-log 640\n");
    Lab.on("dynamic", "systemctl", "start", "croft-log-tend.service").expectSuccess();
    assertThat(Lab.on("dynamic", look).out()).as("counted once").isEqualTo(before);
  }
}
