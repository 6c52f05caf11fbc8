package coop.croft.core.model;

import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/**
 * A machine of the site.
 *
 * @param name one label, for example {@code main}
 * @param ipv4 addresses in canonical form; may be empty
 * @param ipv6 addresses in canonical form; may be empty
 * @param release Debian release, for example {@code bookworm}
 * @param roles what it is for: {@code controller dns-primary dns-secondary web web-static login}
 * @param nameServer the name under which it appears in NS records, if it has a dns role
 */
public record Host(
    String name,
    List<String> ipv4,
    List<String> ipv6,
    String release,
    SortedSet<String> roles,
    Optional<String> nameServer) {
  public boolean has(String role) {
    return roles.contains(role);
  }
}
