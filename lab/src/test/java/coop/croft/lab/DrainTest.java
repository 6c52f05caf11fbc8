package coop.croft.lab;

import static coop.croft.lab.Lab.dig;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A host that is drained loses its visitors, not its answers. */
@Tag("lab")
class DrainTest {
  private static final String OFFSITE = "192.0.2.14";
  private static final String ZONE = "greenhouse.example";

  @AfterEach
  void takenBack() {
    Lab.on("main", "croft", "host", "undrain", "--yes", "offsite");
  }

  private static void await(String expected) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(() -> assertThat(Lab.digAll(ZONE, "NS")).isEqualTo(expected));
  }

  @Test
  void aNameServerIsNamedNoMoreAndGoesOnAnswering() {
    String all = "ns1.croft.example.\nns2.croft.example.\nns3.croft.example.";
    await(all);
    Lab.Ran drained = Lab.on("main", "croft", "host", "drain", "--yes", "offsite").expectSuccess();
    assertThat(drained.out()).contains("greenhouse.example");
    await("ns1.croft.example.\nns2.croft.example.");
    assertThat(dig(OFFSITE, "www." + ZONE, "A")).isEqualTo(Lab.DYNAMIC);
    assertThat(Lab.on("main", "croft", "host", "list").out())
        .containsPattern("offsite  dns-secondary drained  live at generation");
    Lab.on("main", "croft", "apply", "--yes", "--site", "/etc/croft/site").expectSuccess();
    assertThat(Lab.on("main", "croft", "host", "list").out()).contains("drained");
    Lab.on("main", "croft", "host", "undrain", "--yes", "offsite").expectSuccess();
    await(all);
  }

  @Test
  void whatTheSiteOrAProgramNamesIsInTheWay() {
    Lab.Ran refused = Lab.on("main", "croft", "host", "drain", "--yes", "dynamic");
    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.err()).contains("dynamic: is drained").contains("site.dtl");
    Lab.Ran named = Lab.on("main", "croft", "host", "remove", "--yes", "dynamic");
    assertThat(named.exit()).isEqualTo(1);
    assertThat(named.err())
        .contains("take it out of site.dtl")
        .contains("alice/greenhouse.example has something on dynamic");
  }
}
