package coop.croft.services.dns;

import coop.croft.lang.Span;
import coop.croft.lang.Warning;
import coop.croft.services.Unit;
import coop.croft.services.World;
import coop.croft.services.base.Text;
import coop.croft.services.domain.Address;
import coop.croft.services.domain.DnsKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Records that a zone may have, and that do not do what they say. */
final class ZoneWarnings {
  /** Nobody reads more of one zone. */
  static final int MOST = 20;

  /**
   * Where what begins so is looked for: below a label of the name (RFC 7489, section 6.1; RFC 6376,
   * section 3.6.2.1; RFC 8461, section 3.1; RFC 8460, section 3).
   */
  private static final Map<String, String> LABELS =
      Map.of(
          "v=DMARC1", "_dmarc",
          "v=DKIM1", "_domainkey",
          "v=STSv1", "_mta-sts",
          "v=TLSRPTv1", "_smtp._tls");

  private final MemberZone zone;
  private final WholeZone whole;
  private final NameServers servers;
  private final Set<String> children = new HashSet<>();

  /** Owners of CNAMEs whose way is known. */
  private final Set<String> followed = new HashSet<>();

  private final List<Warning> found = new ArrayList<>();

  private ZoneWarnings(
      MemberZone zone, NameServers servers, List<String> shields, List<Unit> children) {
    this.zone = zone;
    this.servers = servers;
    this.whole = new WholeZone(zone.draft(), servers.names(), shields);
    children.forEach(c -> this.children.add(c.domain()));
  }

  /**
   * What a zone of the site's own servers says.
   *
   * @param children served zones directly below, of whatever source
   */
  static List<Warning> of(
      Unit unit, World world, NameServers servers, Shields shields, List<Unit> children) {
    MemberZone zone = MemberZone.of(unit, world.site());
    ZoneWarnings all = new ZoneWarnings(zone, servers, shields.needed(zone), children);
    List<ZoneDraft.Entry> entries =
        zone.draft().entries().stream()
            .sorted(Comparator.comparing(ZoneDraft.Entry::span, ZoneFaults.BY_PLACE))
            .toList();
    for (ZoneDraft.Entry e : entries) {
      all.judge(e);
      all.circle(e);
    }
    return all.found;
  }

  /** The first thing that is said of a zone to which the site's servers are not the primary. */
  static Optional<Warning> unpublished(Unit unit) {
    return unit.resources().stream()
        .filter(a -> a.resource() instanceof ZoneRecord || a.resource() instanceof Signed)
        .findFirst()
        .map(
            first ->
                new Warning(
                    first.origin().span(),
                    "what is said of the zone "
                        + unit.domain()
                        + " is not published: the site's servers are not its primary",
                    Family.domain(unit).dns() instanceof DnsKind.Secondary
                        ? "write it where the zone comes from"
                        : "leave out DNS = noDns, or write it where the zone is served",
                    List.of()));
  }

  /**
   * Whether a zone has to be looked at closely. Nearly all zones are as they should be, and putting
   * one together costs as much as all else.
   */
  static boolean isSuspicious(Unit unit) {
    Set<String> addressed = new HashSet<>();
    for (Unit.Asked asked : unit.resources()) {
      switch (asked.resource()) {
        case ZoneRecord r when r.data().type().isAddress() -> addressed.add(r.owner());
        case Address a -> addressed.add(a.name());
        default -> {}
      }
    }
    return unit.of(ZoneRecord.class)
        .map(Unit.Of::resource)
        .anyMatch(
            r ->
                switch (r.data()) {
                  case Rdata.Txt txt ->
                      isQuoted(txt.text())
                          || label(txt.text()).filter(l -> !isBelow(r.owner(), l)).isPresent();
                  case Rdata.Cname cname -> isOpen(cname.target(), unit, addressed);
                  default -> r.data().host().filter(h -> isOpen(h, unit, addressed)).isPresent();
                });
  }

  private static boolean isOpen(String name, Unit unit, Set<String> addressed) {
    return Names.within(name, unit.domain()) && !addressed.contains(name);
  }

  private static boolean isQuoted(String text) {
    return text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
  }

  /** The label below which a text is looked for, if there is one. */
  private static Optional<String> label(String text) {
    int end = text.indexOf(';');
    return Optional.ofNullable(LABELS.get(end < 0 ? text : text.substring(0, end).strip()));
  }

  private static boolean isBelow(String owner, String label) {
    return owner.startsWith(label + ".") || owner.contains("." + label + ".");
  }

  private void warn(Span span, String message, String hint) {
    if (found.size() < MOST) {
      found.add(new Warning(span, message, hint, List.of()));
    }
  }

  private void judge(ZoneDraft.Entry e) {
    switch (e.data()) {
      case Rdata.Txt txt -> text(e, txt.text());
      case Rdata.Cname cname -> {
        if (isLost(cname.target()) && whole.answering(cname.target()).isEmpty()) {
          warn(
              e.span(),
              e.owner() + " is a CNAME for " + cname.target() + ", which this zone does not have",
              "give " + cname.target() + " a record, or write the name that is meant");
        }
      }
      case Rdata.Ns ns -> {}
      default ->
          e.data()
              .host()
              .filter(this::isLost)
              .filter(h -> whole.answering(h).filter(this::hasAddress).isEmpty())
              .ifPresent(
                  h ->
                      warn(
                          e.span(),
                          "the "
                              + e.data().type()
                              + " record of "
                              + e.owner()
                              + " leads to "
                              + h
                              + ", which has no address in this zone",
                          "give it one with dnsA or dnsAAAA, or write the name that is meant"));
    }
  }

  /** Whether an owner has an address, or may have one where its CNAME leads. */
  private boolean hasAddress(String owner) {
    return zone.draft().hasAddress(owner) || zone.draft().has(owner, RecordType.CNAME);
  }

  /** Whether nobody but this zone answers for a name. */
  private boolean isLost(String name) {
    return Names.within(name, zone.unit().domain())
        && !servers.names().contains(name)
        && !zone.draft().isCut(name)
        && zone.draft().cutAbove(name).isEmpty()
        && !children.contains(name)
        && Names.between(name, zone.unit().domain()).stream().noneMatch(children::contains);
  }

  private void text(ZoneDraft.Entry e, String text) {
    if (isQuoted(text)) {
      warn(
          e.span(),
          "the quotation marks inside of the text of " + e.owner() + " become a part of it",
          "write the text between one pair of quotation marks, without \\\"");
      return;
    }
    label(text)
        .filter(label -> !isBelow(e.owner(), label))
        .ifPresent(
            label ->
                warn(
                    e.span(),
                    "nobody looks for "
                        + Text.shown(text.substring(0, text.indexOf('1') + 1))
                        + " at "
                        + e.owner(),
                    "it belongs to a name such as " + example(label)));
  }

  private String example(String label) {
    String first = label.equals("_domainkey") ? "mail." : "";
    return first + label + "." + zone.unit().domain();
  }

  /** Whether its CNAME leads back to it; each circle is told once, at its first place. */
  private void circle(ZoneDraft.Entry start) {
    Set<String> way = new HashSet<>();
    Optional<ZoneDraft.Entry> at = Optional.of(start).filter(e -> e.data() instanceof Rdata.Cname);
    while (at.isPresent() && followed.add(at.get().owner())) {
      way.add(at.get().owner());
      at = next(at.get());
    }
    at.filter(e -> way.contains(e.owner()))
        .ifPresent(
            e ->
                warn(
                    e.span(),
                    e.owner() + " leads to itself by CNAME records, and has no address",
                    "give a name of this circle the address that is meant"));
  }

  /** The CNAME that answers for the target of one. */
  private Optional<ZoneDraft.Entry> next(ZoneDraft.Entry from) {
    return from.data() instanceof Rdata.Cname cname && isLost(cname.target())
        ? whole
            .answering(cname.target())
            .flatMap(owner -> zone.draft().first(owner, RecordType.CNAME))
        : Optional.empty();
  }
}
