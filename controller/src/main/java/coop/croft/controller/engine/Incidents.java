package coop.croft.controller.engine;

import coop.croft.controller.fleet.Answer;
import coop.croft.controller.fleet.Fleet;
import coop.croft.controller.store.Generations;
import coop.croft.controller.store.Notices;
import coop.croft.controller.store.Sources;
import coop.croft.core.model.SourceId;
import coop.croft.lang.SourceText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What turns out bad when nobody waits for it any more: generations that a host had checked and
 * fails at, and programs that no host had checked and the first one refuses. It is taken back
 * everywhere, as for a host that fails in time, and the owners are told by {@code status}.
 */
final class Incidents {
  private static final Logger LOG = LoggerFactory.getLogger(Incidents.class);

  private static final Duration AGAIN = Duration.ofMinutes(1);

  private final Engine engine;

  /** When to look at each again ({@link System#nanoTime}); empty: it was seen to. */
  private final Map<Case, OptionalLong> seen = new HashMap<>();

  private record Case(String host, long generation) {}

  Incidents(Engine engine) {
    this.engine = engine;
  }

  /** What is to be taken back now; each is told once, unless that cannot be written down. */
  List<Pending> fresh() {
    List<Fleet.Failure> failures = engine.fleet.failures();
    seen.keySet().retainAll(failures.stream().map(Incidents::caseOf).toList());
    long now = System.nanoTime();
    List<Pending> out = new ArrayList<>();
    for (Fleet.Failure f : failures) {
      OptionalLong again = seen.getOrDefault(caseOf(f), OptionalLong.of(now));
      if (again.isEmpty() || again.getAsLong() - now > 0) {
        continue;
      }
      seen.put(caseOf(f), OptionalLong.empty());
      if (isChecked(f.host(), f.generation())) {
        List<Change> back = before(f.generation());
        if (!back.isEmpty()) {
          LOG.warn("generation {} failed on {}: undoing it", f.generation(), f.host());
          out.add(pending(f, back, "generation " + f.generation() + " was undone everywhere by "));
        }
      } else if (f.refused()) {
        List<Change> back = untried(f);
        if (!back.isEmpty()) {
          LOG.warn("{} refuses what no host had checked: undoing that", f.host());
          out.add(
              pending(
                  f, back, f.host() + " was away when this was taken, and refuses it; undone by "));
        }
      }
    }
    return out;
  }

  /** Daemons say the same thing in many words: with numbers, with times. */
  private static Case caseOf(Fleet.Failure f) {
    return new Case(f.host(), f.generation());
  }

  private boolean isChecked(String host, long generation) {
    return engine.db.<Boolean>read(h -> Generations.isChecked(h, host, generation));
  }

  /** Programs that a host refuses and no other runs well, since none had checked them. */
  private List<Change> untried(Fleet.Failure f) {
    Attempt attempt = new Attempt(engine.current(), engine.facts());
    List<Change> out = new ArrayList<>();
    for (Blame.Guilty g : new Blame(attempt, refusals(f), engine.secrets()).programs()) {
      SourceId id = g.program();
      Wanted.Held held = attempt.wanted.map(w -> w.sources().get(id)).orElse(null);
      if (held != null && !isTried(held, g.service(), attempt.layout)) {
        out.add(
            engine
                .db
                .<Optional<SourceText>>read(h -> Sources.replaced(h, id))
                .<Change>map(text -> new Change.Put(id, text))
                .orElseGet(() -> new Change.Remove(id)));
      }
    }
    return out;
  }

  /** Whether some host had checked what a program brings for a service when it was decided. */
  private boolean isTried(Wanted.Held held, String service, Layout layout) {
    return held.domains().stream()
        .flatMap(d -> layout.domains().getOrDefault(d, List.of()).stream())
        .filter(p -> p.service().equals(service))
        .map(Piece::host)
        .distinct()
        .anyMatch(host -> isChecked(host, held.since()));
  }

  private static SortedMap<String, Answer> refusals(Fleet.Failure f) {
    SortedMap<String, Answer> out = new TreeMap<>();
    out.put(f.host(), new Answer.RolledBack(f.refusals()));
    return out;
  }

  private List<Change> before(long generation) {
    List<Change> out = new ArrayList<>();
    Sources.Before before = engine.db.read(h -> Sources.before(h, generation));
    before
        .programs()
        .forEach(
            (id, text) ->
                out.add(
                    text.<Change>map(t -> new Change.Put(id, t))
                        .orElseGet(() -> new Change.Remove(id))));
    if (!before.site().isEmpty()) {
      out.add(new Change.TakeSite(before.site()));
    }
    return out;
  }

  /**
   * @param how what to tell, before the number of the generation that takes it back
   */
  private Pending pending(Fleet.Failure f, List<Change> back, String how) {
    Submission s =
        Submission.agreedTo(
            Engine.CONTROLLER,
            "",
            "undo",
            "generation " + f.generation() + ", which failed on " + f.host(),
            back,
            sentence -> {});
    Map<SourceId, String> why = why(f, back);
    Pending p = new Pending(s);
    p.undoes = true;
    p.decided =
        (h, generation) ->
            why.forEach(
                (id, reason) ->
                    Notices.put(
                        h,
                        id,
                        engine.clock.instant(),
                        how + "generation " + generation + ": " + reason));
    p.ended =
        outcome -> {
          if (!(outcome.orElse(null) instanceof Outcome.Done)) {
            notUndone(f, why);
          }
        };
    return p;
  }

  private void notUndone(Fleet.Failure f, Map<SourceId, String> why) {
    LOG.error("generation {} failed on {} and cannot be undone", f.generation(), f.host());
    if (engine.isClosed()) {
      return;
    }
    seen.put(caseOf(f), OptionalLong.of(System.nanoTime() + AGAIN.toNanos()));
    engine.db.write(
        h -> {
          why.forEach(
              (id, reason) ->
                  Notices.put(
                      h,
                      id,
                      engine.clock.instant(),
                      "generation "
                          + f.generation()
                          + " failed on "
                          + f.host()
                          + " and could not be undone: "
                          + reason));
          return 0;
        });
    seen.put(caseOf(f), OptionalLong.empty());
  }

  /** What to tell the owner of each program. */
  private Map<SourceId, String> why(Fleet.Failure f, List<Change> back) {
    Attempt attempt = new Attempt(engine.current(), engine.facts());
    Map<SourceId, Pending> owners = new LinkedHashMap<>();
    for (Change change : back) {
      Submission one = Submission.agreedTo("", "", "", "", List.of(change), sentence -> {});
      one.programs().forEach(id -> owners.put(id, new Pending(one)));
    }
    attempt.accepted.addAll(owners.values());
    Blame blame = new Blame(attempt, refusals(f), engine.secrets());
    Map<SourceId, String> out = new LinkedHashMap<>();
    owners.forEach((id, p) -> out.put(id, Complaint.sentences(blame.reason(p))));
    return out;
  }
}
