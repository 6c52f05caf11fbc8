package coop.croft.lang.eval;

import org.jspecify.annotations.Nullable;

/**
 * Local values of one application of a function: its parameter, and what its body binds. A slot is
 * never used for two names, and no value outlives the round of a loop that made it, so one frame is
 * enough for all the loops of a body.
 */
final class Frame {
  final @Nullable Frame outer;
  final @Nullable Object[] slots;

  Frame(@Nullable Frame outer, int slots) {
    this.outer = outer;
    this.slots = new @Nullable Object[slots];
  }
}
