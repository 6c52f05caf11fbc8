package coop.croft.controller.fleet;

import coop.croft.controller.trust.ManifestKey;
import coop.croft.core.manifest.Hash;
import coop.croft.core.wire.Agents;
import coop.croft.core.wire.Agents.Order;
import coop.croft.core.wire.Agents.Work;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * All hosts, and what each is asked to do next. Level-triggered: an agent says what it runs, and
 * the answer follows from that and from what was decided; nothing depends on a message having
 * arrived.
 */
public final class Fleet {
  private final ManifestKey key;
  private final Limits limits;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final SortedMap<String, Station> stations = new TreeMap<>();
  private final Set<String> gone = new HashSet<>();
  private final long began = System.nanoTime();
  private boolean closed;

  public Fleet(ManifestKey key, Limits limits) {
    this.key = key;
    this.limits = limits;
  }

  /**
   * A host at this moment.
   *
   * @param target the generation that it should run; 0: none
   * @param trouble why it does not; empty if nothing is known to be wrong
   */
  public record Standing(
      String host,
      boolean joined,
      boolean reachable,
      Instant seen,
      long live,
      long target,
      String trouble,
      List<String> notes) {
    public boolean isCurrent() {
      return live == target;
    }
  }

  public Limits limits() {
    return limits;
  }

  private interface Locked<T> {
    T run();
  }

  private <T> T locked(Locked<T> work) {
    lock.lock();
    try {
      return work.run();
    } finally {
      lock.unlock();
    }
  }

  private Station station(String host) {
    return stations.computeIfAbsent(host, h -> new Station(h, key, limits, began));
  }

  /** A host may speak from now on; {@code live} is what it said last, 0 when it joins. */
  public void joined(String host, long live, Instant seen) {
    locked(
        () -> {
          gone.remove(host);
          station(host).join(live, seen);
          return 0;
        });
  }

  /** A host may not speak any more: whoever waits for its answer or for work need not. */
  public void revoked(String host) {
    locked(
        () -> {
          station(host).revoke();
          changed.signalAll();
          return 0;
        });
  }

  /** A host is no part of the site any more. */
  public void forget(String host) {
    revoked(host);
    locked(() -> gone.add(host) && stations.remove(host) != null);
  }

  /** Whether nobody has said that a host may not speak any more. */
  public boolean maySpeak(String host) {
    return locked(
        () ->
            !gone.contains(host)
                && Optional.ofNullable(stations.get(host)).map(s -> !s.isRevoked()).orElse(true));
  }

  /** Whether a host may speak. */
  public boolean isJoined(String host) {
    return locked(
        () -> Optional.ofNullable(stations.get(host)).map(Station::isJoined).orElse(false));
  }

  /** What a host must have; {@code turn}: it may be told to make it live. */
  public void decide(String host, Offer target, boolean turn) {
    locked(
        () -> {
          station(host).decide(target, turn);
          changed.signalAll();
          return 0;
        });
  }

  /**
   * Asks the hosts to stage and check, and waits until each has answered or given no sign.
   *
   * @throws InterruptedException also if the fleet is closed meanwhile: nothing can be decided then
   */
  public SortedMap<String, Answer> prepare(Map<String, Offer> offers) throws InterruptedException {
    lock.lock();
    try {
      long now = System.nanoTime();
      SortedMap<String, Answer> answers = new TreeMap<>();
      for (var e : offers.entrySet()) {
        station(e.getKey()).propose(e.getValue(), now).ifPresent(a -> answers.put(e.getKey(), a));
      }
      changed.signalAll();
      awaitAnswers(offers.keySet(), answers, now, limits.check());
      if (closed) {
        throw new InterruptedException("the controller is stopping");
      }
      return answers;
    } finally {
      lock.unlock();
    }
  }

  /** Forgets what was prepared: decided or not, it is no proposal any more. */
  public void endProposal() {
    locked(
        () -> {
          stations.values().forEach(Station::endProposal);
          changed.signalAll();
          return 0;
        });
  }

  /** A host may make live what was decided for it, now or when it returns. */
  public void open(String host) {
    locked(
        () -> {
          station(host).open();
          changed.signalAll();
          return 0;
        });
  }

  /** Lets hosts make live what was decided for them, and waits for them. */
  public SortedMap<String, Answer> goLive(Collection<String> hosts) throws InterruptedException {
    lock.lock();
    try {
      long now = System.nanoTime();
      SortedMap<String, Answer> answers = new TreeMap<>();
      for (String host : hosts) {
        station(host).goLive(now).ifPresent(a -> answers.put(host, a));
      }
      changed.signalAll();
      awaitAnswers(hosts, answers, now, limits.swap());
      hosts.forEach(h -> answers.putIfAbsent(h, new Answer.Behind(Station.SILENT)));
      return answers;
    } finally {
      lock.unlock();
    }
  }

  /** Waits, under the lock, until each host has an answer, its time is over, or all is closed. */
  private void awaitAnswers(
      Collection<String> hosts, Map<String, Answer> answers, long start, Duration limit)
      throws InterruptedException {
    long end = start + limit.toNanos();
    while (true) {
      long now = System.nanoTime();
      long next = Long.MAX_VALUE;
      for (String host : hosts) {
        Station s = station(host);
        Optional<Answer> overdue =
            answers.containsKey(host) ? Optional.empty() : s.overdue(start, end, now);
        s.answer().or(() -> overdue).ifPresent(a -> answers.put(host, a));
        if (!answers.containsKey(host)) {
          next = Math.min(next, s.patience(start, end, now));
        }
      }
      if (answers.size() == hosts.size() || closed) {
        return;
      }
      changed.awaitNanos(next);
    }
  }

  /**
   * An agent says what it runs and asks what to do; waits while there is nothing, but not longer
   * than {@code most}.
   */
  public Work work(String host, Agents.State state, Duration most) throws InterruptedException {
    lock.lock();
    try {
      Station s = station(host);
      long question = s.ask(state, System.nanoTime());
      changed.signalAll();
      long end = System.nanoTime() + Math.min(limits.poll().toNanos(), most.toNanos());
      while (true) {
        long now = System.nanoTime();
        boolean isOver = closed || !s.isLatest(question);
        Work work = isOver ? s.nothing() : s.next(state, now);
        if (work.order() != Order.NOTHING || isOver || now - end >= 0) {
          if (s.isLatest(question)) {
            s.setWaiting(false);
          }
          return work;
        }
        s.setWaiting(true);
        changed.awaitNanos(Math.min(end - now, Math.max(1, s.rest(now))));
      }
    } finally {
      lock.unlock();
    }
  }

  /** An agent is at work on what it was told. */
  public void heard(String host) {
    locked(
        () -> {
          station(host).hear(System.nanoTime());
          return 0;
        });
  }

  /** An agent's answer; one for another epoch or for nothing that was asked changes nothing. */
  public void receipt(Agents.Receipt r) {
    locked(
        () -> {
          station(r.host()).take(r, System.nanoTime());
          changed.signalAll();
          return 0;
        });
  }

  /**
   * A host that failed at what was decided for it, and has nothing newer to do.
   *
   * @param refused by its checks, before anything was live
   */
  public record Failure(
      String host, long generation, boolean refused, List<Agents.Refusal> refusals) {}

  /** The hosts that are to try again what they failed at. */
  public List<Failure> failures() {
    return locked(() -> stations.values().stream().flatMap(s -> s.failure().stream()).toList());
  }

  /** Where the bytes come from that a host's own manifests reach; empty for all others. */
  public Function<Hash, Optional<byte[]>> blobs(String host) {
    List<Offer> offers =
        locked(
            () -> {
              Station s = station(host);
              s.hear(System.nanoTime());
              return s.offers();
            });
    return hash -> offers.stream().flatMap(o -> o.blob(hash).stream()).findFirst();
  }

  public List<Standing> standings() {
    return locked(
        () -> {
          long now = System.nanoTime();
          return stations.values().stream().map(s -> s.standing(now)).toList();
        });
  }

  /** Whether an order could reach the host now, or as soon as it is back. */
  public boolean isReachable(String host) {
    return locked(() -> station(host).unreachable(System.nanoTime()).isEmpty());
  }

  /**
   * Whether a host was heard since then ({@link System#nanoTime}) and an order could reach it at
   * once.
   */
  public boolean isHeardAfter(String host, long then) {
    return locked(
        () -> {
          Station s = station(host);
          return s.isHeardAfter(then) && s.unreachable(System.nanoTime()).isEmpty();
        });
  }

  /** Answers all who wait; from now on nobody waits. */
  public void close() {
    locked(
        () -> {
          closed = true;
          changed.signalAll();
          return 0;
        });
  }

  /** Waits until a host is reachable and current, or the time is over. */
  public boolean awaitCurrent(String host, Duration limit) throws InterruptedException {
    lock.lock();
    try {
      long left = limit.toNanos();
      while (!station(host).isCurrent() && left > 0) {
        left = changed.awaitNanos(left);
      }
      return station(host).isCurrent();
    } finally {
      lock.unlock();
    }
  }
}
