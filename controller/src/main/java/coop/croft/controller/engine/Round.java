package coop.croft.controller.engine;

import coop.croft.controller.fleet.Answer;
import coop.croft.controller.fleet.Offer;
import coop.croft.controller.store.Database;
import coop.croft.core.manifest.Tree;
import coop.croft.core.os.Checkpoint;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One round: from a group of submissions to hosts that run what they ask for. */
final class Round {
  /** Steps at which a crash must do no harm. */
  enum Step {
    DRAFTED,
    STAGED,
    COMMITTED,
    WAVE_LIVE,
    LIVE
  }

  private static final Logger LOG = LoggerFactory.getLogger(Round.class);

  private final Engine engine;
  private final Suspects suspects;

  Round(Engine engine) {
    this.engine = engine;
    this.suspects = new Suspects(() -> new Attempt(engine.current(), engine.facts()));
  }

  /** Answers every submission of the group. */
  void run(List<Pending> group) throws InterruptedException {
    List<Pending> left = group;
    while (!left.isEmpty()) {
      long began = System.nanoTime();
      Attempt attempt = draft(left);
      engine.took(Watch.Part.DRAFT, began);
      if (attempt.accepted.isEmpty()) {
        return;
      }
      Checkpoint.reached("controller", Step.DRAFTED);
      left = decide(attempt);
    }
  }

  private Attempt draft(List<Pending> group) {
    Attempt attempt = new Attempt(engine.current(), engine.facts());
    for (Pending p : group) {
      Optional<Outcome> silenced = engine.silenced(p);
      if (silenced.isPresent()) {
        p.complete(silenced.get());
        continue;
      }
      Optional<String> late = engine.sequence.late(p.submission);
      if (late.isPresent()) {
        p.complete(new Outcome.Refused(List.of(new Complaint.Plain(late.get()))));
        continue;
      }
      p.say("checking");
      Optional<Wanted> wanted = attempt.wanted;
      Layout layout = attempt.layout;
      boolean whole = attempt.whole;
      switch (added(attempt, p)) {
        case Attempt.Added.Bad(List<Complaint> complaints) -> {
          // One at which a renderer failed may have come halfway.
          attempt.wanted = wanted;
          attempt.layout = layout;
          attempt.whole = whole;
          p.complete(new Outcome.Refused(complaints));
        }
        case Attempt.Added.Changes c -> {
          p.plan = p.waited.isPresent() ? c.plan() : engine.later.noted(p.submission, c.plan());
          p.waves = attempt.wanted.map(w -> new Waves(c.differences(), w.compiler().services()));
          p.kept = c.kept();
          p.takenDown = c.takenDown();
          if (Layout.sameTrees(layout, attempt.layout) && !attempt.asksForMore(wanted)) {
            engine.later.forget(p);
            p.complete(new Outcome.Nothing(p.plan));
          } else if (!p.submission.agreed() && Attempt.removes(c.plan())) {
            attempt.wanted = wanted;
            attempt.layout = layout;
            attempt.whole = whole;
            p.complete(new Outcome.Asks(p.plan));
          } else {
            attempt.accepted.add(p);
          }
        }
      }
    }
    return attempt;
  }

  /** A renderer that fails at one submission fails it alone, not those beside it. */
  private Attempt.Added added(Attempt attempt, Pending p) {
    try {
      return engine.evaluations.next(() -> attempt.add(p.submission));
    } catch (RuntimeException e) {
      LOG.error("{} cannot be put together", p.submission.about(), e);
      return new Attempt.Added.Bad(
          List.of(
              new Complaint.Plain(
                  "the controller cannot put this together, which is its own fault; nothing was"
                      + " changed, and its log tells an administrator why")));
    }
  }

  /**
   * Prepares, commits and makes live.
   *
   * @return those that must be tried again without the ones that were to blame
   */
  private List<Pending> decide(Attempt a) throws InterruptedException {
    SortedMap<String, Tree> trees = a.changedTrees();
    List<Layout.Difference> differences = a.differences();
    Wanted wanted = a.wanted.orElseThrow();
    Waves waves = new Waves(differences, wanted.compiler().services());
    Optional<String> missing = waves.moveWithout(engine.fleet::isReachable);
    if (missing.isPresent()) {
      return waiting(a, missing.get());
    }
    boolean counts =
        !trees.isEmpty()
            || a.base.wanted().map(b -> Attempt.programsDiffer(b, wanted)).orElse(true);
    long generation = counts ? engine.nextGeneration() : 0;
    Decision decision = new Decision(engine, a, generation, trees, differences, waves);
    SortedMap<String, Offer> offers = decision.offers();
    if (!offers.isEmpty()) {
      a.accepted.forEach(p -> p.say("checking on " + String.join(", ", offers.keySet())));
    }
    long began = System.nanoTime();
    SortedMap<String, Answer> answers =
        offers.isEmpty() ? new TreeMap<>() : engine.fleet.prepare(offers);
    engine.took(Watch.Part.PREPARE, began);
    Checkpoint.reached("controller", Step.STAGED);
    Blame blame = new Blame(a, answers, engine.secrets());
    if (blame.somebodyRefused()) {
      engine.fleet.endProposal();
      return refused(a, blame);
    }
    Optional<String> silent = waves.moveWithout(host -> !isBehind(answers, host));
    if (silent.isPresent()) {
      engine.fleet.endProposal();
      return waiting(a, silent.get());
    }
    try {
      decision.commit(checked(a, answers), false);
    } catch (Database.Unwritable e) {
      engine.fleet.endProposal();
      Complaint why = new Complaint.Plain(e.sentence() + "; nothing was changed");
      a.accepted.forEach(p -> p.complete(new Outcome.Refused(List.of(why))));
      return List.of();
    }
    Checkpoint.reached("controller", Step.COMMITTED);
    decision.tellHosts();
    began = System.nanoTime();
    SortedMap<String, Answer> results = goLive(a.accepted, answers, waves);
    engine.took(Watch.Part.LIVE, began);
    Checkpoint.reached("controller", Step.LIVE);
    Optional<String> failed = failed(results, waves);
    if (failed.isPresent() && a.base.wanted().isPresent()) {
      return undo(a, generation, failed.get(), results);
    } else {
      offers.keySet().forEach(engine.fleet::open);
      Instant published = engine.clock.instant();
      engine.departures.kept(k -> k.published(published));
      for (Pending p : a.accepted) {
        p.complete(new Outcome.Done(generation, p.plan, results, p.takenDown, ends(p, published)));
      }
    }
    return List.of();
  }

  /** When each host loses what moves away from it. */
  private static SortedMap<String, Instant> ends(Pending p, Instant published) {
    SortedMap<String, Instant> out = new TreeMap<>();
    for (Kept k : p.kept) {
      out.merge(k.piece().host(), k.published(published).due(), (a, b) -> a.isAfter(b) ? a : b);
    }
    return out;
  }

  /** Those that move something to the missing host wait for it; the others are tried again. */
  private List<Pending> waiting(Attempt a, String host) throws InterruptedException {
    List<Pending> movers =
        a.accepted.stream()
            .filter(p -> p.waves.flatMap(w -> w.moveWithout(h -> !h.equals(host))).isPresent())
            .toList();
    if (movers.isEmpty()) {
      // None moves anything alone: the one with which some of them do.
      movers = List.of(suspects.first(a.accepted, part -> moves(part, host)));
    }
    movers.forEach(p -> p.complete(waits(p, host)));
    return without(a.accepted, movers);
  }

  private static boolean moves(Attempt a, String host) {
    Waves waves = new Waves(a.differences(), a.wanted.orElseThrow().compiler().services());
    return waves.moveWithout(h -> !h.equals(host)).isPresent();
  }

  private static List<Pending> without(List<Pending> group, Collection<Pending> some) {
    return group.stream().filter(p -> !some.contains(p)).toList();
  }

  private Outcome waits(Pending p, String host) {
    boolean kept = p.waited.isPresent() || engine.later.canWait(p.submission);
    if (kept) {
      engine.later.keep(p, host);
    }
    return new Outcome.Waits(host, kept, p.plan);
  }

  private List<Pending> refused(Attempt a, Blame blame) throws InterruptedException {
    Set<Change.LetGo.Place> inTheWay =
        a.layout.kept().stream()
            .map(k -> new Change.LetGo.Place(k.piece().host(), k.piece().path()))
            .filter(blame::names)
            .collect(Collectors.toSet());
    if (!inTheWay.isEmpty()) {
      // What has moved away must not hold up what is here.
      List<Pending> again = new ArrayList<>(a.accepted);
      again.add(engine.departures.letGo(inTheWay));
      return again;
    }
    Map<Pending, List<Complaint>> guilty = blame.guilty();
    if (guilty.isEmpty()) {
      guilty = unnamed(a, blame);
    }
    guilty.forEach((p, complaints) -> p.complete(new Outcome.Refused(complaints)));
    return without(a.accepted, guilty.keySet());
  }

  /** Nothing in a host's words says whose it is: parts of the group are prepared, none decided. */
  private Map<Pending, List<Complaint>> unnamed(Attempt a, Blame whole)
      throws InterruptedException {
    List<Blame> refusals = new ArrayList<>(List.of(whole));
    Pending found =
        suspects.first(
            a.accepted,
            part -> {
              part.accepted.forEach(p -> p.say("looking for what a host refuses"));
              SortedMap<String, Tree> trees = part.changedTrees();
              if (trees.isEmpty()) {
                return false;
              }
              SortedMap<String, Offer> offers =
                  Decision.offers(engine, part, trees, engine.nextGeneration());
              Blame blame = new Blame(part, engine.fleet.prepare(offers), engine.secrets());
              engine.fleet.endProposal();
              if (blame.somebodyRefused()) {
                refusals.add(blame);
              }
              return blame.somebodyRefused();
            });
    Blame last = refusals.getLast();
    Map<Pending, List<Complaint>> named = last.guilty();
    return named.isEmpty() ? Map.of(found, last.unknown()) : named;
  }

  /** The hosts whose failure undoes the generation; what takes something back is not undone. */
  private static Set<String> checked(Attempt a, SortedMap<String, Answer> answers) {
    if (a.accepted.stream().anyMatch(p -> p.undoes)) {
      return Set.of();
    }
    return answers.entrySet().stream()
        .filter(e -> e.getValue() instanceof Answer.Staged)
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  /** Wave after wave; a wave that fails ends it. */
  private SortedMap<String, Answer> goLive(
      List<Pending> group, SortedMap<String, Answer> staged, Waves waves)
      throws InterruptedException {
    SortedMap<String, Answer> results = new TreeMap<>(staged);
    for (int wave = 0; wave < Waves.COUNT; wave++) {
      List<String> hosts = waves.hosts(wave, staged.keySet());
      List<String> ready = new ArrayList<>();
      for (String host : hosts) {
        if (staged.get(host) instanceof Answer.Staged) {
          ready.add(host);
        }
      }
      if (!ready.isEmpty()) {
        group.forEach(p -> p.say("making it live on " + String.join(", ", ready)));
        results.putAll(engine.fleet.goLive(ready));
        Checkpoint.reached("controller", Step.WAVE_LIVE);
      }
      if (failed(results, waves).isPresent()) {
        return results;
      }
      hosts.forEach(engine.fleet::open);
    }
    return results;
  }

  /**
   * The host because of which everything must go back: one whose daemons did not come up with it,
   * or one that should gain what others are about to lose and did not answer.
   */
  private static Optional<String> failed(SortedMap<String, Answer> results, Waves waves) {
    for (var e : results.entrySet()) {
      if (e.getValue() instanceof Answer.RolledBack || e.getValue() instanceof Answer.Refused) {
        return Optional.of(e.getKey());
      }
    }
    return waves.moveWithout(host -> !isBehind(results, host));
  }

  private static boolean isBehind(SortedMap<String, Answer> answers, String host) {
    return answers.get(host) instanceof Answer.Behind;
  }

  /**
   * Everything as before, under a new generation and higher serials.
   *
   * @return those that went back because of somebody else's and are tried again
   */
  private List<Pending> undo(
      Attempt a, long generation, String host, SortedMap<String, Answer> results)
      throws InterruptedException {
    Blame blame = new Blame(a, results, engine.secrets());
    Wanted before = a.base.wanted().orElseThrow();
    Attempt back = new Attempt(engine.current(), engine.facts());
    back.accepted.addAll(a.accepted);
    Keeping keeping = Keeping.just(a.base.layout().kept());
    back.layout =
        a.whole
            ? Layout.whole(a.layout, before, back.facts, keeping, back.blobs::put)
            : a.layout.update(
                before, a.touched(before, a.domains), back.facts, keeping, back.blobs::put);
    back.wanted = Optional.of(before);
    long restored = engine.nextGeneration();
    List<Layout.Difference> differences = Layout.differences(a.layout, back.layout);
    Waves waves = new Waves(differences, before.compiler().services());
    Decision decision =
        new Decision(engine, back, restored, back.changedTrees(), differences, waves);
    SortedMap<String, Offer> offers = decision.offers();
    SortedMap<String, Answer> answers = engine.fleet.prepare(offers);
    // What was live a moment ago is decided again whatever a host says: it has nothing better.
    decision.commit(Set.of(), true);
    decision.tellHosts();
    SortedMap<String, Answer> now = goLive(a.accepted, answers, waves);
    for (String h : offers.keySet()) {
      engine.fleet.open(h);
    }
    Collection<Pending> guilty = blame.guilty().keySet();
    for (Pending p : guilty.isEmpty() ? a.accepted : guilty) {
      p.complete(new Outcome.Undone(generation, restored, host, blame.reason(p), now));
    }
    return guilty.isEmpty() ? List.of() : without(a.accepted, guilty);
  }
}
