package coop.croft.lab;

import static coop.croft.lab.Lab.dig;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.awaitility.Awaitility;

/** A domain of mallory's with a site, whose text record and pages carry a version. */
final class Moor {
  private long serial;

  Lab.Ran apply(String version) {
    return Lab.apply(
        "mallory",
        "moor",
        """
        dom "moor.example" with
          web "www" with setHeader "X-Moor" "%1$s" end;
          dns (dnsTXT "@" "%1$s")
        end
        """
            .formatted(version));
  }

  Lab.Ran remove() {
    return Lab.remove("mallory", "moor");
  }

  /** The version that the primary gives now. */
  String version() {
    return dig(Lab.MAIN, "moor.example", "TXT").replace("\"", "");
  }

  /**
   * Waits until all servers give the same version and nobody is behind, and gives it. The serial
   * never falls from one call to the next.
   */
  String settled() {
    String[] version = {""};
    Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(500))
        .untilAsserted(
            () -> {
              String record = dig(Lab.MAIN, "moor.example", "TXT");
              assertThat(record).isNotEmpty();
              for (String server : Lab.NAME_SERVERS) {
                assertThat(dig(server, "moor.example", "TXT")).as(server).isEqualTo(record);
              }
              version[0] = record.replace("\"", "");
              assertThat(Lab.get(Lab.DYNAMIC, "www.moor.example", "/").header("X-Moor"))
                  .isEqualTo(version[0]);
              assertThat(Lab.as("mallory", "croft", "status").expectSuccess().out())
                  .contains("moor")
                  .doesNotContain("behind")
                  .doesNotContain("cannot be reached");
            });
    long now = Lab.serial(Lab.MAIN, "moor.example");
    assertThat(now).as("serial").isGreaterThanOrEqualTo(serial);
    serial = now;
    return version[0];
  }
}
