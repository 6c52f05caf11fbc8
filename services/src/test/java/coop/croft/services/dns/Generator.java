package coop.croft.services.dns;

import coop.croft.services.Unit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Zones as members could write them: every type, odd texts, delegations, wildcards. */
final class Generator {
  private static final List<String> LABELS =
      List.of(
          "www", "mail", "a", "b", "_sip", "_udp", "x-1", "_443", "branch", "lab", "0", "xn--p1ai");
  private static final List<String> ELSEWHERE =
      List.of("ns.elsewhere.test", "a.test", "mx_1.b.test", "very.long.name.under.c.test");
  private static final String ODD = "\"\\;()@$*. \u00e4\u20ac\ud83c\udf31'`{}#%~^_-=+!?/,:<>|&";

  private final Choices choices;
  private final String domain;

  Generator(Choices choices, String domain) {
    this.choices = choices;
    this.domain = domain;
  }

  /** A unit whose zone has no problem. */
  Unit unit(int records) {
    List<ZoneRecord> asked = new ArrayList<>();
    for (int i = 0; i < records; i++) {
      try {
        asked.add(record());
      } catch (coop.croft.lang.Fault impossible) {
        // A text that the type refuses: the next one may be better.
      }
    }
    return Sample.unit("gen", domain, withoutProblems(asked).toArray(ZoneRecord[]::new));
  }

  /** Leaves out what cannot stand beside the rest, until nothing is left to complain about. */
  private List<ZoneRecord> withoutProblems(List<ZoneRecord> asked) {
    List<ZoneRecord> left = asked;
    while (true) {
      Unit unit = Sample.unit("gen", domain, left.toArray(ZoneRecord[]::new));
      MemberZone zone = MemberZone.of(unit, Sample.SITE);
      Set<Integer> bad = new HashSet<>();
      zone.problems().forEach(p -> bad.add(p.span().line()));
      zone.draft().finish(Set.of(), List.of()).forEach(p -> bad.add(p.span().line()));
      if (bad.isEmpty()) {
        return left;
      }
      List<ZoneRecord> fewer = new ArrayList<>();
      for (int i = 0; i < left.size(); i++) {
        if (!bad.contains(i + 2)) {
          fewer.add(left.get(i));
        }
      }
      left = fewer;
    }
  }

  private ZoneRecord record() {
    String host = host();
    // One life time for each name, so that few records are lost to two TTLs.
    long ttl = 60 + Math.floorMod(host.hashCode(), 5) * 600L;
    return Sample.record(domain, host, ttl, data());
  }

  private String host() {
    int labels = choices.below(4);
    List<String> name = new ArrayList<>();
    for (int i = 0; i < labels; i++) {
      name.add(choices.of(LABELS));
    }
    if (labels > 0 && choices.oneIn(8)) {
      name.set(0, "*");
    }
    return name.isEmpty() ? "@" : String.join(".", name);
  }

  private String target() {
    if (choices.oneIn(3)) {
      return choices.of(ELSEWHERE);
    }
    String host = host();
    return host.equals("@") || host.startsWith("*") ? domain : host + "." + domain;
  }

  private Rdata data() {
    return switch (choices.of(List.of(RecordType.values()))) {
      case A -> new Rdata.A("203.0.113." + choices.below(256));
      case AAAA -> new Rdata.Aaaa("2001:db8::" + Integer.toHexString(1 + choices.below(65535)));
      case CNAME -> new Rdata.Cname(target());
      case MX -> new Rdata.Mx(choices.below(65536), target());
      case NS -> new Rdata.Ns(target());
      case TXT -> new Rdata.Txt(text(choices.oneIn(5) ? 2000 : 300));
      case SRV ->
          new Rdata.Srv(choices.below(65536), choices.below(65536), choices.below(65536), target());
      case CAA -> caa();
      case SSHFP -> {
        int kind = 1 + choices.below(2);
        long algorithm = choices.of(List.of(1, 2, 3, 4, 6));
        yield new Rdata.Sshfp(algorithm, kind, hex(kind == 1 ? 20 : 32));
      }
      case TLSA -> {
        int matching = choices.below(3);
        int octets = List.of(1 + choices.below(500), 32, 64).get(matching);
        yield new Rdata.Tlsa(choices.below(4), choices.below(2), matching, hex(octets));
      }
      case NAPTR -> naptr();
      case PTR -> new Rdata.Ptr(target());
      case DS -> {
        int digest = choices.of(List.of(1, 2, 4));
        int octets = digest == 1 ? 20 : digest == 2 ? 32 : 48;
        yield new Rdata.Ds(
            choices.below(65536), choices.of(List.of(5, 8, 13, 15)), digest, hex(octets));
      }
      case LOC -> new Rdata.Loc(place());
      case HINFO -> new Rdata.Hinfo(text(20), text(20));
    };
  }

  private Rdata caa() {
    return switch (choices.below(3)) {
      case 0 ->
          new Rdata.Caa(choices.oneIn(2) ? 0 : 128, "issue", "ca.test; a=" + choices.below(9));
      case 1 -> new Rdata.Caa(0, "iodef", "mailto:" + text(10) + "@a.test");
      default -> new Rdata.Caa(0, "x" + choices.below(1000), text(100));
    };
  }

  private Rdata naptr() {
    String flags = choices.of(List.of("", "s", "A", "u", "P"));
    if (choices.oneIn(2)) {
      return new Rdata.Naptr(choices.below(65536), 1, flags, "E2U+sip", "", target());
    }
    String expression =
        choices.of(
            List.of(
                "!^.*$!sip:info@a.test!",
                "/^(\\+[0-9]{1,15})$/sip:\\1@a.test/i",
                "!^(a|b)+[^x-z\"]?\\\\$!mailto:\\1@b.test!",
                text(12)));
    return new Rdata.Naptr(1, choices.below(65536), flags, "", expression, ".");
  }

  private String place() {
    return choices.below(91) % 90
        + " "
        + choices.below(60)
        + " "
        + choices.below(60)
        + "."
        + choices.below(1000)
        + (choices.oneIn(2) ? " N " : " S ")
        + choices.below(180)
        + (choices.oneIn(2) ? " E " : " W ")
        + (choices.oneIn(2) ? "-" : "")
        + choices.below(10_000)
        + "."
        + choices.below(100)
        + (choices.oneIn(2) ? "m" : "m " + choices.below(90_000) + "m " + choices.below(1000));
  }

  private String hex(int octets) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < octets; i++) {
      String two = String.format("%02x", choices.below(256));
      out.append(choices.oneIn(3) ? two.toUpperCase(java.util.Locale.ROOT) : two);
    }
    return out.toString();
  }

  private String text(int most) {
    int length = choices.below(most);
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < length; i++) {
      if (choices.oneIn(4)) {
        int at = ODD.offsetByCodePoints(0, choices.below(ODD.codePointCount(0, ODD.length())));
        out.appendCodePoint(ODD.codePointAt(at));
      } else {
        out.append((char) ('a' + choices.below(26)));
      }
    }
    return out.toString();
  }
}
