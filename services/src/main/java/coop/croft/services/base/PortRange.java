package coop.croft.services.base;

/** The ports of a right, both ends included. */
public record PortRange(int first, int last) {
  /**
   * Reads a right's value, {@code N} or {@code N-M}.
   *
   * @throws NumberFormatException if it is none
   */
  public static PortRange of(String right) {
    int hyphen = right.indexOf('-');
    int first = Integer.parseInt(hyphen < 0 ? right : right.substring(0, hyphen));
    return new PortRange(first, hyphen < 0 ? first : Integer.parseInt(right.substring(hyphen + 1)));
  }

  boolean covers(long port) {
    return first <= port && port <= last;
  }
}
