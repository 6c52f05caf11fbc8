package coop.croft.services.dns;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The one writer of zone-file text (RFC 1035, section 5): one record a line, every name absolute,
 * every line complete in itself. The quoting is total: whatever a field holds, it stays that field.
 */
final class ZoneWriter {
  private final StringBuilder out;

  ZoneWriter(StringBuilder out) {
    this.out = out;
  }

  /** A whole line. */
  void record(String owner, long ttl, Rdata data) {
    start(owner, ttl, data.type().name());
    write(data);
    out.append('\n');
  }

  /**
   * The line of a zone's SOA record.
   *
   * @param contact mail address of those who answer for the zone
   */
  void soa(String zone, long ttl, String primary, String contact, long serial, Times times) {
    start(zone, ttl, "SOA");
    name(primary);
    out.append(' ');
    mailbox(contact);
    out.append(' ').append(serial);
    out.append(' ').append(times.refresh()).append(' ').append(times.retry());
    out.append(' ').append(times.expire()).append(' ').append(times.minimum()).append('\n');
  }

  /** The times of a SOA record, in seconds (RFC 1035, section 3.3.13; RFC 2308 for the last). */
  record Times(long refresh, long retry, long expire, long minimum) {}

  private void start(String owner, long ttl, String type) {
    name(owner);
    out.append(' ').append(ttl).append(" IN ").append(type).append(' ');
  }

  private void write(Rdata data) {
    switch (data) {
      case Rdata.A a -> out.append(a.address());
      case Rdata.Aaaa a -> out.append(a.address());
      case Rdata.Cname c -> name(c.target());
      case Rdata.Mx m -> numbers(m.preference()).name(m.target());
      case Rdata.Ns n -> name(n.target());
      case Rdata.Txt t -> strings(t.text());
      case Rdata.Srv s -> numbers(s.priority(), s.weight(), s.port()).name(s.target());
      case Rdata.Caa c -> {
        numbers(c.flags());
        out.append(c.tag()).append(' ');
        string(c.value().getBytes(StandardCharsets.UTF_8));
      }
      case Rdata.Sshfp s -> numbers(s.algorithm(), s.kind()).out.append(s.fingerprint());
      case Rdata.Tlsa t -> numbers(t.usage(), t.selector(), t.matching()).out.append(t.data());
      case Rdata.Naptr n -> {
        numbers(n.order(), n.preference());
        string(n.flags());
        string(n.services());
        string(n.regexp());
        name(n.replacement());
      }
      case Rdata.Ptr p -> name(p.target());
      case Rdata.Ds d -> numbers(d.keyTag(), d.algorithm(), d.digestType()).out.append(d.digest());
      case Rdata.Loc l -> out.append(l.text());
      case Rdata.Hinfo h -> {
        string(h.cpu());
        string(h.os().getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  private ZoneWriter numbers(long... numbers) {
    for (long n : numbers) {
      out.append(n).append(' ');
    }
    return this;
  }

  /** A name with its final dot; what is no letter, digit, {@code - _ *} is escaped. */
  private void name(String name) {
    if (name.equals(".")) {
      out.append('.');
      return;
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '.') {
        out.append(c);
      } else {
        labelOctet(c);
      }
    }
    out.append('.');
  }

  /** The name form of a mail address (RFC 1035, section 8): dots of the local part are escaped. */
  private void mailbox(String address) {
    int at = address.lastIndexOf('@');
    for (byte b : address.substring(0, at).getBytes(StandardCharsets.UTF_8)) {
      labelOctet(b & 0xFF);
    }
    out.append('.');
    name(address.substring(at + 1));
  }

  private void labelOctet(int octet) {
    boolean plain =
        (octet >= 'a' && octet <= 'z')
            || (octet >= 'A' && octet <= 'Z')
            || (octet >= '0' && octet <= '9')
            || octet == '-'
            || octet == '_'
            || octet == '*';
    if (plain) {
      out.append((char) octet);
    } else {
      decimal(octet);
    }
  }

  /** A quoted string that others follow. */
  private void string(String text) {
    string(text.getBytes(StandardCharsets.UTF_8));
    out.append(' ');
  }

  private void string(byte[] octets) {
    string(octets, 0, octets.length);
  }

  /** Text as character-strings of at most 255 octets; empty text is one empty string. */
  private void strings(String text) {
    byte[] octets = text.getBytes(StandardCharsets.UTF_8);
    int from = 0;
    do {
      int to = Math.min(octets.length, from + Checks.LONGEST_STRING);
      if (from > 0) {
        out.append(' ');
      }
      string(octets, from, to);
      from = to;
    } while (from < octets.length);
  }

  /** One quoted character-string. */
  private void string(byte[] octets, int from, int to) {
    out.append('"');
    for (int i = from; i < to; i++) {
      int octet = octets[i] & 0xFF;
      if (octet == '"' || octet == '\\') {
        out.append('\\').append((char) octet);
      } else if (octet >= 0x20 && octet < 0x7F) {
        out.append((char) octet);
      } else {
        decimal(octet);
      }
    }
    out.append('"');
  }

  private void decimal(int octet) {
    out.append('\\').append(String.format(Locale.ROOT, "%03d", octet));
  }
}
