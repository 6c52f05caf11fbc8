package coop.croft.lab;

import static coop.croft.lab.Lab.dig;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A host that is off does not stop the others, and catches up when it returns. */
@Tag("lab")
class HostOffTest {
  @AfterEach
  void everybodyBack() {
    Lab.lab("on", "dynamic");
    Lab.remove("mallory", "moor");
  }

  @Test
  void dnsChangesWhileASecondaryAndWebHostIsOffAndItCatchesUp() {
    Lab.lab("off", "dynamic");
    Lab.Ran ran =
        Lab.apply(
                "mallory",
                "moor",
                "domain \"moor.example\" with dns (dnsA \"heath\" \"203.0.113.7\") end")
            .expectSuccess();
    assertThat(dig(Lab.MAIN, "heath.moor.example", "A")).isEqualTo("203.0.113.7");
    assertThat(dig("192.0.2.14", "heath.moor.example", "A")).isEqualTo("203.0.113.7");
    Lab.lab("on", "dynamic");
    Awaitility.await()
        .atMost(Duration.ofSeconds(90))
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(
            () -> assertThat(dig(Lab.DYNAMIC, "heath.moor.example", "A")).isEqualTo("203.0.113.7"));
    assertThat(ran.exit()).isZero();
  }

  @Test
  void aWebHostThatWasOffGetsTheLatestGenerationAndTheMemberWasTold() {
    Lab.apply("mallory", "moor", "dom \"moor.example\" with web \"www\" with end end")
        .expectSuccess();
    Lab.lab("off", "dynamic");
    String changed =
        "dom \"moor.example\" with web \"www\" with setHeader \"X-Moor\" \"%s\" end; dns (dnsTXT \"@\" \"%s\") end";
    Lab.Ran told = Lab.apply("mallory", "moor", changed.formatted("one", "one")).expectSuccess();
    assertThat(told.all()).contains("dynamic").contains("behind");
    assertThat(Lab.apply("mallory", "moor", changed.formatted("one", "one")).expectSuccess().all())
        .contains("nothing to do: live on 1 of 2, dynamic is behind");
    Lab.apply("mallory", "moor", changed.formatted("two", "two")).expectSuccess();
    assertThat(dig(Lab.MAIN, "moor.example", "TXT")).isEqualTo("\"two\"");
    Lab.lab("on", "dynamic");
    Awaitility.await()
        .atMost(Duration.ofSeconds(90))
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(
            () ->
                assertThat(Lab.get(Lab.DYNAMIC, "www.moor.example", "/").header("X-Moor"))
                    .isEqualTo("two"));
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(
            () -> assertThat(Lab.as("mallory", "croft", "status").out()).doesNotContain("behind"));
  }

  /** With another card, those who asked it a moment ago would write to the old one meanwhile. */
  @Test
  void aHostThatIsOnAgainHasTheNetworkCardThatItHad() {
    String card = card();
    Lab.lab("off", "dynamic");
    Lab.lab("on", "dynamic");
    assertThat(card()).isEqualTo(card);
  }

  private static String card() {
    return Lab.on("dynamic", "cat", "/sys/class/net/eth0/address").expectSuccess().out();
  }

  @Test
  void aMoveToAHostThatIsOffWaitsForIt() {
    Lab.apply("mallory", "moor", site("main")).expectSuccess();
    Lab.lab("off", "dynamic");
    Lab.Ran told = Lab.apply("mallory", "moor", site("dynamic"));
    assertThat(told.exit()).isEqualTo(3);
    assertThat(told.out()).contains("waits for dynamic; it will be applied when dynamic is back");
    assertThat(Lab.as("mallory", "croft", "status").out())
        .contains("a change waits for dynamic since");
    assertThat(dig(Lab.MAIN, "www.moor.example", "A")).isEqualTo(Lab.MAIN);
    assertThat(Lab.get(Lab.MAIN, "www.moor.example", "/").body()).contains("Served by main");
    Lab.lab("on", "dynamic");
    Awaitility.await()
        .atMost(Duration.ofSeconds(90))
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(
            () -> {
              assertThat(Lab.get(Lab.DYNAMIC, "www.moor.example", "/").body())
                  .contains("Served by dynamic");
              assertThat(dig(Lab.MAIN, "www.moor.example", "A")).isEqualTo(Lab.DYNAMIC);
            });
    assertThat(Lab.as("mallory", "croft", "status").out())
        .doesNotContain("waits")
        .doesNotContain("not made");
  }

  private static String site(String node) {
    return "dom \"moor.example\" where WebNodes = [\""
        + node
        + "\"] with web \"www\" with end end\n";
  }
}
