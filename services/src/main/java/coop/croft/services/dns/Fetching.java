package coop.croft.services.dns;

import coop.croft.services.dns.SoaClient.Answer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * What a secondary was told to fetch and has not. named takes nothing for ten minutes from a
 * primary to which two transfers could not connect, whatever it is told, and forgets that only when
 * it starts anew (UNREACH_HOLD_TIME in lib/dns/zone.c of BIND 9.18).
 */
final class Fetching {
  /** Less than lies between two looks; a transfer that is under way is seen by itself. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** Between two starts; each doubles it, and a day more without one ends it. */
  private static final Duration SHORTEST = Duration.ofMinutes(2);

  private static final Duration LONGEST = Duration.ofDays(1);

  /** Each of so many may be told to be fetched at each look, by a command of its own. */
  private static final int FEW = 50;

  private final LongSupplier nanoTime;
  private final Map<String, Told> told = new HashMap<>();
  private Duration pause = Duration.ZERO;
  private long started;
  private int lacking = Integer.MAX_VALUE;

  /** Since when, and what it has had all the while. */
  private record Told(long since, Answer own) {}

  /**
   * @param nanoTime as {@link System#nanoTime}
   */
  Fetching(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * It has what the primary has, or something newer, which another start would not change. The
   * pause stays as it is: a member can make a zone that is not fetched, and one that is, in turn.
   */
  void has(String zone) {
    told.remove(zone);
  }

  /**
   * Whether zones that are lacking come by themselves: they are many, as after the loss of all
   * copies, and fewer than they were. To tell the server about each of them again would only keep
   * it from its work.
   *
   * @param whole whether all zones were looked at
   */
  boolean isUnderWay(int lack, boolean whole) {
    boolean fewer = !whole || lack < lacking;
    if (whole) {
      lacking = lack > FEW ? lack : Integer.MAX_VALUE;
    }
    return lack > FEW && fewer;
  }

  /** There are no other zones any more. */
  void keepOnly(Set<String> zones) {
    told.keySet().retainAll(zones);
  }

  /** It is told now to fetch a zone; whether it was told long ago, too, and has the same still. */
  boolean isOverdue(String zone, Answer own) {
    long now = nanoTime.getAsLong();
    Told first =
        told.merge(zone, new Told(now, own), (old, next) -> old.own().equals(own) ? old : next);
    return now - first.since() > PATIENCE.toNanos();
  }

  /** Whether named may be started anew for that, which silences this server for a moment. */
  boolean mayStart() {
    long now = nanoTime.getAsLong();
    long quiet = now - started;
    if (!pause.isZero() && quiet < pause.toNanos()) {
      return false;
    }
    if (quiet > pause.plus(LONGEST).toNanos()) {
      pause = Duration.ZERO;
    }
    started = now;
    Duration next = pause.isZero() ? SHORTEST : pause.multipliedBy(2);
    pause = next.compareTo(LONGEST) < 0 ? next : LONGEST;
    return true;
  }
}
