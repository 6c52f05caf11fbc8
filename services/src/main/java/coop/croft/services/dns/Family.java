package coop.croft.services.dns;

import coop.croft.services.Unit;
import coop.croft.services.World;
import coop.croft.services.domain.DnsKind;
import coop.croft.services.domain.Domain;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which zone of the site lies directly below which: a zone that the site serves gets the
 * delegations of the next served zones below it.
 */
final class Family {
  private final Map<String, List<Unit>> children = new HashMap<>();

  Family(World world) {
    world
        .units()
        .values()
        .forEach(
            unit -> {
              if (!(domain(unit).dns() instanceof DnsKind.None)) {
                parent(unit.domain(), world)
                    .ifPresent(
                        p ->
                            children.computeIfAbsent(p.domain(), k -> new ArrayList<>()).add(unit));
              }
            });
  }

  /** The served zones directly below a zone, in the order of their names. */
  List<Unit> children(String zone) {
    return children.getOrDefault(zone, List.of());
  }

  /** The same for a zone that need not be in the world yet. */
  static List<Unit> childrenOf(Unit unit, World world) {
    NavigableMap<String, Unit> units = new TreeMap<>(world.units());
    units.put(unit.domain(), unit);
    World with = new World(world.site(), world.rights(), units);
    return units.values().stream()
        .filter(u -> Names.within(u.domain(), unit.domain()) && !u.domain().equals(unit.domain()))
        .filter(u -> !(domain(u).dns() instanceof DnsKind.None))
        .filter(
            u -> parent(u.domain(), with).map(p -> p.domain().equals(unit.domain())).orElse(false))
        .toList();
  }

  /** The zone that delegates {@code domain}, if the site is primary for it. */
  static Optional<Unit> parent(String domain, World world) {
    Optional<Unit> parent = world.parent(domain);
    while (parent.isPresent() && domain(parent.get()).dns() instanceof DnsKind.None) {
      parent = world.parent(parent.get().domain());
    }
    return parent.filter(p -> domain(p).dns() instanceof DnsKind.Use);
  }

  /** How the domain of a unit was opened. */
  static Domain domain(Unit unit) {
    // In nearly every unit it is the first resource, and this is asked all the time.
    for (Unit.Asked asked : unit.resources()) {
      if (asked.resource() instanceof Domain domain) {
        return domain;
      }
    }
    throw new IllegalStateException("a unit without its domain: " + unit.domain());
  }
}
