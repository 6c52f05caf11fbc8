package coop.croft.services.dns;

import coop.croft.core.model.Rights;
import java.util.List;
import java.util.SortedSet;

/**
 * Names below a domain that others hold. A wildcard must not answer for them, so the zone gets a
 * record below each: the name exists then, without records of its own (RFC 4592, section 2.2.2).
 */
record Shields(Rights rights) {
  /** The label of the record that makes a name exist, and its dot. */
  private static final String LABEL = "_held.";

  private static final int LONGEST_NAME = 253;

  /** The topmost names that wildcards of the zone would cover although only others hold them. */
  List<String> needed(MemberZone zone) {
    String member = zone.unit().source().member();
    return zone.draft().owners().stream()
        .filter(owner -> owner.startsWith("*."))
        .flatMap(owner -> below(owner.substring("*.".length()), member).stream())
        .distinct()
        .toList();
  }

  /** Where a record makes a name exist: below it, or at it where there is no room for a label. */
  static String record(String name) {
    return name.length() + LABEL.length() <= LONGEST_NAME ? LABEL + name : name;
  }

  /** The topmost names below one that others hold, and the member does not. */
  SortedSet<String> below(String base, String member) {
    return rights.topmostDomainsOfOthersBelow(base, member);
  }
}
