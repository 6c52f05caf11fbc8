package coop.croft.lab;

import static org.assertj.core.api.Assertions.assertThat;

import coop.croft.lab.Schedule.Act;
import coop.croft.lab.Watcher.Look;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** Runs {@link Schedule}s one after another, and after each sees that all came right by itself. */
final class ScheduleTrial implements Closeable {
  private static final Duration CONVERGES = Duration.ofMinutes(3);
  private static final Duration CALL_ENDS = Duration.ofMinutes(5);
  private static final Duration STEP_COMES = Duration.ofSeconds(8);
  private static final List<String> HOSTS = List.of("main", "dynamic", "shell", "offsite");

  private final List<Entrant> entrants =
      List.of(
          new Entrant(new Trial("mallory", 2007, "trial.moor.example")),
          new Entrant(new Trial("alice", 2001, "trial.greenhouse.example")));
  private final AtomicLong versions = new AtomicLong(1);

  /** A member, and which versions of the program may be the one in force. */
  private static final class Entrant {
    final Trial trial;
    final Watcher watcher = new Watcher(40);

    /** A member waits for an answer before the next call. */
    final ExecutorService calls =
        Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().factory());

    final Set<Long> good = new TreeSet<>();

    /** Bad ones that no host was there to refuse: served for a while, and taken back. */
    final Set<Long> passing = new TreeSet<>();

    Set<Long> possible = new TreeSet<>();

    /** Without an answer so far, and perhaps still under way until a later call has one. */
    final TreeSet<Long> underWay = new TreeSet<>();

    Entrant(Trial trial) {
      this.trial = trial;
    }
  }

  /** One call and its answer. */
  private record Call(Entrant entrant, long version, Schedule.Quality quality, Trial.Told told) {
    /** Taken though a daemon would have refused it: the hosts that it concerns were away. */
    boolean isUnchecked() {
      return quality == Schedule.Quality.REFUSED_BY_DAEMON
          && told.exit() == 0
          && told.text().contains("behind:");
    }

    @Override
    public String toString() {
      return "%s version %d %s: exit %d: %s"
          .formatted(entrant.trial.member(), version, quality, told.exit(), told.text());
    }
  }

  ScheduleTrial() throws IOException, InterruptedException {
    repair();
    for (Entrant e : entrants) {
      long version = versions.incrementAndGet();
      e.trial.remove();
      Trial.Told told = e.trial.apply(version);
      assertThat(told.exit()).as(told.text()).isZero();
      e.good.add(version);
      e.possible.add(version);
      e.trial.watchedBy(e.watcher);
    }
    converged(System.nanoTime());
  }

  int members() {
    return entrants.size();
  }

  /**
   * @throws AssertionError if something was not as it must be
   */
  Duration run(Schedule schedule) throws Exception {
    long began = System.nanoTime();
    entrants.forEach(e -> e.watcher.forget());
    List<Future<Call>> calls = new ArrayList<>();
    List<Future<?>> faults = new ArrayList<>();
    try (ExecutorService hands = Executors.newCachedThreadPool()) {
      for (Act act : schedule.acts()) {
        long left = act.at() - (System.nanoTime() - began) / 1_000_000;
        Thread.sleep(Math.max(0, left));
        switch (act) {
          case Act.Apply a -> calls.add(submit(entrants.get(a.member()), a));
          case Act.Kill k -> faults.add(hands.submit(unlessOff(() -> k.victim().strike(k.host()))));
          case Act.Cut c -> faults.add(hands.submit(unlessOff(() -> cut(c))));
          case Act.Restart r ->
              faults.add(hands.submit(unlessOff(() -> r.victim().restart(r.host()))));
          case Act.KillAtStep k -> faults.add(hands.submit(unlessOff(() -> killAtStep(k.point()))));
        }
      }
      for (Future<?> f : faults) {
        f.get(CALL_ENDS.toSeconds(), TimeUnit.SECONDS);
      }
    } finally {
      for (String host : HOSTS) {
        unlessOff(() -> Faults.on(host).clear()).call();
      }
    }
    List<Call> told = new ArrayList<>();
    for (Future<Call> c : calls) {
      told.add(c.get(CALL_ENDS.toSeconds(), TimeUnit.SECONDS));
    }
    told.forEach(ScheduleTrial::weigh);
    try {
      converged(System.nanoTime());
      check(schedule);
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + "\nthe members were told:\n" + told, e);
    }
    return Duration.ofNanos(System.nanoTime() - began);
  }

  private Future<Call> submit(Entrant e, Act.Apply act) {
    long version = versions.incrementAndGet();
    Schedule.Quality quality = act.quality();
    return e.calls.submit(
        () -> {
          if (quality == Schedule.Quality.GOOD) {
            e.good.add(version);
          }
          String text =
              quality == Schedule.Quality.GOOD
                  ? e.trial.text(version)
                  : e.trial.bad(version, quality == Schedule.Quality.REFUSED_BY_DAEMON);
          return new Call(e, version, quality, apply(e.trial, text, act.patience()));
        });
  }

  private static Trial.Told apply(Trial trial, String text, int patience)
      throws IOException, InterruptedException {
    try {
      return trial.apply(text, patience);
    } catch (NoSuchFileException | UncheckedIOException e) {
      return new Trial.Told(
          3, "(the login host is off, no call was made: nothing was changed)", System.nanoTime());
    }
  }

  /** Something that happens to a host. */
  private interface Doing {
    void run() throws IOException, InterruptedException;
  }

  /** There is nothing to be done to a host that another act has switched off. */
  private static Callable<Void> unlessOff(Doing doing) {
    return () -> {
      try {
        doing.run();
      } catch (NoSuchFileException e) {
        return null;
      } catch (UncheckedIOException e) {
        if (!(e.getCause() instanceof NoSuchFileException)) {
          throw e;
        }
      }
      return null;
    };
  }

  private static void cut(Act.Cut c) throws InterruptedException {
    // A host that is off has no cable; it gets a new one when it starts.
    Lab.tryLab("cut", c.host());
    Thread.sleep(c.millis());
    Lab.tryLab("plug", c.host());
  }

  private static void killAtStep(CrashPoint point) throws IOException, InterruptedException {
    Faults faults = Faults.on(point.host());
    faults.hold(point.step());
    if (faults.awaitHeld(point.step(), STEP_COMES)) {
      point.victim().strike(point.host());
    }
    Faults.on(point.host()).clear();
  }

  /** What a member may believe after an answer. */
  private static void weigh(Call call) {
    Trial.Told told = call.told;
    Set<Long> possible = call.entrant.possible;
    boolean good = call.quality == Schedule.Quality.GOOD;
    if (told.exit() == 0) {
      assertThat(good || call.isUnchecked())
          .as("a bad program is not taken where somebody can refuse it: %s", call)
          .isTrue();
      if (!told.text().contains("behind:")) {
        possible.clear();
      }
      call.entrant.underWay.clear();
      (good ? possible : call.entrant.passing).add(call.version);
    } else if (!told.isCertain()) {
      if (!told.isCutShort()) {
        assertThat(told.text()).as("%s", call).contains("croft status");
      }
      if (good) {
        call.entrant.underWay.add(call.version);
      }
      if (call.quality != Schedule.Quality.FAULTY) {
        (good ? possible : call.entrant.passing).add(call.version);
      }
    }
  }

  /** Waits until all hosts run the same, and all daemons give what the members may expect. */
  private void converged(long since) throws IOException, InterruptedException {
    long end = System.nanoTime() + CONVERGES.toNanos();
    String missing = "";
    while (System.nanoTime() < end) {
      Optional<String> m = missing(since);
      if (m.isEmpty()) {
        return;
      }
      missing = m.get();
      Thread.sleep(200);
    }
    throw new AssertionError("after " + CONVERGES.toSeconds() + " s " + missing);
  }

  private Optional<String> missing(long since) throws IOException, InterruptedException {
    for (Entrant e : entrants) {
      Optional<String> common = e.watcher.common(since);
      if (common.isEmpty()) {
        return Optional.of(
            "the daemons differ about "
                + e.trial.domain()
                + ": "
                + e.watcher.looks().stream().map(l -> l + " " + l.since(since)).toList());
      }
      long version = Long.parseLong(common.get());
      Optional<String> m = e.trial.missing(version);
      if (m.isPresent()) {
        return m;
      }
      assertThat(e.possible).as("%s is served of %s", version, e.trial.domain()).contains(version);
      // Calls of one member are decided in their order.
      e.underWay.headSet(version, true).clear();
      e.possible = new TreeSet<>(e.underWay);
      e.possible.add(version);
    }
    var status = Lab.machine("main").root("/usr/bin/croft", "status");
    return status.exit() == 0 && !status.output().contains("behind")
        ? Optional.empty()
        : Optional.of("croft status says: " + status.output());
  }

  private void check(Schedule schedule) throws IOException, InterruptedException {
    for (Entrant e : entrants) {
      for (Look look : e.watcher.looks()) {
        assertThat(look.mixtures()).isEmpty();
        assertThat(look.fallen()).isEmpty();
        assertThat(look.seen())
            .as("%s of %s", look, e.trial.domain())
            .allMatch(
                s ->
                    Stream.concat(e.good.stream(), e.passing.stream())
                        .anyMatch(v -> s.version().equals(v + "")));
        if (!schedule.hurtsDaemons()) {
          assertThat(look.failures()).as("nobody may notice").isEmpty();
        }
      }
    }
    var audit = Lab.machine("main").root("/usr/bin/croft", "audit", "--verify");
    assertThat(audit.exit()).as(audit.output()).isZero();
  }

  /** Takes the programs away again. */
  void end() throws IOException, InterruptedException {
    for (Entrant e : entrants) {
      e.trial.remove();
    }
  }

  /** Brings back what a failed schedule may have left lying about. */
  void repair() throws IOException, InterruptedException {
    for (String host : HOSTS) {
      Lab.lab("on", host);
      Lab.lab("plug", host);
      Faults.on(host).clear();
    }
    for (Entrant e : entrants) {
      e.possible.addAll(e.good);
    }
  }

  @Override
  public void close() throws IOException {
    entrants.forEach(
        e -> {
          e.watcher.close();
          e.calls.shutdownNow();
        });
  }
}
