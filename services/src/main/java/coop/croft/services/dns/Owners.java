package coop.croft.services.dns;

import coop.croft.core.model.Site;
import coop.croft.services.Unit;
import coop.croft.services.World;
import java.lang.ref.SoftReference;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The names of a zone that have records, each with the first of them, in the order of the tree:
 * what is at or below a name is one piece. A zone may have as many names as there are zones below
 * it, so that nothing may go over all of the ones for each of the others.
 */
final class Owners {
  private static final Comparator<ZoneDraft.Entry> BY_PLACE =
      Comparator.comparing(ZoneDraft.Entry::span, ZoneFaults.BY_PLACE);

  /** By {@link Names#reversed}. */
  private final NavigableMap<String, ZoneDraft.Entry> first = new TreeMap<>();

  Owners(ZoneDraft zone) {
    for (String owner : zone.owners()) {
      zone.at(owner).stream()
          .min(BY_PLACE)
          .ifPresent(entry -> first.put(Names.reversed(owner), entry));
    }
  }

  static Owners of(Unit unit, Site site) {
    return new Owners(MemberZone.of(unit, site).draft());
  }

  /** The first record of each name at or below one. */
  Collection<ZoneDraft.Entry> within(String domain) {
    String base = Names.reversed(domain);
    return first.subMap(base, true, base + Character.MAX_VALUE, false).values();
  }

  /** Those of a world's zones, kept while there is memory for them. */
  static final class OfWorld {
    private final World world;
    private volatile SoftReference<Map<String, Owners>> known = new SoftReference<>(null);

    OfWorld(World world) {
      this.world = world;
    }

    /**
     * @param unit of this world
     */
    Owners of(Unit unit) {
      Map<String, Owners> all = known.get();
      if (all == null) {
        all = new ConcurrentHashMap<>();
        known = new SoftReference<>(all);
      }
      return all.computeIfAbsent(unit.domain(), k -> Owners.of(unit, world.site()));
    }
  }
}
