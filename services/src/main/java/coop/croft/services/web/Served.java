package coop.croft.services.web;

import coop.croft.lang.Code;
import coop.croft.lang.Fault;
import java.util.HashMap;
import java.util.Map;

/** The names that one program has its sites answer to, by host. */
final class Served {
  private final Map<String, String> siteOf = new HashMap<>();

  /**
   * Takes a name for a site.
   *
   * @return whether it is new to the site
   * @throws Fault {@code conflict} if another site of the program has it there
   */
  boolean claim(Block.SiteFrame site, String name) {
    boolean added = false;
    for (String node : site.nodes) {
      String other = siteOf.putIfAbsent(node + " " + name, site.name);
      added |= other == null;
      if (other != null && !other.equals(site.name)) {
        throw new Fault(
            Code.CONFLICT,
            name + " is served twice on " + node + ": the site " + other + " has it");
      }
    }
    return added;
  }

  /**
   * Opens a site.
   *
   * @throws Fault {@code conflict} if its name is taken on one of its hosts
   */
  void open(Block.SiteFrame site) {
    for (String node : site.nodes) {
      String other = siteOf.putIfAbsent(node + " " + site.name, site.name);
      if (other != null) {
        throw new Fault(
            Code.CONFLICT,
            site.name
                + " is served twice on "
                + node
                + (other.equals(site.name) ? "" : ": the site " + other + " has it"),
            "put everything about a name into one block");
      }
    }
  }
}
