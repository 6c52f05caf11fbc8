package coop.croft.core.os;

import java.util.ServiceLoader;

/**
 * Named steps of work that must survive a crash. In the product nobody listens. A test puts a jar
 * with a {@link Hook} on the class path of the shipped program and ends the process at the step it
 * wants: so what is tested is what is shipped.
 */
public final class Checkpoint {
  private static final ServiceLoader<Hook> HOOKS = ServiceLoader.load(Hook.class);

  private Checkpoint() {}

  /** Hears of each step, in the thread that takes it. */
  public interface Hook {
    /**
     * @param step {@code PART.STEP} in lower case, for example {@code helper.journal-durable}
     */
    void reached(String step);
  }

  /** Tells the hooks that the named step is about to be left behind. */
  public static void reached(String step) {
    synchronized (HOOKS) {
      HOOKS.forEach(hook -> hook.reached(step));
    }
  }

  /**
   * The same for a step of an enumeration: {@code JOURNAL_DURABLE} is {@code part.journal-durable}.
   */
  public static void reached(String part, Enum<?> step) {
    reached(part + "." + step.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'));
  }
}
