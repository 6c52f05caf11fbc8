package coop.croft.controller.engine;

import coop.croft.core.model.Right;
import coop.croft.core.model.Rights;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Rights with one more or one less. */
final class Holdings {
  private Holdings() {}

  static Rights with(Rights rights, String member, Optional<Right> right) {
    Map<String, Set<Right>> all = copy(rights);
    Set<Right> held = all.computeIfAbsent(member, m -> new HashSet<>());
    right.ifPresent(held::add);
    return rights.granting(all);
  }

  static Rights without(Rights rights, String member, Right right) {
    Map<String, Set<Right>> all = copy(rights);
    all.computeIfAbsent(member, m -> new HashSet<>()).remove(right);
    return rights.granting(all);
  }

  private static Map<String, Set<Right>> copy(Rights rights) {
    Map<String, Set<Right>> all = new TreeMap<>();
    rights.members().forEach(m -> all.put(m, new HashSet<>(rights.granted(m))));
    return all;
  }
}
