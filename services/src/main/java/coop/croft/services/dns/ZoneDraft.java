package coop.croft.services.dns;

import coop.croft.lang.Code;
import coop.croft.lang.Span;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A zone as it grows, record by record in the order of the program. Each record that makes the zone
 * impossible is refused when it comes, so that the later one of two is to blame; what only shows
 * when all records are there is found by {@link #finish}.
 */
final class ZoneDraft {
  /** What BIND takes of one type at one name ({@code max-records-per-type}). */
  static final int MOST_IN_SET = 100;

  /** Of these, what is kept for the site's own name servers in the NS records of the domain. */
  static final int ROOM_FOR_SERVERS = 20;

  /** Of these, what is kept for the proofs of certificates (RFC 8555, section 8.4). */
  static final int ROOM_FOR_PROOFS = 10;

  /**
   * Octets of one set of records that still fit into one message of 65,535 octets beside question,
   * signature and transaction key, so that it can be answered and transferred.
   */
  static final int LARGEST_SET = 64_512;

  /** Octets of a record beside its data, the name compressed. */
  static final int RECORD_OVERHEAD = 12;

  /** One record and the place that asked for it. */
  record Entry(String owner, long ttl, Rdata data, Span span) {}

  /** What is wrong with a record, and where it was asked for. */
  record Problem(Span span, Code code, String message, Optional<String> hint) {}

  /** What records of one zone must be to each other. */
  @FunctionalInterface
  private interface Rule {
    /**
     * What keeps a record from being added to those that are there.
     *
     * @param sets those of the same name
     * @param set that of the same name and type, if there is one
     */
    Optional<Problem> problem(
        ZoneDraft zone, Entry entry, Map<RecordType, RecordSet> sets, @Nullable RecordSet set);
  }

  private static final List<Rule> RULES =
      List.of(
          (zone, entry, sets, set) -> zone.atApex(entry),
          (zone, entry, sets, set) -> ofWildcard(entry),
          (zone, entry, sets, set) -> withCname(entry, sets),
          (zone, entry, sets, set) -> zone.toCname(entry),
          (zone, entry, sets, set) -> zone.delegated(entry, sets),
          (zone, entry, sets, set) -> withoutMail(entry, set),
          (zone, entry, sets, set) -> policies(entry, set),
          (zone, entry, sets, set) -> zone.tooLarge(entry, set));

  private static final class RecordSet {
    /** At most {@link #MOST_IN_SET}, and mostly one. */
    final List<Entry> entries = new ArrayList<>(1);

    int octets;

    Entry first() {
      return entries.getFirst();
    }

    boolean has(Rdata data) {
      return entries.stream().anyMatch(e -> e.data().equals(data));
    }
  }

  private final String apex;
  private final Map<String, Map<RecordType, RecordSet>> names = new HashMap<>();

  /** The first record that leads to a host which must not be a CNAME, by that host. */
  private final Map<String, Entry> leads = new HashMap<>();

  /**
   * Owners in the order of the tree ({@link Names#reversed}), so that what is below a name stands
   * behind it. A name may have a hundred labels: nothing is kept for each name above an owner.
   * Complete behind {@link #place}.
   */
  private final NavigableSet<String> tree = new TreeSet<>();

  /** Of these, the ones with a record that could not be glue, each with the first such. */
  private final NavigableMap<String, Entry> beyondGlue = new TreeMap<>();

  /** What is not in these two yet: most zones are never asked for their order. */
  private final List<Entry> unplaced = new ArrayList<>();

  /** The delegated owners in that order, none of which lies below another. */
  private final NavigableMap<String, String> cuts = new TreeMap<>();

  /** The targets of NS records. */
  private final Set<String> servers = new HashSet<>();

  ZoneDraft(String apex) {
    this.apex = apex;
  }

  /** All records in the order in which they were first asked for, within their sets. */
  Collection<Entry> entries() {
    List<Entry> all = new ArrayList<>();
    names.values().forEach(sets -> sets.values().forEach(s -> all.addAll(s.entries)));
    return all;
  }

  /** All records of a name. */
  Collection<Entry> at(String owner) {
    List<Entry> all = new ArrayList<>();
    names.getOrDefault(owner, Map.of()).values().forEach(s -> all.addAll(s.entries));
    return all;
  }

  /** The first record of a type at a name. */
  Optional<Entry> first(String owner, RecordType type) {
    return Optional.ofNullable(names.getOrDefault(owner, Map.of()).get(type)).map(RecordSet::first);
  }

  boolean has(String owner, RecordType type) {
    return names.getOrDefault(owner, Map.of()).containsKey(type);
  }

  boolean hasAddress(String owner) {
    return has(owner, RecordType.A) || has(owner, RecordType.AAAA);
  }

  Set<String> owners() {
    return names.keySet();
  }

  /** The life time of a set that is there. */
  Optional<Long> ttl(String owner, RecordType type) {
    return first(owner, type).map(Entry::ttl);
  }

  /**
   * Adds a record unless it makes the zone impossible; one that is there already changes nothing.
   */
  Optional<Problem> add(Entry entry) {
    Map<RecordType, RecordSet> sets = names.getOrDefault(entry.owner(), Map.of());
    RecordSet set = sets.get(entry.data().type());
    if (set != null && set.first().ttl() != entry.ttl()) {
      return conflict(
          entry,
          entry.data().type()
              + " records of "
              + entry.owner()
              + " would have two TTLs, "
              + set.first().ttl()
              + " and "
              + entry.ttl(),
          "all records of one type at one name share their TTL; the first is in line "
              + set.first().span().line());
    }
    if (set != null && set.has(entry.data())) {
      return Optional.empty();
    }
    for (Rule rule : RULES) {
      Optional<Problem> problem = rule.problem(this, entry, sets, set);
      if (problem.isPresent()) {
        return problem;
      }
    }
    put(entry);
    return Optional.empty();
  }

  private void put(Entry entry) {
    RecordSet set =
        names
            .computeIfAbsent(entry.owner(), k -> new EnumMap<>(RecordType.class))
            .computeIfAbsent(entry.data().type(), k -> new RecordSet());
    set.entries.add(entry);
    set.octets += entry.data().size() + RECORD_OVERHEAD;
    entry.data().host().ifPresent(h -> leads.putIfAbsent(h, entry));
    if (entry.data() instanceof Rdata.Ns ns) {
      servers.add(ns.target());
    }
    unplaced.add(entry);
    if (isCut(entry.owner())) {
      cuts.put(Names.reversed(entry.owner()), entry.owner());
    }
  }

  private void place() {
    for (Entry entry : unplaced) {
      String reversed = Names.reversed(entry.owner());
      tree.add(reversed);
      if (!entry.data().type().isAddress()) {
        beyondGlue.putIfAbsent(reversed, entry);
      }
    }
    unplaced.clear();
  }

  private Optional<Problem> atApex(Entry entry) {
    if (!entry.owner().equals(apex)) {
      return Optional.empty();
    }
    return switch (entry.data().type()) {
      case CNAME ->
          conflict(
              entry,
              apex + " cannot be a CNAME: the domain itself has SOA and NS records",
              "give it addresses, or redirect its web site");
      case DS ->
          conflict(
              entry,
              "the DS records of " + apex + " belong into the zone above it",
              "enter them where the domain is registered");
      default -> Optional.empty();
    };
  }

  private static Optional<Problem> ofWildcard(Entry entry) {
    RecordType type = entry.data().type();
    if (entry.owner().startsWith("*.") && (type == RecordType.NS || type == RecordType.DS)) {
      return invalid(entry, "a wildcard cannot be delegated: " + type + " at " + entry.owner());
    }
    return Optional.empty();
  }

  private static Optional<Problem> withCname(Entry entry, Map<RecordType, RecordSet> sets) {
    RecordSet cname = sets.get(RecordType.CNAME);
    if (cname != null) {
      return conflict(
          entry,
          entry.owner() + " is a CNAME already and can have no other record",
          "the CNAME is in line " + cname.first().span().line());
    }
    if (entry.data().type() == RecordType.CNAME && !sets.isEmpty()) {
      Entry other = sets.values().iterator().next().first();
      return conflict(
          entry,
          entry.owner() + " has other records already and cannot be a CNAME",
          "a record of type " + other.data().type() + " is in line " + other.span().line());
    }
    return Optional.empty();
  }

  private Optional<Problem> toCname(Entry entry) {
    Entry lead = leads.get(entry.owner());
    if (entry.data().type() == RecordType.CNAME && lead != null) {
      return conflict(
          entry,
          entry.owner()
              + " cannot be a CNAME: the "
              + lead.data().type()
              + " of "
              + lead.owner()
              + " leads to it",
          "that record is in line " + lead.span().line());
    }
    Optional<Entry> cname =
        entry
            .data()
            .host()
            .map(h -> names.getOrDefault(h, Map.of()).get(RecordType.CNAME))
            .map(RecordSet::first);
    if (cname.isPresent()) {
      return conflict(
          entry,
          "an "
              + entry.data().type()
              + " record cannot lead to "
              + cname.get().owner()
              + ", which is a CNAME",
          "name the host to which the CNAME of line " + cname.get().span().line() + " leads");
    }
    return Optional.empty();
  }

  /**
   * Records at and below a name that is delegated: only NS, DS and the addresses of name servers.
   */
  private Optional<Problem> delegated(Entry entry, Map<RecordType, RecordSet> sets) {
    RecordType type = entry.data().type();
    boolean atCut = sets.containsKey(RecordType.NS) && !entry.owner().equals(apex);
    if (!type.isAddress() && !(atCut && (type == RecordType.NS || type == RecordType.DS))) {
      Optional<String> cut = atCut ? Optional.of(entry.owner()) : cutAbove(entry.owner());
      if (cut.isPresent()) {
        return behind(entry, cut.get());
      }
    }
    if (type == RecordType.NS && !atCut && !entry.owner().equals(apex)) {
      Optional<Entry> hidden =
          sets.values().stream()
              .map(RecordSet::first)
              .filter(e -> !e.data().type().isAddress() && e.data().type() != RecordType.DS)
              .findFirst()
              .or(() -> below(entry.owner()));
      if (hidden.isPresent()) {
        return conflict(
            entry,
            "delegating "
                + entry.owner()
                + " would hide the "
                + hidden.get().data().type()
                + " record of "
                + hidden.get().owner(),
            "that record is in line " + hidden.get().span().line());
      }
    }
    return Optional.empty();
  }

  static Optional<Problem> behind(Entry entry, String cut) {
    return conflict(
        entry,
        cut
            + " is delegated, so nobody would see the "
            + entry.data().type()
            + " record of "
            + entry.owner(),
        "it belongs into the zone of " + cut + " on its own name servers");
  }

  /** A record strictly below a name that could not be glue. */
  private Optional<Entry> below(String name) {
    place();
    String reversed = Names.reversed(name);
    return Optional.ofNullable(beyondGlue.higherEntry(reversed))
        .filter(e -> e.getKey().startsWith(reversed))
        .map(Map.Entry::getValue);
  }

  private static Optional<Problem> withoutMail(Entry entry, @Nullable RecordSet set) {
    if (set != null
        && entry.data() instanceof Rdata.Mx mx
        && set.first().data() instanceof Rdata.Mx other
        && (mx.refusesMail() || other.refusesMail())) {
      return conflict(
          entry,
          entry.owner() + " cannot both refuse mail and have a mail server",
          "the other MX record is in line " + set.first().span().line());
    }
    return Optional.empty();
  }

  /**
   * SPF and DMARC records of which a name can have one: with two of the first, checks end in an
   * error (RFC 7208, sections 3.2 and 4.5), with two of the second, none is applied (RFC 7489,
   * section 6.6.3).
   */
  private static Optional<Problem> policies(Entry entry, @Nullable RecordSet set) {
    if (set == null || !(entry.data() instanceof Rdata.Txt txt)) {
      return Optional.empty();
    }
    Optional<String> policy = txt.policy(entry.owner());
    return policy
        .flatMap(
            p ->
                set.entries.stream()
                    .filter(
                        e -> e.data() instanceof Rdata.Txt t && t.policy(e.owner()).equals(policy))
                    .findFirst())
        .flatMap(
            other ->
                conflict(
                    entry,
                    entry.owner()
                        + " would have two "
                        + policy.get()
                        + " records, and mail servers use neither of two",
                    "keep one, with what both say; the other is in line " + other.span().line()));
  }

  private Optional<Problem> tooLarge(Entry entry, @Nullable RecordSet set) {
    int count = set == null ? 0 : set.entries.size();
    int octets = (set == null ? 0 : set.octets) + entry.data().size() + RECORD_OVERHEAD;
    int room = roomForSite(entry);
    if (count >= MOST_IN_SET - room) {
      String why = room == 0 ? "" : ": " + room + " of " + MOST_IN_SET + " are kept for the site's";
      return invalid(
          entry, "there can be no more than " + (MOST_IN_SET - room) + " " + records(entry) + why);
    }
    if (octets > LARGEST_SET) {
      return invalid(
          entry,
          "the "
              + records(entry)
              + " have more than the "
              + LARGEST_SET
              + " octets that fit into a message");
    }
    return Optional.empty();
  }

  /** How many records the site may add to a set by itself, now or when nobody changes the zone. */
  private int roomForSite(Entry entry) {
    return switch (entry.data().type()) {
      case NS -> entry.owner().equals(apex) ? ROOM_FOR_SERVERS : 0;
      case TXT -> entry.owner().startsWith("_acme-challenge.") ? ROOM_FOR_PROOFS : 0;
      default -> 0;
    };
  }

  private static String records(Entry entry) {
    return entry.data().type() + " records of " + entry.owner();
  }

  /**
   * What only shows when all records are there.
   *
   * @param addressed names to which the site adds addresses by itself
   * @param shields names that others hold, which the site keeps from this zone's wildcards
   */
  List<Problem> finish(Set<String> addressed, List<String> shields) {
    return new WholeZone(this, addressed, shields).problems();
  }

  /** Whether a name is the target of an NS record. */
  boolean isServer(String name) {
    return servers.contains(name);
  }

  /** Whether a name has records, or lies between such a name and the domain. */
  boolean exists(String name) {
    place();
    String reversed = Names.reversed(name);
    String next = tree.ceiling(reversed);
    return name.equals(apex)
        || (next != null && next.startsWith(reversed) && Names.within(name, apex));
  }

  String apex() {
    return apex;
  }

  boolean isCut(String name) {
    return !name.equals(apex) && has(name, RecordType.NS);
  }

  /** The delegated name strictly above {@code name}, if there is one. */
  Optional<String> cutAbove(String name) {
    if (cuts.isEmpty()) {
      return Optional.empty();
    }
    String reversed = Names.reversed(name);
    return Optional.ofNullable(cuts.lowerEntry(reversed))
        .filter(e -> reversed.startsWith(e.getKey()))
        .map(Map.Entry::getValue);
  }

  static Optional<Problem> invalid(Entry entry, String message) {
    return Optional.of(new Problem(entry.span(), Code.INVALID_VALUE, message, Optional.empty()));
  }

  static Optional<Problem> conflict(Entry entry, String message, String hint) {
    return Optional.of(new Problem(entry.span(), Code.CONFLICT, message, Optional.of(hint)));
  }
}
