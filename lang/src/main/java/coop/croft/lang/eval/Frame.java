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

  private Frame(@Nullable Frame outer, int slots) {
    this.outer = outer;
    this.slots = new @Nullable Object[slots];
  }

  /** What it takes of the heap counts. */
  static Frame of(@Nullable Frame outer, int slots, Machine machine) {
    machine.steps(Space.FRAME + slots);
    return new Frame(outer, slots);
  }

  /** That of an application. */
  static Frame of(Frame outer, int slots, Object first, Machine machine) {
    Frame frame = of(outer, slots, machine);
    frame.slots[0] = first;
    return frame;
  }
}
