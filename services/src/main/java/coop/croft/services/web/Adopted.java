package coop.croft.services.web;

import coop.croft.services.Facts;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A member's own file that the helper copies for Apache.
 *
 * @param copy name of the copy
 * @param want live path of the file that asks for it
 * @param text of that file
 */
record Adopted(String copy, String want, String text) {
  private static final int NAME_BYTES = 16;

  /** A password file of a site. */
  static Adopted password(VirtualHost site, String path, Facts facts) {
    String name = name(site, path, facts);
    return new Adopted(
        name,
        SiteNames.PASSWORDS + name + SiteNames.WANT,
        text(site.user(), path, "password", List.of()));
  }

  /** The certificate of a site. */
  static Adopted certificate(VirtualHost site, String path, Facts facts) {
    String name = name(site, path, facts);
    return new Adopted(
        name,
        SiteNames.CERTIFICATES + name + SiteNames.WANT,
        text(site.user(), path, "pem", site.names()));
  }

  private static String text(String user, String path, String kind, List<String> names) {
    return "user %s\npath %s\nkind %s\n".formatted(user, path, kind)
        + (names.isEmpty() ? "" : "names " + String.join(" ", names) + "\n");
  }

  /**
   * A name that only the site's servers know. Apache checks a link before it opens the file behind
   * it, and a member can be quicker than that; so nobody must be able to say where a copy lies.
   */
  private static String name(VirtualHost site, String path, Facts facts) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      byte[] key = facts.secret("web/adopted").getBytes(StandardCharsets.UTF_8);
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      byte[] all = mac.doFinal((site.name() + "\n" + path).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(all, 0, NAME_BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java run-time has HMAC-SHA-256", e);
    }
  }
}
