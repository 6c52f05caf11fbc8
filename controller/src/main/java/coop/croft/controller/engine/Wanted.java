package coop.croft.controller.engine;

import coop.croft.core.model.Rights;
import coop.croft.core.model.SourceId;
import coop.croft.lang.SourceText;
import coop.croft.services.Compiler;
import coop.croft.services.Unit;
import coop.croft.services.World;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Everything that members and site ask for at one moment, checked. Immutable.
 *
 * @param units of all sources, by domain
 * @param issued what authorities gave for their sites
 */
record Wanted(
    List<SourceText> siteFiles,
    Compiler compiler,
    Rights rights,
    SortedMap<SourceId, Held> sources,
    NavigableMap<String, Unit> units,
    Issued issued) {

  /**
   * A program in force.
   *
   * @param since the generation in which it came; 0 while that is not decided
   * @param size what it costs to keep it in force
   * @param keptOut whether it configures nothing because the member lacks a right that it needs, as
   *     a start found; it is in force again as soon as it is right and its domains are free
   */
  record Held(SourceText text, long since, List<String> domains, Size size, boolean keptOut) {
    Held(SourceText text, long since, List<String> domains, Size size) {
      this(text, since, domains, size, false);
    }

    /** The same, decided. */
    Held in(long generation) {
      return new Held(text, generation, domains, size, keptOut);
    }
  }

  /** What a program configures, in its order; nothing if it is not in force. */
  List<Unit> unitsOf(SourceId id) {
    return Optional.ofNullable(sources.get(id)).stream()
        .flatMap(held -> held.domains().stream())
        .flatMap(domain -> Optional.ofNullable(units.get(domain)).stream())
        .toList();
  }

  /** Those of one member, of programs. */
  static <P> SortedMap<SourceId, P> of(String member, SortedMap<SourceId, P> programs) {
    // No name lies between a member's and the same with this character behind it.
    return programs.subMap(new SourceId(member, ""), new SourceId(member + '\0', ""));
  }

  World world() {
    return new World(compiler.site(), rights, units);
  }
}
