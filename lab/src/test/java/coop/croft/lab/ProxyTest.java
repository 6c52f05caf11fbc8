package coop.croft.lab;

import static coop.croft.lab.Lab.DYNAMIC;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Members' own web servers behind the site's: what they are told, and what they cannot do. */
@Tag("lab")
class ProxyTest {
  private static final String SITE = "www.moor.example";
  private static final String UNIT = "moor-daemon";
  private static final String LOG = "/var/log/croft/web/by-name/" + SITE + "/error-*.log";
  private static final String PORTS = "50070-50079";
  private static final int AT_ONCE = 200;

  /** A silent program listens on each of these. */
  private static final List<Integer> SILENT =
      List.of(50072, 50073, 50074, 50075, 50076, 50077, 50078, 50079);

  private static final int PORTS_OF_A_SITE = 4;

  /** The test only looks for what never ends; docs/performance.md keeps what was seen. */
  private static final long FAR_TOO_LONG_MILLIS = 2_000;

  private static String program(String version) {
    return """
        dom "moor.example" with
          web "www" with
            setHeader "X-Moor" "%s";
            proxyPass "/kept" 50071;
            proxyPass "/stripped" 50071 where ProxyPrefix = stripPrefix end;
            proxyPass "/echo" 50071;
            let ProxyTimeout = 3 in
              proxyPass "/silent" 50070;
              proxyPass "/slow" 50070;
              proxyPass "/endless" 50070
            end
          end;
          web "one" with %s end;
          web "other" with %s end
        end
        """
        .formatted(version, silent(0), silent(1));
  }

  /** What one of two sites has of the silent programs. */
  private static String silent(int site) {
    return SILENT.subList(site * PORTS_OF_A_SITE, (site + 1) * PORTS_OF_A_SITE).stream()
        .map(port -> "proxyPass \"/silent%d\" %d".formatted(port, port))
        .collect(Collectors.joining("; "));
  }

  @BeforeAll
  static void daemon() throws Exception {
    Lab.on("main", "croft", "grant", "mallory", "port", PORTS).expectSuccess();
    String text = Lab.resource("moor-daemon.py");
    Lab.feed("dynamic", text, "tee", "/home/mallory/daemon.py").expectSuccess();
    start();
    Lab.apply("mallory", "moor", program("first")).expectSuccess();
  }

  private static void start() {
    Lab.on(
            "dynamic",
            "systemd-run",
            "--quiet",
            "--collect",
            "--unit=" + UNIT,
            "--uid=mallory",
            "python3",
            "/home/mallory/daemon.py",
            "50070",
            "50071",
            "50072",
            "50073",
            "50074",
            "50075",
            "50076",
            "50077",
            "50078",
            "50079")
        .expectSuccess();
    awaitPort();
  }

  private static void awaitPort() {
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> Lab.on("dynamic", "ss", "-Hltn", "sport = :50071").out().contains("50071"));
  }

  @AfterAll
  static void tidy() {
    Lab.remove("mallory", "moor");
    Lab.on("dynamic", "systemctl", "kill", "--signal=KILL", UNIT);
    Lab.on("dynamic", "rm", "-f", "/home/mallory/daemon.py");
    Lab.on("main", "croft", "revoke", "--yes", "mallory", "port", PORTS);
  }

  @Test
  void theProgramSeesThePathThatTheMemberWants() {
    String[] lies = {
      "-H",
      "X-Forwarded-For: 198.51.100.1",
      "-H",
      "X-Forwarded-Prefix: /lie",
      "-H",
      "X-Forwarded-Proto: lie"
    };
    assertThat(Lab.get(DYNAMIC, SITE, "/kept/a%20b?c=d", lies).body())
        .isEqualTo(
            """
            path=/kept/a%20b?c=d
            host=www.moor.example
            x-forwarded-for=192.0.2.99
            x-forwarded-proto=http
            x-forwarded-prefix=-
            """);
    assertThat(Lab.get(DYNAMIC, SITE, "/stripped/a%20b?c=d", lies).body())
        .contains("path=/a%20b?c=d\n", "x-forwarded-prefix=/stripped\n", "host=www.moor.example\n");
    assertThat(Lab.get(DYNAMIC, SITE, "/stripped").body()).contains("path=/\n");
    assertThat(Lab.get(DYNAMIC, SITE, "/strippedx").status()).isEqualTo(404);
  }

  @Test
  void aWebSocketLivesThroughAReload() throws Exception {
    try (WebSocketClient socket = WebSocketClient.open(SITE, "/echo")) {
      assertThat(socket.say("before")).isEqualTo("before");
      Lab.apply("mallory", "moor", program("second")).expectSuccess();
      assertThat(Lab.get(DYNAMIC, SITE, "/").header("X-Moor")).isEqualTo("second");
      assertThat(socket.say("after")).isEqualTo("after");
    }
  }

  /** More than the server has places for, had each program its own. */
  @Test
  void manyProgramsThatHangCostOthersNoMore() throws Exception {
    Visitors.Watch alice = new Visitors.Watch("www.greenhouse.example", "/");
    List<FutureTask<Visitors.Answer>> asked = new ArrayList<>();
    try (alice) {
      for (int port : SILENT) {
        String site = SILENT.indexOf(port) < PORTS_OF_A_SITE ? "one" : "other";
        asked.addAll(Visitors.begin(50, site + ".moor.example", "/silent" + port));
      }
      Thread.sleep(4_000);
    }
    List<Visitors.Answer> answers = new ArrayList<>();
    for (FutureTask<Visitors.Answer> task : asked) {
      if (task.isDone()) {
        answers.add(task.get());
      }
    }
    long waiting =
        Lab.on("dynamic", "ss", "-Htn", "state", "established", "dport >= 50072 and dport <= 50079")
            .out()
            .lines()
            .count();
    System.out.printf(
        "eight silent programs: %d of %d answered within 4 s %s, %d wait; alice's page meanwhile: %s%n",
        answers.size(), asked.size(), Visitors.statuses(answers), waiting, alice);
    Lab.on("dynamic", "systemctl", "restart", UNIT).expectSuccess();
    awaitPort();
    assertThat(alice.failures()).isEmpty();
    assertThat(alice.answers()).isGreaterThan(100);
    assertThat(alice.percentile(0.99)).isLessThan(FAR_TOO_LONG_MILLIS);
    assertThat(waiting).as("requests that wait for mallory's programs").isBetween(30L, 37L);
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () ->
                assertThat(
                        Lab.on("dynamic", "sh", "-c", "cat " + LOG.replace("www", "other")).out())
                    .contains("with your programs already, all of them together"));
    assertThat(Lab.get(DYNAMIC, SITE, "/kept").status()).as("once they have gone").isEqualTo(200);
  }

  @Test
  void portsThatTwoMembersHoldAreCountedApart() {
    Lab.on("main", "croft", "grant", "alice", "port", "50078-50085").expectSuccess();
    try {
      assertThat(owners()).contains("50070-50077", "50078-50079", "50080-50085");
    } finally {
      Lab.on("main", "croft", "revoke", "--yes", "alice", "port", "50078-50085").expectSuccess();
    }
    assertThat(owners()).contains("50070-50079").doesNotContain("50085");
    // Whoever empties the packet filter finds it as it was after the agent's next look at its host.
    Lab.on("dynamic", "nft", "flush", "chain", "ip", "croft_web", "from_the_server");
    Lab.on("dynamic", "systemctl", "restart", "croft-agent").expectSuccess();
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThat(Lab.on("dynamic", "nft", "list", "table", "ip", "croft_web").out())
                    .contains("reject with icmp"));
  }

  private static String owners() {
    return Lab.on("dynamic", "nft", "list", "map", "ip", "croft_web", "owners").out();
  }

  @Test
  void aProgramThatHangsCostsOthersNothing() throws Exception {
    for (String path : List.of("/silent", "/slow", "/endless")) {
      Visitors.Watch alice = new Visitors.Watch("www.greenhouse.example", "/");
      List<Visitors.Answer> answers = new ArrayList<>();
      try (alice) {
        List<FutureTask<Visitors.Answer>> asked = Visitors.begin(AT_ONCE, SITE, path);
        // Those that began to be answered go on for long; what counts is the page meanwhile.
        Thread.sleep(3_500);
        for (FutureTask<Visitors.Answer> task : asked) {
          if (task.isDone()) {
            answers.add(task.get());
          }
        }
      }
      System.out.printf(
          "proxy %s: %d of %d answered within 3.5 s %s; alice's page meanwhile: %s%n",
          path, answers.size(), AT_ONCE, Visitors.statuses(answers), alice);
      assertThat(alice.failures()).isEmpty();
      assertThat(alice.answers()).isGreaterThan(50);
      assertThat(alice.percentile(0.99)).isLessThan(FAR_TOO_LONG_MILLIS);
      assertThat(answers).as("told to come back later").anyMatch(a -> a.status() == 503);
      Lab.on("dynamic", "systemctl", "restart", UNIT).expectSuccess();
      awaitPort();
    }
    Lab.Page page = Lab.get(DYNAMIC, SITE, "/silent");
    assertThat(page.status()).isIn(502, 504);
    Lab.on("dynamic", "systemctl", "stop", UNIT).expectSuccess();
    assertThat(Lab.get(DYNAMIC, SITE, "/kept").status()).isEqualTo(503);
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () ->
                assertThat(Lab.on("dynamic", "sh", "-c", "tail -n 3 " + LOG).out())
                    .contains("croft: nothing listens on that port"));
    start();
  }
}
