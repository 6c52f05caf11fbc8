package coop.croft.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunTest {
  private static final Instant NOW = Instant.parse("2026-11-27T03:00:00Z");

  @TempDir Path directory;

  private long begin(Instant start) throws Exception {
    return Run.begin(new Memory(directory), start).number();
  }

  @Test
  void numbersRiseFromOneRunToTheNext() throws Exception {
    long before = begin(NOW);
    assertThat(begin(NOW)).isGreaterThan(before);
  }

  @Test
  void numbersRiseThoughTheClockGoesBack() throws Exception {
    long before = begin(NOW);
    assertThat(begin(NOW.minusSeconds(86_400))).isGreaterThan(before);
  }

  @Test
  void numbersRiseThoughWhatWasKeptIsLost() throws Exception {
    long before = begin(NOW);
    Files.delete(directory.resolve("run"));
    assertThat(begin(NOW.plusSeconds(1))).isGreaterThan(before);
  }
}
