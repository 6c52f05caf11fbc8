package coop.croft.services.domain;

import java.util.List;

/** Where the zone of a domain is served from: the value of the variable {@code DNS}. */
public sealed interface DnsKind {
  /** The site's servers are primary. */
  record Use() implements DnsKind {}

  /** The site does not serve the zone. */
  record None() implements DnsKind {}

  /**
   * The site's servers follow the member's own primary.
   *
   * @param masters IPv4 addresses in canonical form, at least one, none of them the site's own
   */
  record Secondary(List<String> masters) implements DnsKind {}

  DnsKind USE = new Use();
  DnsKind NONE = new None();
}
