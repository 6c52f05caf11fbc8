package coop.croft.controller.trust;

import coop.croft.core.manifest.Hash;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;

/**
 * What lets one host join, once.
 *
 * @param secret known to nobody but the token; the store keeps its hash
 */
public record JoinToken(String host, String secret, String authority, String url) {
  /** How long a token can be used. */
  public static final Duration LIFE = Duration.ofHours(1);

  private static final int BYTES = 24;
  private static final SecureRandom RANDOM = new SecureRandom();

  public static JoinToken fresh(String host, Authority authority, String url) {
    byte[] bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return new JoinToken(
        host,
        Base64.getUrlEncoder().withoutPadding().encodeToString(bytes),
        Authority.fingerprint(authority.certificate()),
        url);
  }

  public static String hash(String secret) {
    return Hash.of(secret.getBytes(StandardCharsets.UTF_8)).hex();
  }

  /** As the administrator carries it to the host. */
  public String text() {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(
            (host + " " + secret + " " + authority + " " + url).getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    return "token of " + host;
  }
}
