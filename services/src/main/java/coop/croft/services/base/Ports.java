package coop.croft.services.base;

import coop.croft.lang.Verdict;
import org.jspecify.annotations.Nullable;

/** TCP and UDP ports. */
final class Ports {
  static final long HIGHEST = 65_535;

  private Ports() {}

  /** The type {@code port}. Zero is what a service record says of a service that is not offered. */
  static Verdict any(long port) {
    return port >= 0 && port <= HIGHEST
        ? Verdict.accepted(port)
        : Verdict.invalid(port + ": a port is a number from 0 to 65535");
  }

  /** A port that a program can listen on. */
  static Verdict real(long port) {
    return port >= 1 && port <= HIGHEST
        ? Verdict.accepted(port)
        : Verdict.invalid(port + ": a port to connect to is a number from 1 to 65535");
  }

  /** The normal form of a right's value; null if it is none. */
  static @Nullable String right(String text) {
    if (!text.matches("[0-9]{1,5}(-[0-9]{1,5})?")) {
      return null;
    }
    int hyphen = text.indexOf('-');
    int first = Integer.parseInt(hyphen < 0 ? text : text.substring(0, hyphen));
    int last = hyphen < 0 ? first : Integer.parseInt(text.substring(hyphen + 1));
    if (first < 1 || last < first || last > HIGHEST) {
      return null;
    }
    return first == last ? Integer.toString(first) : first + "-" + last;
  }
}
