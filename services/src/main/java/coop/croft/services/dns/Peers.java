package coop.croft.services.dns;

import coop.croft.services.Driver.Hands;
import coop.croft.services.dns.SoaClient.Answer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The site's name servers, as the file of that name tells the driver. */
record Peers(List<Peer> all) {
  private static final int DNS_PORT = 53;

  /** One name server. */
  record Peer(boolean primary, String address, String host) {
    InetSocketAddress socket() {
      return new InetSocketAddress(InetAddress.ofLiteral(address), DNS_PORT);
    }

    /** Whether it answers for zones with the same serials as somebody else. */
    boolean agrees(Map<String, Answer> with, Duration limit) {
      return SoaClient.ask(socket(), with.keySet(), limit).equals(with);
    }
  }

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
