package coop.croft.lab;

import static coop.croft.lab.Lab.DYNAMIC;
import static coop.croft.lab.Lab.MAIN;
import static coop.croft.lab.Lab.digAll;
import static coop.croft.lab.Lab.get;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What members do day by day: apply twice, move, remove, and collide. */
@Tag("lab")
class ChangeTest {
  @AfterEach
  void takeMoorDown() {
    Lab.remove("mallory", "moor");
  }

  @Test
  void applyingTwiceTouchesNothing() {
    Map<String, String> files = new java.util.TreeMap<>();
    Map<String, String> loads = new java.util.TreeMap<>();
    for (String host : List.of("main", "dynamic", "offsite")) {
      files.put(host, Lab.files(host));
      loads.put(host, Lab.loads(host));
    }
    for (Lab.Program program : Lab.programs("accepted")) {
      Lab.Ran plan =
          Lab.croft("plan", program.member(), program.name(), program.text()).expectSuccess();
      assertThat(plan.out()).as("plan of %s", program.name()).containsIgnoringCase("nothing");
      Lab.apply(program.member(), program.name(), program.text()).expectSuccess();
    }
    for (String host : List.of("main", "dynamic", "offsite")) {
      assertThat(Lab.files(host))
          .as("files of %s", host)
          .isEqualTo(files.get(host))
          .contains("croft");
      assertThat(Lab.loads(host)).as("loads of the daemons of %s", host).isEqualTo(loads.get(host));
    }
  }

  @Test
  void aRecordIsAddedChangedAndTakenAway() {
    Lab.apply(
            "mallory",
            "moor",
            "domain \"moor.example\" with dns (dnsA \"heath\" \"203.0.113.1\") end")
        .expectSuccess();
    assertThat(digAll("heath.moor.example", "A")).isEqualTo("203.0.113.1");
    long serial = Lab.serial(MAIN, "moor.example");
    Lab.apply(
            "mallory",
            "moor",
            "domain \"moor.example\" with dns (dnsA \"heath\" \"203.0.113.2\") end")
        .expectSuccess();
    assertThat(digAll("heath.moor.example", "A")).isEqualTo("203.0.113.2");
    assertThat(Lab.serial(MAIN, "moor.example")).isGreaterThan(serial);
    Lab.remove("mallory", "moor").expectSuccess();
    for (String server : Lab.NAME_SERVERS) {
      assertThat(Lab.on("client", "dig", "@" + server, "moor.example", "SOA").out())
          .contains("REFUSED");
    }
  }

  @Test
  void aSiteMovesWithItsAddressesAndItsFilesStay() {
    Lab.apply("mallory", "moor", site("dynamic")).expectSuccess();
    assertThat(get(DYNAMIC, "www.moor.example", "/").body()).contains("Served by dynamic");
    assertThat(get(MAIN, "www.moor.example", "/").status()).isEqualTo(404);
    assertThat(digAll("www.moor.example", "A")).isEqualTo(DYNAMIC);
    Lab.Ran moved = Lab.apply("mallory", "moor", site("main")).expectSuccess();
    assertThat(moved.out() + moved.err())
        .containsOnlyOnce("generation")
        .contains("dynamic stops serving it at");
    assertThat(digAll("www.moor.example", "A")).isEqualTo(MAIN);
    assertThat(digAll("www.moor.example", "AAAA")).isEqualTo("2001:db8::11");
    assertThat(get(MAIN, "www.moor.example", "/").body()).contains("Served by main");
    // Whoever remembers the old address finds it there, until the site is gone altogether.
    assertThat(get(DYNAMIC, "www.moor.example", "/").body()).contains("Served by dynamic");
    Lab.remove("mallory", "moor").expectSuccess();
    assertThat(get(DYNAMIC, "www.moor.example", "/").status()).isEqualTo(404);
    assertThat(get(MAIN, "www.moor.example", "/").status()).isEqualTo(404);
    assertThat(Lab.on("main", "ls", "/etc/apache2/croft/sites").out())
        .doesNotContain("moor.example");
    assertThat(Lab.on("main", "cat", "/home/mallory/public_html/index.html").out())
        .contains("Moor");
  }

  @Test
  void theOldHostLosesASiteWhenItsAddressIsForgotten() {
    Lab.apply("mallory", "moor", site("dynamic", 60)).expectSuccess();
    Lab.apply("mallory", "moor", site("main", 60)).expectSuccess();
    Instant moved = Instant.now();
    assertThat(Lab.as("mallory", "croft", "status").out())
        .contains("moor  dynamic stops serving it at");
    Awaitility.await()
        .atMost(Duration.ofSeconds(90))
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> get(DYNAMIC, "www.moor.example", "/").status() == 404);
    assertThat(Duration.between(moved, Instant.now())).isGreaterThan(Duration.ofSeconds(50));
    assertThat(get(MAIN, "www.moor.example", "/").body()).contains("Served by main");
    assertThat(Lab.as("mallory", "croft", "status").out()).doesNotContain("stops serving");
  }

  @Test
  void aDomainIsConfiguredByOneSourceAlone() {
    Lab.apply("mallory", "moor", "domain \"moor.example\" with end").expectSuccess();
    Lab.Ran second = Lab.apply("mallory", "moor-again", "domain \"moor.example\" with end");
    assertThat(second.exit()).isEqualTo(1);
    assertThat(second.err()).contains("error[conflict]").contains("moor");
  }

  @Test
  void removingAsksUnlessToldYes() {
    Lab.apply(
            "mallory", "moor", "domain \"moor.example\" with dns (dnsA \"a\" \"203.0.113.1\") end")
        .expectSuccess();
    Lab.Ran ran = Lab.as("mallory", "croft", "remove", "moor");
    assertThat(ran.exit()).isNotZero();
    assertThat(ran.err()).contains("--yes");
    assertThat(digAll("a.moor.example", "A")).isEqualTo("203.0.113.1");
  }

  private static String site(String node) {
    return site(node, 3600);
  }

  private static String site(String node, int ttl) {
    return "dom \"moor.example\" where WebNodes = [\""
        + node
        + "\"]; TTL = "
        + ttl
        + " with web \"www\" with end end\n";
  }
}
