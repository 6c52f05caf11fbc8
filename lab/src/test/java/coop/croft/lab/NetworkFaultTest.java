package coop.croft.lab;

import static coop.croft.lab.Lab.dig;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Cables pulled in the middle of an apply, packets that are lost in one direction, a line that is
 * slow. What the member is told holds, and all comes right by itself.
 */
@Tag("lab")
class NetworkFaultTest {
  private final Moor moor = new Moor();

  @BeforeEach
  void before() {
    moor.apply("old").expectSuccess();
  }

  @AfterEach
  void after() {
    for (String host : Lab.CROFT_HOSTS) {
      Lab.lab("plug", host);
      Lab.on(host, "nft", "delete", "table", "inet", "fault");
    }
    Faults.on("main").clear();
    Lab.onSwitch("tc", "qdisc", "del", "dev", "to-dynamic", "root");
    moor.remove();
  }

  @ParameterizedTest
  @CsvSource({
    "dynamic,controller.drafted",
    "dynamic,controller.staged",
    "dynamic,controller.committed",
    "offsite,controller.committed",
    "main,controller.staged",
    "shell,controller.staged",
  })
  void aHostIsCutOff(String host, String step) throws Exception {
    Faults faults = Faults.on("main");
    faults.hold(step);
    CompletableFuture<Lab.Ran> apply = CompletableFuture.supplyAsync(() -> moor.apply("new"));
    assertThat(faults.awaitHeld(step, Duration.ofSeconds(60))).as("held at %s", step).isTrue();
    Lab.lab("cut", host);
    faults.release(step);
    boolean hears = !host.equals("shell") && !host.equals("main");
    if (hears) {
      // The member is not kept waiting until the host is back.
      Lab.Ran told = apply.get(60, TimeUnit.SECONDS);
      if (host.equals("dynamic")) {
        assertThat(told.all()).contains("dynamic").contains("behind");
      }
      assertThat(told.exit()).as(told.all()).isZero();
      assertThat(dig(Lab.MAIN, "moor.example", "TXT")).isEqualTo("\"new\"");
      assertThat(Lab.as("mallory", "croft", "status").exit()).isZero();
    } else {
      TimeUnit.SECONDS.sleep(10);
    }
    Lab.lab("plug", host);
    Lab.Ran told = apply.get(60, TimeUnit.SECONDS);
    assertThat(moor.settled())
        .as("told: %s", told.all())
        .isEqualTo(told.exit() == 0 ? "new" : "old");
    moor.apply("next").expectSuccess();
    assertThat(moor.settled()).isEqualTo("next");
  }

  /** The host hears nothing of the controller, or the controller nothing of the host. */
  @ParameterizedTest
  @CsvSource({"input,saddr,sport", "output,daddr,dport"})
  void packetsAreLostInOneDirection(String chain, String address, String port) {
    Lab.on("dynamic", "nft", "add", "table", "inet", "fault").expectSuccess();
    Lab.on(
            "dynamic",
            "nft",
            "add chain inet fault lossy { type filter hook " + chain + " priority 0; }")
        .expectSuccess();
    Lab.on(
            "dynamic",
            "nft",
            "add rule inet fault lossy ip %s %s tcp %s 8443 drop"
                .formatted(address, Lab.MAIN, port))
        .expectSuccess();
    Lab.Ran told = moor.apply("new").expectSuccess();
    assertThat(told.all()).contains("dynamic  behind");
    assertThat(dig(Lab.MAIN, "moor.example", "TXT")).isEqualTo("\"new\"");
    assertThat(Lab.get(Lab.DYNAMIC, "www.moor.example", "/").header("X-Moor")).isEqualTo("old");
    Lab.on("dynamic", "nft", "delete", "table", "inet", "fault").expectSuccess();
    assertThat(moor.settled()).isEqualTo("new");
  }

  /**
   * Two transfers that cannot connect make named forget its primary for ten minutes, though it
   * answers questions.
   */
  @Test
  void aSecondaryThatForgetsItsPrimaryIsReminded() {
    Lab.on("main", "nft", "add", "table", "inet", "fault").expectSuccess();
    Lab.on("main", "nft", "add chain inet fault deaf { type filter hook input priority 0; }")
        .expectSuccess();
    Lab.on(
            "main",
            "nft",
            "add rule inet fault deaf ip saddr %s tcp dport 53 reject with tcp reset"
                .formatted(Lab.DYNAMIC))
        .expectSuccess();
    for (String version : List.of("two", "three", "four")) {
      moor.apply(version).expectSuccess();
    }
    Lab.on("main", "nft", "delete", "table", "inet", "fault").expectSuccess();
    String log = Lab.on("dynamic", "journalctl", "-u", "named", "-n", "400", "-o", "cat").out();
    assertThat(log).contains("unreachable (cached)");
    assertThat(moor.settled()).isEqualTo("four");
  }

  @Test
  void aSlowLineIsNoDeadOne() {
    // 16 kbit/s in the direction of the host, with room for two seconds.
    Lab.onSwitch(
            "tc",
            "qdisc",
            "add",
            "dev",
            "to-dynamic",
            "root",
            "tbf",
            "rate",
            "16kbit",
            "burst",
            "4k",
            "latency",
            "2s")
        .expectSuccess();
    Lab.Ran told = moor.apply("new").expectSuccess();
    assertThat(told.all()).contains("dynamic  live");
    assertThat(moor.settled()).isEqualTo("new");
  }
}
