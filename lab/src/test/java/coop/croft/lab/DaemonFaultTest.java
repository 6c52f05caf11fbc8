package coop.croft.lab;

import static coop.croft.lab.Lab.dig;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Daemons that do not do what they should. */
@Tag("lab")
class DaemonFaultTest {
  private static final String CHECKER = "/usr/bin/named-checkconf";
  private static final String HANGS = "/run/hangs";

  private final Moor moor = new Moor();

  @BeforeEach
  void before() {
    moor.apply("old").expectSuccess();
  }

  @AfterEach
  void after() {
    unhung();
    Lab.on("dynamic", "systemctl", "stop", "squatter.service");
    moor.settled();
    moor.remove();
  }

  @Test
  void aCheckThatHangsIsARefusalAndHoldsUpNobodyAfterwards() {
    Lab.feed("main", "#!/bin/sh\nexec sleep 600\n", "tee", HANGS).expectSuccess();
    Lab.on("main", "chmod", "755", HANGS).expectSuccess();
    Lab.on("main", "mount", "--bind", HANGS, CHECKER).expectSuccess();
    // Whoever runs already does not see what is mounted now.
    Lab.on("main", "systemctl", "restart", "croft-agent").expectSuccess();
    Lab.Ran told = moor.apply("new");
    assertThat(told.exit()).as(told.all()).isEqualTo(1);
    assertThat(told.all()).contains("main").contains("named-checkconf did not end within 30 s");
    assertThat(dig(Lab.MAIN, "moor.example", "TXT")).isEqualTo("\"old\"");
    assertThat(Lab.get(Lab.DYNAMIC, "www.moor.example", "/").header("X-Moor")).isEqualTo("old");
    Awaitility.await("what hung is gone")
        .atMost(Duration.ofSeconds(10))
        .until(() -> Lab.on("main", "pgrep", "-f", "sleep 600").out().isBlank());
    unhung();
    moor.apply("new").expectSuccess();
    assertThat(moor.settled()).isEqualTo("new");
  }

  private static void unhung() {
    if (Lab.on("main", "umount", CHECKER).exit() == 0) {
      Lab.on("main", "systemctl", "restart", "croft-agent").expectSuccess();
    }
  }

  @Test
  void aDaemonThatDoesNotStartIsToldAndStartsWhenItCan() {
    Lab.on("dynamic", "systemctl", "stop", "apache2").expectSuccess();
    Lab.on(
            "dynamic",
            "systemd-run",
            "--unit=squatter",
            "--property=Type=exec",
            "/usr/bin/nc",
            "-lk",
            "0.0.0.0",
            "80")
        .expectSuccess();
    Lab.Ran told = moor.apply("new");
    boolean behind = told.exit() == 0;
    if (behind) {
      // It was still trying to start its daemon by itself, and had no time for the change.
      assertThat(told.out()).contains("dynamic  behind");
    } else {
      assertThat(told.all()).contains("dynamic did not come up with the change").contains("undone");
      assertThat(Lab.digAll("moor.example", "TXT")).isEqualTo("\"old\"");
    }
    Lab.on("dynamic", "systemctl", "stop", "squatter.service").expectSuccess();
    String settled = moor.settled();
    if (behind && settled.equals("old")) {
      // It had checked the change, and failed at it when nobody waited any more.
      assertThat(Lab.as("mallory", "croft", "status").out()).contains("was undone everywhere");
    } else {
      assertThat(settled).as(told.all()).isEqualTo(behind ? "new" : "old");
    }
    moor.apply("next").expectSuccess();
    assertThat(moor.settled()).isEqualTo("next");
  }
}
