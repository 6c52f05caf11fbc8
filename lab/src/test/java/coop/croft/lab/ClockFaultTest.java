package coop.croft.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Clocks that jump under a running program: forwards by more than certificates allow for, and
 * backwards. Serials never fall, the audit log stays whole, and all comes right by itself when the
 * clock does. The clock is the program's alone: Debian's faketime in a drop-in of its unit.
 */
@Tag("lab")
class ClockFaultTest {
  private static final String LIBRARY = "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1";
  private static final String CLOCK = "/run/croft-clock";

  private final Moor moor = new Moor();
  private String host = "";
  private List<String> units = List.of();

  @BeforeEach
  void before() {
    moor.apply("old").expectSuccess();
    moor.settled();
  }

  @AfterEach
  void after() {
    if (!host.isEmpty()) {
      units.forEach(
          u -> Lab.on(host, "rm", "-rf", "/run/systemd/system/" + u + ".service.d/clock.conf"));
      restart();
    }
    moor.settled();
    moor.remove();
  }

  @ParameterizedTest
  @CsvSource({"main,croft-controller", "dynamic,croft-agent croft-helper"})
  void aClockJumps(String at, String names) {
    host = at;
    units = List.of(names.split(" "));
    set("+0");
    units.forEach(
        u ->
            Lab.feed(
                    host,
                    """
                    [Service]
                    Environment=LD_PRELOAD=%s FAKETIME_TIMESTAMP_FILE=%s FAKETIME_CACHE_DURATION=1 DONT_FAKE_MONOTONIC=1
                    """
                        .formatted(LIBRARY, CLOCK),
                    "install",
                    "-D",
                    "/dev/stdin",
                    "/run/systemd/system/" + u + ".service.d/clock.conf")
                .expectSuccess());
    restart();
    // It starts slowly with that library: handshakes may take longer than callers wait.
    moor.settled();
    moor.apply("now").expectSuccess();
    assertThat(moor.settled()).isEqualTo("now");
    for (String jump : List.of("+400d", "-400d", "+0")) {
      String before = moor.version();
      set(jump);
      String version = "at" + jump;
      Lab.Ran told = moor.apply(version);
      if (jump.equals("+0")) {
        assertThat(told.exit()).as(told.all()).isZero();
      }
      set("+0");
      assertThat(moor.settled())
          .as("%s, told: %d %s", jump, told.exit(), told.all())
          .isIn(told.exit() == 0 ? List.of(version) : List.of(before, version));
    }
    assertThat(Lab.on("main", "croft", "audit", "--verify").expectSuccess().exit()).isZero();
  }

  /**
   * Each process reads the file once a second: at each look at the clock it would do little else.
   */
  private void set(String jump) {
    Lab.feed(host, jump + "\n", "tee", CLOCK).expectSuccess();
    try {
      TimeUnit.MILLISECONDS.sleep(1_500);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void restart() {
    Lab.on(host, "systemctl", "daemon-reload").expectSuccess();
    units.forEach(u -> Lab.on(host, "systemctl", "restart", u).expectSuccess());
  }
}
