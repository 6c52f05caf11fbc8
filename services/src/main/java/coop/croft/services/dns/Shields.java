package coop.croft.services.dns;

import coop.croft.core.model.Right;
import coop.croft.core.model.Rights;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Names below a domain that others hold. A wildcard must not answer for them, so the zone gets a
 * record below each: the name exists then, without records of its own (RFC 4592, section 2.2.2).
 */
final class Shields {
  /** The label of the record that makes a name exist, and its dot. */
  private static final String LABEL = "_held.";

  private static final int LONGEST_NAME = 253;

  private final Rights rights;

  /**
   * All held domains, by their labels from the last to the first: those below one stand behind it.
   */
  private final NavigableMap<String, String> held = new TreeMap<>();

  Shields(Rights rights) {
    this.rights = rights;
    for (String member : rights.members()) {
      rights.of(member).stream()
          .filter(r -> r.kind() == Right.Kind.DOMAIN)
          .forEach(r -> held.put(Names.reversed(r.value()), r.value()));
    }
  }

  boolean isFor(Rights other) {
    return rights.equals(other);
  }

  /** The topmost names that wildcards of the zone would cover although only others hold them. */
  List<String> needed(MemberZone zone) {
    List<String> names = new ArrayList<>();
    for (String owner : zone.draft().owners()) {
      if (owner.startsWith("*.")) {
        names.addAll(below(owner.substring(2), zone.unit().source().member()));
      }
    }
    return names.stream().distinct().toList();
  }

  /** Where a record makes a name exist: below it, or at it where there is no room for a label. */
  static String record(String name) {
    return name.length() + LABEL.length() <= LONGEST_NAME ? LABEL + name : name;
  }

  /** The topmost names below one that others hold, and the member does not. */
  List<String> below(String base, String member) {
    List<String> names = new ArrayList<>();
    String last = "";
    for (String name : held.tailMap(Names.reversed(base), false).values()) {
      if (!Names.within(name, base)) {
        break;
      }
      boolean covered = !last.isEmpty() && Names.within(name, last);
      if (!covered && !rights.holdsDomain(member, name)) {
        last = name;
        names.add(name);
      }
    }
    return names;
  }
}
