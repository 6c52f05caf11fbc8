package coop.croft.agent;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Whose call goes next: a few of one user at a time, the users by turns, and the others wait in
 * lines of bounded length.
 *
 * @param <C> a call
 */
final class Turns<C> {
  /**
   * How many.
   *
   * @param atOnce calls that go on at a time
   * @param ofOne those of one user among them
   * @param waiting calls in all lines
   * @param waitingOfOne those in one user's line
   */
  record Bounds(int atOnce, int ofOne, int waiting, int waitingOfOne) {}

  /** What became of a call that came in. */
  enum Place {
    GOES,
    WAITS,
    NONE
  }

  private record Next<C>(long user, C call) {}

  private final Bounds bounds;
  private final Consumer<C> start;
  private final Map<Long, Integer> going = new HashMap<>();

  /** Those in which somebody waits; the user whose call went last comes last. */
  private final Map<Long, Deque<C>> lines = new LinkedHashMap<>();

  private int goingInAll;
  private int waitingInAll;

  /**
   * @param start takes each call when it may go; must not block
   */
  Turns(Bounds bounds, Consumer<C> start) {
    this.bounds = bounds;
    this.start = start;
  }

  Place enter(long user, C call) {
    synchronized (this) {
      if (!mayGo(user)) {
        Deque<C> line = lines.getOrDefault(user, new ArrayDeque<>());
        if (waitingInAll >= bounds.waiting() || line.size() >= bounds.waitingOfOne()) {
          return Place.NONE;
        }
        line.add(call);
        lines.put(user, line);
        waitingInAll++;
        return Place.WAITS;
      }
      go(user);
    }
    start.accept(call);
    return Place.GOES;
  }

  /** A call of that user has ended. */
  void leave(long user) {
    Optional<Next<C>> next;
    synchronized (this) {
      going.merge(user, -1, (a, b) -> a + b == 0 ? null : a + b);
      goingInAll--;
      next = next();
      next.ifPresent(n -> go(n.user));
    }
    next.ifPresent(n -> start.accept(n.call));
  }

  private boolean mayGo(long user) {
    return goingInAll < bounds.atOnce() && going.getOrDefault(user, 0) < bounds.ofOne();
  }

  private void go(long user) {
    going.merge(user, 1, Integer::sum);
    goingInAll++;
  }

  private Optional<Next<C>> next() {
    Optional<Map.Entry<Long, Deque<C>>> line =
        lines.entrySet().stream().filter(e -> mayGo(e.getKey())).findFirst();
    return line.map(
        e -> {
          C call = e.getValue().remove();
          waitingInAll--;
          lines.remove(e.getKey());
          if (!e.getValue().isEmpty()) {
            lines.put(e.getKey(), e.getValue());
          }
          return new Next<>(e.getKey(), call);
        });
  }
}
