package coop.croft.controller.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class RateTest {
  private Instant now = Instant.EPOCH;
  private final Rate rate =
      new Rate(
          new Clock() {
            @Override
            public ZoneId getZone() {
              return ZoneId.of("UTC");
            }

            @Override
            public Clock withZone(ZoneId zone) {
              return this;
            }

            @Override
            public Instant instant() {
              return now;
            }
          },
          100,
          20,
          30);

  @Test
  void aBurstGoesAtOnceThenEachWaitsItsTurnAndTheRestIsTurnedAway() {
    for (int i = 0; i < 100; i++) {
      assertThat(rate.turn("shell")).contains(Duration.ZERO);
    }
    for (int i = 1; i <= 600; i++) {
      assertThat(rate.turn("shell")).contains(Duration.ofMillis(50L * i));
    }
    assertThat(rate.turn("shell")).isEmpty();
    assertThat(rate.turn("other")).contains(Duration.ZERO);
    now = now.plusSeconds(10);
    assertThat(rate.turn("shell")).contains(Duration.ofMillis(50 * 401));
    now = now.plusSeconds(1_000);
    assertThat(rate.turn("shell")).contains(Duration.ZERO);
  }
}
