package coop.croft.services.dns.master;

import java.util.OptionalLong;

/** Lengths of time: seconds, or numbers with units as in {@code 1h30m}, as BIND reads them. */
final class Times {
  private Times() {}

  /**
   * @return seconds, at most 2^32; empty if the word is no length of time
   */
  static OptionalLong read(Word word) {
    String text = word.units();
    if (word.quoted() || text.isEmpty()) {
      return OptionalLong.empty();
    }
    long sum = 0;
    int at = 0;
    while (at < text.length()) {
      int end = at;
      while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
        end++;
      }
      boolean bare = end == text.length();
      // A number without a unit must be alone.
      if (end == at || end - at > 10 || (bare && at > 0)) {
        return OptionalLong.empty();
      }
      long unit = bare ? 1 : unit(text.charAt(end));
      if (unit == 0) {
        return OptionalLong.empty();
      }
      sum = Math.min(1L << 32, sum + unit * Long.parseLong(text.substring(at, end)));
      at = bare ? end : end + 1;
    }
    return OptionalLong.of(sum);
  }

  private static long unit(char c) {
    return switch (c) {
      case 's', 'S' -> 1;
      case 'm', 'M' -> 60;
      case 'h', 'H' -> 3600;
      case 'd', 'D' -> 86_400;
      case 'w', 'W' -> 604_800;
      default -> 0;
    };
  }
}
