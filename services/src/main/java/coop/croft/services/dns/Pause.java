package coop.croft.services.dns;

import java.time.Duration;

/** Time between two questions to a server that is not yet as it should be. */
final class Pause {
  private Pause() {}

  /** Waits so long; false if it is told to end, as the thread is then to be told again. */
  static boolean of(Duration time) {
    try {
      Thread.sleep(time);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
