package coop.croft.services.dns;

import static java.util.stream.Collectors.toSet;

import coop.croft.core.model.Host;
import coop.croft.core.model.Site;
import coop.croft.services.base.Nodes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The site's name servers.
 *
 * @param primary the first host with the role {@code dns-primary}
 * @param secondaries the hosts that follow it
 * @param published those that stand in NS records, the primary first; a drained one goes on
 *     answering and stands in none
 */
record NameServers(Optional<Host> primary, List<Host> secondaries, List<Host> published) {
  static NameServers of(Site site) {
    Optional<Host> primary = site.with("dns-primary").stream().findFirst();
    List<Host> secondaries =
        site.with("dns-secondary").stream()
            .filter(h -> !primary.map(p -> p.name().equals(h.name())).orElse(false))
            .toList();
    List<Host> all = new ArrayList<>();
    primary.ifPresent(all::add);
    all.addAll(secondaries);
    List<Host> published =
        all.stream().filter(h -> h.nameServer().isPresent() && !Nodes.isDrained(h)).toList();
    return new NameServers(primary, secondaries, published);
  }

  /** Their names in NS records. */
  Set<String> names() {
    return published().stream().flatMap(h -> h.nameServer().stream()).collect(toSet());
  }

  boolean isPrimary(Host host) {
    return primary.map(p -> p.name().equals(host.name())).orElse(false);
  }

  boolean isSecondary(Host host) {
    return secondaries.stream().anyMatch(s -> s.name().equals(host.name()));
  }

  /** The address under which the others speak to a host: IPv4 if it has one. */
  static String address(Host host) {
    return host.ipv4().stream()
        .findFirst()
        .or(() -> host.ipv6().stream().findFirst())
        .orElseThrow(() -> new IllegalStateException("host " + host.name() + " has no address"));
  }
}
