package coop.croft.services.dns;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Absolute names in normal form, without the final dot. */
final class Names {
  private Names() {}

  /** Whether {@code name} is {@code zone} or below it. */
  static boolean within(String name, String zone) {
    return name.endsWith(zone)
        && (name.length() == zone.length()
            || name.charAt(name.length() - zone.length() - 1) == '.');
  }

  /** The name without its first label; the root is empty. */
  static String above(String name) {
    int dot = name.indexOf('.');
    return dot < 0 ? "" : name.substring(dot + 1);
  }

  /** The names strictly above {@code name} and strictly below {@code zone}, the nearest first. */
  static List<String> between(String name, String zone) {
    // Most names are the zone's own or one label below it.
    if (name.indexOf('.') >= name.length() - zone.length() - 1) {
      return List.of();
    }
    List<String> out = new ArrayList<>();
    for (String n = above(name); n.length() > zone.length(); n = above(n)) {
      out.add(n);
    }
    return out;
  }

  /**
   * Labels from the last to the first, each ended by a character that sorts before all of theirs.
   */
  static String reversed(String name) {
    StringBuilder out = new StringBuilder(name.length() + 1);
    int end = name.length();
    while (end > 0) {
      int dot = name.lastIndexOf('.', end - 1);
      out.append(name, dot + 1, end).append(' ');
      end = dot;
    }
    return out.toString();
  }

  /** The name on the wire (RFC 1035, section 3.1). */
  static byte[] wire(String name) {
    byte[] wire = new byte[name.length() + 2];
    int at = 0;
    for (String label : name.split("\\.")) {
      byte[] octets = label.getBytes(StandardCharsets.US_ASCII);
      wire[at++] = (byte) octets.length;
      System.arraycopy(octets, 0, wire, at, octets.length);
      at += octets.length;
    }
    return wire;
  }

  /** The label of a zone in a catalog: SHA-1 of the name on the wire (RFC 9432, section 4.1). */
  static String catalogLabel(String zone) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(wire(zone)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java run-time has SHA-1", e);
    }
  }
}
