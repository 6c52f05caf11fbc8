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
    SortedMap<SourceId, String> keptOut = new TreeMap<>();
    Wanted wanted = compile(stored, keptOut);
    if (!keptOut.isEmpty()) {
      tell(db, clock, keptOut);
    }
    Layout layout =
        Layout.whole(
            Layout.EMPTY, wanted, stored.facts(), Keeping.just(stored.kept()), (hash, bytes) -> {});
    return new Current(stored.generation(), Optional.of(wanted), layout, wanted.rights());
  }

  private static void tell(Database db, Clock clock, SortedMap<SourceId, String> keptOut) {
    keptOut.forEach((id, why) -> LOG.error("the program {} is kept out: {}", id, why));
    try {
      db.write(
          h -> {
            keptOut.forEach(
                (id, why) ->
                    Notices.put(
                        h,
                        id,
                        clock.instant(),
                        "not in force since the controller started: "
                            + why
                            + "; change it, or get the right, and apply it again"));
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

  private record Done(Sources.Stored source, Compiler.Measured measured) {}

  /**
   * A program that was accepted once and is an error today means that this version's library is not
   * compatible with the site: nothing good can come of going on without it, so the controller says
   * which, all of them, and does not start; the hosts go on with what they have. One that is right
   * but for rights that its owner lacks is kept out, as if they had just been revoked: it must not
   * keep the controller from everybody.
   *
   * @param keptOut gets why, of each such program
   */
  private static Wanted compile(Stored stored, SortedMap<SourceId, String> keptOut)
      throws Engine.StartFault {
    Compiler compiler = load(stored.site());
    Rights rights = stored.rights().in(compiler.site());
    List<Done> all =
        // One after the other, as they were: together they might need more than there is.
        stored.sources().values().stream()
            .map(s -> new Done(s, compiler.measure(s.id(), s.text(), rights)))
            .toList();
    SortedMap<SourceId, Wanted.Held> sources = new TreeMap<>();
    NavigableMap<String, Unit> units = new TreeMap<>();
    List<String> broken = new ArrayList<>();
    for (Done d : all) {
      SourceId id = d.source().id();
      switch (d.measured().compiled()) {
        case Compiler.Compiled.Refused(List<Diagnostic> diagnostics) -> {
          Diagnostic first = diagnostics.getFirst();
          String why = first.span() + ": " + first.message();
          if (diagnostics.stream().allMatch(x -> x.code() == Code.NOT_HELD)) {
            keptOut.put(id, why);
            sources.put(
                id,
                new Wanted.Held(
                    d.source().text(), d.source().generation(), List.of(), Size.NOTHING, true));
          } else {
            broken.add(id + ": " + why);
          }
        }
        case Compiler.Compiled.Units(List<Unit> made) -> {
          made.forEach(u -> units.put(u.domain(), u));
          sources.put(
              id,
              new Wanted.Held(
                  d.source().text(),
                  d.source().generation(),
                  made.stream().map(Unit::domain).toList(),
                  Size.of(made, d.measured().text())));
        }
      }
    }
    if (!broken.isEmpty()) {
      throw new Engine.StartFault(
          "programs that were right when they were applied are not now:\n"
              + String.join("\n", broken)
              + "\nthe version before takes them; croft regen --check tells before an upgrade");
    }
    addDefaults(compiler, rights, units);
    return new Wanted(stored.site(), compiler, rights, sources, units, stored.issued());
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
