package coop.croft.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {
  @Test
  void growsToAQuarterOfAMinuteAndNeverAgrees() {
    Backoff one = new Backoff(new Random(1));
    Backoff two = new Backoff(new Random(2));
    assertThat(one.next()).isBetween(Duration.ofMillis(100), Duration.ofMillis(200));
    for (int i = 0; i < 20; i++) {
      one.next();
      two.next();
    }
    Duration late = one.next();
    assertThat(late).isBetween(Duration.ofMillis(7500), Duration.ofMillis(15_000));
    assertThat(two.next()).isNotEqualTo(late);
    one.reset();
    assertThat(one.next()).isLessThanOrEqualTo(Duration.ofMillis(200));
  }
}
