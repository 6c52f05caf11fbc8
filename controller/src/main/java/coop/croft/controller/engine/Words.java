package coop.croft.controller.engine;

import coop.croft.core.model.SourceId;
import coop.croft.core.plan.Plan;
import coop.croft.core.plan.Step;
import coop.croft.services.Facts;
import coop.croft.services.Service;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Plans in words. */
final class Words {
  private Words() {}

  /**
   * The plan for what differs. A file that has no sentence of its own accompanies another one; only
   * where a service has nothing else to say on a host does it get a sentence of ours.
   */
  static Plan plan(
      long base,
      List<Layout.Difference> differences,
      Draft.Result.Good made,
      Set<SourceId> programs,
      List<Kept> kept) {
    List<String> notes = new ArrayList<>(made.warnings());
    notes.addAll(notes(made.wanted(), programs, kept));
    return new Plan(base, steps(differences, made.wanted()), List.copyOf(notes));
  }

  /** The same for what was in force once. */
  static Plan plan(long base, List<Layout.Difference> differences, Wanted wanted) {
    return new Plan(base, steps(differences, wanted), List.of());
  }

  private static List<Step> steps(List<Layout.Difference> differences, Wanted wanted) {
    Map<String, Service> services = new LinkedHashMap<>();
    wanted.compiler().services().forEach(s -> services.put(s.name(), s));
    List<Step> steps = new ArrayList<>();
    Map<String, Step> silent = new LinkedHashMap<>();
    Set<String> spoken = new TreeSet<>();
    for (Layout.Difference d : differences) {
      Piece p = d.piece();
      String place = p.host() + " " + p.service();
      Optional<String> sentence =
          Optional.ofNullable(services.get(p.service()))
              .flatMap(s -> s.sentence(d.kind(), p.path()));
      if (sentence.isPresent()) {
        spoken.add(place);
        steps.add(new Step(p.host(), p.service(), p.path(), d.kind(), sentence.get()));
      } else {
        silent.putIfAbsent(
            place,
            new Step(
                p.host(),
                p.service(),
                p.path(),
                Step.Kind.CHANGE,
                "bring the files of " + p.service() + " up to date"));
      }
    }
    silent.forEach(
        (place, step) -> {
          if (!spoken.contains(place)) {
            steps.add(step);
          }
        });
    return List.copyOf(steps);
  }

  private static List<String> notes(Wanted wanted, Set<SourceId> programs, List<Kept> kept) {
    List<String> notes = new ArrayList<>();
    var world = wanted.world();
    Facts facts = wanted.issued().over(Facts.OFFLINE);
    for (SourceId id : programs) {
      Wanted.Held held = wanted.sources().get(id);
      if (held != null) {
        for (String domain : held.domains()) {
          Optional.ofNullable(world.units().get(domain))
              .ifPresent(
                  unit ->
                      wanted
                          .compiler()
                          .services()
                          .forEach(s -> notes.addAll(s.notes(unit, world, facts))));
        }
      }
    }
    for (Kept k : kept) {
      notes.add(
          k.piece().host()
              + " stops serving what moves of "
              + k.domain()
              + " only "
              + k.ttl().toSeconds()
              + " s after the new address is published: for so long the old one is remembered");
    }
    return notes.stream().distinct().toList();
  }

  /** For somebody whose turn has not come yet; makes sense when it is read aloud. */
  static String wait(Line.Ahead ahead, Optional<Duration> time) {
    List<String> before = new ArrayList<>();
    if (ahead.own() > 0) {
      before.add(count(ahead.own()) + " of yours");
    }
    if (ahead.others() > 0) {
      before.add((before.isEmpty() ? count(ahead.others()) : ahead.others()) + " of others");
    }
    String about = time.map(t -> " " + Pace.words(t)).orElse("");
    return before.isEmpty()
        ? "waiting" + about + " for the round that is under way"
        : "waiting"
            + about
            + ": "
            + String.join(" and ", before)
            + (ahead.own() + ahead.others() == 1 ? " is ahead" : " are ahead");
  }

  private static String count(int submissions) {
    return submissions + (submissions == 1 ? " submission" : " submissions");
  }

  /** For somebody who may not wait as well. */
  static String full(String what, Optional<Duration> time) {
    return "too many "
        + what
        + " wait already; nothing was changed, try again in "
        + time.map(Pace::words).orElse("a minute");
  }
}
