package coop.croft.helper;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lines of {@code NAME:HASH}, as htpasswd(1) writes them. The server works out a visitor's password
 * with each request, by the method, and with the cost, that the file names (crypt(5)): so only such
 * hashes are taken whose cost is known and small.
 */
final class PasswordFile {
  /** What stands behind a second colon is read by nobody. */
  private static final Pattern LINE =
      Pattern.compile("\\s*|#.*|[^:\\p{Cntrl}]+:([^:\\p{Cntrl}]+)(:\\P{Cntrl}*)?");

  private static final Pattern CHEAP =
      Pattern.compile(
          "\\{SHA}[A-Za-z0-9+/=]{28}|[./0-9A-Za-z]{13}|\\$(apr1|1)\\$[./0-9A-Za-z]{0,8}\\$[./0-9A-Za-z]{22}"
              + "|\\$2[aby]\\$(0[4-9]|10)\\$[./0-9A-Za-z]{53}"
              + "|\\$[56]\\$(rounds=([1-9][0-9]{0,3}|10000)\\$)?[./0-9A-Za-z]{0,16}\\$[./0-9A-Za-z]{43,86}");

  private PasswordFile() {}

  /**
   * @return the file as it is
   * @throws Refused with a sentence for its owner, which shows no hash
   */
  static byte[] check(byte[] bytes) throws Refused {
    int number = 0;
    for (String line : new String(bytes, StandardCharsets.UTF_8).split("\n")) {
      number++;
      Matcher parts = LINE.matcher(line);
      if (!parts.matches()) {
        throw new Refused("line " + number + " is not NAME:HASH");
      }
      if (parts.group(1) != null && !CHEAP.matcher(parts.group(1)).matches()) {
        throw new Refused(
            "line "
                + number
                + " has no hash that is cheap enough for each request: $2y$ up to 10, "
                + "$5$ and $6$ up to 10000 rounds, $apr1$, $1$, {SHA}, crypt; htpasswd -B makes one");
      }
    }
    return bytes;
  }
}
