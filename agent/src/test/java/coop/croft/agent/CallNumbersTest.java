package coop.croft.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CallNumbersTest {
  private static final Instant NOW = Instant.parse("2026-11-27T03:00:00Z");

  @TempDir Path directory;

  private long number(Instant start) throws Exception {
    return CallNumbers.begin(new Memory(directory), start).next();
  }

  @Test
  void theyRiseWithinARunAndFromOneToTheNext() throws Exception {
    CallNumbers first = CallNumbers.begin(new Memory(directory), NOW);
    long one = first.next();
    assertThat(first.next()).isGreaterThan(one);
    assertThat(number(NOW)).isGreaterThan(first.next());
  }

  @Test
  void theyRiseThoughTheClockGoesBack() throws Exception {
    long before = number(NOW);
    assertThat(number(NOW.minusSeconds(86_400))).isGreaterThan(before);
  }

  @Test
  void theyRiseThoughWhatWasKeptIsLost() throws Exception {
    long before = number(NOW);
    Files.delete(directory.resolve("run"));
    assertThat(number(NOW.plusSeconds(1))).isGreaterThan(before);
  }
}
