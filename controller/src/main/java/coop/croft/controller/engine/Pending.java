package coop.croft.controller.engine;

import coop.croft.controller.store.Notices;
import coop.croft.controller.store.Waiting;
import coop.croft.core.model.SourceId;
import coop.croft.core.plan.Plan;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A submission that waits for its outcome. */
final class Pending {
  private static final Logger LOG = LoggerFactory.getLogger(Pending.class);

  /** Wakes who attends when there is nothing to say. */
  private static final String NOTHING = "";

  final Submission submission;
  final Set<SourceId> programs;

  /** The size of its texts. */
  final long bytes;

  final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
  private final BlockingQueue<String> said = new LinkedBlockingQueue<>();
  private String last = NOTHING;

  /** Its own part of the round. */
  Plan plan = new Plan(0, List.of(), List.of());

  Set<SourceId> takenDown = Set.of();

  /** What hosts go on having for a while because of it. */
  List<Kept> kept = List.of();

  /** To which hosts it alone moves something. */
  Optional<Waves> waves = Optional.empty();

  /** The number of the waiting change that this is. */
  OptionalLong waited = OptionalLong.empty();

  /** Whether it takes back what failed; that itself is not undone. */
  boolean undoes;

  /** What is written in the transaction that decides it. */
  Decided decided;

  /** Hears what became of it; empty: the engine failed or stops. */
  Consumer<Optional<Outcome>> ended = outcome -> {};

  /** Work in the transaction that decides a generation. */
  @FunctionalInterface
  interface Decided {
    void with(Handle h, long generation);
  }

  Pending(Submission submission) {
    this.submission = submission;
    this.programs = Set.copyOf(submission.programs());
    this.bytes = submission.bytes();
    this.decided =
        (h, generation) -> {
          Waiting.forget(h, submission.programs());
          Notices.forget(h, submission.programs());
        };
  }

  void complete(Outcome o) {
    end(Optional.of(o));
    outcome.complete(o);
    said.add(NOTHING);
  }

  void fail(RuntimeException e) {
    end(Optional.empty());
    outcome.completeExceptionally(e);
    said.add(NOTHING);
  }

  /** Whoever waits hears the outcome, even if it cannot be written down for others. */
  private void end(Optional<Outcome> what) {
    try {
      ended.accept(what);
    } catch (RuntimeException e) {
      LOG.error("cannot write down what became of {}", submission.about(), e);
    }
  }

  /** Never waits for who listens: only the round's own thread speaks. */
  void say(String sentence) {
    if (!sentence.equals(last)) {
      last = sentence;
      said.add(sentence);
    }
  }

  /**
   * Waits for the outcome and passes on, in this thread, what is said meanwhile.
   *
   * @param beat how often who waits in line is told so; a listener that has gone is noticed so
   * @param wait how long it will be, while it waits in line
   * @param withdraw takes it out of the line, if it is there
   */
  Outcome attend(Duration beat, Supplier<Optional<String>> wait, BooleanSupplier withdraw)
      throws InterruptedException, ExecutionException {
    boolean listened = true;
    Optional<String> next = wait.get();
    while (true) {
      if (listened && next.isPresent() && !pass(next.get())) {
        listened = false;
        if (withdraw.getAsBoolean()) {
          return new Outcome.Withdrawn();
        }
      }
      boolean over = outcome.isDone();
      @Nullable String sentence =
          over ? said.poll() : said.poll(beat.toMillis(), TimeUnit.MILLISECONDS);
      if (over && sentence == null) {
        return outcome.get();
      }
      next = sentence == null ? wait.get() : Optional.of(sentence).filter(s -> !s.isEmpty());
    }
  }

  /** Whether somebody still listens. */
  private boolean pass(String sentence) {
    try {
      submission.progress().accept(sentence);
      return true;
    } catch (UncheckedIOException e) {
      return false;
    }
  }
}
