package coop.croft.core.os;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Only hashes of which checking a password costs little. */
class PasswordLineTest {
  private static final String BCRYPT = "$1jNrZkia48/e/0ogYorVRuJa6yl9bHfrO6q0xyHJ8HO0B/14zlwMq";
  private static final String SHA_512 =
      "$XpFfK2FYyBPg8l8f$4x9L2BcvFnOaIPvamPKZIVydjk8yWn2uz1NBRfKGltIgGKUboDn4cCY8SWAZ2opHitTj3ulpE3kweV.jUtN0p/";
  private static final String SHA_256 =
      "$GluqY1tkLI9Do1xg$SdDcerTivbTUe0GQeGLiYU5y1ybt05QWMg6c7w.hbh8";

  /**
   * What htpasswd(1) writes with {@code -B -C 10}, {@code -m}, {@code -s}, {@code -d} and so on.
   */
  @Test
  void takesWhatHtpasswdWrites() {
    check(
        "# users",
        "",
        "a:$2y$10" + BCRYPT,
        "b:$2a$04" + BCRYPT,
        "c:$2b$05" + BCRYPT + ":of the garden",
        "d:$apr1$VTyDt8OP$bHXbzHArUTLQsb65zWNlg0",
        "e:$1$VTyDt8OP$bHXbzHArUTLQsb65zWNlg0",
        "f:{SHA}UWuXg/ylF+7L0dBk2i0WUxCxl1k=",
        "g:668MR08MwNQok",
        "h:$5" + SHA_256,
        "i:$6" + SHA_512,
        "j:$5$rounds=10000" + SHA_256,
        "k:$6$rounds=1000" + SHA_512);
  }

  private static void check(String... lines) {
    assertThat(lines).allSatisfy(line -> assertThat(PasswordLine.fault(line)).isEmpty());
  }

  @Test
  void refusesWhatIsWorkedOutForLong() {
    assertThat(PasswordLine.fault("b:$2y$11" + BCRYPT))
        .isEqualTo(
            "has bcrypt of cost 11, worked out with each request: at most 10, as htpasswd -B -C 10"
                + " makes it");
    for (String rounds : new String[] {"10001", "999999999"}) {
      String fault =
          "has a hash of " + rounds + " rounds, worked out with each request: at most 10000";
      assertThat(PasswordLine.fault("s:$5$rounds=" + rounds + SHA_256)).isEqualTo(fault);
      assertThat(PasswordLine.fault("s:$6$rounds=" + rounds + SHA_512)).isEqualTo(fault);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$7$J6..../....abcdefghijkl$aaaa",
        "$y$j9T$salt$hash",
        "$gy$j9T$salt$hash",
        "$sha1$248488$salt$hash",
        "$md5,rounds=999$salt$$hash",
        "$3$$8846f7eaee8fb117ad06bdd830b7586c",
        "_zzzzsaltaaaaaaaaaaa",
        "$2x$05$1jNrZkia48/e/0ogYorVRuJa6yl9bHfrO6q0xyHJ8HO0B/14zlwMq",
        "$5$rounds=09999$GluqY1tkLI9Do1xg$SdDcerTivbTUe0GQeGLiYU5y1ybt05QWMg6c7w.hbh8",
        "$5$rounds=9999999999$GluqY1tkLI9Do1xg$SdDcerTivbTUe0GQeGLiYU5y1ybt05QWMg6c7w.hbh8",
        "$6$rounds=999999999",
        "canary",
        "668MR08MwNQok\\",
        "*"
      })
  void refusesWhatItDoesNotKnow(String hash) {
    assertThat(PasswordLine.fault("a:" + hash))
        .isEqualTo(
            "has no hash that is taken here: $2y$ with a cost of at most 10, $5$, $6$, $apr1$, $1$,"
                + " {SHA} or the 13 characters of crypt; htpasswd -B makes one");
  }

  @ParameterizedTest
  @ValueSource(strings = {"no colon", ":x", "a:", "a::668MR08MwNQok", "a:668MR08MwNQok\r"})
  void refusesWhatIsNoLine(String line) {
    assertThat(PasswordLine.fault(line)).isEqualTo("is not NAME:HASH");
  }
}
