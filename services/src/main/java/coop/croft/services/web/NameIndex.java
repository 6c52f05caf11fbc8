package coop.croft.services.web;

import coop.croft.core.manifest.Origin;
import coop.croft.services.Unit;
import coop.croft.services.World;
import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which site of a world answers to which name on which host. Made once for a world, then looked up.
 */
final class NameIndex {
  /** A site and where its program asks for it. */
  record Holder(VirtualHost site, Origin origin) {}

  /** The index of the last world that was asked about; the world may go whenever it likes. */
  private static volatile Made last = new Made(new WeakReference<>(null), new HashMap<>());

  private record Made(WeakReference<World> world, Map<String, Holder> holders) {}

  private final Map<String, Holder> holders;

  private NameIndex(Map<String, Holder> holders) {
    this.holders = holders;
  }

  static NameIndex of(World world) {
    Made made = last;
    if (made.world().refersTo(world)) {
      return new NameIndex(made.holders());
    }
    Map<String, Holder> holders = new HashMap<>();
    for (Unit unit : world.units().values()) {
      unit.of(VirtualHost.class).forEach(v -> add(v, holders));
    }
    last = new Made(new WeakReference<>(world), holders);
    return new NameIndex(holders);
  }

  private static void add(Unit.Of<VirtualHost> asked, Map<String, Holder> into) {
    Holder holder = new Holder(asked.resource(), asked.origin());
    for (String node : asked.resource().nodes()) {
      for (String name : asked.resource().names()) {
        into.putIfAbsent(node + " " + name, holder);
      }
    }
  }

  Optional<Holder> holder(String node, String name) {
    return Optional.ofNullable(holders.get(node + " " + name));
  }
}
