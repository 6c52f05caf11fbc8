package coop.croft.controller.fleet;

import coop.croft.controller.trust.ManifestKey;
import coop.croft.core.manifest.Hash;
import coop.croft.core.manifest.SignedManifest;
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
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All hosts, and what each is asked to do next. Level-triggered: an agent says what it runs, and
 * the answer follows from that and from what was decided; nothing depends on a message having
 * arrived.
 */
public final class Fleet {
  private static final Logger LOG = LoggerFactory.getLogger(Fleet.class);
  private static final String REVOKED = "was revoked";
  private static final String SILENT = "has not answered yet";

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
    return stations.computeIfAbsent(host, Station::new);
  }

  /** A host may speak from now on; {@code live} is what it said last, 0 when it joins. */
  public void joined(String host, long live, Instant seen) {
    locked(
        () -> {
          Station s = station(host);
          gone.remove(host);
          s.joined = true;
          s.revoked = false;
          s.live = live;
          s.seen = seen;
          s.staged = 0;
          s.failed = 0;
          s.trouble = "";
          return s;
        });
  }

  /** A host may not speak any more: whoever waits for its answer or for work need not. */
  public void revoked(String host) {
    locked(
        () -> {
          Station s = station(host);
          s.joined = false;
          s.revoked = true;
          s.waiting = false;
          s.staged = 0;
          s.ticket++;
          s.answer = s.answer.or(() -> Optional.of(new Answer.Behind(REVOKED)));
          changed.signalAll();
          return s;
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
                && Optional.ofNullable(stations.get(host)).map(s -> !s.revoked).orElse(true));
  }

  /** Whether a host may speak. */
  public boolean isJoined(String host) {
    return locked(() -> Optional.ofNullable(stations.get(host)).map(s -> s.joined).orElse(false));
  }

  /** What a host must have; {@code turn}: it may be told to make it live. */
  public void decide(String host, Offer target, boolean turn) {
    locked(
        () -> {
          Station s = station(host);
          s.target = Optional.of(target);
          s.turn = turn;
          s.trouble = "";
          changed.signalAll();
          return s;
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
        Station s = station(e.getKey());
        s.answer = Optional.empty();
        s.proposal = Optional.of(e.getValue());
        unreachable(s, now).ifPresent(why -> answers.put(s.name, new Answer.Behind(why)));
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
          stations.values().forEach(s -> s.proposal = Optional.empty());
          changed.signalAll();
          return 0;
        });
  }

  /** A host may make live what was decided for it, now or when it returns. */
  public void open(String host) {
    locked(
        () -> {
          Station s = station(host);
          s.turn = true;
          changed.signalAll();
          return s;
        });
  }

  /** Lets hosts make live what was decided for them, and waits for them. */
  public SortedMap<String, Answer> goLive(Collection<String> hosts) throws InterruptedException {
    lock.lock();
    try {
      long now = System.nanoTime();
      SortedMap<String, Answer> answers = new TreeMap<>();
      for (String host : hosts) {
        Station s = station(host);
        s.turn = true;
        s.answer = s.isCurrent() ? Optional.of(new Answer.Live(List.of())) : Optional.empty();
        unreachable(s, now).ifPresent(why -> answers.put(s.name, new Answer.Behind(why)));
      }
      changed.signalAll();
      awaitAnswers(hosts, answers, now, limits.swap());
      hosts.forEach(h -> answers.putIfAbsent(h, new Answer.Behind(SILENT)));
      return answers;
    } finally {
      lock.unlock();
    }
  }

  /** Waits, under the lock, until each host has an answer, its time is over, or all is closed. */
  private void awaitAnswers(
      Collection<String> hosts, Map<String, Answer> answers, long start, Duration limit)
      throws InterruptedException {
    while (true) {
      long now = System.nanoTime();
      long next = Long.MAX_VALUE;
      for (String host : hosts) {
        Station s = station(host);
        if (s.answer.isPresent()) {
          answers.put(host, s.answer.get());
        } else if (!answers.containsKey(host)) {
          long silence = silence(s, start);
          long end = Math.min(start + limit.toNanos(), silence);
          if (now - end >= 0) {
            answers.put(host, new Answer.Behind(now - silence >= 0 ? "cannot be reached" : SILENT));
          } else {
            next = Math.min(next, end - now);
          }
        }
      }
      if (answers.size() == hosts.size() || closed) {
        return;
      }
      changed.awaitNanos(next);
    }
  }

  /** Until when a host that was asked at {@code start} may be without a sign of life. */
  private long silence(Station s, long start) {
    boolean fresh = s.heard && s.heardAt - start > 0;
    long silence = (fresh ? s.heardAt : start) + limits.silence().toNanos();
    return s.heard ? silence : Math.max(silence, began + limits.arrival().toNanos());
  }

  /** Hosts need a moment to come back to a controller that has just started. */
  private boolean isExpected(Station s, long now) {
    return !s.heard && now - began < limits.arrival().toNanos();
  }

  private Optional<String> unreachable(Station s, long now) {
    if (!s.joined) {
      return Optional.of(s.revoked ? REVOKED : "has not joined yet");
    }
    if (isLost(s)) {
      return Optional.of(obeysAnother(s.epoch));
    }
    boolean recent = s.heard && now - s.heardAt < limits.silence().toNanos();
    return s.waiting || recent || isExpected(s, now)
        ? Optional.empty()
        : Optional.of("cannot be reached");
  }

  /**
   * An agent says what it runs and asks what to do; waits while there is nothing, but not longer
   * than {@code most}.
   */
  public Work work(String host, Agents.State state, Duration most) throws InterruptedException {
    lock.lock();
    try {
      Station s = station(host);
      s.heard(System.nanoTime());
      s.live = state.live();
      know(s, state.epoch());
      settle(s);
      long ticket = ++s.ticket;
      changed.signalAll();
      long end = System.nanoTime() + Math.min(limits.poll().toNanos(), most.toNanos());
      while (true) {
        Work work = ticket == s.ticket && !closed ? next(s, state) : nothing();
        long now = System.nanoTime();
        if (work.order() != Order.NOTHING || ticket != s.ticket || closed || now - end >= 0) {
          if (ticket == s.ticket) {
            s.waiting = false;
          }
          return work;
        }
        s.waiting = true;
        changed.awaitNanos(Math.min(end - now, Math.max(1, wakeAfter(s, now))));
      }
    } finally {
      lock.unlock();
    }
  }

  /** A host that another controller has taken over obeys no other: it is told once, and left be. */
  private void know(Station s, long epoch) {
    if (epoch > key.epoch() && s.epoch != epoch) {
      LOG.error(
          "{} obeys another controller, of epoch {}; this one has epoch {}."
              + " If this is an old copy, stop it",
          s.name,
          epoch,
          key.epoch());
    }
    if (isLost(s) || epoch > key.epoch()) {
      s.trouble = epoch > key.epoch() ? obeysAnother(epoch) : "";
    }
    s.epoch = epoch;
  }

  private String obeysAnother(long epoch) {
    return "obeys another controller, of epoch " + epoch + "; this one has epoch " + key.epoch();
  }

  private boolean isLost(Station s) {
    return s.epoch > key.epoch();
  }

  /** What follows for a waiting question from the host running its target. */
  private static void settle(Station s) {
    if (s.target.isPresent() && s.isCurrent()) {
      s.trouble = "";
      if (s.proposal.isEmpty() && s.answer.isEmpty()) {
        s.answer = Optional.of(new Answer.Live(List.copyOf(s.notes)));
      }
    }
  }

  private static long wakeAfter(Station s, long now) {
    return s.failed != 0 && s.retryAt - now > 0 ? s.retryAt - now : Long.MAX_VALUE;
  }

  private Work next(Station s, Agents.State state) {
    if (isLost(s)) {
      return nothing();
    }
    if (s.proposal.isPresent()) {
      return s.answer.isPresent() ? nothing() : order(s, Order.PREPARE, s.proposal.get());
    }
    if (s.target.isPresent() && !s.isCurrent()) {
      Offer target = s.target.get();
      if (s.live > target.generation()) {
        s.trouble = "runs generation " + s.live + ", which this controller never decided";
        return nothing();
      }
      boolean rests = s.failed == target.generation() && s.retryAt - System.nanoTime() > 0;
      if (!s.turn || rests) {
        return nothing();
      }
      boolean ready = s.staged == target.generation();
      return order(s, ready ? Order.COMMIT : Order.PREPARE, target);
    }
    boolean leftOver = state.staged() != 0 && state.staged() != state.live();
    return leftOver ? new Work(Order.ABANDON, key.epoch(), null, null) : nothing();
  }

  private Work order(Station s, Order order, Offer offer) {
    SignedManifest manifest = key.sign(s.name, offer.generation(), offer.root());
    return switch (order) {
      case COMMIT -> new Work(order, key.epoch(), manifest, key.decide(manifest));
      default -> new Work(order, key.epoch(), manifest, null);
    };
  }

  private Work nothing() {
    return new Work(Order.NOTHING, key.epoch(), null, null);
  }

  /** An agent is at work on what it was told. */
  public void heard(String host) {
    locked(
        () -> {
          station(host).heard(System.nanoTime());
          return 0;
        });
  }

  /** An agent's answer; one for another epoch or for nothing that was asked changes nothing. */
  public void receipt(Agents.Receipt r) {
    locked(
        () -> {
          Station s = station(r.host());
          s.heard(System.nanoTime());
          if (r.epoch() == key.epoch()) {
            take(s, r);
          }
          changed.signalAll();
          return s;
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
    return locked(
        () ->
            stations.values().stream()
                .filter(s -> s.proposal.isEmpty() && s.failed != 0 && !s.isCurrent())
                .filter(s -> s.target.map(t -> t.generation() == s.failed).orElse(false))
                .map(s -> new Failure(s.name, s.failed, s.refused, s.refusals))
                .toList());
  }

  private void take(Station s, Agents.Receipt r) {
    long generation = r.generation();
    boolean proposed = s.proposal.map(p -> p.generation() == generation).orElse(false);
    boolean decided = !proposed && s.target.map(t -> t.generation() == generation).orElse(false);
    if (!proposed && !decided) {
      return;
    }
    long retryAt = System.nanoTime() + limits.retry().toNanos();
    switch (r.standing()) {
      case STAGED -> {
        s.staged = generation;
        if (proposed) {
          s.answer = Optional.of(new Answer.Staged(r.notes()));
        }
      }
      case REFUSED -> {
        if (!proposed) {
          s.fail(generation, r.refusals(), retryAt);
          s.refused = true;
        }
        answer(s, proposed, new Answer.Refused(r.refusals()));
      }
      case LIVE -> {
        if (decided) {
          s.live = generation;
          s.notes = List.copyOf(r.notes());
          answer(s, false, new Answer.Live(r.notes()));
          s.trouble = "";
        }
      }
      case ROLLED_BACK -> {
        s.fail(generation, r.refusals(), retryAt);
        answer(s, false, new Answer.RolledBack(r.refusals()));
      }
    }
  }

  /** Late words on what was decided are no answer to what is proposed meanwhile. */
  private static void answer(Station s, boolean proposed, Answer answer) {
    if (proposed || s.proposal.isEmpty()) {
      s.answer = Optional.of(answer);
    }
  }

  /** Where the bytes come from that a host's own manifests reach; empty for all others. */
  public Function<Hash, Optional<byte[]>> blobs(String host) {
    List<Offer> offers =
        locked(
            () -> {
              Station s = station(host);
              s.heard(System.nanoTime());
              return Stream.concat(s.proposal.stream(), s.target.stream()).toList();
            });
    return hash -> offers.stream().flatMap(o -> o.blob(hash).stream()).findFirst();
  }

  public List<Standing> standings() {
    return locked(
        () ->
            stations.values().stream()
                .map(
                    s ->
                        new Standing(
                            s.name,
                            s.joined,
                            isLost(s) || (s.heard && unreachable(s, System.nanoTime()).isEmpty()),
                            s.seen,
                            s.live,
                            s.target.map(Offer::generation).orElse(0L),
                            s.trouble,
                            s.notes))
                .toList());
  }

  /** Whether an order could reach the host now, or as soon as it is back. */
  public boolean isReachable(String host) {
    return locked(() -> unreachable(station(host), System.nanoTime()).isEmpty());
  }

  /**
   * Whether a host was heard since then ({@link System#nanoTime}) and an order could reach it at
   * once.
   */
  public boolean isHeardAfter(String host, long then) {
    return locked(
        () -> {
          Station s = station(host);
          boolean heard = s.heard && s.heardAt - then > 0;
          return heard && unreachable(s, System.nanoTime()).isEmpty();
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
