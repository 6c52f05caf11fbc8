package coop.croft.services.dns;

import coop.croft.services.Driver.Hands;
import coop.croft.services.Driver.Ran;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** The DS records that the keys of a signed zone ask for (RFC 4034, section 5). */
final class SigningKeys {
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final int ENTRY_POINT = 257;

  private SigningKeys() {}

  /**
   * What the member has to enter where the domain is registered; named may still be making the
   * keys.
   */
  static List<String> notes(String zone, InetSocketAddress server, Hands hands) {
    Ran ran =
        hands.run(
            List.of(
                "dig",
                "@" + server.getAddress().getHostAddress(),
                "-p",
                Integer.toString(server.getPort()),
                "+short",
                "+tries=1",
                zone,
                "DNSKEY"),
            LIMIT);
    List<String> notes =
        dsOf(zone, ran.output().lines().toList()).stream()
            .map(
                ds ->
                    "to have "
                        + zone
                        + " validated, enter this DS record where it is registered: "
                        + ds)
            .toList();
    return notes.isEmpty()
        ? List.of(
            "the keys of " + zone + " are being made; its DS record is shown when it changes next")
        : notes;
  }

  /**
   * The DS records that belong above the zone.
   *
   * @param keys data of DNSKEY records as dig(1) prints them
   */
  static List<String> dsOf(String zone, List<String> keys) {
    return keys.stream()
        .filter(key -> key.startsWith(ENTRY_POINT + " "))
        .map(key -> ds(zone, key))
        .toList();
  }

  /**
   * The data of the DS record with SHA-256.
   *
   * @param key data of the DNSKEY record as {@code dig +short} prints them
   */
  static String ds(String zone, String key) {
    String[] word = key.split(" +", 4);
    int flags = Integer.parseInt(word[0]);
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    data.write(flags >> 8);
    data.write(flags);
    data.write(Integer.parseInt(word[1]));
    data.write(Integer.parseInt(word[2]));
    data.writeBytes(Base64.getDecoder().decode(word[3].replace(" ", "")));
    byte[] octets = data.toByteArray();
    byte[] owner = Names.wire(zone);
    byte[] all = Arrays.copyOf(owner, owner.length + octets.length);
    System.arraycopy(octets, 0, all, owner.length, octets.length);
    return keyTag(octets)
        + " "
        + word[2]
        + " 2 "
        + HexFormat.of().formatHex(sha256(all)).toUpperCase(Locale.ROOT);
  }

  /** RFC 4034, appendix B. */
  private static int keyTag(byte[] data) {
    int sum = 0;
    for (int i = 0; i < data.length; i++) {
      int octet = data[i] & 0xFF;
      sum += i % 2 == 0 ? octet << 8 : octet;
    }
    return (sum + (sum >> 16)) & 0xFFFF;
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java run-time has SHA-256", e);
    }
  }
}
