package coop.croft.services.dns;

import static coop.croft.services.dns.Checks.hex;
import static coop.croft.services.dns.Checks.invalid;
import static coop.croft.services.dns.Checks.notRoot;
import static coop.croft.services.dns.Checks.oneOf;
import static coop.croft.services.dns.Checks.range;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The data of one record. An impossible one cannot be built: the constructors throw {@code
 * invalid-value} with a sentence. Names are absolute in normal form without the final dot, {@code
 * .} alone is the root; addresses are in canonical form; numbers come as the language has them.
 */
public sealed interface Rdata {
  RecordType type();

  /** Octets of the data on the wire, names not compressed. */
  int size();

  /**
   * The host to which this leads, where that must not be a CNAME (RFC 2181, section 10.3; RFC
   * 2782).
   */
  default Optional<String> host() {
    return Optional.empty();
  }

  private static int nameSize(String name) {
    return name.equals(".") ? 1 : name.length() + 2;
  }

  private static int stringSize(String text) {
    return 1 + text.getBytes(StandardCharsets.UTF_8).length;
  }

  /** RFC 1035. */
  record A(String address) implements Rdata {
    @Override
    public RecordType type() {
      return RecordType.A;
    }

    @Override
    public int size() {
      return 4;
    }
  }

  /** RFC 3596. */
  record Aaaa(String address) implements Rdata {
    @Override
    public RecordType type() {
      return RecordType.AAAA;
    }

    @Override
    public int size() {
      return 16;
    }
  }

  /** RFC 1035. */
  record Cname(String target) implements Rdata {
    public Cname {
      notRoot("the target of a CNAME", target);
    }

    @Override
    public RecordType type() {
      return RecordType.CNAME;
    }

    @Override
    public int size() {
      return nameSize(target);
    }
  }

  /** RFC 1035; a target {@code .} says that the name takes no mail (RFC 7505). */
  record Mx(long preference, String target) implements Rdata {
    public Mx {
      range("preference", preference, 0, 0xFFFF);
      if (target.equals(".") && preference != 0) {
        throw invalid("an MX to the root says \"no mail here\" and must have preference 0");
      }
    }

    boolean refusesMail() {
      return target.equals(".");
    }

    @Override
    public RecordType type() {
      return RecordType.MX;
    }

    @Override
    public int size() {
      return 2 + nameSize(target);
    }

    @Override
    public Optional<String> host() {
      return Optional.of(target);
    }
  }

  /** RFC 1035. */
  record Ns(String target) implements Rdata {
    public Ns {
      notRoot("a name server", target);
    }

    @Override
    public RecordType type() {
      return RecordType.NS;
    }

    @Override
    public int size() {
      return nameSize(target);
    }

    @Override
    public Optional<String> host() {
      return Optional.of(target);
    }
  }

  /** RFC 1035; the text is split into strings of 255 octets. */
  record Txt(String text) implements Rdata {
    private static final String SPF = "v=spf1";

    private static final Pattern DMARC = Pattern.compile("v[ \\t]*=[ \\t]*DMARC1[ \\t]*(;|$)");

    public Txt {
      Checks.text("the text", text);
      int octets = text.getBytes(StandardCharsets.UTF_8).length;
      if (size(octets) > ZoneDraft.LARGEST_SET - ZoneDraft.RECORD_OVERHEAD) {
        throw invalid("a text of " + octets + " octets does not fit into a DNS message; 64,000 do");
      }
    }

    /**
     * The name of what this says about mail, if it is such that a name can have one of its kind:
     * SPF (RFC 7208, section 4.5) or DMARC (RFC 7489, section 6.4).
     *
     * @param owner the name whose text it is
     */
    Optional<String> policy(String owner) {
      if (text.regionMatches(true, 0, SPF, 0, SPF.length())
          && (text.length() == SPF.length() || text.charAt(SPF.length()) == ' ')) {
        return Optional.of("SPF");
      }
      return owner.startsWith("_dmarc.") && DMARC.matcher(text).lookingAt()
          ? Optional.of("DMARC")
          : Optional.empty();
    }

    private static int size(int octets) {
      return octets == 0
          ? 1
          : octets + (octets + Checks.LONGEST_STRING - 1) / Checks.LONGEST_STRING;
    }

    @Override
    public RecordType type() {
      return RecordType.TXT;
    }

    @Override
    public int size() {
      return size(text.getBytes(StandardCharsets.UTF_8).length);
    }
  }

  /** RFC 2782; a target {@code .} says that the service is decidedly not there. */
  record Srv(long priority, long weight, long port, String target) implements Rdata {
    public Srv {
      range("priority", priority, 0, 0xFFFF);
      range("weight", weight, 0, 0xFFFF);
      range("port", port, 0, 0xFFFF);
    }

    @Override
    public RecordType type() {
      return RecordType.SRV;
    }

    @Override
    public int size() {
      return 6 + nameSize(target);
    }

    @Override
    public Optional<String> host() {
      return Optional.of(target);
    }
  }

  /** RFC 8659; the tag is kept in lower case. */
  record Caa(long flags, String tag, String value) implements Rdata {
    /** RFC 8659, section 4.1, leaves the length open; its predecessor and BIND agree on this. */
    private static final int LONGEST_TAG = 15;

    public Caa {
      oneOf("CAA flags", flags, Set.of(0, 128), "0, or 128 for a critical property");
      if (tag.isEmpty() || tag.length() > LONGEST_TAG || !tag.matches("[A-Za-z0-9]+")) {
        throw invalid("CAA tag \"" + tag + "\": must be 1 to 15 letters and digits, as in issue");
      }
      tag = tag.toLowerCase(Locale.ROOT);
      Checks.text("the value", value);
      int octets = value.getBytes(StandardCharsets.UTF_8).length;
      if (octets > 2000) {
        throw invalid("the value has " + octets + " octets: at most 2000");
      }
      CaaForm.check(tag, value);
    }

    @Override
    public RecordType type() {
      return RecordType.CAA;
    }

    @Override
    public int size() {
      return 2 + tag.length() + value.getBytes(StandardCharsets.UTF_8).length;
    }
  }

  /** RFC 4255, 6594, 7479, 8709. */
  record Sshfp(long algorithm, long kind, String fingerprint) implements Rdata {
    private static final Map<Long, Integer> OCTETS = Map.of(1L, 20, 2L, 32);

    public Sshfp {
      oneOf(
          "SSHFP algorithm",
          algorithm,
          Set.of(1, 2, 3, 4, 6),
          "1 (RSA), 2 (DSA), 3 (ECDSA), 4 (Ed25519) or 6 (Ed448)");
      oneOf("SSHFP fingerprint type", kind, Set.of(1, 2), "1 (SHA-1) or 2 (SHA-256)");
      fingerprint = hex("the fingerprint", fingerprint, OCTETS.getOrDefault(kind, 0));
    }

    @Override
    public RecordType type() {
      return RecordType.SSHFP;
    }

    @Override
    public int size() {
      return 2 + fingerprint.length() / 2;
    }
  }

  /** RFC 6698. */
  record Tlsa(long usage, long selector, long matching, String data) implements Rdata {
    private static final Map<Long, Integer> OCTETS = Map.of(0L, 0, 1L, 32, 2L, 64);

    public Tlsa {
      range("TLSA usage", usage, 0, 3);
      range("TLSA selector", selector, 0, 1);
      range("TLSA matching type", matching, 0, 2);
      data = hex("the certificate data", data, OCTETS.getOrDefault(matching, 0));
      if (data.length() > 2 * 16_384) {
        throw invalid("the certificate data have more than 16,384 octets");
      }
    }

    @Override
    public RecordType type() {
      return RecordType.TLSA;
    }

    @Override
    public int size() {
      return 3 + data.length() / 2;
    }
  }

  /** RFC 3403; flags are kept in upper case. */
  record Naptr(
      long order, long preference, String flags, String services, String regexp, String replacement)
      implements Rdata {
    public Naptr {
      range("order", order, 0, 0xFFFF);
      range("preference", preference, 0, 0xFFFF);
      flags = NaptrForm.flags(flags);
      NaptrForm.services(services);
      NaptrForm.regexp(regexp);
      if (!regexp.isEmpty() && !replacement.equals(".")) {
        throw invalid(
            "a NAPTR record has either an expression or a replacement",
            "write \".\" as the replacement, or \"\" as the expression");
      }
    }

    @Override
    public RecordType type() {
      return RecordType.NAPTR;
    }

    @Override
    public int size() {
      return 4
          + stringSize(flags)
          + stringSize(services)
          + stringSize(regexp)
          + nameSize(replacement);
    }
  }

  /** RFC 1035. */
  record Ptr(String target) implements Rdata {
    public Ptr {
      notRoot("the target of a PTR", target);
    }

    @Override
    public RecordType type() {
      return RecordType.PTR;
    }

    @Override
    public int size() {
      return nameSize(target);
    }
  }

  /** RFC 4034; algorithms and digests that RFC 8624 has not forbidden. */
  record Ds(long keyTag, long algorithm, long digestType, String digest) implements Rdata {
    private static final Map<Long, Integer> OCTETS = Map.of(1L, 20, 2L, 32, 4L, 48);

    public Ds {
      range("key tag", keyTag, 0, 0xFFFF);
      oneOf(
          "DS algorithm",
          algorithm,
          Set.of(5, 7, 8, 10, 13, 14, 15, 16),
          "5, 7, 8 or 10 (RSA), 13 or 14 (ECDSA), 15 or 16 (EdDSA)");
      oneOf("DS digest type", digestType, Set.of(1, 2, 4), "1 (SHA-1), 2 (SHA-256) or 4 (SHA-384)");
      digest = hex("the digest", digest, OCTETS.getOrDefault(digestType, 0));
    }

    @Override
    public RecordType type() {
      return RecordType.DS;
    }

    @Override
    public int size() {
      return 4 + digest.length() / 2;
    }
  }

  /** RFC 1876; the text is the canonical one. */
  record Loc(String text) implements Rdata {
    public Loc {
      text = Location.parse(text).text();
    }

    @Override
    public RecordType type() {
      return RecordType.LOC;
    }

    @Override
    public int size() {
      return 16;
    }
  }

  /** RFC 1035. */
  record Hinfo(String cpu, String os) implements Rdata {
    public Hinfo {
      Checks.shortText("the machine", cpu);
      Checks.shortText("the system", os);
    }

    @Override
    public RecordType type() {
      return RecordType.HINFO;
    }

    @Override
    public int size() {
      return stringSize(cpu) + stringSize(os);
    }
  }
}
