package coop.croft.services.dns;

import coop.croft.core.manifest.Hash;
import coop.croft.core.manifest.LineMap;
import coop.croft.core.manifest.Origin;
import coop.croft.core.model.Host;
import coop.croft.core.model.Site;
import coop.croft.lang.Span;
import coop.croft.services.Proof;
import coop.croft.services.Unit;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * The whole text of a zone: what the member asked for, and what the site adds by itself (SOA, NS,
 * the delegations of zones below it, addresses of name servers that lie in it). The order of the
 * lines does not depend on the order of the program.
 */
final class ZoneFile {
  /** RIPE-203 for small zones; four weeks to expire, so that a lost primary is no emergency. */
  private static final ZoneWriter.Times TIMES = new ZoneWriter.Times(3600, 600, 2_419_200, 300);

  private static final long SOA_TTL = 3600;

  /** RFC 8555, section 8.4. */
  private static final String CHALLENGE = "_acme-challenge.";

  /** Of what is looked for once and then gone. */
  private static final long SHORT = 60;

  private record Line(String sortKey, RecordType type, String text, Span span) {}

  private static final Comparator<Line> ORDER =
      Comparator.comparing(Line::sortKey).thenComparing(Line::type).thenComparing(Line::text);

  private final MemberZone zone;
  private final Site site;
  private final NameServers servers;
  private final Span domainSpan;
  private final List<Line> lines = new ArrayList<>();
  private final Map<String, String> sortKeys = new HashMap<>();

  /**
   * @param children served zones directly below
   * @param shields names that exist without records, so that no wildcard covers them
   * @param proofs what a certificate authority wants to see
   */
  ZoneFile(
      MemberZone zone,
      Site site,
      NameServers servers,
      List<Unit> children,
      List<String> shields,
      List<Proof> proofs) {
    this.zone = zone;
    this.site = site;
    this.servers = servers;
    this.domainSpan =
        zone.unit()
            .of(coop.croft.services.domain.Domain.class)
            .findFirst()
            .orElseThrow()
            .origin()
            .span();
    zone.draft().entries().forEach(e -> line(e.owner(), e.ttl(), e.data(), e.span()));
    ownServers();
    children.forEach(this::delegate);
    Set<String> below = children.stream().map(Unit::domain).collect(Collectors.toSet());
    for (String name : shields) {
      boolean delegated =
          below.contains(name)
              || Names.between(name, zone.unit().domain()).stream().anyMatch(below::contains)
              || zone.draft().isCut(name)
              || zone.draft().cutAbove(name).isPresent();
      if (delegated) {
        continue;
      }
      line(
          Shields.record(name),
          zone.domain().ttl(),
          new Rdata.Txt("held by somebody else"),
          domainSpan);
    }
    proofs.stream().filter(a -> a.way() == Proof.Way.DNS).forEach(this::proof);
    lines.sort(ORDER);
  }

  /** Where the member leads elsewhere, the proof is for whoever is there. */
  private void proof(Proof a) {
    String owner = CHALLENGE + a.name();
    boolean elsewhere =
        zone.draft().has(owner, RecordType.CNAME)
            || zone.draft().isCut(owner)
            || zone.draft().cutAbove(owner).isPresent();
    if (!elsewhere) {
      long ttl = zone.draft().ttl(owner, RecordType.TXT).orElse(SHORT);
      line(owner, ttl, new Rdata.Txt(a.text()), domainSpan);
    }
  }

  private void ownServers() {
    String apex = zone.unit().domain();
    long ttl = zone.draft().ttl(apex, RecordType.NS).orElse(zone.domain().ttl());
    for (Host host : servers.published()) {
      String name = host.nameServer().orElseThrow();
      Rdata.Ns ns = new Rdata.Ns(name);
      line(apex, ttl, ns, domainSpan);
      if (Names.within(name, apex) && !zone.draft().hasAddress(name)) {
        MemberZone.addresses(host).forEach(a -> line(name, zone.domain().ttl(), a, domainSpan));
      }
    }
  }

  private void delegate(Unit child) {
    if (zone.draft().isCut(child.domain()) || zone.draft().cutAbove(child.domain()).isPresent()) {
      return;
    }
    for (Host host : servers.published()) {
      line(
          child.domain(),
          zone.domain().ttl(),
          new Rdata.Ns(host.nameServer().orElseThrow()),
          domainSpan);
    }
  }

  private void line(String owner, long ttl, Rdata data, Span span) {
    StringBuilder text = new StringBuilder();
    new ZoneWriter(text).record(owner, ttl, data);
    String key = sortKeys.computeIfAbsent(owner, Names::reversed);
    lines.add(new Line(key, data.type(), text.toString(), span));
  }

  /**
   * The finished text.
   *
   * @param serial from the hash of everything but the serial
   * @param servedHow how the zone is served: a change of that needs a new serial too
   */
  Text text(String servedHow, ToLongFunction<Hash> serial) {
    StringBuilder body = new StringBuilder();
    List<LineMap.Lines> map = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    add(map, 1, domainSpan);
    int number = 1;
    for (Line line : lines) {
      if (seen.add(line.text())) {
        body.append(line.text());
        add(map, ++number, line.span());
      }
    }
    Hash content = Hash.of((servedHow + "\n" + soa(0) + body).getBytes(StandardCharsets.UTF_8));
    byte[] text = (soa(serial.applyAsLong(content)) + body).getBytes(StandardCharsets.US_ASCII);
    return new Text(text, new LineMap(map));
  }

  /** Bytes of a zone file, and where each line comes from. */
  record Text(byte[] bytes, LineMap lines) {}

  private void add(List<LineMap.Lines> map, int number, Span span) {
    if (!map.isEmpty()
        && map.getLast().origin().span().equals(span)
        && map.getLast().last() == number - 1) {
      map.set(
          map.size() - 1, new LineMap.Lines(map.getLast().first(), number, map.getLast().origin()));
    } else {
      map.add(new LineMap.Lines(number, number, new Origin(zone.unit().source(), span)));
    }
  }

  private String soa(long serial) {
    StringBuilder out = new StringBuilder();
    String primary = servers.published().getFirst().nameServer().orElseThrow();
    new ZoneWriter(out).soa(zone.unit().domain(), SOA_TTL, primary, site.contact(), serial, TIMES);
    return out.toString();
  }
}
