package coop.croft.helper;

import coop.croft.core.os.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A signed manifest's head: which tree of files a host must have.
 *
 * @param root hash of the tree's root text
 * @param signature Base64
 */
record Signed(
    String site, String host, long epoch, long generation, String root, String signature) {
  private static final String WORD = "([!-~]{1,200})";
  private static final String NUMBER = "([0-9]{1,18})";
  private static final Pattern LINE =
      Pattern.compile(String.join(" ", WORD, WORD, NUMBER, NUMBER, "([0-9a-f]{64})", WORD));

  /** What a host has before its first generation; nobody signs it, and no agent can bring it. */
  static final Signed NOTHING = new Signed("-", "-", 0, 0, Sha256.of(""), "-");

  /** The bytes that a signature covers: of a {@code manifest}, or of the {@code decision} on it. */
  byte[] bytes(String what) {
    return String.join(
            "\n", "croft " + what + " 1", site, host, epoch + "", generation + "", root, "")
        .getBytes(StandardCharsets.UTF_8);
  }

  /** One line, as records and journals keep it. */
  String line() {
    return String.join(" ", site, host, epoch + "", generation + "", root, signature);
  }

  /** Reads {@link #line}. */
  static Signed of(String line) throws Refused {
    Matcher word = LINE.matcher(line);
    if (!word.matches()) {
      throw new Refused("not a signed manifest");
    }
    return new Signed(
        word.group(1),
        word.group(2),
        Long.parseLong(word.group(3)),
        Long.parseLong(word.group(4)),
        word.group(5),
        word.group(6));
  }

  /** The same; {@code -} is none. */
  static Optional<Signed> read(String line) throws Refused {
    return line.strip().equals("-") ? Optional.empty() : Optional.of(of(line.strip()));
  }
}
