package coop.croft.lab;

import static coop.croft.lab.Lab.DYNAMIC;
import static coop.croft.lab.Lab.dig;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An old copy of the controller's state, started beside it, changes nothing and is told so. */
@Tag("lab")
class StaleControllerTest {
  private static final String PROGRAM =
      "dom \"moor.example\" with web \"www\" with setHeader \"X-Moor\" \"%1$s\" end; dns (dnsTXT \"@\" \"%1$s\") end";
  private static final String STATE = "/var/lib/croft/stale";
  private static final String RUN = "/run/croft-stale";
  private static final String ASK =
      """
      use IO::Socket::UNIX;
      my $s = IO::Socket::UNIX->new(Peer => $ARGV[0]) or die "$ARGV[0]: $!";
      print $s "$ARGV[1]\n";
      $s->flush;
      print while <$s>;
      """;
  private static final String UNIT = "croft-stale.service";

  /** Seconds since 1970 at which this trial began: an earlier one may have left its words. */
  private String began;

  @BeforeEach
  void before() {
    began = Lab.on("main", "date", "+%s").expectSuccess().out().strip();
    Lab.apply("mallory", "moor", PROGRAM.formatted("old")).expectSuccess();
  }

  @AfterEach
  void after() {
    hearTheTrueOne();
    Lab.on("main", "systemctl", "stop", UNIT);
    Lab.on("main", "rm", "-rf", STATE, RUN);
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> Lab.remove("mallory", "moor").exit() != 3);
  }

  /** Who calls main's port for agents from dynamic reaches the copy. */
  private static void hearTheCopy() {
    Lab.feed(
            "main",
            """
            table ip stale {
              chain redirected {
                type nat hook prerouting priority dstnat;
                ip saddr 192.0.2.12 tcp dport 8443 redirect to :8543
              }
            }
            """,
            "nft",
            "-f",
            "-")
        .expectSuccess();
    Lab.on("dynamic", "systemctl", "restart", "croft-agent").expectSuccess();
  }

  private static void hearTheTrueOne() {
    Lab.on("main", "nft", "delete", "table", "ip", "stale");
    Lab.on("dynamic", "systemctl", "restart", "croft-agent").expectSuccess();
  }

  private static void startTheCopy() {
    Lab.feed("main", "port = 8543\nmetrics = off\n", "tee", STATE + "/conf").expectSuccess();
    Lab.on("main", "install", "-d", "-o", "croft", "-m", "0700", RUN).expectSuccess();
    Lab.on(
            "main",
            "systemd-run",
            "--collect",
            "--unit=" + UNIT,
            "--uid=croft",
            "--setenv=STATE_DIRECTORY=" + STATE,
            "--setenv=RUNTIME_DIRECTORY=" + RUN,
            "/usr/lib/croft/runtime/bin/java",
            "@/usr/lib/croft/controller/options",
            "-cp",
            "/usr/lib/croft/controller/*",
            "coop.croft.controller.Main",
            STATE + "/conf")
        .expectSuccess();
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> Lab.on("main", "test", "-S", RUN + "/controller.sock").exit() == 0);
  }

  /** What an administrator says to the copy, in the words of the protocol. */
  private static String toTheCopy(String call) {
    return Lab.on("main", "perl", "-e", ASK, RUN + "/controller.sock", call).out();
  }

  private String log(String host, String unit) {
    return Lab.on(host, "journalctl", "-u", unit, "--since=@" + began, "--no-pager", "-o", "cat")
        .out();
  }

  @Test
  void theHostsRefuseItItIsToldAndTheTrueOneGoesOn() {
    Lab.on("main", "cp", "-a", "/var/lib/croft/controller", STATE).expectSuccess();
    for (int i = 0; i < 2; i++) {
      Lab.on("main", "systemctl", "restart", "croft-controller").expectSuccess();
    }
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> Lab.apply("mallory", "moor", PROGRAM.formatted("true")).exit() == 0);
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> !Lab.on("main", "croft", "host", "list").out().contains("behind"));
    String files = Lab.files("dynamic");
    startTheCopy();
    hearTheCopy();
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () ->
                assertThat(log("main", UNIT))
                    .contains("dynamic obeys another controller")
                    .contains("If this is an old copy, stop it"));
    assertThat(
            toTheCopy("{\"verb\":\"host-list\",\"arguments\":[],\"programs\":[],\"options\":{}}"))
        .contains("obeys another controller, of epoch");
    String program = PROGRAM.formatted("stale").replace("\"", "\\\"");
    for (int i = 0; i < 3; i++) {
      String told =
          toTheCopy(
              "{\"verb\":\"apply\",\"arguments\":[],\"programs\":[{\"name\":\"moor\",\"file\":\"m\",\"text\":\""
                  + program.replace("stale", "stale" + i)
                  + "\"}],\"options\":{\"as\":\"mallory\",\"yes\":\"true\"}}");
      assertThat(told).contains("obeys another controller").doesNotContain("live on dynamic");
    }
    // A question for work that has no answer takes half a minute.
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () ->
                assertThat(log("dynamic", "croft-agent")).contains("nothing that it says is done"));
    assertThat(Lab.files("dynamic")).isEqualTo(files);
    assertThat(Lab.get(DYNAMIC, "www.moor.example", "/").header("X-Moor")).isEqualTo("true");
    for (String server : Lab.NAME_SERVERS) {
      assertThat(dig(server, "moor.example", "TXT")).isEqualTo("\"true\"");
    }
    // An agent that is refused waits between its attempts.
    assertThat(log("dynamic", "croft-agent").lines().filter(l -> l.contains("epoch")).count())
        .isLessThan(60);
    hearTheTrueOne();
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> {
              Lab.Ran next = Lab.apply("mallory", "moor", PROGRAM.formatted("next"));
              assertThat(next.expectSuccess().out()).doesNotContain("behind");
            });
    assertThat(Lab.get(DYNAMIC, "www.moor.example", "/").header("X-Moor")).isEqualTo("next");
    assertThat(Lab.digAll("moor.example", "TXT")).isEqualTo("\"next\"");
    assertThat(List.of(Lab.on("main", "croft", "host", "list").out().split("\n")))
        .noneMatch(l -> l.contains("another controller"));
    Lab.on("main", "croft", "audit", "--verify").expectSuccess();
  }
}
