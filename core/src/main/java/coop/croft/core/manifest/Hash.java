package coop.croft.core.manifest;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of some bytes, as 64 lower-case hexadecimal digits. */
public record Hash(String hex) implements Comparable<Hash> {
  public Hash {
    // A loop and no regular expression: rendering hashes every file of the site.
    boolean good = hex.length() == 64;
    for (int i = 0; good && i < 64; i++) {
      char c = hex.charAt(i);
      good = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
    }
    if (!good) {
      throw new IllegalArgumentException("not a SHA-256 hash: " + hex);
    }
  }

  public static Hash of(byte[] bytes) {
    try {
      return new Hash(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java run-time has SHA-256", e);
    }
  }

  @Override
  public int compareTo(Hash o) {
    return hex.compareTo(o.hex);
  }

  @Override
  public String toString() {
    return hex;
  }
}
