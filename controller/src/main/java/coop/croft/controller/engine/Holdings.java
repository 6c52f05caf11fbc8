package coop.croft.controller.engine;

import coop.croft.core.model.Right;
import coop.croft.core.model.Rights;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Who holds what when some rights have come or gone. */
final class Holdings {
  private Holdings() {}

  /**
   * The rights of a site are made anew as a whole, so all changes of a submission are made at once.
   *
   * @param changes in their order
   */
  static Rights after(Rights rights, List<Change.OfRights> changes) {
    Map<String, Set<Right>> concerned = new HashMap<>();
    for (Change.OfRights change : changes) {
      String member = change.member();
      Set<Right> held = concerned.computeIfAbsent(member, m -> new HashSet<>(rights.granted(m)));
      switch (change) {
        case Change.AddMember add -> {}
        case Change.Grant(String to, Right right) -> held.add(right);
        case Change.Revoke(String from, Right right) -> held.remove(right);
      }
    }
    Map<String, Set<Right>> all = new TreeMap<>();
    rights.members().forEach(m -> all.put(m, rights.granted(m)));
    all.putAll(concerned);
    return rights.granting(all);
  }
}
