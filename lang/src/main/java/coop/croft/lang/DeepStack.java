package coop.croft.lang;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A large stack for deep recursion. Programs nest little, so nearly all of them stay on the thread
 * of the caller; where one turns out to nest deeply, the work is thrown away with {@link TooSmall}
 * and done again here. That costs a program at most twice the time, and one thread.
 */
public final class DeepStack {
  /** Levels that any thread can bear. */
  public static final int LEVELS_ON_CALLER = 48;

  private static final long BYTES_PER_LEVEL = 6 << 10;
  private static final long BYTES_AT_LEAST = 8 << 20;

  private DeepStack() {}

  /** The work needs a large stack. An error, because primitives between us may not catch it. */
  public static final class TooSmall extends Error {
    private static final long serialVersionUID = 1L;

    public TooSmall() {
      super("stack", null, false, false);
    }
  }

  /** Runs the work where that many levels fit; what it throws comes back as it is. */
  public static <T extends @Nullable Object> T call(long levels, Supplier<T> work) {
    Carrier<T> carrier = new Carrier<>(work);
    Thread thread =
        new Thread(null, carrier, "croft-deep", BYTES_AT_LEAST + levels * BYTES_PER_LEVEL);
    thread.setDaemon(true);
    thread.start();
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return carrier.result();
  }

  private static final class Carrier<T extends @Nullable Object> implements Runnable {
    private final Supplier<T> work;
    private @Nullable Throwable thrown;
    private @Nullable T result;

    Carrier(Supplier<T> work) {
      this.work = work;
    }

    @Override
    public void run() {
      try {
        result = work.get();
      } catch (RuntimeException | Error e) {
        thrown = e;
      }
    }

    @SuppressWarnings("NullAway") // T says itself whether it may be null
    T result() {
      if (thrown instanceof RuntimeException e) {
        throw e;
      }
      if (thrown instanceof Error e) {
        throw e;
      }
      return result;
    }
  }
}
