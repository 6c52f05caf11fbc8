package coop.croft.controller.engine;

import coop.croft.core.model.SourceId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The order in which the calls of one host take effect: that in which they were made there. A call
 * that was stuck on its way, and given up by who made it, must not undo what the same member did
 * later. The connections of an earlier run of the controller are gone, and their calls with them:
 * so nothing is kept beyond a run.
 */
final class Sequence {
  private final Map<String, Map<SourceId, Long>> latest = new HashMap<>();

  /** Takes a submission in, or says why it comes too late; whatever was taken in once, may stay. */
  synchronized Optional<String> enter(Pending p) {
    long number = p.submission.number();
    if (number == 0 || p.inSequence) {
      return Optional.empty();
    }
    Map<SourceId, Long> ofHost = latest.computeIfAbsent(p.submission.via(), via -> new HashMap<>());
    for (SourceId program : p.programs) {
      if (ofHost.getOrDefault(program, 0L) > number) {
        return Optional.of(
            "a later call of yours about "
                + program.name()
                + " has overtaken this one; this one changed nothing");
      }
    }
    p.programs.forEach(program -> ofHost.put(program, number));
    p.inSequence = true;
    return Optional.empty();
  }

  /** A host begins to count anew. */
  synchronized void forget(String via) {
    latest.remove(via);
  }
}
