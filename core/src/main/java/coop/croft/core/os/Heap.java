package coop.croft.core.os;

/**
 * Gives back what the heap took for a large piece of work. The collector does so by itself only
 * when it has to collect everything, which on a quiet host may be never.
 */
public final class Heap {
  private static final long SLACK_BYTES = 4 << 20;

  private static long kept = Runtime.getRuntime().totalMemory();

  private Heap() {}

  /** Costs next to nothing unless the heap has grown since the last time. */
  public static synchronized void giveBack() {
    if (Runtime.getRuntime().totalMemory() > kept + SLACK_BYTES) {
      System.gc();
      kept = Runtime.getRuntime().totalMemory();
    }
  }
}
