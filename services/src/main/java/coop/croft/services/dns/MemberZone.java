package coop.croft.services.dns;

import coop.croft.core.model.Host;
import coop.croft.core.model.Site;
import coop.croft.lang.Span;
import coop.croft.services.Unit;
import coop.croft.services.domain.Address;
import coop.croft.services.domain.Domain;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a program asks for in one zone: its records, and the addresses of hosts that it asked for by
 * name, in the order of the program.
 *
 * @param problems the records that cannot stand in it
 */
record MemberZone(
    Unit unit, Domain domain, boolean signed, ZoneDraft draft, List<ZoneDraft.Problem> problems) {

  static MemberZone of(Unit unit, Site site) {
    ZoneDraft draft = new ZoneDraft(unit.domain());
    List<ZoneDraft.Problem> problems = new ArrayList<>();
    Set<String> own = ownAddresses(unit);
    for (Unit.Asked asked : unit.resources()) {
      Span span = asked.origin().span();
      switch (asked.resource()) {
        case ZoneRecord r ->
            draft
                .add(new ZoneDraft.Entry(r.owner(), r.ttl(), r.data(), span))
                .ifPresent(problems::add);
        case Address a when !(a.fallback() && own.contains(a.name())) ->
            problems.addAll(add(draft, a, site, span));
        default -> {}
      }
    }
    boolean signed = unit.of(Signed.class).findAny().isPresent();
    return new MemberZone(unit, Family.domain(unit), signed, draft, problems);
  }

  /** Names whose addresses the program gives itself, so that the fallback is not wanted. */
  private static Set<String> ownAddresses(Unit unit) {
    Set<String> names = new HashSet<>();
    for (Unit.Asked asked : unit.resources()) {
      switch (asked.resource()) {
        case ZoneRecord r when r.data().type().isAddress() -> names.add(r.owner());
        case Address a when !a.fallback() -> names.add(a.name());
        default -> {}
      }
    }
    return names;
  }

  private static List<ZoneDraft.Problem> add(ZoneDraft draft, Address a, Site site, Span span) {
    List<ZoneDraft.Problem> problems = new ArrayList<>();
    for (String node : a.nodes()) {
      Host host =
          site.host(node).orElseThrow(() -> new IllegalStateException("no host named " + node));
      for (Rdata data : addresses(host)) {
        draft.add(new ZoneDraft.Entry(a.name(), a.ttl(), data, span)).ifPresent(problems::add);
      }
    }
    // One sentence for one request, however many addresses the hosts have.
    return problems.isEmpty() ? problems : problems.subList(0, 1);
  }

  /** The records that say where a host of the site is. */
  static List<Rdata> addresses(Host host) {
    List<Rdata> all = new ArrayList<>();
    host.ipv4().forEach(i -> all.add(new Rdata.A(i)));
    host.ipv6().forEach(i -> all.add(new Rdata.Aaaa(i)));
    return all;
  }
}
