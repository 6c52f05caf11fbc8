package coop.croft.controller.engine;

import coop.croft.controller.audit.Audit;
import coop.croft.controller.fleet.Fleet;
import coop.croft.controller.store.Notices;
import coop.croft.controller.store.Waiting;
import coop.croft.core.model.SourceId;
import coop.croft.core.plan.Plan;
import coop.croft.lang.SourceText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Changes that move something to a host that cannot be reached. They are kept in the store and
 * submitted again, as whoever asked for them, when the host is heard; rights and everything else
 * are checked then as for any other submission. Only the engine's thread writes here.
 */
final class Later {
  /** What waits of a member, counted as {@link Size#text}: what one call brings, and a little. */
  static final long MOST = 5_000_000;

  /** What waits of all members: all of it is read again and again. */
  static final long MOST_OF_ALL = 20_000_000;

  private final Engine engine;

  /** By a change's number, when it was last found that it must wait ({@link System#nanoTime}). */
  private final Map<Long, Long> asked = new HashMap<>();

  private final long started = System.nanoTime();

  Later(Engine engine) {
    this.engine = engine;
  }

  /** Whether a submission can be kept: one of members' programs alone, for which there is room. */
  boolean canWait(Submission s) {
    return !s.actor().equals(Engine.CONTROLLER)
        && s.changes().stream().allMatch(c -> c instanceof Change.Put)
        && hasRoom(
            programs(s),
            engine.db.read(Waiting::all).stream().map(Waiting.Change::programs).toList());
  }

  /** Beside what waits already, but for what they would come in the place of. */
  static boolean hasRoom(
      NavigableMap<SourceId, SourceText> programs,
      List<NavigableMap<SourceId, SourceText>> waiting) {
    List<NavigableMap<SourceId, SourceText>> all = new ArrayList<>(List.of(programs));
    waiting.stream()
        .filter(other -> Collections.disjoint(other.keySet(), programs.keySet()))
        .forEach(all::add);
    Map<String, Long> byMember = new HashMap<>();
    for (NavigableMap<SourceId, SourceText> some : all) {
      some.forEach(
          (id, text) -> byMember.merge(id.member(), Size.of(text, List.of(), 0).text(), Long::sum));
    }
    return programs.keySet().stream().allMatch(id -> byMember.getOrDefault(id.member(), 0L) <= MOST)
        && byMember.values().stream().mapToLong(Long::longValue).sum() <= MOST_OF_ALL;
  }

  /** Keeps a submission until a host is back, in place of what waited of the same programs. */
  void keep(Pending p, String host) {
    Submission s = p.submission;
    long number =
        engine.db.write(
            h -> {
              if (p.waited.isPresent()) {
                Waiting.awaits(h, p.waited.getAsLong(), host);
                return p.waited.getAsLong();
              }
              Notices.forget(h, s.programs());
              Audit.append(
                  h,
                  engine.clock.instant(),
                  new Audit.Entry(s.actor(), s.via(), s.verb(), s.about(), "waits for " + host),
                  Traces.concerns(s.about(), programs(s).keySet()));
              return Waiting.add(
                  h,
                  new Waiting.Change(
                      0,
                      s.actor(),
                      s.via(),
                      s.verb(),
                      s.about(),
                      host,
                      engine.clock.instant(),
                      programs(s)));
            });
    asked.put(number, System.nanoTime());
  }

  private static NavigableMap<SourceId, SourceText> programs(Submission s) {
    NavigableMap<SourceId, SourceText> out = new TreeMap<>();
    for (Change change : s.changes()) {
      if (change instanceof Change.Put(SourceId id, SourceText text)) {
        out.put(id, text);
      }
    }
    return out;
  }

  /** The plan with a word on what it replaces and, if so, that it has to wait itself. */
  Plan noted(Submission s, Plan plan) {
    List<String> notes = new ArrayList<>(plan.notes());
    for (Waiting.Change c : engine.db.read(Waiting::all)) {
      if (s.programs().stream().anyMatch(c.programs()::containsKey)) {
        notes.add("what waits for " + c.host() + " (" + c.about() + ") is given up for this");
      }
    }
    return new Plan(plan.base(), plan.steps(), List.copyOf(notes));
  }

  /** What an owner's change of programs ends: it counts from now on, and was seen to. */
  void forget(Pending p) {
    List<SourceId> ids = p.submission.programs();
    if (!ids.isEmpty()) {
      engine.db.write(
          h -> {
            p.decided.with(h, 0);
            return 0;
          });
    }
  }

  /** The changes whose host was heard since it was missed. */
  List<Pending> ready() {
    List<Waiting.Change> all = engine.db.read(Waiting::all);
    asked.keySet().retainAll(all.stream().map(Waiting.Change::number).collect(Collectors.toSet()));
    Fleet fleet = engine.fleet;
    return all.stream()
        .filter(c -> fleet.isHeardAfter(c.host(), asked.getOrDefault(c.number(), started)))
        .map(this::pending)
        .toList();
  }

  private Pending pending(Waiting.Change c) {
    List<Change> changes = new ArrayList<>();
    c.programs().forEach((id, text) -> changes.add(new Change.Put(id, text)));
    Submission s =
        Submission.agreedTo(c.actor(), c.via(), c.verb(), c.about(), changes, sentence -> {});
    Pending p = new Pending(s);
    p.waited = OptionalLong.of(c.number());
    p.ended =
        outcome -> {
          // If not even its end can be written down, it is tried again when the host is heard.
          asked.put(c.number(), System.nanoTime());
          ended(c, outcome.orElse(null));
        };
    return p;
  }

  /** Nobody is there to hear it: what did not come about is told by {@code status}. */
  private void ended(Waiting.Change c, @Nullable Outcome outcome) {
    switch (outcome) {
      case null -> {
        // The engine is stopping, or failed and said so in its log.
        if (!engine.isClosed()) {
          tell(c, "refused", "the controller failed");
        }
      }
      case Outcome.Refused(List<Complaint> complaints) ->
          tell(c, "refused", Complaint.sentences(complaints));
      case Outcome.Undone undone ->
          tell(
              c,
              "undone by generation " + undone.restored(),
              "undone everywhere by generation "
                  + undone.restored()
                  + ": "
                  + Complaint.sentences(undone.complaints()));
      case Outcome.Nothing n -> {}
      case Outcome.Waits w -> {}
      case Outcome.Done d -> {}
      case Outcome.Withdrawn w -> throw new IllegalStateException("nobody waits in line for it");
      case Outcome.Asks a -> throw new IllegalStateException("it was agreed to");
      case Outcome.Planned p -> throw new IllegalStateException("an apply is not only planned");
    }
  }

  private void tell(Waiting.Change c, String outcome, String why) {
    engine.db.write(
        h -> {
          Waiting.forget(h, c.programs().keySet());
          for (SourceId id : c.programs().keySet()) {
            Notices.put(
                h,
                id,
                engine.clock.instant(),
                "the change that waited for " + c.host() + " was not made: " + why);
          }
          Audit.append(
              h,
              engine.clock.instant(),
              new Audit.Entry(c.actor(), c.via(), c.verb(), c.about(), outcome),
              Traces.concerns(c.about(), c.programs().keySet()));
          return 0;
        });
  }
}
