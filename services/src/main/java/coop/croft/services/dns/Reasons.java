package coop.croft.services.dns;

import coop.croft.services.dns.master.MasterLine;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Why records of some types do not become part of a program. */
final class Reasons {
  static final String SIGNING =
      "it was made with the old keys; the word dnssec has the site's name server sign the zone"
          + " anew";

  private static final Map<String, RecordType> KNOWN =
      Arrays.stream(RecordType.values())
          .collect(Collectors.toMap(RecordType::name, Function.identity()));

  /** The numbers of the types, for files that write TYPE28 (RFC 3597, section 5). */
  private static final Map<String, String> BY_NUMBER =
      Map.ofEntries(
          Map.entry("TYPE1", "A"),
          Map.entry("TYPE2", "NS"),
          Map.entry("TYPE5", "CNAME"),
          Map.entry("TYPE12", "PTR"),
          Map.entry("TYPE13", "HINFO"),
          Map.entry("TYPE15", "MX"),
          Map.entry("TYPE16", "TXT"),
          Map.entry("TYPE28", "AAAA"),
          Map.entry("TYPE29", "LOC"),
          Map.entry("TYPE33", "SRV"),
          Map.entry("TYPE35", "NAPTR"),
          Map.entry("TYPE43", "DS"),
          Map.entry("TYPE44", "SSHFP"),
          Map.entry("TYPE52", "TLSA"),
          Map.entry("TYPE257", "CAA"));

  /** RFC 4034, 5155, 7344, 8976, 4431; TYPE65534 is BIND's note about its own signing. */
  private static final Set<String> OF_SIGNING =
      Set.of(
          "RRSIG",
          "DNSKEY",
          "NSEC",
          "NSEC3",
          "NSEC3PARAM",
          "CDS",
          "CDNSKEY",
          "ZONEMD",
          "DLV",
          "KEY",
          "SIG",
          "NXT",
          "TYPE65534");

  private static final Set<String> NOT_OF_THE_PROTOCOL = Set.of("ALIAS", "ANAME", "FLATTEN");

  private Reasons() {}

  static Optional<RecordType> type(MasterLine.ResourceRecord record) {
    return Optional.ofNullable(KNOWN.get(BY_NUMBER.getOrDefault(record.type(), record.type())));
  }

  static boolean isOfSigning(String type) {
    return OF_SIGNING.contains(type);
  }

  /** Why the library has no words for a record; empty if it has some. */
  static Optional<String> against(MasterLine.ResourceRecord record) {
    if (type(record).isPresent()) {
      return Optional.empty();
    }
    String type = record.type();
    if (NOT_OF_THE_PROTOCOL.contains(type)) {
      return Optional.of(
          type
              + " is a provider's own; give the addresses to which it leads, or leave out"
              + " DefaultAddress = false if the domain shall lead to the site's web hosts");
    }
    return Optional.of(
        type.equals("SPF")
            ? "records of this type are obsolete (RFC 7208, section 3.1); the same text belongs"
                + " into dnsTXT"
            : "the library has no word for records of type " + type);
  }
}
