package coop.croft.services.dns;

import coop.croft.core.manifest.Origin;
import coop.croft.services.Conflict;
import coop.croft.services.Unit;
import coop.croft.services.World;
import coop.croft.services.domain.DnsKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Records of one source at or below a domain that another source opens. */
final class ZoneConflicts {
  private ZoneConflicts() {}

  /**
   * @param children served zones directly below, of whatever source
   * @param zones of the world
   */
  static List<Conflict> of(Unit unit, World world, List<Unit> children, Owners.OfWorld zones) {
    List<Conflict> conflicts = new ArrayList<>();
    List<Unit> others = children.stream().filter(c -> !c.source().equals(unit.source())).toList();
    if (Family.domain(unit).dns() instanceof DnsKind.Use && !others.isEmpty()) {
      Owners owners = Owners.of(unit, world.site());
      for (Unit child : others) {
        first(owners, child.domain())
            .map(
                e ->
                    new Conflict(
                        new Origin(unit.source(), e.span()),
                        ZoneFaults.opening(child),
                        e.owner()
                            + " lies in the zone "
                            + child.domain()
                            + ", which "
                            + child.source()
                            + " configures"))
            .ifPresent(conflicts::add);
      }
    }
    if (!(Family.domain(unit).dns() instanceof DnsKind.None)) {
      Family.parent(unit.domain(), world)
          .filter(p -> !p.source().equals(unit.source()))
          .flatMap(p -> above(unit, p, zones.of(p)))
          .ifPresent(conflicts::add);
    }
    return conflicts;
  }

  private static Optional<Conflict> above(Unit unit, Unit parent, Owners owners) {
    return first(owners, unit.domain())
        .map(
            e ->
                new Conflict(
                    ZoneFaults.opening(unit),
                    new Origin(parent.source(), e.span()),
                    parent.source() + " already has records at or below " + unit.domain()));
  }

  /** The first record at or below a name, in the order of the program. */
  private static Optional<ZoneDraft.Entry> first(Owners owners, String domain) {
    return owners.within(domain).stream()
        .min(Comparator.comparing(ZoneDraft.Entry::span, ZoneFaults.BY_PLACE));
  }
}
