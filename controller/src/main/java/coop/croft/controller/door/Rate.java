package coop.croft.controller.door;

import java.time.Clock;
import java.util.HashMap;
import java.util.Map;

/** How often a host may speak for its members: bursts of 100 calls, 10 a second in the long run. */
final class Rate {
  private static final double BURST = 100;
  private static final double PER_SECOND = 10;
  private static final double MILLIS = 1_000;

  private final Clock clock;
  private final Map<String, Bucket> buckets = new HashMap<>();

  private record Bucket(double left, long at) {}

  Rate(Clock clock) {
    this.clock = clock;
  }

  synchronized boolean allows(String host) {
    long now = clock.millis();
    Bucket bucket = buckets.getOrDefault(host, new Bucket(BURST, now));
    double left =
        Math.min(BURST, bucket.left() + Math.max(0, now - bucket.at()) / MILLIS * PER_SECOND);
    boolean allowed = left >= 1;
    buckets.put(host, new Bucket(allowed ? left - 1 : left, now));
    return allowed;
  }
}
