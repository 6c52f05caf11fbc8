package coop.croft.services.dns;

import coop.croft.services.Driver.Hands;
import coop.croft.services.dns.SoaClient.Answer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Under which serial the files of a version want a zone to be served.
 *
 * @param serial of the text
 * @param signed whether named raises it further by signing
 */
record Served(String zone, String path, long serial, boolean signed) {
  private static final Pattern FILE = Pattern.compile("file \"([^\"]*)\"");

  /** Empty if the site is not the zone's primary, or has no such zone. */
  static Optional<Served> of(String zone, Hands hands) {
    String statement = Places.statement(zone);
    if (!hands.has(statement)) {
      return Optional.empty();
    }
    String text = text(hands, statement);
    Matcher file = FILE.matcher(text);
    if (!text.contains("type primary") || !file.find()) {
      return Optional.empty();
    }
    String path = file.group(1);
    boolean signed = ZoneStatement.isSigned(text);
    return Optional.of(new Served(zone, path, serial(text(hands, path)), signed));
  }

  /** The first line of a zone file is its SOA record, the serial the seventh word of it. */
  private static long serial(String text) {
    return Long.parseLong(text.substring(0, text.indexOf('\n')).split(" ")[6]);
  }

  private static String text(Hands hands, String path) {
    return new String(hands.staged(path), StandardCharsets.UTF_8);
  }

  boolean isAnsweredBy(Answer answer) {
    return answer instanceof Answer.Serial(long served)
        && (signed ? !isBefore(served, serial) : served == serial);
  }

  /** Serial number arithmetic (RFC 1982). */
  static boolean isBefore(long a, long b) {
    return (int) (a - b) < 0;
  }
}
