package coop.croft.controller.engine;

import coop.croft.core.manifest.Hash;
import coop.croft.core.manifest.Tree;
import coop.croft.core.model.SourceId;
import coop.croft.core.plan.Plan;
import coop.croft.core.plan.Step;
import coop.croft.core.wire.Agents;
import coop.croft.lang.SourceText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Submissions put together, one after the other, into what the next generation would be. One that
 * cannot be is answered at once and leaves no trace in the others.
 */
final class Attempt {
  final Current base;
  final PublishedFacts facts;
  final Map<Hash, byte[]> blobs = new ConcurrentHashMap<>();
  final List<Pending> accepted = new ArrayList<>();
  final Set<String> domains = new TreeSet<>();
  private final List<Layout.Difference> renewed = new ArrayList<>();
  Optional<Wanted> wanted;
  Layout layout;
  boolean whole;

  Attempt(Current base, PublishedFacts facts) {
    this.base = base;
    this.facts = facts;
    this.wanted = base.wanted();
    this.layout = base.layout();
  }

  /** What one more submission would change. */
  sealed interface Added {
    /**
     * @param kept what hosts go on having for a while because of it
     * @param warnings of its programs, each a sentence; the plan notes them, too
     */
    record Changes(
        Plan plan,
        List<Layout.Difference> differences,
        Set<SourceId> takenDown,
        List<Kept> kept,
        List<String> warnings)
        implements Added {}

    record Bad(List<Complaint> complaints) implements Added {}
  }

  /** Adds a submission. */
  Added add(Submission s) {
    List<Complaint> stale = stale(s);
    if (!stale.isEmpty()) {
      return new Added.Bad(stale);
    }
    return switch (draft(s.changes())) {
      case Draft.Result.Bad(List<Complaint> complaints) -> new Added.Bad(complaints);
      case Draft.Result.Good good -> {
        Layout before = layout;
        Layout rendered;
        Set<String> touched = Set.of();
        List<Layout.Difference> differences;
        Keeping keeping = Keeping.moving(wanted, good.wanted(), facts.now(), letGo(s));
        if (good.whole()) {
          rendered = Layout.whole(layout, good.wanted(), facts, keeping, blobs::put);
          differences = Layout.differences(before, rendered);
        } else {
          touched = touched(good.wanted(), good.domains());
          rendered = layout.update(good.wanted(), touched, facts, keeping, blobs::put);
          differences = new ArrayList<>(Layout.differences(before, rendered, touched));
        }
        List<Complaint> tooLarge = tooLarge(differences);
        if (!tooLarge.isEmpty()) {
          yield new Added.Bad(tooLarge);
        }
        layout = rendered;
        if (!good.whole()) {
          differences.addAll(renew(s, touched));
          domains.addAll(touched);
        }
        wanted = Optional.of(good.wanted());
        whole |= good.whole();
        Set<SourceId> programs = new TreeSet<>(s.programs());
        Set<Kept> had = new HashSet<>(before.kept());
        List<Kept> kept = layout.kept().stream().filter(k -> !had.contains(k)).toList();
        yield new Added.Changes(
            Words.plan(base.generation(), differences, good, programs, kept),
            differences,
            good.takenDown(),
            kept,
            good.warnings());
      }
    };
  }

  /** Files that no host takes: it could not go on to anything that comes later. */
  private static List<Complaint> tooLarge(List<Layout.Difference> differences) {
    List<Complaint> out = new ArrayList<>();
    for (Layout.Difference d : differences) {
      d.after()
          .filter(p -> p.size() > Agents.Blobs.MOST_BYTES)
          .ifPresent(p -> out.add(new Complaint.Plain(tooLarge(d.domain(), p))));
    }
    return out;
  }

  private static String tooLarge(Optional<String> domain, Piece p) {
    return "%s asks for too much: its file %s would have %d bytes on %s, more than the %d that a host takes; divide it into several domains, or ask for less"
        .formatted(
            domain.orElse("the site"), p.path(), p.size(), p.host(), Agents.Blobs.MOST_BYTES);
  }

  private static Set<Change.LetGo.Place> letGo(Submission s) {
    Set<Change.LetGo.Place> out = new HashSet<>();
    for (Change change : s.changes()) {
      if (change instanceof Change.LetGo(Set<Change.LetGo.Place> places)) {
        out.addAll(places);
      }
    }
    return out;
  }

  private Draft.Result draft(List<Change> changes) {
    if (wanted.isPresent()) {
      return Draft.of(wanted.get(), changes);
    }
    for (Change change : changes) {
      if (change instanceof Change.TakeSite(List<SourceText> files)) {
        return Draft.first(files, base.rights());
      }
    }
    return new Draft.Result.Bad(List.of(new Complaint.Plain(Engine.NO_SITE)));
  }

  /** What hosts have otherwise than it was rendered, from now on as it was. */
  private List<Layout.Difference> renew(Submission s, Set<String> touched) {
    List<Layout.Difference> out = new ArrayList<>();
    for (Change change : s.changes()) {
      if (change instanceof Change.Renew(List<String> names, boolean rest)) {
        Renewal renewal = Renewal.of(layout, touched, rest, blobs::put);
        layout = renewal.layout();
        out.addAll(renewal.differences());
      }
    }
    renewed.addAll(out);
    return out;
  }

  /** Those domains, and those whose fragments depend on them, before or after. */
  Set<String> touched(Wanted next, Set<String> changed) {
    Set<String> out = new TreeSet<>(changed);
    for (String domain : changed) {
      wanted.ifPresent(w -> out.addAll(w.compiler().affected(domain, w.world())));
      out.addAll(next.compiler().affected(domain, next.world()));
    }
    return out;
  }

  private List<Complaint> stale(Submission s) {
    if (s.base().isEmpty() || wanted.isEmpty()) {
      return List.of();
    }
    long base = s.base().getAsLong();
    for (SourceId id : s.programs()) {
      Wanted.Held held = wanted.get().sources().get(id);
      if (held != null && (held.since() > base || held.since() == 0)) {
        return List.of(
            new Complaint.Plain(
                "the program " + id.name() + " has changed since this plan was made; plan again"));
      }
    }
    return List.of();
  }

  /** The domains that those programs configure, now or then. */
  Set<String> domainsOf(List<SourceId> programs) {
    Set<String> out = new TreeSet<>();
    for (Optional<Wanted> w : List.of(base.wanted(), wanted)) {
      for (SourceId id : programs) {
        w.map(x -> x.sources().get(id)).ifPresent(held -> out.addAll(held.domains()));
      }
    }
    return out;
  }

  /** How the hosts' files differ from what was decided. */
  List<Layout.Difference> differences() {
    List<Layout.Difference> out =
        new ArrayList<>(
            whole
                ? Layout.differences(base.layout(), layout)
                : Layout.differences(base.layout(), layout, domains));
    out.addAll(renewed);
    return out;
  }

  /** Whether a program, a right, a certificate or the site's own files differ from before. */
  boolean asksForMore(Optional<Wanted> before) {
    if (wanted.isEmpty()) {
      return false;
    }
    if (before.isEmpty()) {
      return true;
    }
    Wanted a = before.get();
    Wanted b = wanted.get();
    return programsDiffer(a, b) || !sameRights(a, b) || !a.issued().equals(b.issued());
  }

  static boolean programsDiffer(Wanted a, Wanted b) {
    return !a.sources().equals(b.sources()) || !sameFiles(a.siteFiles(), b.siteFiles());
  }

  static boolean sameRights(Wanted a, Wanted b) {
    return a.rights() == b.rights()
        || (a.rights().members().equals(b.rights().members())
            && a.rights().members().stream()
                .allMatch(m -> a.rights().of(m).equals(b.rights().of(m))));
  }

  private static boolean sameFiles(List<SourceText> a, List<SourceText> b) {
    if (a.size() != b.size()) {
      return false;
    }
    for (int i = 0; i < a.size(); i++) {
      if (!a.get(i).file().equals(b.get(i).file())
          || !Arrays.equals(a.get(i).bytes(), b.get(i).bytes())) {
        return false;
      }
    }
    return true;
  }

  static boolean removes(Plan plan) {
    return plan.count(Step.Kind.REMOVE) > 0;
  }

  /** What each host is to have that is to have something else than now. */
  SortedMap<String, Tree> changedTrees() {
    SortedMap<String, Tree> out = new TreeMap<>();
    layout
        .trees()
        .forEach(
            (host, tree) -> {
              Tree old = base.layout().trees().getOrDefault(host, Tree.EMPTY);
              if (!old.root().equals(tree.root())) {
                out.put(host, tree);
              }
            });
    return out;
  }
}
