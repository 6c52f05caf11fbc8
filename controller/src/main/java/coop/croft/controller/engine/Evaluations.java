package coop.croft.controller.engine;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Programs are compiled one after the other. The bounds of the language hold for one program; many
 * at once would need the memory of all of them together, and no heap is so large. In the line for
 * it stands one submission of each member and one of each host at a time, so that however many
 * somebody hands in, the others wait for one of them.
 */
final class Evaluations {
  private final Semaphore one = new Semaphore(1, true);
  private final Map<String, Semaphore> hosts = new ConcurrentHashMap<>();
  private final Map<String, Semaphore> members = new ConcurrentHashMap<>();

  /** Compiles when it is the turn of whoever submits. */
  <T> T of(Submission s, Supplier<T> work) {
    Semaphore member =
        members.computeIfAbsent(s.via() + " " + s.actor(), name -> new Semaphore(1, true));
    Semaphore host = hosts.computeIfAbsent(s.via(), name -> new Semaphore(1, true));
    return in(member, () -> in(host, () -> next(work)));
  }

  /** The engine's own, which stands in the line by itself. */
  <T> T next(Supplier<T> work) {
    return in(one, work);
  }

  private static <T> T in(Semaphore place, Supplier<T> work) {
    place.acquireUninterruptibly();
    try {
      return work.get();
    } finally {
      place.release();
    }
  }
}
