package coop.croft.controller.engine;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.LongSupplier;

/** How long rounds took lately: from this those who wait are told for how long. */
final class Pace {
  private static final int REMEMBERED = 8;
  private static final int STEP = 5;
  private static final int MINUTE = 60;

  private final LongSupplier nanos;
  private final Deque<Long> recent = new ArrayDeque<>();
  private Optional<Long> began = Optional.empty();

  /**
   * @param nanos the time, as {@link System#nanoTime}
   */
  Pace(LongSupplier nanos) {
    this.nanos = nanos;
  }

  synchronized void begin() {
    began = Optional.of(nanos.getAsLong());
  }

  synchronized void end() {
    began.ifPresent(
        b -> {
          recent.add(nanos.getAsLong() - b);
          if (recent.size() > REMEMBERED) {
            recent.remove();
          }
        });
    began = Optional.empty();
  }

  synchronized boolean isRunning() {
    return began.isPresent();
  }

  /**
   * Until so many rounds have ended besides the one that runs; empty while none has ended yet. A
   * round that already takes longer than the others did is taken to be half over.
   */
  synchronized Optional<Duration> until(int rounds) {
    if (recent.isEmpty()) {
      return Optional.empty();
    }
    long usual = recent.stream().mapToLong(Long::longValue).sum() / recent.size();
    long left =
        began
            .map(b -> nanos.getAsLong() - b)
            .map(since -> since < usual ? usual - since : since)
            .orElse(0L);
    return Optional.of(Duration.ofNanos(left + rounds * usual));
  }

  /** A time as people say it: {@code about 40 s}. */
  static String words(Duration d) {
    long seconds = Math.max(1, (d.toMillis() + 999) / 1000);
    if (seconds <= MINUTE) {
      return "about " + (seconds + STEP - 1) / STEP * STEP + " s";
    }
    return "about " + (seconds + MINUTE - 1) / MINUTE + " min";
  }
}
