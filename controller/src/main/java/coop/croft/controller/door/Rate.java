package coop.croft.controller.door;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How often a host may speak for its members: bursts of 100 calls, 20 a second in the long run. Who
 * comes earlier waits; who would have to wait longer than half a minute is turned away.
 */
final class Rate {
  private static final double BURST = 100;
  private static final double PER_SECOND = 20;
  private static final double MOST_SECONDS = 30;
  private static final double MILLIS = 1_000;

  private final Clock clock;
  private final Map<String, Bucket> buckets = new HashMap<>();

  /**
   * @param left calls that may go at once; below zero: calls that wait
   */
  private record Bucket(double left, long at) {}

  Rate(Clock clock) {
    this.clock = clock;
  }

  /** How long a call of that host has to wait; empty if it must not wait. */
  synchronized Optional<Duration> turn(String host) {
    long now = clock.millis();
    Bucket bucket = buckets.getOrDefault(host, new Bucket(BURST, now));
    double left =
        Math.min(BURST, bucket.left() + Math.max(0, now - bucket.at()) / MILLIS * PER_SECOND);
    boolean allowed = left - 1 >= -MOST_SECONDS * PER_SECOND;
    buckets.put(host, new Bucket(allowed ? left - 1 : left, now));
    return allowed
        ? Optional.of(Duration.ofMillis(Math.round(Math.max(0, 1 - left) * MILLIS / PER_SECOND)))
        : Optional.empty();
  }
}
