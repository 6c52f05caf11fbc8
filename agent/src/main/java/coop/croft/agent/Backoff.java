package coop.croft.agent;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait after failures: longer each time, and never the same for all hosts of a site.
 */
final class Backoff {
  private static final long FIRST_MILLIS = 200;
  private static final long LAST_MILLIS = 15_000;

  private final RandomGenerator random;
  private long millis = FIRST_MILLIS;

  Backoff(RandomGenerator random) {
    this.random = random;
  }

  /** Between half and the whole of a span that doubles up to a quarter of a minute. */
  Duration next() {
    long wait = millis / 2 + random.nextLong(millis / 2 + 1);
    millis = Math.min(LAST_MILLIS, millis * 2);
    return Duration.ofMillis(wait);
  }

  void reset() {
    millis = FIRST_MILLIS;
  }
}
