package coop.croft.controller.engine;

import coop.croft.controller.store.Database;
import coop.croft.controller.store.KeptFiles;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends what hosts kept for a while of sites that have moved away. */
final class Departures {
  private static final Logger LOG = LoggerFactory.getLogger(Departures.class);
  private static final Duration AGAIN = Duration.ofMinutes(1);

  private final Engine engine;

  Departures(Engine engine) {
    this.engine = engine;
  }

  /** Hosts lose what they kept of sites that have moved away. */
  void endWhatIsDue() throws InterruptedException {
    Instant now = engine.clock.instant();
    Set<Change.LetGo.Place> due =
        engine.current().layout().kept().stream()
            .filter(k -> !k.due().isAfter(now))
            .map(k -> new Change.LetGo.Place(k.piece().host(), k.piece().path()))
            .collect(Collectors.toSet());
    if (due.isEmpty()) {
      return;
    }
    Pending p = letGo(due);
    engine.round(List.of(p));
    if (!(p.outcome.getNow(new Outcome.Refused(List.of())) instanceof Outcome.Done)) {
      LOG.warn("cannot take away what has moved from {}; trying again later", due);
      kept(k -> k.due().isAfter(now) ? k : k.until(now.plus(AGAIN)));
    }
  }

  /** Takes those files away from their hosts now. */
  Pending letGo(Set<Change.LetGo.Place> places) {
    String about =
        places.stream().map(Change.LetGo.Place::host).distinct().collect(Collectors.joining(" "));
    return new Pending(
        Submission.agreedTo(
            Engine.CONTROLLER,
            "",
            "end-of-move",
            about,
            List.of(new Change.LetGo(places)),
            sentence -> {}));
  }

  /** Gives what hosts keep for a while other times. */
  void kept(UnaryOperator<Kept> time) {
    Current current = engine.current();
    List<Kept> before = current.layout().kept();
    List<Kept> after = before.stream().map(time).toList();
    if (!after.equals(before)) {
      try {
        engine.db.write(
            h -> {
              KeptFiles.replace(h, after.stream().map(Kept::row).toList());
              return 0;
            });
      } catch (Database.Unwritable e) {
        // What was read at a start would be the times of before; they are right, if not so good.
        LOG.error("cannot write down until when hosts keep what has moved", e);
      }
      engine.advance(
          new Current(
              current.generation(),
              current.wanted(),
              current.layout().keeping(after),
              current.rights()));
    }
  }
}
