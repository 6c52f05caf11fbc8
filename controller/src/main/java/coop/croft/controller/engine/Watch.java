package coop.croft.controller.engine;

import java.time.Duration;

/** Hears how rounds go. For figures only: nothing is decided by it. */
public interface Watch {
  /** The parts of a round that take time. */
  enum Part {
    /** Compiling, checking and rendering what the submissions ask for. */
    DRAFT,
    /** Staging and checking on the hosts. */
    PREPARE,
    /** The transaction that decides. */
    COMMIT,
    /** Swapping, reloading and probing on the hosts, wave after wave. */
    LIVE
  }

  Watch NOBODY =
      new Watch() {
        @Override
        public void took(Part part, Duration time) {}

        @Override
        public void answered(Outcome outcome, boolean undoes) {}
      };

  void took(Part part, Duration time);

  /**
   * A submission has its outcome.
   *
   * @param undoes whether it is the controller's own, which takes back what failed on a host late
   */
  void answered(Outcome outcome, boolean undoes);
}
