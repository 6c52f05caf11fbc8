package coop.croft.core.os;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line {@code NAME:HASH} of a password file, as htpasswd(1) writes it. A server works out a
 * visitor's password with each request, by the method, and with the cost, that the hash names
 * (crypt(5)): so only such hashes are good whose cost is known and small.
 */
public final class PasswordLine {
  private static final int MOST_BCRYPT = 10;
  private static final int MOST_ROUNDS = 10_000;

  private static final Pattern NO_USER = Pattern.compile("\\s*|#.*");

  /** What stands behind a second colon is read by nobody. */
  private static final Pattern LINE =
      Pattern.compile("[^:\\p{Cntrl}]+:([^:\\p{Cntrl}]+)(?::\\P{Cntrl}*)?");

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

  private PasswordLine() {}

  /** What is wrong with the line, to be read behind its number, without its hash; or nothing. */
  public static String fault(String line) {
    Matcher parts = LINE.matcher(line);
    if (NO_USER.matcher(line).matches()) {
      return "";
    }
    return parts.matches() ? cost(parts.group(1)) : "is not NAME:HASH";
  }

  private static String cost(String hash) {
    Matcher bcrypt = BCRYPT.matcher(hash);
    Matcher sha = SHA_2.matcher(hash);
    if (FIXED.matcher(hash).matches()) {
      return "";
    }
    if (bcrypt.matches()) {
      return Integer.parseInt(bcrypt.group(1)) <= MOST_BCRYPT
          ? ""
          : "has bcrypt of cost "
              + bcrypt.group(1)
              + ", worked out with each request: at most "
              + MOST_BCRYPT
              + ", as htpasswd -B -C "
              + MOST_BCRYPT
              + " makes it";
    }
    if (sha.matches()) {
      String rounds = sha.group(1);
      return rounds == null || Integer.parseInt(rounds) <= MOST_ROUNDS
          ? ""
          : "has a hash of "
              + rounds
              + " rounds, worked out with each request: at most "
              + MOST_ROUNDS;
    }
    return "has no hash that is taken here: $2y$ with a cost of at most "
        + MOST_BCRYPT
        + ", $5$, $6$, $apr1$, $1$, {SHA} or the 13 characters of crypt; htpasswd -B makes one";
  }
}
