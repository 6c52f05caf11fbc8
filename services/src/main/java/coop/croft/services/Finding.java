package coop.croft.services;

import java.util.Optional;

/**
 * Something about a member's thing that is not as it should be.
 *
 * @param what object, place and cause, in a sentence without its full stop
 * @param remedy the next command or step
 */
public record Finding(String what, String remedy) {
  private static final String BETWEEN = "\t";

  /** As a driver's answer holds it. */
  public String line() {
    return (what + BETWEEN + remedy).replace('\n', ' ');
  }

  /** Empty if it is no finding; a host may say what it likes. */
  public static Optional<Finding> of(String line) {
    String[] parts = line.split(BETWEEN, -1);
    return parts.length == 2 ? Optional.of(new Finding(parts[0], parts[1])) : Optional.empty();
  }
}
