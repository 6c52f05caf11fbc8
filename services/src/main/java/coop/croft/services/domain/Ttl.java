package coop.croft.services.domain;

import coop.croft.lang.Code;
import coop.croft.lang.Externs.Run;
import coop.croft.lang.Fault;
import coop.croft.services.Subject;

/** The variable {@code TTL} where an action runs. */
public final class Ttl {
  /** RFC 2181, section 8: an unsigned number of 31 bits. */
  private static final long LONGEST = Integer.MAX_VALUE;

  private Ttl() {}

  /**
   * Seconds.
   *
   * @throws Fault {@code invalid-value} below the site's minimum or above 2147483647
   */
  public static long of(Run<Subject> run) {
    long ttl = (Long) run.variable("TTL");
    long shortest = run.subject().knownSite().minimumTtl();
    if (ttl < shortest) {
      throw new Fault(
          Code.INVALID_VALUE,
          "a TTL of " + ttl + " s is too short: the least is " + shortest + " s");
    }
    if (ttl > LONGEST) {
      throw new Fault(
          Code.INVALID_VALUE, "a TTL of " + ttl + " s is too long: the most is " + LONGEST + " s");
    }
    return ttl;
  }
}
