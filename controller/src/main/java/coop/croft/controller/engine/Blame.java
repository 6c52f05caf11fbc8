package coop.croft.controller.engine;

import coop.croft.controller.fleet.Answer;
import coop.croft.core.manifest.Origin;
import coop.croft.core.model.SourceId;
import coop.croft.core.wire.Agents;
import coop.croft.lang.Code;
import coop.croft.lang.Diagnostic;
import coop.croft.services.Unit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Supplier;

/**
 * Whose line it is that a host's daemon refused. What is asked of it is looked up once, and only if
 * it is asked: it may be asked for each of many submissions, and a site has many files.
 */
final class Blame {
  private record Case(String host, Agents.Refusal refusal) {
    Change.LetGo.Place place() {
      return new Change.LetGo.Place(host, refusal.path());
    }
  }

  /**
   * What fills a place that a host refused.
   *
   * @param domain from whose unit it stems, if it does
   */
  private record Filling(Optional<String> domain, Piece piece) {}

  private final Attempt attempt;
  private final Map<String, String> secrets;
  private final List<Case> cases = new ArrayList<>();
  private final List<String> silent = new ArrayList<>();
  private final Set<Change.LetGo.Place> refused = new HashSet<>();

  /** By host and path. */
  private final Supplier<Map<String, Map<String, List<Filling>>>> fillings =
      once(this::findFillings);

  private final Supplier<Map<Pending, List<Complaint>>> guilty = once(this::findGuilty);
  private final Supplier<List<Complaint>> unknown = once(this::findUnknown);

  Blame(Attempt attempt, SortedMap<String, Answer> answers, Map<String, String> secrets) {
    this.attempt = attempt;
    this.secrets = secrets;
    answers.forEach(
        (host, answer) -> {
          switch (answer) {
            case Answer.Refused(List<Agents.Refusal> refusals) -> add(host, refusals);
            case Answer.RolledBack(List<Agents.Refusal> refusals) -> add(host, refusals);
            case Answer.Behind(String why) -> silent.add(host + " " + why);
            case Answer.Staged s -> {}
            case Answer.Live l -> {}
          }
        });
  }

  private void add(String host, List<Agents.Refusal> refusals) {
    if (refusals.isEmpty()) {
      cases.add(new Case(host, new Agents.Refusal("", "", 0, "refused without a reason")));
    }
    for (Agents.Refusal r : refusals) {
      Case one = new Case(host, r);
      cases.add(one);
      refused.add(one.place());
    }
  }

  private static <T> Supplier<T> once(Supplier<T> made) {
    return new Supplier<>() {
      private Optional<T> kept = Optional.empty();

      @Override
      public T get() {
        T now = kept.orElseGet(made);
        kept = Optional.of(now);
        return now;
      }
    };
  }

  /** Whether a host refused that very file. */
  boolean names(Change.LetGo.Place place) {
    return refused.contains(place);
  }

  boolean somebodyRefused() {
    return !cases.isEmpty();
  }

  /** A program with a line that a host refused, and whose files those are. */
  record Guilty(SourceId program, String service) {}

  /** The programs with a refused line, whoever handed them in. */
  Set<Guilty> programs() {
    Set<Guilty> out = new LinkedHashSet<>();
    for (Case c : cases) {
      piece(c)
          .ifPresent(
              piece -> origin(c).ifPresent(o -> out.add(new Guilty(o.source(), piece.service()))));
    }
    return out;
  }

  /** The submissions that brought a refused line, with what to tell their owners. */
  Map<Pending, List<Complaint>> guilty() {
    return guilty.get();
  }

  private Map<Pending, List<Complaint>> findGuilty() {
    Map<Pending, List<Complaint>> out = new LinkedHashMap<>();
    for (Case c : cases) {
      Optional<Origin> origin = origin(c);
      if (origin.isPresent()) {
        for (Pending p : attempt.accepted) {
          if (p.programs.contains(origin.get().source())) {
            complaint(c, origin.get())
                .ifPresent(x -> out.computeIfAbsent(p, k -> new ArrayList<>()).add(x));
          }
        }
      }
    }
    return out;
  }

  private Optional<Complaint> complaint(Case c, Origin origin) {
    return attempt
        .wanted
        .map(w -> w.sources().get(origin.source()))
        .map(
            held ->
                new Complaint.AtPlace(
                    held.text(),
                    Diagnostic.of(
                        origin.span(),
                        Code.INVALID_VALUE,
                        c.refusal().service()
                            + " on "
                            + c.host()
                            + " refuses this: "
                            + shown(c.refusal().message()))));
  }

  /** The line of the program, else the first line of the unit from which the file stems. */
  private Optional<Origin> origin(Case c) {
    return piece(c).flatMap(p -> p.lines().at(c.refusal().line()).or(() -> unitOf(c, p)));
  }

  /** What was to fill the place, else what fills it now. */
  private Optional<Piece> piece(Case c) {
    return fillings(c).stream().map(Filling::piece).findFirst();
  }

  private Optional<Origin> unitOf(Case c, Piece piece) {
    return fillings(c).stream()
        .filter(f -> f.piece().equals(piece))
        .flatMap(f -> f.domain().stream())
        .findFirst()
        .flatMap(domain -> attempt.wanted.map(w -> w.units().get(domain)))
        .map(Blame::opening);
  }

  private List<Filling> fillings(Case c) {
    return fillings
        .get()
        .getOrDefault(c.host(), Map.of())
        .getOrDefault(c.refusal().path(), List.of());
  }

  /** One look at all pieces: those that were to be first. */
  private Map<String, Map<String, List<Filling>>> findFillings() {
    Map<String, Map<String, List<Filling>>> out = new HashMap<>();
    for (Change.LetGo.Place place : refused) {
      out.computeIfAbsent(place.host(), h -> new HashMap<>()).put(place.path(), new ArrayList<>());
    }
    for (Layout layout : List.of(attempt.layout, attempt.base.layout())) {
      layout.visit(
          (domain, piece) -> {
            List<Filling> there = out.getOrDefault(piece.host(), Map.of()).get(piece.path());
            if (there != null) {
              there.add(new Filling(domain, piece));
            }
          });
    }
    return out;
  }

  private static Origin opening(Unit unit) {
    return unit.resources().getFirst().origin();
  }

  /** Why the owner of a submission that went back has to hear so. */
  List<Complaint> reason(Pending p) {
    Map<Pending, List<Complaint>> guilty = guilty();
    return guilty.isEmpty() ? unknown() : guilty.getOrDefault(p, others());
  }

  /** What to tell when no submission in the round brought the line. */
  List<Complaint> unknown() {
    return unknown.get();
  }

  private List<Complaint> findUnknown() {
    List<Complaint> out = new ArrayList<>();
    for (Case c : cases) {
      out.add(
          new Complaint.Plain(
              c.refusal().service()
                  + " on "
                  + c.host()
                  + " refuses the change: "
                  + foreign(c).orElseGet(() -> shown(c.refusal().message()))));
    }
    silent.forEach(s -> out.add(new Complaint.Plain(s)));
    return out;
  }

  /** A message about somebody else's program is not for the submitter. */
  private Optional<String> foreign(Case c) {
    Optional<SourceId> owner = origin(c).map(Origin::source);
    boolean own =
        owner
            .map(id -> attempt.accepted.stream().anyMatch(p -> p.programs.contains(id)))
            .orElse(true);
    return own ? Optional.empty() : owner.map(id -> "the program " + id + " stands against it");
  }

  /** What to tell those whose submissions went back because of somebody else's. */
  List<Complaint> others() {
    return List.of(
        new Complaint.Plain(
            "another change in the same generation failed and all went back; apply again"));
  }

  /** A daemon's words without any secret of the site. */
  private String shown(String message) {
    String out = message;
    for (var e : secrets.entrySet()) {
      out = out.replace(e.getValue(), "<secret " + e.getKey() + ">");
    }
    return out;
  }
}
