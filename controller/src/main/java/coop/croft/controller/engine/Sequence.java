package coop.croft.controller.engine;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Since which of its calls each member is waited for on each host. A call that was stuck on its
 * way, and was given up by who made it, must not undo what the same member did after that. The
 * connections of an earlier run of the controller are gone, and their calls with them: so nothing
 * is kept beyond a run.
 */
final class Sequence {
  private final Map<String, Map<String, Long>> since = new HashMap<>();

  /** Somebody hands something in. */
  synchronized void hear(Submission s) {
    if (s.place().call() != 0) {
      since
          .computeIfAbsent(s.via(), v -> new HashMap<>())
          .merge(s.actor(), s.place().since(), Math::max);
    }
  }

  /** Why a submission comes too late; empty if it does not. */
  synchronized Optional<String> late(Submission s) {
    long first = since.getOrDefault(s.via(), Map.of()).getOrDefault(s.actor(), 0L);
    return s.place().call() != 0 && s.place().call() < first
        ? Optional.of(
            "this was given up on "
                + s.via()
                + " before something else came in from there; nothing was changed")
        : Optional.empty();
  }

  /** A host begins to count anew. */
  synchronized void forget(String via) {
    since.remove(via);
  }
}
