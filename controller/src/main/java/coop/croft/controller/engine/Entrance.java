package coop.croft.controller.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;

/** Where submissions come in, and wait until a round takes them. */
final class Entrance {
  private static final Line.Bounds WAITING = new Line.Bounds(1_000, 200, 32 << 20, 8 << 20);
  private static final int TOGETHER = 50;
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final Duration BEAT = Duration.ofSeconds(1);

  final Line line = new Line(WAITING, TOGETHER, PAUSE);
  final Pace pace = new Pace(System::nanoTime);

  /**
   * Waits for what becomes of a submission. If nobody listens any more before its turn comes, it is
   * withdrawn; once its round has begun, it goes on.
   *
   * @param look finds what keeps it from waiting at all
   */
  Outcome attend(Submission s, Function<Submission, List<Complaint>> look)
      throws InterruptedException {
    Pending pending = new Pending(s);
    List<Complaint> complaints = new ArrayList<>();
    line.expect();
    try {
      complaints.addAll(look.apply(s));
      if (complaints.isEmpty()) {
        line.enter(pending)
            .ifPresent(full -> complaints.add(new Complaint.Plain(refusal(full, s.actor()))));
      }
    } finally {
      line.settled();
    }
    if (!complaints.isEmpty()) {
      return new Outcome.Refused(complaints);
    }
    try {
      return pending.attend(BEAT, () -> wait(pending), () -> line.withdraw(pending));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Stopping stopping) {
        if (stopping.hasBegun()) {
          throw stopping;
        }
        return new Outcome.Refused(List.of(new Complaint.Plain(stopping.sentence())));
      }
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
      case CLOSED -> new Stopping(false).sentence();
      case OF_ONE -> Words.full("of your submissions", pace.until(line.rounds(Optional.of(actor))));
      case IN_ALL -> Words.full("submissions", pace.until(line.rounds(Optional.empty())));
    };
  }
}
