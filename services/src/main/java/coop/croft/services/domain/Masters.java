package coop.croft.services.domain;

import coop.croft.core.model.Host;
import coop.croft.lang.Code;
import coop.croft.lang.Fault;
import coop.croft.services.Subject;
import coop.croft.services.base.Addresses;
import java.util.List;

/** The primaries of a member's own that the site's name servers may follow. */
final class Masters {
  private static final int MOST = 8;

  /** Addresses that do not lead to a machine of the member's on the Internet (RFC 6890). */
  private enum Refused {
    THIS("0.0.0.0", 8, "is no machine's"),
    LOOPBACK("127.0.0.0", 8, "is a loopback address"),
    PRIVATE_10("10.0.0.0", 8, "is a private address"),
    PRIVATE_172("172.16.0.0", 12, "is a private address"),
    PRIVATE_192("192.168.0.0", 16, "is a private address"),
    CARRIER("100.64.0.0", 10, "is a private address"),
    LINK_LOCAL("169.254.0.0", 16, "is a link-local address"),
    MULTICAST("224.0.0.0", 4, "is a multicast address"),
    RESERVED("240.0.0.0", 4, "is a reserved address");

    private final int network;
    private final int mask;
    private final String why;

    Refused(String network, int bits, String why) {
      this.network = Addresses.bits4(network);
      this.mask = -1 << (32 - bits);
      this.why = why;
    }

    boolean covers(int address) {
      return (address & mask) == network;
    }
  }

  private Masters() {}

  static DnsKind secondaryOf(List<?> addresses, Subject subject) {
    List<String> masters = addresses.stream().map(String.class::cast).distinct().toList();
    if (masters.isEmpty()) {
      throw new Fault(Code.INVALID_VALUE, "secondaryOf needs the address of at least one primary");
    }
    if (masters.size() > MOST) {
      throw new Fault(Code.INVALID_VALUE, "secondaryOf takes at most " + MOST + " primaries");
    }
    masters.forEach(m -> requireForeign(m, subject));
    return new DnsKind.Secondary(masters);
  }

  private static void requireForeign(String master, Subject subject) {
    if (subject.knownSite().knownMasters().contains(master)) {
      return;
    }
    for (Host host : subject.knownSite().hosts()) {
      if (host.ipv4().contains(master)) {
        throw new Fault(
            Code.INVALID_VALUE,
            master + " is the site's own host " + host.name() + ", which cannot be your primary",
            "leave DNS out: the site's servers are primary then");
      }
    }
    int bits = Addresses.bits4(master);
    for (Refused refused : Refused.values()) {
      if (refused.covers(bits)) {
        throw new Fault(
            Code.INVALID_VALUE,
            master + " " + refused.why + ": the site's name servers do not transfer from there");
      }
    }
  }
}
