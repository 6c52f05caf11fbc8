package coop.croft.agent;

import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Numbers the members' calls of a host, each higher than all before, also than those of an earlier
 * run: so the controller knows a call that was stuck on its way from a new one.
 */
final class CallNumbers {
  /** More than members make in a second, so that a run never reaches the numbers of the next. */
  private static final long OF_A_SECOND = 1_000_000;

  private final AtomicLong last;

  private CallNumbers(long run) {
    last = new AtomicLong(run * OF_A_SECOND);
  }

  /** A run begins with the second of its start, or after the last one if the clock went back. */
  static CallNumbers begin(Memory memory, Instant now) throws IOException {
    long run = Math.max(memory.run() + 1, now.getEpochSecond());
    try {
      memory.rememberRun(run);
    } catch (IOException e) {
      // On a full disk members' calls go on; only a clock that goes back as well would be noticed.
      Log.say("cannot keep the number of this run: " + e.getMessage());
    }
    return new CallNumbers(run);
  }

  long next() {
    return last.incrementAndGet();
  }
}
