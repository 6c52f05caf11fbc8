package coop.croft.helper;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lines of {@code NAME:HASH}, as htpasswd(1) writes them. The server hashes a visitor's password
 * anew with each request, by the method, and with the cost, that the file names (crypt(5)): so only
 * such hashes are taken whose cost is known and small.
 */
final class PasswordFile {
  static final int MOST_BCRYPT = 10;
  static final int MOST_ROUNDS = 10_000;

  /** What stands behind a second colon is read by nobody. */
  private static final Pattern LINE =
      Pattern.compile("[^:\\p{Cntrl}]+:([^:\\p{Cntrl}]+)(?::\\P{Cntrl}*)?");

  private static final Pattern NO_USER = Pattern.compile("\\s*|#.*");

  /** Those whose cost is always the same: SHA-1, MD5 with 1,000 rounds, DES. */
  private static final Pattern FIXED =
      Pattern.compile(
          "\\{SHA}[A-Za-z0-9+/=]{28}|\\$(apr1|1)\\$[./0-9A-Za-z]{0,8}\\$[./0-9A-Za-z]{22}"
              + "|[./0-9A-Za-z]{13}");

  private static final Pattern BCRYPT =
      Pattern.compile("\\$2[aby]\\$([0-9]{2})\\$[./0-9A-Za-z]{53}");

  private static final Pattern SHA_2 =
      Pattern.compile(
          "\\$[56]\\$(?:rounds=([1-9][0-9]{0,8})\\$)?[./0-9A-Za-z]{0,16}\\$[./0-9A-Za-z]{43,86}");

  private PasswordFile() {}

  /**
   * @return the file as it is
   * @throws Refused with a sentence for its owner, which shows no hash
   */
  static byte[] check(byte[] bytes) throws Refused {
    int number = 0;
    for (String line : new String(bytes, StandardCharsets.UTF_8).split("\n")) {
      number++;
      if (NO_USER.matcher(line).matches()) {
        continue;
      }
      Matcher parts = LINE.matcher(line);
      if (!parts.matches()) {
        throw new Refused("line " + number + " is not NAME:HASH");
      }
      requireCheap("line " + number + ": ", parts.group(1));
    }
    return bytes;
  }

  private static void requireCheap(String place, String hash) throws Refused {
    if (FIXED.matcher(hash).matches()) {
      return;
    }
    Matcher bcrypt = BCRYPT.matcher(hash);
    if (bcrypt.matches()) {
      if (Integer.parseInt(bcrypt.group(1)) > MOST_BCRYPT) {
        throw new Refused(
            place
                + "bcrypt of cost "
                + bcrypt.group(1)
                + ", which would be worked out with each request; htpasswd -B -C "
                + MOST_BCRYPT
                + " makes one of the highest cost that is taken");
      }
      return;
    }
    Matcher sha = SHA_2.matcher(hash);
    if (sha.matches()) {
      String rounds = sha.group(1);
      if (rounds != null && Integer.parseInt(rounds) > MOST_ROUNDS) {
        throw new Refused(
            place
                + rounds
                + " rounds, which would be worked out with each request; at most "
                + MOST_ROUNDS
                + " are taken");
      }
      return;
    }
    throw new Refused(
        place
            + "no hash that is taken here, which are $2y$ with a cost of at most "
            + MOST_BCRYPT
            + ", $5$, $6$, $apr1$, $1$, {SHA} and the 13 characters of crypt; htpasswd -B makes one");
  }
}
