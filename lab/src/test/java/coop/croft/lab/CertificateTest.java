package coop.croft.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A host's certificate renews itself, ends, and can be taken from it. */
@Tag("lab")
class CertificateTest {
  private static final String CONFIGURATION = "/etc/croft/controller.conf";
  private static final String CERTIFICATE = "/var/lib/croft/agent/agent.pem";

  @AfterEach
  void everybodyBack() {
    Lab.on("main", "rm", "-f", CONFIGURATION);
    Lab.on("main", "systemctl", "restart", "croft-controller").expectSuccess();
    Lab.on("shell", "systemctl", "start", "croft-agent").expectSuccess();
    awaitController();
    Lab.join("shell");
    awaitMember(0);
  }

  private static void awaitController() {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> Lab.on("main", "croft", "host", "list").exit() == 0);
  }

  private static void awaitMember(int exit) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(() -> assertThat(Lab.as("alice", "croft", "whoami").exit()).isEqualTo(exit));
  }

  private static String fingerprint() {
    return Lab.on("shell", "openssl", "x509", "-noout", "-fingerprint", "-in", CERTIFICATE)
        .expectSuccess()
        .out();
  }

  private static String row() {
    return Lab.on("main", "croft", "host", "list")
        .expectSuccess()
        .out()
        .lines()
        .filter(l -> l.startsWith("shell"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void itRenewsThoughTheAgentIsKilledAndEndsWhenTheHostIsSilentForTooLong() {
    Lab.feed("main", "certificate-life = 30s\n", "tee", CONFIGURATION).expectSuccess();
    Lab.on("main", "systemctl", "restart", "croft-controller").expectSuccess();
    awaitController();
    Lab.on("main", "croft", "host", "revoke", "shell").expectSuccess();
    assertThat(row()).contains("revoked");
    Lab.Ran refused = Lab.as("alice", "croft", "whoami");
    assertThat(refused.exit()).as(refused.all()).isEqualTo(3);
    assertThat(refused.err()).contains("shell was revoked").contains("croft host add shell");
    Lab.join("shell");
    awaitMember(0);
    Set<String> seen = new HashSet<>(Set.of(fingerprint()));
    // It is let live before its certificate ends, however slow the machine is.
    long mercy = System.nanoTime() + Duration.ofSeconds(12).toNanos();
    Awaitility.await()
        .atMost(Duration.ofSeconds(90))
        .pollInterval(Duration.ofMillis(1500))
        .until(
            () -> {
              seen.add(fingerprint());
              if (System.nanoTime() < mercy) {
                Lab.on("shell", "systemctl", "kill", "--signal=KILL", "croft-agent");
              }
              return seen.size() > 2;
            });
    awaitMember(0);
    assertThat(row()).contains("certificate until");
    Lab.on("shell", "systemctl", "stop", "croft-agent").expectSuccess();
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> row().contains("certificate ended"));
    Lab.on("shell", "systemctl", "start", "croft-agent").expectSuccess();
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(
            () ->
                assertThat(Lab.on("shell", "journalctl", "-u", "croft-agent", "-n", "20").all())
                    .contains("it joins again with a new token: croft host add shell"));
    assertThat(Lab.as("alice", "croft", "whoami").err()).contains("does not let this host in");
  }

  /** A revoked name server cannot read all zones any more with the key that it had. */
  @Test
  void aRevokedNameServerTransfersNothingMore() {
    Lab.Ran keys = Lab.on("offsite", "cat", "/etc/bind/croft/transfer.keys").expectSuccess();
    Lab.feed("client", keys.out(), "tee", "/tmp/known.keys").expectSuccess();
    assertThat(transfer().out()).contains("SOA");
    Lab.on("main", "croft", "host", "revoke", "offsite").expectSuccess();
    try {
      assertThat(transfer().out()).doesNotContain("SOA");
    } finally {
      Lab.on("client", "rm", "/tmp/known.keys").expectSuccess();
      Lab.join("offsite");
    }
    Moor moor = new Moor();
    moor.apply("again").expectSuccess();
    assertThat(moor.settled()).isEqualTo("again");
    moor.remove();
  }

  private static Lab.Ran transfer() {
    return Lab.on(
        "client",
        "dig",
        "@" + Lab.MAIN,
        "-k",
        "/tmp/known.keys",
        "greenhouse.example",
        "AXFR",
        "+time=5",
        "+tries=1");
  }
}
