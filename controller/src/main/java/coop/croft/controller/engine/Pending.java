package coop.croft.controller.engine;

import coop.croft.core.model.SourceId;
import coop.croft.core.plan.Plan;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** A submission that waits for its outcome. */
final class Pending {
  final Submission submission;
  final CompletableFuture<Outcome> outcome = new CompletableFuture<>();

  /** Its own part of the round. */
  Plan plan = new Plan(0, List.of(), List.of());

  Set<SourceId> takenDown = Set.of();

  Pending(Submission submission) {
    this.submission = submission;
  }

  void complete(Outcome o) {
    outcome.complete(o);
  }

  void say(String sentence) {
    submission.progress().accept(sentence);
  }
}
