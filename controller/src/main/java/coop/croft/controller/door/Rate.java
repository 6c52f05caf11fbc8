package coop.croft.controller.door;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How often each caller may ask: some at once, and so many a second in the long run. Who comes
 * earlier waits; who would have to wait too long is turned away.
 */
final class Rate {
  private static final double MILLIS = 1_000;

  /** Callers that are remembered before those are forgotten who asked for nothing lately. */
  private static final int CALLERS = 10_000;

  private final Clock clock;
  private final double burst;
  private final double perSecond;
  private final double mostSeconds;
  private final Map<String, Bucket> buckets = new HashMap<>();

  /**
   * @param left requests that may go at once; below zero: requests that wait
   */
  private record Bucket(double left, long at) {}

  /**
   * @param mostSeconds that somebody may wait; 0: nobody waits
   */
  Rate(Clock clock, double burst, double perSecond, double mostSeconds) {
    this.clock = clock;
    this.burst = burst;
    this.perSecond = perSecond;
    this.mostSeconds = mostSeconds;
  }

  /** How long a request of that caller has to wait; empty if it must not wait. */
  synchronized Optional<Duration> turn(String caller) {
    long now = clock.millis();
    double left = left(buckets.getOrDefault(caller, new Bucket(burst, now)), now);
    boolean allowed = left - 1 >= -mostSeconds * perSecond;
    buckets.put(caller, new Bucket(allowed ? left - 1 : left, now));
    if (buckets.size() > CALLERS) {
      buckets.values().removeIf(b -> left(b, now) >= burst);
    }
    return allowed
        ? Optional.of(Duration.ofMillis(Math.round(Math.max(0, 1 - left) * MILLIS / perSecond)))
        : Optional.empty();
  }

  private double left(Bucket bucket, long now) {
    return Math.min(burst, bucket.left() + Math.max(0, now - bucket.at()) / MILLIS * perSecond);
  }
}
