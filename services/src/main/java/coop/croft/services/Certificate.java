package coop.croft.services;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What a certificate authority gave for a site.
 *
 * @param names that it is good for, in normal form; the leftmost label may be {@code *}
 * @param pem private key, certificate and chain, RFC 7468
 * @param asks whether it names a responder that tells whether it was revoked (OCSP)
 */
public record Certificate(
    List<String> names, String pem, Instant since, Instant until, boolean asks) {

  /** Whether it is good for a name; a wildcard stands for one label, and covers itself. */
  public boolean covers(String name) {
    int dot = name.indexOf('.');
    return names.contains(name) || (dot > 0 && names.contains("*" + name.substring(dot)));
  }

  /** From then on another one is asked for: a third of its life is left. */
  public Instant renewal() {
    return until.minus(Duration.between(since, until).dividedBy(3));
  }

  /** The key stays out of every text. */
  @Override
  public String toString() {
    return "certificate of " + String.join(" ", names) + " until " + until;
  }
}
