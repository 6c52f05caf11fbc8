package coop.croft.controller.engine;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/** Where submissions come in, and wait until a round takes them. */
final class Entrance {
  private static final Line.Bounds WAITING = new Line.Bounds(1_000, 200, 32 << 20, 8 << 20);
  private static final int TOGETHER = 50;
  private static final Duration BEAT = Duration.ofSeconds(1);

  final Line line = new Line(WAITING, TOGETHER);
  final Pace pace = new Pace(System::nanoTime);

  /**
   * Waits for what becomes of a submission. If nobody listens any more before its turn comes, it is
   * withdrawn; once its round has begun, it goes on.
   */
  Outcome attend(Submission s) throws InterruptedException {
    Pending pending = new Pending(s);
    Optional<Line.Full> full = line.enter(pending);
    if (full.isPresent()) {
      return new Outcome.Refused(List.of(new Complaint.Plain(refusal(full.get(), s.actor()))));
    }
    try {
      return pending.attend(BEAT, () -> wait(pending), () -> line.withdraw(pending));
    } catch (ExecutionException e) {
      throw new IllegalStateException("the engine failed", e.getCause());
    }
  }

  private Optional<String> wait(Pending p) {
    Optional<Line.Ahead> ahead = line.ahead(p);
    boolean first = ahead.map(a -> a.own() + a.others() == 0).orElse(true);
    if (ahead.isEmpty() || (first && !pace.isRunning())) {
      return Optional.empty();
    }
    return Optional.of(Words.wait(ahead.get(), pace.until(ahead.get().rounds())));
  }

  private String refusal(Line.Full full, String actor) {
    return switch (full) {
      case CLOSED -> "the controller is stopping; nothing was changed, try again in a minute";
      case OF_ONE -> Words.full("of your submissions", pace.until(line.rounds(Optional.of(actor))));
      case IN_ALL -> Words.full("submissions", pace.until(line.rounds(Optional.empty())));
    };
  }
}
