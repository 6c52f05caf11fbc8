package coop.croft.controller.engine;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which run of its agent each host speaks through. A call that was stuck on its way, and whose
 * agent has been started anew since, was given up by who made it: it must not undo what the same
 * member did after that. The connections of an earlier run of the controller are gone, and their
 * calls with them: so nothing is kept beyond a run.
 */
final class Sequence {
  private final Map<String, Long> latest = new HashMap<>();

  /** Somebody hands something in. */
  synchronized void hear(Submission s) {
    if (s.run() != 0) {
      latest.merge(s.via(), s.run(), Math::max);
    }
  }

  /** Why a submission comes too late; empty if it does not. */
  synchronized Optional<String> late(Submission s) {
    return s.run() != 0 && s.run() < latest.getOrDefault(s.via(), 0L)
        ? Optional.of(
            "the agent of "
                + s.via()
                + " was started anew since this was handed in; nothing was changed")
        : Optional.empty();
  }

  /** A host begins to count anew. */
  synchronized void forget(String via) {
    latest.remove(via);
  }
}
