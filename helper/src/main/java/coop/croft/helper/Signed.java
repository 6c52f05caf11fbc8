package coop.croft.helper;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * A signed manifest's head: which tree of files a host must have.
 *
 * @param root hash of the tree's root text
 * @param signature Base64
 */
record Signed(
    String site, String host, long epoch, long generation, String root, String signature) {

  /** What a host has before its first generation; nobody signs it, and no agent can bring it. */
  static final Signed NOTHING = new Signed("-", "-", 0, 0, Hashes.of(""), "-");

  /** The bytes that the signature covers. */
  byte[] signedBytes() {
    return String.join(
            "\n",
            "croft manifest 1",
            site,
            host,
            Long.toString(epoch),
            Long.toString(generation),
            root,
            "")
        .getBytes(StandardCharsets.UTF_8);
  }

  /** One line, as records and journals keep it. */
  String line() {
    return String.join(
        " ", site, host, Long.toString(epoch), Long.toString(generation), root, signature);
  }

  static Signed of(List<String> words) throws Refused {
    if (words.size() != 6 || words.stream().anyMatch(w -> !w.matches("[!-~]{1,200}"))) {
      throw new Refused("not a signed manifest");
    }
    try {
      return new Signed(
          words.get(0),
          words.get(1),
          Long.parseLong(words.get(2)),
          Long.parseLong(words.get(3)),
          Hashes.checked(words.get(4)),
          words.get(5));
    } catch (NumberFormatException e) {
      throw new Refused("not a signed manifest: " + e.getMessage());
    }
  }

  /** Reads {@link #line}; {@code -} is none. */
  static Optional<Signed> read(String line) throws Refused {
    return line.strip().equals("-")
        ? Optional.empty()
        : Optional.of(of(List.of(line.strip().split(" "))));
  }
}
