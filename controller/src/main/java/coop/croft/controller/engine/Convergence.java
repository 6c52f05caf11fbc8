package coop.croft.controller.engine;

import coop.croft.controller.store.Generations;
import java.time.Duration;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is to be done after a start, beside the work on new submissions. */
final class Convergence {
  private static final Logger LOG = LoggerFactory.getLogger(Convergence.class);

  private final Engine engine;
  private final CompletableFuture<Boolean> converged = new CompletableFuture<>();

  Convergence(Engine engine) {
    this.engine = engine;
  }

  /**
   * @param targets what each host is to run
   * @param differs whether this version renders it otherwise
   */
  void start(SortedMap<String, Generations.Target> targets, boolean differs) {
    Thread.ofVirtual().name("converge").start(() -> converge(targets, differs));
  }

  /** Finishes what an earlier run left: the waves of the latest generation in their order. */
  private void converge(SortedMap<String, Generations.Target> targets, boolean differs) {
    try {
      long deadline = System.nanoTime() + engine.fleet.limits().arrival().toNanos();
      long latest = engine.generation();
      for (int wave = 0; wave < Waves.COUNT; wave++) {
        for (var e : targets.entrySet()) {
          if (e.getValue().wave() == wave && e.getValue().generation() == latest) {
            long left = Math.max(0, deadline - System.nanoTime());
            engine.fleet.open(e.getKey());
            engine.fleet.awaitCurrent(e.getKey(), Duration.ofNanos(left));
          }
        }
      }
      targets.keySet().forEach(engine.fleet::open);
      converged.complete(differs);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Runs that once, when the hosts have had their time to take up what was decided before this
   * start, if this version renders some files otherwise than they are.
   */
  void ifOutdated(Runnable work) {
    Thread.ofVirtual()
        .name("outdated")
        .start(
            () -> {
              if (converged.join()) {
                LOG.info(
                    "this version renders some files otherwise: bringing the hosts up to date");
                work.run();
              }
            });
  }
}
