package coop.croft.services.dns;

import coop.croft.services.Driver.Hands;
import java.util.List;
import java.util.Optional;

/** The site's name servers, as the file of that name tells the driver. */
record Peers(List<Peer> all) {
  /** One name server. */
  record Peer(boolean primary, String address, String host) {}

  static Peers of(Hands hands) {
    return new Peers(
        DnsDriver.text(hands, Places.PEERS)
            .lines()
            .map(line -> line.split(" "))
            .map(w -> new Peer(w[0].equals("primary"), w[1], w[2]))
            .toList());
  }

  Optional<Peer> primary() {
    return all.stream().filter(Peer::primary).findFirst();
  }

  List<Peer> secondaries() {
    return all.stream().filter(p -> !p.primary()).toList();
  }
}
