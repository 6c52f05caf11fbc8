package coop.croft.services.dns;

import coop.croft.core.manifest.Origin;
import coop.croft.core.model.Site;
import coop.croft.services.Conflict;
import coop.croft.services.Unit;
import coop.croft.services.World;
import coop.croft.services.domain.DnsKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Records of one source at or below a domain that another source opens. */
final class ZoneConflicts {
  private ZoneConflicts() {}

  /**
   * @param children served zones directly below, of whatever source
   */
  static List<Conflict> of(Unit unit, World world, List<Unit> children) {
    List<Conflict> conflicts = new ArrayList<>();
    if (Family.domain(unit).dns() instanceof DnsKind.Use && !children.isEmpty()) {
      MemberZone zone = MemberZone.of(unit, world.site());
      for (Unit child : children) {
        if (!child.source().equals(unit.source())) {
          inside(zone, child.domain())
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
    }
    if (!(Family.domain(unit).dns() instanceof DnsKind.None)) {
      Family.parent(unit.domain(), world)
          .filter(p -> !p.source().equals(unit.source()))
          .flatMap(p -> above(unit, p, world.site()))
          .ifPresent(conflicts::add);
    }
    return conflicts;
  }

  private static Optional<Conflict> above(Unit unit, Unit parent, Site site) {
    return inside(MemberZone.of(parent, site), unit.domain())
        .map(
            e ->
                new Conflict(
                    ZoneFaults.opening(unit),
                    new Origin(parent.source(), e.span()),
                    parent.source() + " already has records at or below " + unit.domain()));
  }

  private static Optional<ZoneDraft.Entry> inside(MemberZone zone, String domain) {
    return zone.draft().entries().stream()
        .filter(e -> Names.within(e.owner(), domain))
        .min(java.util.Comparator.comparingInt(e -> e.span().line()));
  }
}
