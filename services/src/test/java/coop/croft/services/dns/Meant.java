package coop.croft.services.dns;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Master;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * What a record means, as its octets on the wire, put together here from the RFCs and not by the
 * writer under test; and what another program's parser reads from a text, in the same form.
 */
final class Meant {
  private Meant() {}

  /** {@code owner ttl type hexadecimal-data}. */
  static String of(String owner, long ttl, Rdata data) {
    return owner + ". " + ttl + " " + data.type() + " " + HexFormat.of().formatHex(wire(data));
  }

  /** The records of a zone file as dnsjava reads it, without the SOA record. */
  static Set<String> read(byte[] zoneFile) {
    return read(new ByteArrayInputStream(zoneFile));
  }

  static Set<String> read(InputStream zoneFile) {
    Set<String> records = new TreeSet<>();
    try (Master master = new Master(zoneFile, Name.root)) {
      for (Record r = master.nextRecord(); r != null; r = master.nextRecord()) {
        if (r.getType() != Type.SOA) {
          records.add(show(r));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return records;
  }

  static String show(Record r) {
    return r.getName()
        + " "
        + r.getTTL()
        + " "
        + Type.string(r.getType())
        + " "
        + HexFormat.of().formatHex(r.rdataToWireCanonical());
  }

  private static byte[] wire(Rdata data) {
    Octets o = new Octets();
    switch (data) {
      case Rdata.A a -> o.bytes(address(a.address()));
      case Rdata.Aaaa a -> o.bytes(address(a.address()));
      case Rdata.Cname c -> o.name(c.target());
      case Rdata.Ns n -> o.name(n.target());
      case Rdata.Ptr p -> o.name(p.target());
      case Rdata.Mx m -> o.two(m.preference()).name(m.target());
      case Rdata.Srv s -> o.two(s.priority()).two(s.weight()).two(s.port()).name(s.target());
      case Rdata.Txt t -> o.strings(t.text().getBytes(StandardCharsets.UTF_8));
      case Rdata.Hinfo h -> o.string(h.cpu()).string(h.os());
      case Rdata.Caa c ->
          o.one(c.flags()).string(c.tag()).bytes(c.value().getBytes(StandardCharsets.UTF_8));
      case Rdata.Sshfp s -> o.one(s.algorithm()).one(s.kind()).hex(s.fingerprint());
      case Rdata.Tlsa t -> o.one(t.usage()).one(t.selector()).one(t.matching()).hex(t.data());
      case Rdata.Ds d -> o.two(d.keyTag()).one(d.algorithm()).one(d.digestType()).hex(d.digest());
      case Rdata.Naptr n ->
          o.two(n.order())
              .two(n.preference())
              .string(n.flags())
              .string(n.services())
              .string(n.regexp())
              .name(n.replacement());
      case Rdata.Loc l -> {
        return place(l.text());
      }
    }
    return o.out.toByteArray();
  }

  private static byte[] address(String text) {
    try {
      return InetAddress.ofLiteral(text).getAddress();
    } catch (IllegalArgumentException e) {
      throw new AssertionError(text, e);
    }
  }

  private static byte[] place(String text) {
    try {
      return Record.fromString(Name.root, Type.LOC, DClass.IN, 0, text, Name.root)
          .rdataToWireCanonical();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Octets {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Octets one(long value) {
      out.write((int) value);
      return this;
    }

    Octets two(long value) {
      return one(value >> 8).one(value & 0xFF);
    }

    Octets bytes(byte[] bytes) {
      out.writeBytes(bytes);
      return this;
    }

    Octets hex(String digits) {
      return bytes(HexFormat.of().parseHex(digits));
    }

    Octets string(String text) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return one(bytes.length).bytes(bytes);
    }

    Octets strings(byte[] bytes) {
      int from = 0;
      do {
        int to = Math.min(bytes.length, from + 255);
        one(to - from).bytes(Arrays.copyOfRange(bytes, from, to));
        from = to;
      } while (from < bytes.length);
      return this;
    }

    Octets name(String name) {
      for (String label : name.equals(".") ? List.<String>of() : List.of(name.split("\\."))) {
        string(label);
      }
      return one(0);
    }
  }
}
