package coop.croft.controller.engine;

/** The controller ends, and somebody still waits for what becomes of a submission. */
public final class Stopping extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final boolean begun;

  /**
   * @param begun whether work on it has begun, so that it may still become live
   */
  Stopping(boolean begun) {
    super("the controller is stopping", null, false, false);
    this.begun = begun;
  }

  boolean hasBegun() {
    return begun;
  }

  /** What whoever waits is told. */
  public String sentence() {
    return begun
        ? "the controller is stopping; what was begun may still go on, and croft status shows what"
            + " came of it"
        : "the controller is stopping; nothing was changed, try again in a minute";
  }
}
