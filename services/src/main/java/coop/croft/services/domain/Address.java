package coop.croft.services.domain;

import coop.croft.services.Resource;
import java.util.List;

/**
 * A name that shall lead to web hosts: the dns service turns it into A and AAAA records of the
 * hosts. Kept as names of hosts so that a host which gets another address takes the records along.
 *
 * @param domain the open domain
 * @param name absolute name in normal form: the domain or a name below it
 * @param nodes names of web hosts, at least one, in the order of the program, each once
 * @param ttl seconds
 * @param fallback asked for by {@code defaultAddress}: to be dropped if the program gives the name
 *     addresses of its own
 */
public record Address(String domain, String name, List<String> nodes, long ttl, boolean fallback)
    implements Resource {
  public Address {
    nodes = nodes.stream().distinct().toList();
    if (nodes.isEmpty()) {
      throw new IllegalArgumentException("an address of no host: " + name);
    }
  }
}
