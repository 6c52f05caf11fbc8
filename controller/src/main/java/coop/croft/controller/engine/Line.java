package coop.croft.controller.engine;

import coop.croft.core.model.SourceId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * Submissions that wait for a round. Those of one submitter go in the order in which they came, the
 * submitters by turns: many of one do not hold up the one of another. What waits is bounded, in all
 * and of each, by number and by the size of the programs.
 */
final class Line {
  /**
   * How much may wait.
   *
   * @param all submissions
   * @param ofOne submissions of one submitter
   * @param bytes of programs
   * @param bytesOfOne those of one submitter
   */
  record Bounds(int all, int ofOne, long bytes, long bytesOfOne) {}

  /**
   * What goes before a submission that waits.
   *
   * @param rounds that will have to end besides the one that runs
   */
  record Ahead(int own, int others, int rounds) {}

  /** How many pauses those who come are waited for at most. */
  private static final int PAUSES = 10;

  private final Bounds bounds;
  private final int together;
  private final Duration pause;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition came = lock.newCondition();

  /** Those in which something waits; the submitter who went last comes last. */
  private final Map<String, Deque<Pending>> lines = new LinkedHashMap<>();

  private int size;
  private int coming;
  private long bytes;
  private boolean closed;

  /**
   * @param together how many go in one round
   * @param pause how long one who is expected may take after another has come
   */
  Line(Bounds bounds, int together, Duration pause) {
    this.bounds = bounds;
    this.together = together;
    this.pause = pause;
  }

  /** Why a submission may not wait. */
  enum Full {
    OF_ONE,
    IN_ALL,
    CLOSED
  }

  /** Somebody is about to enter; {@link #settled} says that this is over. */
  void expect() {
    lock.lock();
    try {
      coming++;
    } finally {
      lock.unlock();
    }
  }

  /** One who was expected has entered, or will not. */
  void settled() {
    lock.lock();
    try {
      coming--;
      came.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Puts a submission behind the others of its submitter; tells why that cannot be. */
  Optional<Full> enter(Pending p) {
    lock.lock();
    try {
      Deque<Pending> line = lines.getOrDefault(p.submission.actor(), new ArrayDeque<>());
      if (closed) {
        return Optional.of(Full.CLOSED);
      }
      long own = line.stream().mapToLong(x -> x.bytes).sum();
      if (line.size() >= bounds.ofOne() || own + p.bytes > bounds.bytesOfOne()) {
        return Optional.of(Full.OF_ONE);
      }
      if (size >= bounds.all() || bytes + p.bytes > bounds.bytes()) {
        return Optional.of(Full.IN_ALL);
      }
      line.add(p);
      lines.put(p.submission.actor(), line);
      size++;
      bytes += p.bytes;
      came.signal();
      return Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes those that go together in the next round, and waits a while if there are none. While
   * others come in quick succession, it waits for them, too: a round costs a reload of the daemons.
   * Two submissions of one program never go together: the first would be told that it is live, and
   * never was.
   */
  List<Pending> take(Duration wait) throws InterruptedException {
    lock.lock();
    try {
      long left = wait.toNanos();
      while (size == 0 && left > 0) {
        left = came.awaitNanos(left);
      }
      long end = System.nanoTime() + pause.multipliedBy(PAUSES).toNanos();
      boolean isPause = false;
      while (size > 0 && size < together && coming > 0 && !isPause && System.nanoTime() < end) {
        isPause = came.awaitNanos(pause.toNanos()) <= 0;
      }
      return gather();
    } finally {
      lock.unlock();
    }
  }

  private List<Pending> gather() {
    List<Pending> group = new ArrayList<>();
    Set<SourceId> programs = new HashSet<>();
    Deque<String> turns = new ArrayDeque<>(lines.keySet());
    while (group.size() < together && !turns.isEmpty()) {
      String submitter = turns.remove();
      Deque<Pending> line = java.util.Objects.requireNonNull(lines.get(submitter));
      Pending next = line.getFirst();
      if (Collections.disjoint(programs, next.programs)) {
        line.removeFirst();
        lines.remove(submitter);
        if (!line.isEmpty()) {
          lines.put(submitter, line);
          turns.add(submitter);
        }
        group.add(next);
        programs.addAll(next.programs);
        size--;
        bytes -= next.bytes;
      }
    }
    return group;
  }

  /** Takes a submission out again; false if it waits no more. */
  boolean withdraw(Pending p) {
    return !withdraw(p::equals).isEmpty();
  }

  /** Takes submissions out again. */
  List<Pending> withdraw(Predicate<Pending> which) {
    lock.lock();
    try {
      List<Pending> out = new ArrayList<>();
      for (Deque<Pending> line : lines.values()) {
        line.removeIf(p -> which.test(p) && out.add(p));
      }
      lines.values().removeIf(Deque::isEmpty);
      for (Pending p : out) {
        size--;
        bytes -= p.bytes;
      }
      return out;
    } finally {
      lock.unlock();
    }
  }

  /** What goes before a submission; empty if it waits no more. */
  Optional<Ahead> ahead(Pending p) {
    lock.lock();
    try {
      Deque<Pending> mine = lines.getOrDefault(p.submission.actor(), new ArrayDeque<>());
      List<Pending> line = List.copyOf(mine);
      int own = line.indexOf(p);
      if (own < 0) {
        return Optional.empty();
      }
      int others = 0;
      int first = 1;
      for (Map.Entry<String, Deque<Pending>> e : lines.entrySet()) {
        if (e.getKey().equals(p.submission.actor())) {
          first = 0;
        } else {
          others += Math.min(e.getValue().size(), own + first);
        }
      }
      // Each of the same program takes a round of its own.
      long same =
          line.subList(0, own).stream()
              .filter(x -> !Collections.disjoint(x.programs, p.programs))
              .count();
      int rounds = Math.max((own + others) / together, Math.toIntExact(same));
      return Optional.of(new Ahead(own, others, rounds));
    } finally {
      lock.unlock();
    }
  }

  /** How many rounds all that waits, or all of one submitter, will take. */
  int rounds(Optional<String> submitter) {
    lock.lock();
    try {
      int in =
          submitter.isEmpty()
              ? size
              : Optional.ofNullable(lines.get(submitter.get()))
                  .map(Deque::getLast)
                  .flatMap(this::ahead)
                  .map(a -> a.own() + a.others() + 1)
                  .orElse(0);
      return (in + together - 1) / together;
    } finally {
      lock.unlock();
    }
  }

  int size() {
    lock.lock();
    try {
      return size;
    } finally {
      lock.unlock();
    }
  }

  /** Lets nobody in any more and gives back who waits. */
  List<Pending> close() {
    lock.lock();
    try {
      closed = true;
      return withdraw(p -> true);
    } finally {
      lock.unlock();
    }
  }
}
