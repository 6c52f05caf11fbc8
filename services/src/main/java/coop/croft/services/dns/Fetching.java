package coop.croft.services.dns;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * What a secondary was told to fetch and has not. named takes nothing for ten minutes from a
 * primary to which two transfers could not connect, whatever it is told, and forgets that only when
 * it starts anew (UNREACH_HOLD_TIME in lib/dns/zone.c of BIND 9.18).
 */
final class Fetching {
  /** Less than lies between two looks; a transfer that is under way is seen by itself. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** Between two starts; each that does not help doubles it. */
  private static final Duration SHORTEST = Duration.ofMinutes(2);

  private static final Duration LONGEST = Duration.ofDays(1);

  private final LongSupplier nanoTime;
  private final Map<String, Long> told = new HashMap<>();
  private Duration pause = Duration.ZERO;
  private long started;

  /**
   * @param nanoTime as {@link System#nanoTime}
   */
  Fetching(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** It has what the primary has. */
  void has(String zone) {
    told.remove(zone);
    if (told.isEmpty()) {
      pause = Duration.ZERO;
    }
  }

  /** It is told now to fetch a zone; whether it was told long ago, too. */
  boolean isOverdue(String zone) {
    long now = nanoTime.getAsLong();
    long first = told.computeIfAbsent(zone, z -> now);
    return now - first > PATIENCE.toNanos();
  }

  /** Whether named may be started anew for that, which silences this server for a moment. */
  boolean mayStart() {
    long now = nanoTime.getAsLong();
    if (now - started < pause.toNanos()) {
      return false;
    }
    started = now;
    Duration next = pause.isZero() ? SHORTEST : pause.multipliedBy(2);
    pause = next.compareTo(LONGEST) < 0 ? next : LONGEST;
    told.clear();
    return true;
  }
}
