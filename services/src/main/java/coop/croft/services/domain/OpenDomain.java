package coop.croft.services.domain;

import coop.croft.lang.Code;
import coop.croft.lang.Externs.Run;
import coop.croft.lang.Fault;
import coop.croft.services.Subject;
import coop.croft.services.base.Holding;

/**
 * The frame of a {@code domain} block: {@code run.frame(OpenDomain.class)} where an action of
 * context {@code Domain} runs.
 *
 * @param domain in normal form
 * @param dns where its zone is served from
 */
public record OpenDomain(String domain, DnsKind dns) {
  /** Octets of a name in text form without the final dot (RFC 1035, 2.3.4). */
  private static final int LONGEST_NAME = 253;

  /** The innermost open domain. */
  public static OpenDomain of(Run<Subject> run) {
    return run.frame(OpenDomain.class);
  }

  /**
   * The absolute name of a host in this domain, a {@code *} in front included.
   *
   * @param host a value of type {@code host}
   * @throws Fault {@code not-held} if somebody else holds a name that is nearer than the member's
   *     own (a leading {@code *.} aside), {@code invalid-value} if the name gets too long, or the
   *     host is written with the domain
   */
  public String name(String host, Subject subject) {
    if (host.equals("@")) {
      return domain;
    }
    String name = host + "." + domain;
    requireInside(host, domain);
    if (name.length() > LONGEST_NAME) {
      throw new Fault(
          Code.INVALID_VALUE,
          name + ": a name has at most " + LONGEST_NAME + " characters, this one " + name.length());
    }
    String held = host.equals("*") ? domain : host.startsWith("*.") ? name.substring(2) : name;
    Holding.requireDomain(held, subject);
    return name;
  }

  /**
   * A host that is written with the domain itself would be inside it once more, which nobody means.
   *
   * @param host a value of type {@code host}
   * @throws Fault {@code invalid-value} if it is
   */
  public static void requireInside(String host, String domain) {
    int labels = host.length() - domain.length();
    if (labels >= 0 && host.endsWith(domain) && (labels == 0 || host.charAt(labels - 1) == '.')) {
      String meant = labels == 0 ? "@" : host.substring(0, labels - 1);
      throw new Fault(
          Code.INVALID_VALUE,
          host + ": a host is named inside the open domain, so this is " + host + "." + domain,
          "write \"" + meant + "\"");
    }
  }
}
