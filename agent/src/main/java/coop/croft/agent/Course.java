package coop.croft.agent;

import coop.croft.core.wire.Agents;
import java.time.Duration;
import java.util.Locale;

/** How long each step of one order took: said in the journal where it was long. */
final class Course {
  private static final Duration LONG = Duration.ofSeconds(5);

  private final StringBuilder steps = new StringBuilder();
  private final long began = System.nanoTime();
  private long last = began;

  void reached(Step step) {
    step.reached();
    long now = System.nanoTime();
    steps.append(", %s %s".formatted(word(step), seconds(now - last)));
    last = now;
  }

  private static String word(Enum<?> step) {
    return step.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static String seconds(long nanos) {
    return String.format(Locale.ROOT, "%.1f s", nanos / 1e9);
  }

  /** The order has been done. */
  void ended(Agents.Work order) {
    long took = System.nanoTime() - began;
    if (took > LONG.toNanos()) {
      String of = order.manifest() == null ? "" : " of generation " + order.manifest().generation();
      Log.say(word(order.order()) + of + " took " + seconds(took) + steps);
    }
  }
}
