package coop.croft.helper;

import coop.croft.core.os.Exec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A certificate with its key, as TLS servers read them from one file (RFC 7468). A pair that does
 * not fit ends a whole Apache, so it is tried here before any daemon sees it. What the member wrote
 * is read by OpenSSL, as nobody and without any right; of its answer only what no name within a
 * certificate can imitate counts.
 */
final class Pem {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final int CHAIN = 10;

  private static final String READ =
      "x509 -pubkey -text -certopt no_extensions,no_sigdump -nameopt RFC2253";

  private static final String NAMES = " -ext subjectAltName";
  private static final Pattern CERTIFICATE = block("CERTIFICATE");
  private static final Pattern KEY = block("(?:[A-Z0-9]+ )?PRIVATE KEY");
  private static final Pattern PUBLIC = block("PUBLIC KEY");
  private static final Pattern LOCKED =
      Pattern.compile("-----BEGIN ENCRYPTED PRIVATE KEY-----|Proc-Type: 4,ENCRYPTED");

  // Control characters of a name are written as escapes, so that each of these begins a line of its
  // own; and extensions, which may hold anything, come last.
  private static final Pattern STRONG =
      Pattern.compile(
          "\\n +Public Key Algorithm: (?:(rsa|id-ec)\\w+\\n +Public-Key: \\((\\d+) bit\\)|ED\\d+\\n)");
  private static final Pattern SIGNED = Pattern.compile("\\n +Signature Algorithm: (.*)");
  private static final Pattern BROKEN = Pattern.compile("(?i)(sha-?1|md\\d)(?!\\d)");
  private static final Pattern OWN_ROOT =
      Pattern.compile("\\n +Issuer: (.*)\\n(?:.*\\n){3} +Subject: \\1\\n");
  private static final Pattern NAME = Pattern.compile("DNS:([^,\\s]+)");

  private Pem() {}

  private static Pattern block(String type) {
    return Pattern.compile(
        "-----BEGIN " + type + "-----[A-Za-z0-9+/=\\s]*-----END " + type + "-----");
  }

  /**
   * Key and certificates alone, written anew: nothing else of the member's text goes on.
   *
   * @param names that the first certificate must cover
   */
  static byte[] check(byte[] file, List<String> names) throws IOException, InterruptedException {
    String text = new String(file, StandardCharsets.ISO_8859_1);
    if (LOCKED.matcher(text).find()) {
      throw new Refused("its key is locked by a passphrase, which nobody could type in");
    }
    List<String> chain = all(CERTIFICATE, text);
    List<String> keys = all(KEY, text);
    if (chain.isEmpty() || chain.size() > CHAIN) {
      throw new Refused("holds " + (chain.isEmpty() ? "no certificate" : "too many certificates"));
    }
    if (keys.isEmpty()) {
      throw new Refused("holds no private key");
    }
    String key = openssl("key", keys.getLast(), "pkey -passin pass:");
    String open = openssl("key", key, "pkey -pubout");
    List<String> written = new ArrayList<>(List.of(all(KEY, key).getFirst()));
    for (String certificate : chain) {
      boolean first = written.size() == 1;
      String read = openssl("certificate", certificate, first ? READ + NAMES : READ);
      requireStrength(read);
      if (first) {
        if (!all(PUBLIC, read).getFirst().equals(all(PUBLIC, open).getFirst())) {
          throw new Refused("its certificate and its key do not belong together");
        }
        cover(read, names);
      }
      written.add(all(CERTIFICATE, read).getLast());
    }
    return (String.join("\n", written) + "\n").getBytes(StandardCharsets.US_ASCII);
  }

  private static List<String> all(Pattern block, String text) {
    return block.matcher(text).results().map(MatchResult::group).toList();
  }

  /** What OpenSSL says of {@code input}, which it gets through a pipe. */
  private static String openssl(String what, String input, String command)
      throws IOException, InterruptedException {
    byte[] bytes = input.getBytes(StandardCharsets.US_ASCII);
    Exec.Result result =
        Exec.asNobody(List.of(("/usr/bin/openssl " + command).split(" ")), bytes, LIMIT);
    if (result.exit() != 0) {
      throw new Refused("holds a " + what + " that cannot be read");
    }
    return result.output();
  }

  /**
   * OpenSSL refuses, as Debian sets it up, what gives less than 112 bits; then Apache does not
   * start.
   */
  private static void requireStrength(String read) throws Refused {
    Matcher key = STRONG.matcher(read);
    Matcher signature = SIGNED.matcher(read);
    boolean strong =
        key.find()
            && (key.group(2) == null
                || Integer.parseInt(key.group(2)) >= (key.group(1).equals("rsa") ? 2048 : 224));
    boolean broken = !signature.find() || BROKEN.matcher(signature.group(1)).find();
    if (!strong || (broken && !OWN_ROOT.matcher(read).find())) {
      throw new Refused("holds a certificate whose key or signature is too weak for the server");
    }
  }

  private static void cover(String read, List<String> names) throws Refused {
    List<String> covered =
        NAME.matcher(read).results().map(m -> m.group(1).toLowerCase(Locale.ROOT)).toList();
    for (String name : names) {
      String wildcard = "*" + name.substring(Math.max(0, name.indexOf('.')));
      if (!covered.contains(name) && !covered.contains(wildcard)) {
        throw new Refused("its certificate is not for " + name);
      }
    }
  }
}
