package coop.croft.controller.engine;

import coop.croft.controller.store.Database;
import coop.croft.controller.store.Generations;
import coop.croft.controller.store.KeptFiles;
import coop.croft.controller.store.Members;
import coop.croft.controller.store.Notices;
import coop.croft.controller.store.Secrets;
import coop.croft.controller.store.Sources;
import coop.croft.core.model.Rights;
import coop.croft.core.model.SourceId;
import coop.croft.lang.Code;
import coop.croft.lang.Diagnostic;
import coop.croft.lang.Language;
import coop.croft.lang.SourceText;
import coop.croft.services.Compiler;
import coop.croft.services.MemberSites;
import coop.croft.services.SiteFault;
import coop.croft.services.Unit;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What was decided, read from the store and compiled and rendered again. */
final class Start {
  private static final Logger LOG = LoggerFactory.getLogger(Start.class);

  private record Stored(
      long generation,
      Rights rights,
      List<SourceText> site,
      SortedMap<SourceId, Sources.Stored> sources,
      List<Kept> kept,
      PublishedFacts facts,
      Issued issued) {}

  private Start() {}

  static Current read(Database db, Clock clock) throws Engine.StartFault {
    Stored stored =
        db.read(
            h ->
                new Stored(
                    Generations.latest(h),
                    Members.rights(h),
                    Sources.site(h),
                    Sources.current(h),
                    KeptFiles.all(h).stream().map(Kept::of).toList(),
                    facts(Generations.zones(h), Secrets.all(h), clock),
                    Issued.read(h)));
    if (stored.site().isEmpty()) {
      return new Current(stored.generation(), Optional.empty(), Layout.EMPTY, stored.rights());
    }
    SortedMap<SourceId, KeptOut> keptOut = new TreeMap<>();
    Wanted wanted = compile(stored, keptOut);
    if (!keptOut.isEmpty()) {
      tell(db, clock, keptOut);
    }
    Layout layout =
        Layout.whole(
            Layout.EMPTY, wanted, stored.facts(), Keeping.just(stored.kept()), (hash, bytes) -> {});
    return new Current(stored.generation(), Optional.of(wanted), layout, wanted.rights());
  }

  private static void tell(Database db, Clock clock, SortedMap<SourceId, KeptOut> keptOut) {
    keptOut.forEach((id, out) -> LOG.error("the program {} is kept out: {}", id, out.why()));
    try {
      db.write(
          h -> {
            keptOut.forEach(
                (id, out) ->
                    Notices.put(
                        h,
                        id,
                        clock.instant(),
                        "not in force since the controller started: "
                            + out.why()
                            + "; "
                            + out.remedy()
                            + ", and apply it again"));
            return 0;
          });
    } catch (Database.Unwritable e) {
      LOG.error("their owners cannot be told: {}", e.sentence());
    }
  }

  private static PublishedFacts facts(
      Map<String, Generations.Published> zones, Map<String, String> secrets, Clock clock) {
    return new PublishedFacts(
        zone -> Optional.ofNullable(zones.get(zone)), secrets, clock.instant());
  }

  private record KeptOut(String why, String remedy) {}

  /** A program without errors, with what it configures. */
  private record Good(Sources.Stored source, List<Unit> units, Size size) {
    Wanted.Held held() {
      return new Wanted.Held(
          source.text(), source.generation(), units.stream().map(Unit::domain).toList(), size);
    }

    /** What another program has of its domains. */
    Optional<Unit> taken(Map<String, Unit> units) {
      return this.units.stream()
          .flatMap(u -> Optional.ofNullable(units.get(u.domain())).stream())
          .findFirst();
    }
  }

  /**
   * A program that was accepted once and is an error today means that this version's library is not
   * compatible with the site: nothing good can come of going on without it, so the controller says
   * which, all of them, and does not start; the hosts go on with what they have. One that is right
   * but for rights that its owner lacks is kept out, as if they had just been revoked: it must not
   * keep the controller from everybody. One that was kept out for so long that another program
   * opened one of its domains goes on being so.
   *
   * @param keptOut gets why, of each such program
   */
  private static Wanted compile(Stored stored, SortedMap<SourceId, KeptOut> keptOut)
      throws Engine.StartFault {
    Compiler compiler = load(stored.site());
    Rights rights = stored.rights().in(compiler.site());
    SortedMap<SourceId, Wanted.Held> sources = new TreeMap<>();
    List<Good> right = new ArrayList<>();
    List<String> broken = new ArrayList<>();
    // One after the other, as they were: together they might need more than there is.
    for (Sources.Stored source : stored.sources().values()) {
      SourceId id = source.id();
      Compiler.Measured measured = compiler.measure(id, source.text(), rights);
      switch (measured.compiled()) {
        case Compiler.Compiled.Refused(List<Diagnostic> diagnostics) -> {
          Diagnostic first = diagnostics.getFirst();
          String why = first.span() + ": " + first.message();
          if (diagnostics.stream().allMatch(x -> x.code() == Code.NOT_HELD)) {
            keptOut.put(id, new KeptOut(why, "change it, or get the right"));
            sources.put(id, without(source));
          } else {
            broken.add(id + ": " + why);
          }
        }
        case Compiler.Compiled.Units(List<Unit> made) ->
            right.add(new Good(source, made, Size.of(source.text(), made, measured.text())));
      }
    }
    if (!broken.isEmpty()) {
      throw new Engine.StartFault(
          "programs that were right when they were applied are not now:\n"
              + String.join("\n", broken)
              + "\nthe version before takes them; croft regen --check tells before an upgrade");
    }
    NavigableMap<String, Unit> units = new TreeMap<>();
    // Of two with one domain the older was kept out when the other came.
    right.sort(Comparator.comparingLong((Good g) -> g.source().generation()).reversed());
    for (Good g : right) {
      SourceId id = g.source().id();
      Optional<Unit> taken = g.taken(units);
      if (taken.isPresent()) {
        Unit other = taken.get();
        String why = "the domain " + other.domain() + " is configured by " + other.source();
        keptOut.put(id, new KeptOut(why, "change it, or remove the other"));
        sources.put(id, without(g.source()));
      } else {
        g.units().forEach(u -> units.put(u.domain(), u));
        sources.put(id, g.held());
      }
    }
    addDefaults(compiler, rights, units);
    return new Wanted(stored.site(), compiler, rights, sources, units, stored.issued());
  }

  private static Wanted.Held without(Sources.Stored source) {
    Size size = Size.of(source.text(), List.of(), 0);
    return new Wanted.Held(source.text(), source.generation(), List.of(), size, true);
  }

  private static void addDefaults(
      Compiler compiler, Rights rights, NavigableMap<String, Unit> units) throws Engine.StartFault {
    Set<String> domains = MemberSites.domains(compiler.site(), rights);
    domains.removeAll(units.keySet());
    switch (MemberSites.of(compiler, rights, domains)) {
      case MemberSites.Made.Good(List<Unit> made) -> made.forEach(u -> units.put(u.domain(), u));
      case MemberSites.Made.Bad(String why) -> throw new Engine.StartFault(why);
    }
  }

  private static Compiler load(List<SourceText> site) throws Engine.StartFault {
    try {
      return Compiler.load(site);
    } catch (Language.LibraryFault | SiteFault f) {
      throw new Engine.StartFault("the site's files are not right any more: " + f.getMessage());
    }
  }
}
