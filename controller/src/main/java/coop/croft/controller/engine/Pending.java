package coop.croft.controller.engine;

import coop.croft.controller.store.Notices;
import coop.croft.controller.store.Waiting;
import coop.croft.core.model.SourceId;
import coop.croft.core.plan.Plan;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/** A submission that waits for its outcome. */
final class Pending {
  final Submission submission;
  final CompletableFuture<Outcome> outcome = new CompletableFuture<>();

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
    this.decided =
        (h, generation) -> {
          Waiting.forget(h, submission.programs());
          Notices.forget(h, submission.programs());
        };
  }

  void complete(Outcome o) {
    ended.accept(Optional.of(o));
    outcome.complete(o);
  }

  void fail(Exception e) {
    ended.accept(Optional.empty());
    outcome.completeExceptionally(e);
  }

  void say(String sentence) {
    submission.progress().accept(sentence);
  }
}
