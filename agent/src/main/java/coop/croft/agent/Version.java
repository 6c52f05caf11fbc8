package coop.croft.agent;

import coop.croft.core.manifest.Tree;
import coop.croft.services.Driver;
import java.util.List;
import java.util.Map;

/**
 * A generation on this host, as drivers see it.
 *
 * @param changes that lead to it, by service
 */
record Version(long generation, Tree manifest, Map<String, List<Driver.FileChange>> changes) {

  /** The changes by service, in the order of their paths. */
  static Map<String, List<Driver.FileChange>> byService(List<Helper.Changed> changed) {
    Map<String, List<Driver.FileChange>> map = new java.util.TreeMap<>();
    for (Helper.Changed c : changed) {
      map.computeIfAbsent(c.service(), s -> new java.util.ArrayList<>())
          .add(new Driver.FileChange(c.change(), c.path()));
    }
    map.values().forEach(l -> l.sort(java.util.Comparator.comparing(Driver.FileChange::path)));
    return map;
  }

  Driver.Task task(String service) {
    return new Driver.Task(generation, List.copyOf(changes.getOrDefault(service, List.of())));
  }
}
