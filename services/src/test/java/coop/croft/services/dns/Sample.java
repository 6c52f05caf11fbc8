package coop.croft.services.dns;

import coop.croft.core.manifest.Origin;
import coop.croft.core.model.Host;
import coop.croft.core.model.Right;
import coop.croft.core.model.Rights;
import coop.croft.core.model.Site;
import coop.croft.core.model.SourceId;
import coop.croft.lang.Span;
import coop.croft.services.Resource;
import coop.croft.services.Unit;
import coop.croft.services.World;
import coop.croft.services.domain.DnsKind;
import coop.croft.services.domain.Domain;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** A site, rights and units written by hand; each resource stands in a line of its own. */
final class Sample {
  static final Site SITE =
      new Site(
          "croft.example",
          "host.master@croft.example",
          "/home",
          "/home",
          60,
          List.of(
              host("main", 11, Optional.of("ns1.croft.example"), "dns-primary", "web-static"),
              host("dynamic", 12, Optional.of("ns2.croft.example"), "dns-secondary", "web"),
              host("shell", 13, Optional.empty(), "login"),
              host("offsite", 14, Optional.of("ns3.croft.example"), "dns-secondary")));

  private Sample() {}

  static Host host(String name, int number, Optional<String> nameServer, String... roles) {
    return new Host(
        name,
        List.of("192.0.2." + number),
        List.of("2001:db8::" + number),
        "bookworm",
        new TreeSet<>(List.of(roles)),
        nameServer);
  }

  /** A unit: its domain in line 1, then a resource a line. */
  static Unit unit(String member, String domain, Resource... resources) {
    return unit(member, domain, DnsKind.USE, 1, List.of(resources));
  }

  static Unit unit(
      String member, String domain, DnsKind dns, int line, List<? extends Resource> resources) {
    SourceId source = new SourceId(member, member);
    List<Unit.Asked> asked = new ArrayList<>();
    asked.add(new Unit.Asked(new Domain(domain, dns, 3600), origin(source, line)));
    for (Resource resource : resources) {
      asked.add(new Unit.Asked(resource, origin(source, line + asked.size())));
    }
    return new Unit(source, domain, asked);
  }

  static Origin origin(SourceId source, int line) {
    return new Origin(source, new Span(source.name() + ".dtl", line, 3, line, 9));
  }

  /** {@code member domain} pairs. */
  static Rights rights(String... pairs) {
    Map<String, List<Right>> rights = new HashMap<>();
    for (String pair : pairs) {
      String[] part = pair.split(" ");
      rights
          .computeIfAbsent(part[0], k -> new ArrayList<>())
          .add(new Right(Right.Kind.DOMAIN, part[1]));
    }
    return new Rights(rights);
  }

  static World world(Rights rights, Unit... units) {
    TreeMap<String, Unit> byDomain = new TreeMap<>();
    Arrays.stream(units).forEach(u -> byDomain.put(u.domain(), u));
    return new World(SITE, rights, byDomain);
  }

  static ZoneRecord record(String domain, String host, Rdata data) {
    return record(domain, host, 3600, data);
  }

  static ZoneRecord record(String domain, String host, long ttl, Rdata data) {
    return new ZoneRecord(domain, host.equals("@") ? domain : host + "." + domain, ttl, data);
  }
}
