package coop.croft.lab;

import static org.assertj.core.api.Assertions.assertThat;

import coop.croft.lab.Watcher.Daemon;
import coop.croft.lab.Watcher.Look;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Tries one {@link CrashPoint} after the other while a {@link Watcher} looks on. Each begins where
 * the one before ended: that its change is possible shows that everything went on.
 */
final class CrashTrial implements Closeable {
  private static final Duration STEP_COMES = Duration.ofMinutes(1);
  private static final Duration CALL_ENDS = Duration.ofSeconds(200);
  private static final Duration CONVERGES = Duration.ofMinutes(2);
  private static final long LONGEST_HOLD_MILLIS = 1_500;

  private final Trial trial = new Trial("mallory", 2007, "trial.moor.example");
  private final Watcher watcher = new Watcher(15);
  private final Random random;

  /** What is live. */
  private long version;

  /**
   * No version comes twice: the files of one that was refused are known to the hosts. Odd and even
   * ones follow each other, so that a zone comes and another goes each time.
   */
  private long newest;

  CrashTrial(long seed) throws IOException, InterruptedException {
    random = new Random(seed);
    version = 1;
    newest = 1;
    trial.remove();
    Trial.Told told = trial.apply(version);
    assertThat(told.exit()).as(told.text()).isZero();
    trial.watchedBy(watcher);
    settled(System.nanoTime(), List.of(version));
  }

  /**
   * What came of a point.
   *
   * @param fresh whether the change is live in the end
   */
  record Result(CrashPoint point, boolean fresh, int exit, Duration took, long longestGapMillis) {}

  Result run(CrashPoint point) throws Exception {
    long began = System.nanoTime();
    long old = version;
    newest += (newest - version) % 2 == 0 ? 1 : 2;
    long fresh = newest;
    Faults faults = Faults.on(point.host());
    watcher.forget();
    CompletableFuture<Trial.Told> call = bring(point, faults, fresh);
    try {
      point.victim().strike(point.host());
      if (!point.isOwn() && point.victim() != Victim.HOST) {
        Thread.sleep(random.nextLong(LONGEST_HOLD_MILLIS));
      }
      Faults.on(point.host()).release(point.step());
      Trial.Told told = call.get(CALL_ENDS.toSeconds(), TimeUnit.SECONDS);
      version = settled(System.nanoTime(), List.of(old, fresh));
      check(point, told, old, fresh);
      return new Result(
          point,
          version == fresh,
          told.exit(),
          Duration.ofNanos(System.nanoTime() - began),
          watcher.looks().stream().mapToLong(Look::longestGapMillis).max().orElse(0));
    } finally {
      Faults.on(point.host()).clear();
    }
  }

  private CompletableFuture<Trial.Told> call(long fresh) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return trial.apply(fresh);
          } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
          }
        },
        task -> Thread.ofPlatform().daemon().name("member").start(task));
  }

  /** Hands in the change, and waits until the process stands at the step. */
  private CompletableFuture<Trial.Told> bring(CrashPoint point, Faults faults, long fresh)
      throws Exception {
    CompletableFuture<Trial.Told> call;
    switch (point.step()) {
      case "agent.rolled-back" -> {
        faults.hold(point.step());
        call = call(fresh);
        daemonDoesNotComeUp(point, faults);
      }
      case "helper.cleaned" -> {
        // What is not needed any more goes in a quiet moment; the agent's start is one.
        call = call(fresh);
        await(call);
        faults.hold(point.step());
        Victim.AGENT.strike(point.host());
      }
      default -> {
        faults.hold(point.step());
        call = call(fresh);
      }
    }
    assertThat(faults.awaitHeld(point.step(), STEP_COMES))
        .as("%s is reached; a step that no change of a program reaches needs a way here", point)
        .isTrue();
    if (point.step().equals("agent.rolled-back")) {
      apache(point.host(), "unmask");
    }
    return call;
  }

  private static void await(CompletableFuture<Trial.Told> call)
      throws InterruptedException, ExecutionException, TimeoutException {
    assertThat(call.get(CALL_ENDS.toSeconds(), TimeUnit.SECONDS).exit()).isZero();
  }

  /** Apache is stopped, and cannot be started, when the files are in place. */
  private static void daemonDoesNotComeUp(CrashPoint point, Faults faults) throws Exception {
    String last = "helper.operations-due";
    faults.hold(last);
    assertThat(faults.awaitHeld(last, STEP_COMES)).isTrue();
    apache(point.host(), "mask", "--now");
    faults.release(last);
  }

  private static void apache(String host, String verb, String... options)
      throws IOException, InterruptedException {
    List<String> argv = new ArrayList<>(List.of("/usr/bin/systemctl", verb, "--runtime"));
    argv.addAll(List.of(options));
    argv.add("apache2.service");
    Lab.machine(host).root(argv.toArray(String[]::new)).expectSuccess();
  }

  /** Waits until everybody says the same for good; gives the version. */
  private long settled(long since, List<Long> allowed) throws IOException, InterruptedException {
    long end = System.nanoTime() + CONVERGES.toNanos();
    String missing = "";
    while (System.nanoTime() < end) {
      Optional<String> common = watcher.common(since);
      if (common.isPresent()) {
        assertThat(allowed).as("what is served").contains(Long.valueOf(common.get()));
        Optional<String> m = trial.missing(Long.parseLong(common.get()));
        if (m.isEmpty()) {
          return Long.parseLong(common.get());
        }
        missing = m.get();
      } else {
        missing =
            "the daemons differ, or do not answer: "
                + watcher.looks().stream().map(l -> l + " " + l.since(since)).toList();
      }
      Thread.sleep(100);
    }
    throw new AssertionError("after " + CONVERGES.toSeconds() + " s " + missing);
  }

  private void check(CrashPoint point, Trial.Told told, long old, long fresh)
      throws IOException, InterruptedException {
    for (Look look : watcher.looks()) {
      assertThat(look.mixtures()).as("%s", point).isEmpty();
      assertThat(look.seen())
          .as("%s: %s", point, look)
          .allMatch(s -> s.version().equals(old + "") || s.version().equals(fresh + ""));
      boolean hurt = !point.victim().isCroft() && look.host.equals(point.host());
      if (!hurt && !point.step().equals("agent.rolled-back")) {
        assertThat(look.failures()).as("%s: nobody may notice at %s", point, look).isEmpty();
      }
    }
    truth(point, told, trial.status().text(), old, fresh);
  }

  /** Whether the member heard nothing but the truth. */
  private void truth(CrashPoint point, Trial.Told told, String status, long old, long fresh) {
    String text = told.text();
    if (told.exit() == 0 && text.contains("behind:") && version == old) {
      // It did not catch up after all: then everything went back, and status says why.
      assertThat(status).as("%s: told %s", point, text).contains("was undone everywhere");
    } else if (told.exit() == 0) {
      assertThat(version).as("%s: told %s", point, text).isEqualTo(fresh);
      for (Look look : watcher.looks()) {
        boolean promised = told.isLiveOn(look.host) && !isSecondary(look);
        if (promised) {
          assertThat(look.seen())
              .as("%s: %s was called live: %s", point, look, text)
              .noneMatch(s -> s.version().equals(old + "") && s.last() - told.at() > 0);
        }
      }
    } else if (told.isCertain()) {
      assertThat(version).as("%s: told %s", point, text).isEqualTo(old);
    } else {
      assertThat(told.exit()).as("%s: told %s", point, text).isEqualTo(3);
      assertThat(text).as("%s", point).contains("croft status");
    }
  }

  /** A secondary name server is said to be live when its own files are; zones come by transfer. */
  private static boolean isSecondary(Look look) {
    return look.daemon == Daemon.DNS && !look.host.equals("main");
  }

  /** Takes the program away again. */
  void end() throws IOException, InterruptedException {
    trial.remove();
  }

  @Override
  public void close() throws IOException {
    watcher.close();
  }

  /** Brings back what a failed trial may have left lying about. */
  void repair() throws IOException, InterruptedException {
    for (String host : List.of("main", "dynamic")) {
      Lab.lab("on", host);
      Faults.on(host).clear();
      apache(host, "unmask");
    }
    List<Long> any = new ArrayList<>();
    for (long v = 1; v <= newest; v++) {
      any.add(v);
    }
    version = settled(System.nanoTime(), any);
  }
}
