package coop.croft.services;

import coop.croft.core.manifest.Fragment;
import coop.croft.core.manifest.Origin;
import coop.croft.core.model.Host;
import coop.croft.core.model.Rights;
import coop.croft.core.model.Site;
import coop.croft.core.model.SourceId;
import coop.croft.lang.Bounds;
import coop.croft.lang.Code;
import coop.croft.lang.Diagnostic;
import coop.croft.lang.Language;
import coop.croft.lang.Outcome;
import coop.croft.lang.SourceText;
import coop.croft.lang.Toplevel;
import coop.croft.lang.Verdict;
import coop.croft.lang.Warning;
import coop.croft.lang.reference.Reference;
import coop.croft.lang.study.Gap;
import coop.croft.lang.study.Study;
import coop.croft.lang.types.Type;
import coop.croft.services.domain.Domain;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * From programs to fragments, with all services and one site: the pure part of Croft, the same in
 * the controller and offline. Immutable and safe for use by many threads.
 */
public final class Compiler {
  private final Library library;
  private final Site site;
  private final Language<Subject> language;

  private Compiler(Library library, Site site, Language<Subject> language) {
    this.library = library;
    this.site = site;
    this.language = language;
  }

  /**
   * Loads the services' libraries and reads the site.
   *
   * @param siteFiles trusted files, in any order
   * @throws Language.LibraryFault if a library file or a site file does not check
   * @throws SiteFault if the site files do not describe a site
   */
  public static Compiler load(List<SourceText> siteFiles) throws Language.LibraryFault, SiteFault {
    Library library = Library.find();
    SiteReader.Read read = SiteReader.read(library, siteFiles);
    return new Compiler(library, read.site(), read.language());
  }

  /**
   * What the services' libraries offer, without any site.
   *
   * @throws Language.LibraryFault if a library file does not check
   */
  public static Reference libraryReference() throws Language.LibraryFault {
    Library library = Library.find();
    Subject nobody = new Subject(Optional.empty(), Rights.NONE, Optional.empty());
    return Language.load(library.files(), List.of(), library.externs(), Bounds.DEFAULT, nobody)
        .reference();
  }

  /** What the services' libraries and the site offer. */
  public Reference reference() {
    return language.reference();
  }

  public Site site() {
    return site;
  }

  /** In the order of their names. */
  public List<Service> services() {
    return library.services();
  }

  /** What one program came to. */
  public sealed interface Compiled {
    /**
     * @param units one for each domain that the program opens, in its order
     */
    record Units(List<Unit> units) implements Compiled {}

    /**
     * @param diagnostics all independent errors in the order of their places; never empty
     */
    record Refused(List<Diagnostic> diagnostics) implements Compiled {}
  }

  /**
   * Checks and runs a member's program. What only shows beside other programs is not looked at: see
   * {@link #faults} and {@link #conflicts}.
   */
  public Compiled compile(SourceId id, SourceText text, Rights rights) {
    return compile(id, text, rights, () -> false);
  }

  /**
   * The same for somebody who may not wait for it.
   *
   * @param cancelled whether nobody wants to know any more; asked now and then
   * @throws java.util.concurrent.CancellationException if so
   */
  public Compiled compile(SourceId id, SourceText text, Rights rights, BooleanSupplier cancelled) {
    return measure(id, text, rights, cancelled).compiled();
  }

  /**
   * What one program came to, and what it costs to keep that.
   *
   * @param text characters that its resources hold, as {@link Bounds#text} counts them
   * @param warnings in the order of their places; none if it is refused
   */
  public record Measured(Compiled compiled, long text, List<Warning> warnings) {}

  /** The same as {@link #compile}, measured. */
  public Measured measure(SourceId id, SourceText text, Rights rights) {
    return measure(id, text, rights, () -> false);
  }

  /**
   * The same for somebody who may not wait for it.
   *
   * @param cancelled whether nobody wants to know any more; asked now and then
   * @throws java.util.concurrent.CancellationException if so
   */
  public Measured measure(SourceId id, SourceText text, Rights rights, BooleanSupplier cancelled) {
    return switch (language.run(text, subject(id.member(), rights), cancelled)) {
      case Outcome.Refused(List<Diagnostic> diagnostics) ->
          new Measured(new Compiled.Refused(diagnostics), 0, List.of());
      case Outcome.Resources(var resources, long kept, List<Warning> warnings) ->
          new Measured(new Compiled.Units(units(id, resources)), kept, warnings);
    };
  }

  private Subject subject(String member, Rights rights) {
    return new Subject(Optional.of(member), rights, Optional.of(site));
  }

  /**
   * What the checker finds out about a member's program, faulty or not, for an editor.
   *
   * @param cancelled whether nobody wants to know any more; asked now and then
   * @throws java.util.concurrent.CancellationException if so
   */
  public Study study(SourceText text, String member, Rights rights, BooleanSupplier cancelled) {
    return language.study(text, subject(member, rights), cancelled);
  }

  /** The same with a hole in the text, to know what would be legal in its place. */
  public Study study(Gap gap, String member, Rights rights, BooleanSupplier cancelled) {
    return language.study(gap, subject(member, rights), cancelled);
  }

  /** Whether a constant of a member's program would belong to a type. */
  public boolean accepts(Type.Base type, Object constant, String member, Rights rights) {
    return language.verdict(type, constant, subject(member, rights)) instanceof Verdict.Accepted;
  }

  /** The constants of a type that a member has to choose from; empty where these are many. */
  public List<String> choices(Type.Base type, String member, Rights rights) {
    return language.choices(type, subject(member, rights));
  }

  /** What the services and the site declare; only to be read. */
  public coop.croft.lang.check.Library declared() {
    return language.library();
  }

  /** For a member's program that is entered piece by piece. */
  public Toplevel<Subject> toplevel(String member, Rights rights) {
    return language.toplevel(subject(member, rights));
  }

  /** What a run has asked for, domain by domain. */
  public List<Unit> units(SourceId id, List<Outcome.Emitted> resources) {
    Map<String, List<Unit.Asked>> units = new LinkedHashMap<>();
    String domain = "";
    List<Unit.Asked> unit = List.of();
    for (Outcome.Emitted e : resources) {
      Resource resource = (Resource) e.value();
      // A domain is one block: its resources come in one run.
      if (!resource.domain().equals(domain)) {
        domain = resource.domain();
        unit = units.computeIfAbsent(domain, k -> new ArrayList<>());
      }
      unit.add(new Unit.Asked(resource, new Origin(id, e.span())));
    }
    return units.entrySet().stream()
        .map(e -> new Unit(id, e.getKey(), List.copyOf(e.getValue())))
        .toList();
  }

  /**
   * All that is configured at one moment.
   *
   * @throws IllegalArgumentException if two sources configure one domain: ask {@link #conflicts}
   *     first
   */
  public World world(Rights rights, Collection<Unit> units) {
    TreeMap<String, Unit> byDomain = new TreeMap<>();
    for (Unit unit : units) {
      Unit other = byDomain.put(unit.domain(), unit);
      if (other != null && !other.source().equals(unit.source())) {
        throw new IllegalArgumentException(
            unit.domain() + " is configured by " + other.source() + " and " + unit.source());
      }
    }
    return new World(site, rights, byDomain);
  }

  /**
   * Conflicts of a unit with what other sources configure.
   *
   * @param world with the unit, or without it, or with another source's unit of the same domain
   */
  public List<Conflict> conflicts(Unit unit, World world) {
    Unit standing = world.units().get(unit.domain());
    if (standing != null && !standing.source().equals(unit.source())) {
      String message =
          "the domain " + unit.domain() + " is already configured by " + standing.source();
      return List.of(new Conflict(opening(unit), opening(standing), message));
    }
    return services().stream().flatMap(s -> s.conflicts(unit, world).stream()).toList();
  }

  private static Origin opening(Unit unit) {
    return unit.of(Domain.class).findFirst().orElseThrow().origin();
  }

  /** Faults that only show when the whole unit is known, in the order of their places. */
  public List<Diagnostic> faults(Unit unit, World world) {
    return services().stream()
        .flatMap(s -> s.faults(unit, world).stream())
        .map(
            f ->
                new Diagnostic(
                    f.origin().span(), f.code(), f.message(), Optional.empty(), f.hint()))
        .sorted(Library.BY_PLACE)
        .toList();
  }

  /**
   * What is odd in a program without faults, in the order of the places.
   *
   * @param warnings what the checker said of it
   * @param units what it came to
   * @param world with these
   */
  public List<Warning> warnings(List<Warning> warnings, List<Unit> units, World world) {
    return Stream.concat(
            warnings.stream(),
            units.stream()
                .flatMap(u -> services().stream().flatMap(s -> s.warnings(u, world).stream())))
        .sorted(
            Comparator.comparingInt((Warning w) -> w.span().line())
                .thenComparingInt(w -> w.span().column()))
        .toList();
  }

  /**
   * All that is wrong with what a program came to, by itself and beside the others, in the order of
   * the places.
   *
   * @param world with its units, if it has no errors of its own
   */
  public List<Diagnostic> faults(SourceId id, Compiled compiled, World world) {
    return switch (compiled) {
      case Compiled.Refused(List<Diagnostic> diagnostics) -> diagnostics;
      case Compiled.Units(List<Unit> units) -> {
        List<Diagnostic> faults = new ArrayList<>();
        for (Unit unit : units) {
          faults.addAll(faults(unit, world));
          for (Conflict conflict : conflicts(unit, world)) {
            Origin refused = conflict.refused();
            if (refused.source().equals(id)) {
              faults.add(Diagnostic.of(refused.span(), Code.CONFLICT, conflict.message()));
            }
          }
        }
        yield Diagnostic.inOrder(faults.stream().distinct().toList());
      }
    };
  }

  /** Fragments of one unit on all hosts. */
  public List<Fragment> renderUnit(Unit unit, World world, Facts facts) {
    return services().stream().flatMap(s -> s.render(unit, world, facts).stream()).toList();
  }

  /** Fragments of one host that depend on no member's program. */
  public List<Fragment> renderHost(Host host, World world, Facts facts) {
    return services().stream().flatMap(s -> s.renderHost(host, world, facts).stream()).toList();
  }

  /**
   * Other domains whose fragments may change when the unit of {@code domain} comes, goes or
   * changes.
   */
  public Set<String> affected(String domain, World world) {
    Set<String> affected = new TreeSet<>();
    services().forEach(s -> affected.addAll(s.affected(domain, world)));
    affected.remove(domain);
    return affected;
  }

  /** All fragments by host: first those that depend on no program, then by domain. */
  public Map<String, List<Fragment>> renderAll(World world, Facts facts) {
    Map<String, List<Fragment>> byHost = new TreeMap<>();
    site.hosts().forEach(h -> byHost.put(h.name(), new ArrayList<>()));
    List<Fragment> hosts =
        site.hosts().stream().flatMap(h -> renderHost(h, world, facts).stream()).toList();
    // A unit costs microseconds: the common pool's splitting, not a thread for each.
    List<List<Fragment>> units =
        world.units().values().parallelStream().map(u -> renderUnit(u, world, facts)).toList();
    Stream.concat(hosts.stream(), units.stream().flatMap(List::stream))
        .forEach(f -> byHost.computeIfAbsent(f.host(), k -> new ArrayList<>()).add(f));
    return byHost;
  }
}
