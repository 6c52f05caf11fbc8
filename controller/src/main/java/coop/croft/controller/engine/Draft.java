package coop.croft.controller.engine;

import coop.croft.core.manifest.Origin;
import coop.croft.core.model.Right;
import coop.croft.core.model.Rights;
import coop.croft.core.model.SourceId;
import coop.croft.lang.Code;
import coop.croft.lang.Diagnostic;
import coop.croft.lang.Language;
import coop.croft.lang.SourceText;
import coop.croft.lang.Warning;
import coop.croft.services.Compiler;
import coop.croft.services.Conflict;
import coop.croft.services.MemberSites;
import coop.croft.services.SiteFault;
import coop.croft.services.Unit;
import coop.croft.services.World;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a submission would make of what is wanted: only what it concerns is compiled and checked
 * again. Pure: nothing is decided here.
 */
final class Draft {
  /** What came of it. */
  sealed interface Result {
    /**
     * @param domains whose units came, went or may have changed
     * @param takenDown programs of others' submissions that cannot be without a revoked right
     * @param whole everything must be rendered again, not those domains alone
     * @param warnings of the programs that were handed in, each a sentence; of many how many more
     */
    record Good(
        Wanted wanted,
        Set<String> domains,
        Set<SourceId> takenDown,
        boolean whole,
        List<String> warnings)
        implements Result {}

    record Bad(List<Complaint> complaints) implements Result {}
  }

  private static final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient List<Complaint> complaints;

    Refusal(Complaints complaints) {
      this(complaints.list());
    }

    Refusal(List<Complaint> complaints) {
      super("refused", null, false, false);
      this.complaints = complaints;
    }
  }

  /** Nobody reads more. */
  private static final int MOST_WARNINGS = 20;

  private final Wanted from;
  private final Room room;
  private final SortedMap<SourceId, Wanted.Held> sources;
  private final NavigableMap<String, Unit> units;
  private final Set<SourceId> mustCompile = new TreeSet<>();
  private final Set<SourceId> own = new TreeSet<>();
  private final Set<SourceId> takenDown = new TreeSet<>();
  private final SortedSet<String> domains = new TreeSet<>();

  /** Members' names whose default may come or go. */
  private final Set<String> anew = new TreeSet<>();

  /** Those that a changed program asks for as it did before: they cost nothing more. */
  private final Set<String> unchanged = new TreeSet<>();

  /** Entered one after the other, and not looked at yet. */
  private final List<Change.OfRights> ofRights = new ArrayList<>();

  private final Complaints complaints = new Complaints();
  private final List<String> warnings = new ArrayList<>();
  private int moreWarnings;
  private List<SourceText> siteFiles;
  private Compiler compiler;
  private Rights rights;
  private Issued issued;
  private boolean whole;
  private boolean revokes;

  private Draft(Wanted from, Room room) {
    this.from = from;
    this.room = room;
    this.sources = new TreeMap<>(from.sources());
    this.units = new TreeMap<>(from.units());
    this.siteFiles = from.siteFiles();
    this.compiler = from.compiler();
    this.rights = from.rights();
    this.issued = from.issued();
  }

  static Result of(Wanted from, List<Change> changes) {
    return of(from, changes, Room.HERE);
  }

  /**
   * The same.
   *
   * @param room that programs have; what is in force may have outgrown it
   */
  static Result of(Wanted from, List<Change> changes, Room room) {
    try {
      return new Draft(from, room).make(changes);
    } catch (Refusal r) {
      return new Result.Bad(r.complaints);
    }
  }

  /** The very first site; there are no programs yet. */
  static Result first(List<SourceText> site, Rights rights) {
    try {
      Compiler compiler = load(site);
      Rights held = rights.in(compiler.site());
      Draft draft =
          new Draft(
              new Wanted(site, compiler, held, new TreeMap<>(), new TreeMap<>(), Issued.NOTHING),
              Room.HERE);
      draft.whole = true;
      return draft.make(List.of());
    } catch (Refusal r) {
      return new Result.Bad(r.complaints);
    }
  }

  private Result make(List<Change> changes) throws Refusal {
    for (Change change : changes) {
      enter(change);
    }
    reconsider();
    Map<SourceId, Made> compiled = compileAll();
    if (!complaints.isEmpty()) {
      throw new Refusal(complaints);
    }
    Map<SourceId, Made> back = back(compiled);
    replaceUnits(compiled);
    returnTo(compiled, back);
    List<Unit> defaults = complaints.isEmpty() ? addDefaults() : List.of();
    World world = world();
    checkTogether(compiled, defaults, world);
    if (!complaints.isEmpty()) {
      throw new Refusal(complaints);
    }
    warn(compiled, world);
    Wanted wanted = new Wanted(siteFiles, compiler, rights, sources, units, issued);
    return new Result.Good(wanted, domains, takenDown, whole, warnings());
  }

  private void enter(Change change) throws Refusal {
    if (!(change instanceof Change.OfRights)) {
      reconsider();
    }
    switch (change) {
      case Change.Put(SourceId id, SourceText text) -> {
        Wanted.Held old = sources.get(id);
        own.add(id);
        // The same text from another directory is the same program.
        if (old == null || old.keptOut() || !Arrays.equals(old.text().bytes(), text.bytes())) {
          sources.put(
              id,
              old == null
                  ? new Wanted.Held(text, 0, List.of(), Size.NOTHING)
                  : new Wanted.Held(text, 0, old.domains(), old.size()));
          mustCompile.add(id);
        }
      }
      case Change.Remove(SourceId id) -> {
        own.add(id);
        takeDown(id);
      }
      case Change.OfRights right -> ofRights.add(right);
      case Change.TakeSite(List<SourceText> files) -> {
        siteFiles = files;
        compiler = load(files);
        rights = rights.in(compiler.site());
        mustCompile.addAll(sources.keySet());
        whole = true;
      }
      case Change.LetGo l -> {}
      case Change.Certify c -> {
        issued = issued.with(c);
        domains.addAll(c.domains().stream().filter(units::containsKey).toList());
      }
      case Change.Renew(List<String> names, boolean rest) ->
          domains.addAll(names.stream().filter(units::containsKey).toList());
    }
  }

  private void takeDown(SourceId id) {
    Wanted.Held held = sources.remove(id);
    mustCompile.remove(id);
    if (held != null) {
      for (String domain : held.domains()) {
        units.remove(domain);
        domains.add(domain);
      }
    }
  }

  /**
   * Whose programs the changes of rights entered last may concern: who changes, and who held the
   * nearest name or path before or holds it then. Being a member may bring a name as well.
   */
  private void reconsider() {
    if (ofRights.isEmpty()) {
      return;
    }
    revokes |= ofRights.stream().anyMatch(c -> c instanceof Change.Revoke);
    Rights next = Holdings.after(rights, ofRights);
    Set<String> members = new TreeSet<>();
    ofRights.forEach(c -> members.add(c.member()));
    ofRights.clear();
    Set<Right> changed = new TreeSet<>();
    for (String member : members) {
      Set<Right> before = rights.of(member);
      Set<Right> held = next.of(member);
      held.stream().filter(r -> !before.contains(r)).forEach(changed::add);
      before.stream().filter(r -> !held.contains(r)).forEach(changed::add);
    }
    for (Right right : changed) {
      for (Rights r : List.of(rights, next)) {
        members.addAll(nearestHolders(right, r));
      }
    }
    rights = next;
    members.forEach(m -> compiler.site().nameOf(m).ifPresent(anew::add));
    sources.keySet().stream().filter(id -> members.contains(id.member())).forEach(mustCompile::add);
  }

  /** Who has what no nearer holder has; the other kinds of rights are held by themselves. */
  private static Set<String> nearestHolders(Right right, Rights in) {
    return switch (right.kind()) {
      case DOMAIN ->
          in.nearestHeld(right.value())
              .map(n -> in.holders(new Right(Right.Kind.DOMAIN, n)))
              .orElse(Set.of());
      case PATH ->
          in.nearestHeldPath(right.value())
              .map(n -> in.holders(new Right(Right.Kind.PATH, n)))
              .orElse(Set.of());
      case USER, GROUP, HOST, PORT, CERT, PRIV -> Set.of();
    };
  }

  private static Compiler load(List<SourceText> files) throws Refusal {
    try {
      return Compiler.load(files);
    } catch (Language.LibraryFault f) {
      throw new Refusal(atPlaces(files, f.diagnostics()));
    } catch (SiteFault f) {
      throw new Refusal(atPlaces(files, f.diagnostics()));
    }
  }

  private static List<Complaint> atPlaces(List<SourceText> files, List<Diagnostic> diagnostics) {
    List<Complaint> out = new ArrayList<>();
    for (Diagnostic d : diagnostics) {
      out.add(
          files.stream()
              .filter(f -> f.file().equals(d.span().file()))
              .findFirst()
              .<Complaint>map(f -> new Complaint.AtPlace(f, d))
              .orElseGet(() -> new Complaint.Plain(d.span() + ": " + d.message())));
    }
    return out;
  }

  /**
   * @param odd what the checker warned of
   */
  private record Made(List<Unit> units, Size size, List<Warning> odd) {}

  /**
   * One after the other, those that were handed in first: what one takes to compile is bounded,
   * what many take at once is not, nor are the errors of many.
   */
  private Map<SourceId, Made> compileAll() {
    Map<SourceId, Made> out = new TreeMap<>();
    List<SourceId> submitted = mustCompile.stream().filter(own::contains).toList();
    Tally tally = new Tally(room, compiler.site().contact(), from.sources(), changed(submitted));
    for (SourceId id : submitted) {
      if (isFull()) {
        return out;
      }
      Optional<Made> made = compile(id);
      if (made.isPresent()) {
        if (complaints.isEmpty()) {
          out.put(id, made.get());
        }
        Optional<Diagnostic> much =
            tally.add(id, held(id).text(), made.get().units(), made.get().size());
        if (much.isPresent()) {
          refused(id, held(id).text(), List.of(much.get()));
          return out;
        }
      }
    }
    for (SourceId id : List.copyOf(mustCompile)) {
      if (own.contains(id)) {
        continue;
      }
      if (isFull()) {
        return out;
      }
      compile(id).ifPresent(made -> out.put(id, made));
    }
    return out;
  }

  /** Whether nobody would read what else is wrong. */
  private boolean isFull() {
    if (complaints.isFull()) {
      complaints.leaveRest();
    }
    return complaints.isFull();
  }

  /** Those, and what is taken down. */
  private Set<SourceId> changed(List<SourceId> submitted) {
    Set<SourceId> out = new TreeSet<>(from.sources().keySet());
    out.removeAll(sources.keySet());
    out.addAll(submitted);
    return out;
  }

  private Optional<Made> compile(SourceId id) {
    SourceText text = held(id).text();
    Compiler.Measured measured = compiler.measure(id, text, rights);
    return switch (measured.compiled()) {
      case Compiler.Compiled.Units(List<Unit> made) -> {
        Size size = Size.of(text, made, measured.text());
        yield Optional.of(new Made(made, size, measured.warnings()));
      }
      case Compiler.Compiled.Refused(List<Diagnostic> diagnostics) -> {
        refused(id, text, diagnostics);
        yield Optional.empty();
      }
    };
  }

  private void warn(Map<SourceId, Made> compiled, World world) {
    compiled.forEach(
        (id, made) -> {
          if (own.contains(id)) {
            compiler.warnings(made.odd(), made.units(), world).forEach(this::warn);
          }
        });
  }

  private void warn(Warning found) {
    if (warnings.size() < MOST_WARNINGS) {
      warnings.add(found.sentence());
    } else {
      moreWarnings++;
    }
  }

  private List<String> warnings() {
    List<String> all = new ArrayList<>(warnings);
    if (moreWarnings > 0) {
      all.add("and " + moreWarnings + (moreWarnings == 1 ? " more warning" : " more warnings"));
    }
    return List.copyOf(all);
  }

  private Wanted.Held held(SourceId id) {
    return Optional.ofNullable(sources.get(id)).orElseThrow();
  }

  private void refused(SourceId id, SourceText text, List<Diagnostic> diagnostics) {
    if (own.contains(id)) {
      diagnostics.forEach(d -> complaints.add(new Complaint.AtPlace(text, d)));
    } else if (held(id).keptOut()) {
      // It goes on asking for nothing, and stands in nobody's way.
      return;
    } else if (revokes) {
      takeDown(id);
      takenDown.add(id);
    } else {
      Diagnostic first = diagnostics.getFirst();
      complaints.add(
          new Complaint.Plain(
              "the program " + id + " would no longer be right: " + first.message()));
    }
  }

  /** Takes out what was kept out and is right now. */
  private Map<SourceId, Made> back(Map<SourceId, Made> compiled) {
    Map<SourceId, Made> out = new TreeMap<>(compiled);
    out.keySet().removeIf(id -> !held(id).keptOut());
    compiled.keySet().removeAll(out.keySet());
    return out;
  }

  /** What was kept out comes back, unless another program has one of its domains by now. */
  private void returnTo(Map<SourceId, Made> compiled, Map<SourceId, Made> back) {
    back.forEach(
        (id, made) -> {
          if (made.units().stream().noneMatch(u -> isTaken(u.domain(), id))) {
            replaceUnits(Map.of(id, made));
            compiled.put(id, made);
          }
        });
  }

  private boolean isTaken(String domain, SourceId by) {
    Unit standing = units.get(domain);
    return standing != null && !standing.source().equals(by) && !MemberSites.isDefault(standing);
  }

  private void replaceUnits(Map<SourceId, Made> compiled) {
    Map<String, Unit> before = new HashMap<>();
    compiled.forEach(
        (id, made) -> {
          for (String domain : held(id).domains()) {
            Optional.ofNullable(units.remove(domain)).ifPresent(u -> before.put(domain, u));
          }
        });
    compiled.forEach(
        (id, made) -> {
          for (Unit unit : made.units()) {
            if (isTaken(unit.domain(), id)) {
              compiler.conflicts(unit, world()).forEach(c -> complain(unit, c));
            } else {
              units.put(unit.domain(), unit);
              if (sameWorld() && unit.equals(before.get(unit.domain()))) {
                before.remove(unit.domain());
                unchanged.add(unit.domain());
              } else {
                domains.add(unit.domain());
              }
            }
          }
          List<String> names = made.units().stream().map(Unit::domain).toList();
          sources.put(id, new Wanted.Held(held(id).text(), held(id).since(), names, made.size()));
        });
    domains.addAll(before.keySet());
  }

  /**
   * What is there by itself: of members who are new or hold something else now, where a program has
   * just left room for it, and of all if the site may say it otherwise now.
   *
   * @return those that were not there before, or not so
   */
  private List<Unit> addDefaults() {
    Set<String> candidates = new TreeSet<>(anew);
    candidates.addAll(domains);
    if (whole) {
      candidates.addAll(MemberSites.domains(compiler.site(), rights));
      units.values().stream()
          .filter(MemberSites::isDefault)
          .map(Unit::domain)
          .forEach(candidates::add);
    }
    Map<String, Unit> before = new HashMap<>();
    for (String domain : candidates) {
      Optional.ofNullable(units.get(domain))
          .filter(MemberSites::isDefault)
          .ifPresent(u -> before.put(domain, u));
    }
    units.keySet().removeAll(before.keySet());
    candidates.removeAll(units.keySet());
    List<Unit> out = new ArrayList<>();
    switch (MemberSites.of(compiler, rights, candidates)) {
      case MemberSites.Made.Bad(String why) -> complaints.add(new Complaint.Plain(why));
      case MemberSites.Made.Good(List<Unit> made) -> {
        for (Unit unit : made) {
          units.put(unit.domain(), unit);
          if (whole || !unit.equals(before.remove(unit.domain()))) {
            domains.add(unit.domain());
            out.add(unit);
          }
        }
      }
    }
    domains.addAll(before.keySet());
    return out;
  }

  /** Whether units stand in the same site and under the same rights as before. */
  private boolean sameWorld() {
    return compiler == from.compiler() && rights == from.rights();
  }

  private World world() {
    return new World(compiler.site(), rights, units);
  }

  /** What only shows beside other programs. */
  private void checkTogether(Map<SourceId, Made> compiled, List<Unit> defaults, World world) {
    if (!complaints.isEmpty()) {
      return;
    }
    Set<String> looked = new TreeSet<>();
    List<List<Unit>> all = new ArrayList<>(compiled.values().stream().map(Made::units).toList());
    all.add(defaults);
    for (List<Unit> made : all) {
      for (Unit unit : made) {
        if (unchanged.contains(unit.domain())) {
          continue;
        }
        if (isFull()) {
          return;
        }
        looked.add(unit.domain());
        compiler.conflicts(unit, world).forEach(c -> complain(unit, c));
        compiler.faults(unit, world).forEach(d -> complain(unit, d));
      }
    }
    Map<String, Unit> neighbours = new HashMap<>();
    for (String domain : domains) {
      for (String other : compiler.affected(domain, world)) {
        Unit unit = world.units().get(other);
        if (unit != null && !looked.contains(other)) {
          neighbours.put(other, unit);
        }
      }
    }
    for (Unit unit : neighbours.values()) {
      if (isFull()) {
        return;
      }
      compiler.faults(unit, world).forEach(d -> complain(unit, d));
    }
  }

  private void complain(Unit unit, Conflict conflict) {
    boolean refused = conflict.refused().source().equals(unit.source());
    Origin mine = refused ? conflict.refused() : conflict.standing();
    Origin other = refused ? conflict.standing() : conflict.refused();
    complain(
        unit,
        MemberSites.isDefault(other.source())
            ? Diagnostic.of(mine.span(), Code.CONFLICT, conflict.message(), MemberSites.REMEDY)
            : Diagnostic.of(mine.span(), Code.CONFLICT, conflict.message()));
  }

  private void complain(Unit unit, Diagnostic d) {
    SourceId id = unit.source();
    if (own.contains(id)) {
      complaints.add(new Complaint.AtPlace(held(id).text(), d));
    } else {
      String what =
          MemberSites.isDefault(id)
              ? unit.domain() + ", which is there by itself"
              : "the program " + id;
      complaints.add(new Complaint.Plain("it does not go with " + what + ": " + d.message()));
    }
  }
}
