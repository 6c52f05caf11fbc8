package coop.croft.services.dns;

import static coop.croft.services.dns.Checks.invalid;

import coop.croft.lang.Verdict;
import coop.croft.services.base.Addresses;
import coop.croft.services.dns.master.DomainName;
import coop.croft.services.dns.master.Fields;
import coop.croft.services.dns.master.MasterLine;
import coop.croft.services.dns.master.Unreadable;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The data of records in master files, as far as the library has words for them. */
final class RdataReader {
  /** RFC 4034, appendix A.1, and what was added since. */
  private static final Map<String, Long> ALGORITHMS =
      Map.of(
          "RSASHA1", 5L,
          "NSEC3RSASHA1", 7L,
          "RSASHA256", 8L,
          "RSASHA512", 10L,
          "ECDSAP256SHA256", 13L,
          "ECDSAP384SHA384", 14L,
          "ED25519", 15L,
          "ED448", 16L);

  /**
   * Texts whose readers join the strings of a record: RFC 7208, section 3.3; RFC 6376, 3.6.2.2; RFC
   * 7489, 6.1; RFC 8460, 3; RFC 8461, 3.1.
   */
  private static final Pattern JOINED =
      Pattern.compile("(?is)(v=(spf1|DKIM1|DMARC1|STSv1|TLSRPTv1)\\b|spf2\\.0/).*");

  /**
   * @param note what is said otherwise than in the file, though it means the same
   */
  record Reading(Rdata data, Optional<String> note) {
    static Reading exact(Rdata data) {
      return new Reading(data, Optional.empty());
    }
  }

  private final MasterLine.ResourceRecord record;
  private final Fields fields;

  private RdataReader(MasterLine.ResourceRecord record) {
    this.record = record;
    this.fields = new Fields(record);
  }

  /**
   * @throws Unreadable if a field is missing or is not what it must be
   * @throws coop.croft.lang.Fault if the library takes no such record
   */
  static Reading read(MasterLine.ResourceRecord record, RecordType type) throws Unreadable {
    if (new Fields(record).areOctets()) {
      throw invalid(
          "its data are octets (RFC 3597); write them as "
              + type
              + " records are written, or have named-compilezone do it");
    }
    RdataReader reader = new RdataReader(record);
    Reading reading =
        switch (type) {
          case TXT -> reader.text();
          case CAA -> reader.caa();
          case NAPTR -> reader.naptr();
          case A, AAAA, CNAME, PTR, NS, MX, SRV, SSHFP, TLSA, DS, LOC, HINFO ->
              Reading.exact(reader.data(type));
        };
    reader.fields.end("the record");
    return reading;
  }

  private Rdata data(RecordType type) throws Unreadable {
    return switch (type) {
      case A -> new Rdata.A(accepted(Addresses.ipv4(fields.plain("the address"))));
      case AAAA -> new Rdata.Aaaa(accepted(Addresses.ipv6(fields.plain("the address"))));
      case CNAME -> new Rdata.Cname(name("the other name"));
      case PTR -> new Rdata.Ptr(name("the name"));
      case NS -> new Rdata.Ns(name("the name server"));
      case MX -> new Rdata.Mx(fields.number("the preference"), name("the mail server"));
      case TXT, CAA, NAPTR -> throw new IllegalStateException(type + " is read by itself");
      case SRV ->
          new Rdata.Srv(
              fields.number("the priority"),
              fields.number("the weight"),
              fields.number("the port"),
              name("the host"));
      case SSHFP ->
          new Rdata.Sshfp(
              fields.number("the algorithm"),
              fields.number("the fingerprint type"),
              fields.digits("the fingerprint"));
      case TLSA ->
          new Rdata.Tlsa(
              fields.number("the usage"),
              fields.number("the selector"),
              fields.number("the matching type"),
              fields.digits("the data"));
      case DS ->
          new Rdata.Ds(
              fields.number("the key tag"),
              algorithm(fields.plain("the algorithm")),
              fields.number("the digest type"),
              fields.digits("the digest"));
      case LOC -> new Rdata.Loc(fields.rest("the place"));
      case HINFO -> new Rdata.Hinfo(fields.text("the machine"), fields.text("the system"));
    };
  }

  private Reading caa() throws Unreadable {
    long flags = fields.number("the flags");
    String tag = fields.text("the tag");
    Rdata.Caa data = new Rdata.Caa(flags, tag, fields.text("the value"));
    return respelt(data, data.tag().equals(tag), "its tag is in small letters here");
  }

  private Reading naptr() throws Unreadable {
    long order = fields.number("the order");
    long preference = fields.number("the preference");
    String flags = fields.text("the flags");
    Rdata.Naptr data =
        new Rdata.Naptr(
            order,
            preference,
            flags,
            fields.text("the services"),
            fields.text("the expression"),
            name("the replacement"));
    return respelt(data, data.flags().equals(flags), "its flags are in capital letters here");
  }

  private static Reading respelt(Rdata data, boolean same, String how) {
    return new Reading(
        data, same ? Optional.empty() : Optional.of(how + ", which makes no difference"));
  }

  /** Programs write one text; the site cuts it into strings of 255 octets. */
  private Reading text() throws Unreadable {
    List<String> strings = fields.strings("the text");
    String text = fields.utf8(String.join("", strings), "the text");
    Rdata data = new Rdata.Txt(text);
    boolean same =
        strings.size() == 1
            || (!strings.getLast().isEmpty()
                && strings.subList(0, strings.size() - 1).stream()
                    .allMatch(s -> s.length() == Checks.LONGEST_STRING));
    if (same) {
      return Reading.exact(data);
    }
    if (JOINED.matcher(text).matches() || record.owner().labels().contains("_domainkey")) {
      return new Reading(
          data,
          Optional.of(
              "its " + strings.size() + " strings are one text here, as who reads it joins them"));
    }
    throw invalid(
        "it has "
            + strings.size()
            + " strings, and programs write one text, which is cut every 255 octets; if its readers"
            + " join them, write dnsTXT with the whole text");
  }

  private static long algorithm(String text) {
    Long known = ALGORITHMS.get(text.toUpperCase(Locale.ROOT));
    if (known == null && !text.matches("[0-9]{1,3}")) {
      throw invalid("there is no DS algorithm " + text);
    }
    return known == null ? Long.parseLong(text) : known;
  }

  private String name(String what) throws Unreadable {
    return domain(fields.name(what));
  }

  /** A name as the type {@code domain} takes it. */
  static String domain(DomainName name) {
    return accepted(coop.croft.services.base.Names.domain(name.text()));
  }

  private static String accepted(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Accepted(Object normal) -> (String) normal;
      case Verdict.Invalid(String why) -> throw invalid(why);
      case Verdict.NotHeld(String why, String hint) -> throw invalid(why);
    };
  }

  /** The name of a record as the type {@code host} takes it. */
  static String host(DomainName owner, DomainName zone) {
    return accepted(coop.croft.services.base.Names.host(owner.textIn(zone)));
  }
}
