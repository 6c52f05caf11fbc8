package coop.croft.lang.eval;

import coop.croft.lang.types.Type;
import java.util.Objects;

/** A parameter, or what {@code for} or {@code <-} bound. */
public final class Local extends Code {
  private final int hops;
  private final int slot;

  /**
   * @param hops functions between the use and the binder
   * @param slot in the frame of the binder's function
   */
  public Local(Type type, int hops, int slot) {
    super(type);
    this.hops = hops;
    this.slot = slot;
  }

  @Override
  Object eval(Machine machine, Frame frame) {
    machine.steps(hops);
    Frame at = frame;
    for (int i = 0; i < hops; i++) {
      at = Objects.requireNonNull(at.outer);
    }
    return Objects.requireNonNull(at.slots[slot]);
  }
}
