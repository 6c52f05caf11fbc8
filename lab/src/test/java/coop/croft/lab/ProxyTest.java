package coop.croft.lab;

import static coop.croft.lab.Lab.DYNAMIC;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.FutureTask;
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
  private static final String PORTS = "50070-50071";
  private static final int AT_ONCE = 200;

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
          end
        end
        """
        .formatted(version);
  }

  @BeforeAll
  static void daemon() throws Exception {
    Lab.on("main", "croft", "grant", "mallory", "port", PORTS).expectSuccess();
    try (InputStream in = ProxyTest.class.getResourceAsStream("moor-daemon.py")) {
      String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      Lab.feed("dynamic", text, "tee", "/home/mallory/daemon.py").expectSuccess();
    }
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
            "50071")
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
