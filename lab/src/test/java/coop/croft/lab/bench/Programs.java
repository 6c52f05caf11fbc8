package coop.croft.lab.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Generated programs: domains of eight records each, below the one name that the member holds. */
final class Programs {
  /** All of the member's domains lie below it: one right instead of ten thousand. */
  static final String HELD = "bench.example";

  /** Domains in one program. */
  private static final int TOGETHER = 100;

  private Programs() {}

  static String domain(String kind, int number) {
    return kind + number + "." + HELD;
  }

  /** A domain without a site; {@code address} is what {@code www} leads to. */
  static String plain(String name, String address) {
    return """
        domain "%1$s" with
          dns (dnsA "@" "203.0.113.7");
          dns (dnsAAAA "@" "2001:db8::7");
          dns (dnsA "www" "%2$s");
          dns (dnsCNAME "ftp" "www.%1$s");
          dns (dnsMX 10 "mx1.%1$s");
          dns (dnsA "mx1" "203.0.113.9");
          dns (dnsTXT "@" "v=spf1 mx -all");
          dns (dnsSRV "_sip._udp" 0 5 5060 "www.%1$s")
        end;
        """
        .formatted(name, address);
  }

  /** A domain of eight records, among them those of the site {@code www}, whose page /now moves. */
  static String site(String name, String now) {
    return """
        domain "%1$s" with
          web "www" with redirectWith 302 "/now" "http://elsewhere.example/%2$s" end;
          dns (dnsA "@" "203.0.113.7");
          dns (dnsMX 10 "mx1.%1$s");
          dns (dnsA "mx1" "203.0.113.9");
          dns (dnsTXT "@" "v=spf1 mx -all");
          dns (dnsCNAME "ftp" "www.%1$s");
          dns (dnsSRV "_sip._udp" 0 5 5060 "www.%1$s")
        end;
        """
        .formatted(name, now);
  }

  /**
   * Programs of {@code plain} domains d1, d2, … without a site and {@code sites} domains s1, s2, …
   */
  static List<String> many(int plain, int sites) {
    List<String> domains = new ArrayList<>();
    IntStream.rangeClosed(1, plain)
        .forEach(i -> domains.add(plain(domain("d", i), "203.0.113." + (i % 250 + 1))));
    IntStream.rangeClosed(1, sites).forEach(i -> domains.add(site(domain("s", i), "first")));
    List<String> programs = new ArrayList<>();
    for (int at = 0; at < domains.size(); at += TOGETHER) {
      programs.add(String.join("", domains.subList(at, Math.min(domains.size(), at + TOGETHER))));
    }
    return programs;
  }

  static List<String> names(int plain, int sites) {
    List<String> names = new ArrayList<>();
    IntStream.rangeClosed(1, plain).forEach(i -> names.add(domain("d", i)));
    IntStream.rangeClosed(1, sites).forEach(i -> names.add(domain("s", i)));
    return names;
  }
}
