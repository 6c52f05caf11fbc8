package coop.croft.core.model;

import java.util.List;
import java.util.Optional;

/**
 * One co-operative: its hosts and its settings, read from the site directory.
 *
 * @param domain the site's own domain
 * @param contact mail address of the administrators
 * @param homes directory below which members' homes lie
 * @param scriptRoot directory below which scripts must lie (suexec has one root)
 * @param minimumTtl lowest TTL that members may use, seconds
 * @param knownMasters IPv4 addresses that members' own primaries may have although they are the
 *     site's own, private, or otherwise refused
 */
public record Site(
    String domain,
    String contact,
    String homes,
    String scriptRoot,
    long minimumTtl,
    List<Host> hosts,
    List<String> knownMasters) {

  /** A site that knows no masters with special addresses. */
  public Site(
      String domain,
      String contact,
      String homes,
      String scriptRoot,
      long minimumTtl,
      List<Host> hosts) {
    this(domain, contact, homes, scriptRoot, minimumTtl, hosts, List.of());
  }

  public Optional<Host> host(String name) {
    return hosts.stream().filter(h -> h.name().equals(name)).findFirst();
  }

  public List<Host> with(String role) {
    return hosts.stream().filter(h -> h.has(role)).toList();
  }
}
