package coop.croft.services.dns;

import coop.croft.core.manifest.Origin;
import coop.croft.lang.Code;
import coop.croft.lang.Span;
import coop.croft.services.Service.Fault;
import coop.croft.services.Unit;
import coop.croft.services.World;
import coop.croft.services.domain.DnsKind;
import coop.croft.services.domain.Domain;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What makes a zone impossible once all of a program is known. */
final class ZoneFaults {
  /**
   * named keeps files whose names are the zone's and some more; 255 octets are all that a name has.
   */
  private static final int LONGEST_ZONE = 200;

  /** Seconds: {@code max-zone-ttl} of BIND's policy "default", above which a zone is not loaded. */
  private static final long LONGEST_SIGNED = 86_400;

  /** Faults of a zone that are told; nobody reads more of them. */
  static final int MOST = 1_000;

  static final Comparator<Span> BY_PLACE =
      Comparator.comparingInt(Span::line).thenComparingInt(Span::column);

  private final Unit unit;
  private final Map<Origin, Fault> faults = new LinkedHashMap<>();

  private ZoneFaults(Unit unit) {
    this.unit = unit;
  }

  /**
   * @param children served zones directly below, of whatever source
   */
  static List<Fault> of(
      Unit unit, World world, NameServers servers, Shields shields, List<Unit> children) {
    ZoneFaults all = new ZoneFaults(unit);
    Domain domain = Family.domain(unit);
    if (!(domain.dns() instanceof DnsKind.None)) {
      all.served(servers);
    }
    MemberZone zone = MemberZone.of(unit, world.site());
    zone.problems().forEach(all::add);
    zone.draft().finish(servers.names(), shields.needed(zone)).forEach(all::add);
    if (domain.dns() instanceof DnsKind.Use) {
      all.nameServers(zone, servers);
      if (zone.signed()) {
        all.signedTtls(zone);
      }
      all.delegations(zone, shields);
      List<Unit> own = children.stream().filter(c -> c.source().equals(unit.source())).toList();
      if (!own.isEmpty()) {
        Owners owners = new Owners(zone.draft());
        own.forEach(child -> all.taken(zone, owners, child));
      }
    }
    return List.copyOf(all.faults.values());
  }

  /** Why no zone may have a name that a domain may have; empty if it may. */
  static Optional<String> againstName(String domain) {
    return domain.length() <= LONGEST_ZONE
        ? Optional.empty()
        : Optional.of(
            "the name of a zone has at most "
                + LONGEST_ZONE
                + " characters, this one "
                + domain.length());
  }

  private void served(NameServers servers) {
    Span place = opening(unit).span();
    againstName(unit.domain())
        .map(why -> new ZoneDraft.Problem(place, Code.INVALID_VALUE, why, Optional.empty()))
        .ifPresent(this::add);
    if (servers.published().isEmpty()) {
      add(
          new ZoneDraft.Problem(
              place,
              Code.INVALID_VALUE,
              "the site has no name server: the zone " + unit.domain() + " would have no NS record",
              Optional.of("DNS = noDns opens the domain without a zone")));
    }
  }

  /** The site's own name servers may lie in a member's zone: not as a CNAME, not delegated away. */
  private void nameServers(MemberZone zone, NameServers servers) {
    for (var host : servers.published()) {
      String name = host.nameServer().orElseThrow();
      zone.draft()
          .first(name, RecordType.CNAME)
          .map(
              e ->
                  new ZoneDraft.Problem(
                      e.span(),
                      Code.CONFLICT,
                      name + " is a name server of the site and cannot be a CNAME",
                      Optional.empty()))
          .ifPresent(this::add);
    }
  }

  /** The domain's TTL is that of its NS records; records that have it are not named again. */
  private void signedTtls(MemberZone zone) {
    long usual = zone.domain().ttl();
    if (usual > LONGEST_SIGNED) {
      tooLong(opening(unit).span(), usual, unit.domain());
    }
    for (ZoneDraft.Entry e : zone.draft().entries()) {
      if (e.ttl() > LONGEST_SIGNED && e.ttl() != usual) {
        tooLong(e.span(), e.ttl(), "the " + e.data().type() + " record of " + e.owner());
      }
    }
  }

  private void tooLong(Span span, long ttl, String whose) {
    add(
        new ZoneDraft.Problem(
            span,
            Code.INVALID_VALUE,
            "TTL " + ttl + " of " + whose + ": in a signed zone it is at most " + LONGEST_SIGNED,
            Optional.of("write TTL = " + LONGEST_SIGNED + " or less, or leave out dnssec")));
  }

  /** Whoever serves a delegated name answers for all below it, others' names among them. */
  private void delegations(MemberZone zone, Shields shields) {
    for (String owner : zone.draft().owners()) {
      if (zone.draft().isCut(owner)) {
        for (String held : shields.below(owner, unit.source().member())) {
          add(
              new ZoneDraft.Problem(
                  zone.draft().first(owner, RecordType.NS).orElseThrow().span(),
                  Code.NOT_HELD,
                  owner + " cannot be delegated: " + held + " below it is held by somebody else",
                  Optional.of("ask its holder, or delegate names that have none of others below")));
        }
      }
    }
  }

  /** Own records at or below a name that the same program opens as a domain. */
  private void taken(MemberZone zone, Owners owners, Unit child) {
    Origin opened = opening(child);
    owners.within(child.domain()).stream()
        .map(ZoneDraft.Entry::span)
        .min(BY_PLACE)
        .filter(first -> BY_PLACE.compare(first, opened.span()) <= 0)
        .map(
            first ->
                new ZoneDraft.Problem(
                    opened.span(),
                    Code.CONFLICT,
                    "the block of "
                        + unit.domain()
                        + " already has records at or below "
                        + child.domain(),
                    Optional.of("the first is in line " + first.line())))
        .ifPresent(this::add);
    for (ZoneDraft.Entry owned : owners.within(child.domain())) {
      for (ZoneDraft.Entry e : zone.draft().at(owned.owner())) {
        if (BY_PLACE.compare(e.span(), opened.span()) > 0) {
          add(
              new ZoneDraft.Problem(
                  e.span(),
                  Code.CONFLICT,
                  e.owner() + " lies in the zone " + child.domain() + ", which is opened by itself",
                  Optional.of("write the record in the block of " + child.domain())));
        }
      }
    }
  }

  /** The first fault of a place is told. */
  private void add(ZoneDraft.Problem p) {
    if (faults.size() < MOST) {
      Origin origin = new Origin(unit.source(), p.span());
      faults.putIfAbsent(origin, new Fault(origin, p.code(), p.message(), p.hint()));
    }
  }

  static Origin opening(Unit unit) {
    return unit.of(Domain.class).findFirst().orElseThrow().origin();
  }
}
