package coop.croft.agent;

import java.io.IOException;
import java.time.Instant;

/**
 * A run of the agent, by a number that is higher than those of all before; see {@link OpenCalls}.
 */
record Run(long number) {
  /** A run is called by the second of its start, or follows the last one if the clock went back. */
  static Run begin(Memory memory, Instant now) throws IOException {
    long number = Math.max(memory.run() + 1, now.getEpochSecond());
    try {
      memory.rememberRun(number);
    } catch (IOException e) {
      // On a full disk members' calls go on; only a clock that goes back as well would be noticed.
      Log.say("cannot keep the number of this run: " + e.getMessage());
    }
    return new Run(number);
  }
}
