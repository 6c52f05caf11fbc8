package coop.croft.services.soundness;

import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Last arguments of values whose documentation ties them to each other or to a range that the types
 * do not tell: drawn by type alone they would hardly ever fit.
 */
final class Ranges {
  private static final String SHA1 = "\"" + "0aF1".repeat(10) + "\"";
  private static final String SHA256 = "\"" + "0aF1".repeat(16) + "\"";
  private static final String SHA512 = "\"" + "0aF1".repeat(32) + "\"";
  private static final String SHA384 = "\"" + "0aF1".repeat(24) + "\"";

  private static final Map<String, List<String>> ARGUMENTS =
      Map.ofEntries(
          Map.entry("dnsSSHFP", List.of("4 2 " + SHA256, "1 1 " + SHA1, "6 2 " + SHA256)),
          Map.entry("dnsTLSA", List.of("3 1 1 " + SHA256, "0 0 0 \"aB01\"", "2 1 2 " + SHA512)),
          Map.entry(
              "dnsCAA", List.of("0 \"issue\" \"ca.test\"", "128 \"iodef\" \"mailto:a@b.test\"")),
          Map.entry("dnsDS", List.of("7 13 2 " + SHA256, "65535 8 4 " + SHA384, "1 5 1 " + SHA1)),
          Map.entry("dnsLOC", List.of("\"52 22 23 N 4 53 32 E -2m\"", "\"1 S 2 W 3.25m 10m\"")),
          Map.entry("dnsHINFO", List.of("\"RFC8482\" \"\"", "\"a b\" \"\\\"\"")),
          Map.entry(
              "dnsNAPTR",
              List.of(
                  "1 2 \"u\" \"E2U+sip\" \"!^.*$!sip:info@a.example!\" \".\"",
                  "100 10 \"S\" \"\" \"\" \"_sip._udp.a.test\"")),
          Map.entry(
              "phpSetting",
              List.of("\"upload_max_filesize\" \"64M\"", "\"date.timezone\" \"Europe/Berlin\"")),
          Map.entry("rewriteCond", List.of("[]", "[nocase]", "[ornext]")),
          Map.entry(
              "rewriteRule",
              List.of(
                  "\"-\" [forbidden]",
                  "\"-\" [gone, nocase]",
                  "\"/x/$1\" [last, qsappend]",
                  "\"https://x.example/%1\" [redirectFlag 302, noescape]")));

  private Ranges() {}

  /** How many arguments they are. */
  static int count(String value) {
    return switch (value) {
      case "dnsSSHFP", "dnsCAA" -> 3;
      case "dnsTLSA", "dnsDS" -> 4;
      case "dnsLOC", "rewriteCond" -> 1;
      case "dnsHINFO", "phpSetting", "rewriteRule" -> 2;
      case "dnsNAPTR" -> 6;
      default -> 0;
    };
  }

  /** Last arguments of a value; empty if it needs no help. */
  static String arguments(String value, Random random) {
    List<String> all = ARGUMENTS.getOrDefault(value, List.of());
    return all.isEmpty() ? "" : all.get(random.nextInt(all.size()));
  }
}
