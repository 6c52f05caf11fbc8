package coop.croft.services.dns;

import coop.croft.lang.Span;
import coop.croft.services.dns.ZoneDraft.Entry;
import coop.croft.services.dns.ZoneDraft.Problem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What makes a zone impossible only when all of its records are known: addresses that a delegation
 * hides, name servers without an address, DS without NS, hosts that a wildcard makes a CNAME.
 */
final class WholeZone {
  private final ZoneDraft zone;
  private final Set<String> addressed;

  /** Names that exist by what the site adds. */
  private final Set<String> shielded = new HashSet<>();

  /**
   * @param addressed name servers that get their addresses from the site
   * @param shields names that no wildcard of the zone covers, because others hold them
   */
  WholeZone(ZoneDraft zone, Set<String> addressed, List<String> shields) {
    this.zone = zone;
    this.addressed = addressed;
    for (String name : shields) {
      shielded.add(name);
      shielded.addAll(Names.between(name, zone.apex()));
    }
  }

  List<Problem> problems() {
    List<Problem> problems = new ArrayList<>();
    for (Entry e : zone.entries()) {
      lostAddress(e).ifPresent(problems::add);
      if (e.data() instanceof Rdata.Ns ns) {
        lostServer(e, ns.target()).ifPresent(problems::add);
      }
      e.data().host().flatMap(h -> toWildcardCname(e, h)).ifPresent(problems::add);
      if (e.data() instanceof Rdata.Ds && !zone.has(e.owner(), RecordType.NS)) {
        ZoneDraft.conflict(
                e,
                "a DS record goes with a delegation, and " + e.owner() + " has no NS record",
                "add the dnsNSAt records of that zone")
            .ifPresent(problems::add);
      }
    }
    return problems;
  }

  private Optional<Problem> lostAddress(Entry e) {
    if (!e.data().type().isAddress()) {
      return Optional.empty();
    }
    Optional<String> cut =
        zone.isCut(e.owner()) ? Optional.of(e.owner()) : zone.cutAbove(e.owner());
    return cut.isPresent() && !zone.isServer(e.owner())
        ? ZoneDraft.behind(e, cut.get())
        : Optional.empty();
  }

  private Optional<Problem> lostServer(Entry e, String server) {
    boolean here =
        !Names.within(server, zone.apex())
            || zone.hasAddress(server)
            || addressed.contains(server)
            || (zone.cutAbove(server).isEmpty()
                && answering(server).map(zone::hasAddress).orElse(false));
    return here
        ? Optional.empty()
        : ZoneDraft.invalid(
            e,
            "the name server "
                + server
                + " lies in this zone and has no address here: add its dnsA record");
  }

  /** A host that is a CNAME by a wildcard only: the later one of the two is to blame. */
  private Optional<Problem> toWildcardCname(Entry e, String host) {
    return answering(host)
        .filter(owner -> owner.startsWith("*."))
        .flatMap(owner -> zone.first(owner, RecordType.CNAME))
        .flatMap(
            cname ->
                ZoneDraft.conflict(
                    isLater(cname.span(), e.span()) ? cname : e,
                    "the "
                        + e.data().type()
                        + " record of "
                        + e.owner()
                        + " leads to "
                        + host
                        + ", which the wildcard "
                        + cname.owner()
                        + " makes a CNAME",
                    "give " + host + " addresses of its own"));
  }

  private static boolean isLater(Span a, Span b) {
    return a.line() > b.line() || (a.line() == b.line() && a.column() > b.column());
  }

  /** The owner whose records answer for a name of this zone: itself, or a wildcard (RFC 4592). */
  Optional<String> answering(String name) {
    if (exists(name) || !Names.within(name, zone.apex())) {
      return Optional.of(name);
    }
    String encloser = Names.above(name);
    while (!encloser.equals(zone.apex()) && !exists(encloser)) {
      encloser = Names.above(encloser);
    }
    return Optional.of("*." + encloser).filter(zone.owners()::contains);
  }

  private boolean exists(String name) {
    return zone.exists(name) || shielded.contains(name);
  }
}
