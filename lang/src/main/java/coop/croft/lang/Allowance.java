package coop.croft.lang;

import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/**
 * Steps that a piece of work may take, given out in slices: whoever takes steps counts them down by
 * itself, and only between slices it is asked whether anybody still waits for the work.
 */
public final class Allowance {
  /** Fewer steps than take a millisecond. */
  private static final long SLICE = 4096;

  private final BooleanSupplier cancelled;
  private long left;

  public Allowance(long steps, BooleanSupplier cancelled) {
    this.left = steps;
    this.cancelled = cancelled;
  }

  /**
   * The next slice.
   *
   * @param atLeast steps that were taken already
   * @return fewer than those if there are no more
   * @throws CancellationException if nobody waits any more
   */
  public long take(long atLeast) {
    if (cancelled.getAsBoolean()) {
      throw new CancellationException();
    }
    long slice = Math.min(left, Math.max(atLeast, SLICE));
    left -= slice;
    return slice;
  }
}
