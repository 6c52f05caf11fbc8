package coop.croft.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What is wrong is told with its place, its cause and the next step; what is well is not. The
 * client outside plays the world: the zone above all domains, a resolver, and another company.
 */
@Tag("lab")
class DoctorTest {
  private static final String SITE = "www.moor.example";
  private static final World WORLD = new World();

  @BeforeAll
  static void namesCanBeLookedUp() {
    WORLD.begin();
  }

  @AfterAll
  static void everythingIsAsBefore() {
    WORLD.end();
  }

  @AfterEach
  void tidy() {
    Lab.remove("mallory", "moor");
    Lab.on("main", "croft", "revoke", "--yes", "mallory", "port", "50060");
    Lab.on("dynamic", "systemctl", "stop", "trial-listener.service");
    Lab.on("dynamic", "rm", "-rf", "/home/mallory/closed");
    Lab.on("dynamic", "rm", "-rf", "/home/mallory/tls");
    Lab.on("dynamic", "systemctl", "kill", "-s", "CONT", "named");
    WORLD.delegates(World.ALL);
  }

  private static Lab.Ran doctor(String member, String name) {
    return Lab.as(member, "croft", "doctor", name);
  }

  private static void site(String before, String inside) {
    Lab.apply(
            "mallory",
            "moor",
            "dom \"moor.example\" with web \"www\" %s with %s end end\n".formatted(before, inside))
        .expectSuccess();
  }

  @ParameterizedTest
  @CsvSource({
    "alice, www.greenhouse.example",
    "alice, greenhouse.example",
    "bob, www.forge.example",
    "bob, test.forge.example",
    "bob, forge.example",
    "bob, anvil.example",
    "chidi, www.press.example",
    "chidi, static.press.example",
    "dora, archive.example",
    "emil, mirror.example",
    "emil, www.mirror.example",
    "fatou, river.delta.example"
  })
  void whatIsWellIsCalledWell(String member, String name) {
    Lab.Ran told = doctor(member, name);
    assertThat(told.all()).isEqualTo(name + " is well\n");
    assertThat(told.exit()).isZero();
  }

  @Test
  void nobodyLooksAtWhatIsNotTheirs() {
    Lab.Ran told = doctor("mallory", "www.greenhouse.example");
    assertThat(told.exit()).isEqualTo(1);
    assertThat(told.all()).contains("there is no site or domain www.greenhouse.example of yours");
  }

  /** The two failures that members of other co-operatives meet most. */
  @Test
  void aProgramThatDoesNotListenWhereItIsLookedFor() {
    Lab.on("main", "croft", "grant", "mallory", "port", "50060").expectSuccess();
    site("", "proxyPass \"/\" 50060");
    Lab.Ran none = doctor("mallory", SITE);
    assertThat(none.exit()).isEqualTo(1);
    assertThat(none.out())
        .contains("dynamic: nothing listens on port 50060")
        .contains("start your program on 127.0.0.1:50060")
        .contains("gets no answer from the program behind it (503)");
    Lab.on(
            "dynamic",
            "systemd-run",
            "--unit=trial-listener",
            "--uid=mallory",
            "python3",
            "-m",
            "http.server",
            "50060",
            "--bind",
            "::1")
        .expectSuccess();
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                assertThat(doctor("mallory", SITE).out())
                    .containsPattern("dynamic: 50060: only on ::1, pid [0-9]+ python3")
                    .contains("let it listen on 127.0.0.1"));
  }

  @Test
  void aDirectoryThatTheServerCannotPassOrThatIsNotThere() {
    Lab.on(
            "dynamic",
            "install",
            "-d",
            "-m",
            "0700",
            "-o",
            "mallory",
            "-g",
            "mallory",
            "/home/mallory/closed",
            "/home/mallory/closed/www")
        .expectSuccess();
    site("where DocumentRoot = \"/home/mallory/closed/www\"", "");
    Lab.Ran closed = doctor("mallory", SITE);
    assertThat(closed.exit()).isEqualTo(1);
    assertThat(closed.out())
        .contains("the web server cannot pass the directory /home/mallory/closed,")
        .contains("do: chmod o+x /home/mallory/closed\n")
        .contains("is forbidden (403)");
    site("where DocumentRoot = \"/home/mallory/nowhere/www\"", "");
    assertThat(doctor("mallory", SITE).out())
        .contains("there is no /home/mallory/nowhere")
        .contains("do: mkdir -p /home/mallory/nowhere/www");
  }

  /** What is printed is typed as it stands. */
  @Test
  void aDirectoryWithBlanksAndNoIndexInIt() {
    String root = "/home/mallory/closed/it's my site";
    site("where DocumentRoot = \"" + root + "\"", "");
    String missing = doctor("mallory", SITE).out();
    assertThat(missing).contains("the directory " + root + " is not there");
    asMallory(remedy(missing));
    Lab.on("dynamic", "chmod", "700", "/home/mallory/closed").expectSuccess();
    String closed = doctor("mallory", SITE).out();
    assertThat(closed).contains("cannot pass the directory /home/mallory/closed,");
    asMallory(remedy(closed));
    String empty = doctor("mallory", SITE).out();
    assertThat(empty)
        .contains("dynamic: the directory " + root + " has no index.html,")
        .contains("forbidden it (403)");
    asMallory("umask 77; echo moor > \"" + root + "/index.html\"");
    String unread = doctor("mallory", SITE).out();
    assertThat(unread).contains("may not read " + root + "/index.html (mode rw-------)");
    asMallory(remedy(unread));
    assertThat(doctor("mallory", SITE).out()).isEqualTo(SITE + " is well\n");
  }

  private static String remedy(String told) {
    return told.lines()
        .map(String::strip)
        .filter(l -> l.startsWith("do: "))
        .findFirst()
        .orElseThrow()
        .substring("do: ".length());
  }

  private static void asMallory(String command) {
    Lab.on("dynamic", "runuser", "-u", "mallory", "--", "sh", "-c", command).expectSuccess();
  }

  @Test
  void scriptsThatAreNotRun() {
    String cgi = "/home/mallory/closed/cgi";
    asMallory(
        "mkdir -p "
            + cgi
            + " && cd "
            + cgi
            + " && printf '#!/bin/sh\\nexit\\n' | tee open plain well >/dev/null"
            + " && printf '#!/usr/bin/perl -T\\r\\n' > windows && printf '#!/usr/bin/nowhere\\n' > gone"
            + " && printf '#!/usr/bin/env nowhere\\n' > lost && printf 'no script\\n' > notes"
            + " && chmod 755 windows gone lost well && chmod 775 open && chmod 644 plain");
    asMallory("echo moor > /home/mallory/closed/index.html");
    site("where DocumentRoot = \"/home/mallory/closed\"", "scriptAlias \"/bin/\" \"" + cgi + "/\"");
    String not = "dynamic: the script " + cgi + "/%s is not run: ";
    String told = doctor("mallory", SITE).out();
    assertThat(told)
        .contains(not.formatted("open") + "others may write it (mode 775)")
        .contains("do: chmod go-w " + cgi + "/open\n")
        .contains(not.formatted("plain") + "it may not be executed (mode 644)")
        .contains("do: chmod u+x " + cgi + "/plain\n")
        .contains(not.formatted("windows") + "its lines end as on Windows")
        .contains(not.formatted("gone") + "its first line names /usr/bin/nowhere")
        .contains(not.formatted("lost") + "its first line asks for nowhere")
        .doesNotContain("well is not run", "notes");
    asMallory(
        "cd " + cgi + " && rm open plain gone lost && sed -i 's/\\r$//;s/perl -T/perl/' windows");
    assertThat(doctor("mallory", SITE).out()).isEqualTo(SITE + " is well\n");
    Lab.on("dynamic", "chown", "root", cgi + "/well").expectSuccess();
    asMallory("chmod g+w " + cgi);
    assertThat(doctor("mallory", SITE).out())
        .contains(not.formatted("well") + "it belongs to root")
        .contains("no script in " + cgi + " is run: the directory may be written by others");
  }

  @Test
  void scriptsThatAreKnownByTheirExtension() {
    String root = "/home/mallory/closed";
    String begins =
        "printf '#!/usr/bin/perl\\nprint \"Content-Type: text/plain\\\\n\\\\n\";\\n' | tee";
    asMallory(
        "mkdir -p "
            + root
            + " && cd "
            + root
            + " && echo moor > index.html && "
            + begins
            + " rights.pl well.pl below.txt >/dev/null && (printf '\\357\\273\\277'; cat well.pl) > mark.pl"
            + " && chmod 755 well.pl mark.pl && chmod 4755 rights.pl && chmod 777 below.txt");
    site("where DocumentRoot = \"" + root + "\"", "cgiExtension \"pl\"");
    String not = "dynamic: the script " + root + "/%s.pl is not run: ";
    assertThat(doctor("mallory", SITE).out())
        .contains(not.formatted("rights") + "it is set-user-ID or set-group-ID (mode 4755)")
        .contains("do: chmod a-s " + root + "/rights.pl\n")
        .contains(not.formatted("mark") + "a byte order mark stands before its #!")
        .doesNotContain("well.pl", "below.txt");
    for (String script : new String[] {"rights", "mark"}) {
      assertThat(Lab.get(Lab.DYNAMIC, SITE, "/" + script + ".pl").status())
          .as(script)
          .isEqualTo(500);
    }
    asMallory("cd " + root + " && chmod a-s rights.pl && sed -i '1s/^\\xEF\\xBB\\xBF//' mark.pl");
    assertThat(doctor("mallory", SITE).out()).isEqualTo(SITE + " is well\n");
    for (String script : new String[] {"rights", "mark", "well"}) {
      assertThat(Lab.get(Lab.DYNAMIC, SITE, "/" + script + ".pl").status())
          .as(script)
          .isEqualTo(200);
    }
  }

  /** Who shuts a whole site keeps no authority from giving it a certificate. */
  @Test
  void anAuthorityIsAnsweredWhateverIsShut() {
    site("", "location \"/\" with denyFrom [\"192.0.2.0/24\"] end");
    assertThat(Lab.get(Lab.DYNAMIC, SITE, "/").status()).isEqualTo(403);
    assertThat(Lab.get(Lab.DYNAMIC, SITE, "/.well-known/acme-challenge/none").status())
        .isEqualTo(404);
  }

  @Test
  void aRedirectionInACircle() {
    site("", "redirect \"/\" \"http://www.moor.example/\"");
    Lab.Ran told = doctor("mallory", SITE);
    assertThat(told.exit()).isEqualTo(1);
    assertThat(told.out())
        .contains("http://www.moor.example/ is redirected in a circle: http://www.moor.example/ ->")
        .contains("do: let one place decide");
  }

  @Test
  void aNameServerThatDoesNotAnswer() {
    site("", "");
    assertThat(doctor("mallory", "moor.example").out()).isEqualTo("moor.example is well\n");
    Lab.on("dynamic", "systemctl", "kill", "-s", "STOP", "named").expectSuccess();
    Lab.Ran told = doctor("mallory", "moor.example");
    assertThat(told.exit()).isEqualTo(1);
    assertThat(told.out())
        .contains("the name server dynamic ")
        .contains("does not answer for moor.example");
    assertThat(told.out()).doesNotContain("the name server main");
  }

  private static void saysOfMoor(String... sentences) {
    Lab.Ran told = doctor("mallory", "moor.example");
    assertThat(told.exit()).as(told.all()).isEqualTo(1);
    assertThat(told.out()).contains(sentences);
  }

  @Test
  void nameServersThatAreNotEnteredAndOthersThatAreLeft() {
    site("", "");
    WORLD.delegates();
    saysOfMoor(
        "nobody outside finds moor.example: the name server ns.example of example names no name servers for it",
        "do: where moor.example is registered, enter these name servers: ns1.croft.example, ns2.croft.example, ns3.croft.example");
    WORLD.delegates("ns1.croft", "ns2.croft", "ns.old");
    saysOfMoor(
        "the name server ns.old.example is still entered for moor.example in example",
        "do: where moor.example is registered, take out the name server ns.old.example",
        "the name server ns3.croft.example is not entered for moor.example in example",
        "do: where moor.example is registered, add the name server ns3.croft.example");
    WORLD.delegates("ns.old");
    saysOfMoor(
        "nobody outside sees your records of moor.example: according to example its name servers are ns.old.example");
    WORLD.delegates(World.ALL);
    assertThat(doctor("mallory", "moor.example").out()).isEqualTo("moor.example is well\n");
  }

  @Test
  void aNameThatOnlyHalfLeadsHere() {
    site("", "");
    WORLD.delegates("ns1.croft", "ns2.croft", "ns3.croft", "ns.old");
    Lab.Ran told = doctor("mallory", SITE);
    assertThat(told.exit()).as(told.all()).isEqualTo(1);
    assertThat(told.out())
        .contains(
            "the A record of www.moor.example leads to 203.0.113.9, according to ns.old.example;"
                + " the site is on dynamic (192.0.2.12, 2001:db8::12)")
        .contains(
            "do: at the company of ns.old.example, change the A record of www.moor.example to 192.0.2.12;"
                + " until then http://www-moor-example.dynamic.preview.example/ shows the site")
        .doesNotContain("AAAA record");
  }

  @Test
  void aDsRecordThatIsLeftOrFitsNoKey() {
    site("", "");
    WORLD.delegates(World.ALL, "4711 13 2 " + "00".repeat(32));
    saysOfMoor(
        "moor.example is not signed, but example has a DS record of it (key tag 4711)",
        "do: where moor.example is registered, delete the DS record");
    site("", "");
    Lab.apply("mallory", "moor", "dom \"moor.example\" with dnssec end\n").expectSuccess();
    String[] right = {""};
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> {
              String out = doctor("mallory", "moor.example").out();
              assertThat(out).contains("none of the DS records that example has of moor.example");
              right[0] =
                  out.substring(out.indexOf("replace them by: ") + "replace them by: ".length())
                      .lines()
                      .findFirst()
                      .orElseThrow();
            });
    WORLD.delegates(World.ALL, right[0]);
    assertThat(doctor("mallory", "moor.example").all()).isEqualTo("moor.example is well\n");
    String key = Lab.dig(Lab.MAIN, "moor.example", "DNSKEY");
    Lab.validates("moor.example", key);
  }

  @Test
  void certificatesOfOnesOwn() {
    String file = "/home/mallory/tls/site.pem";
    certificate("DNS:www.moor.example");
    site("where SSL = use_cert \"" + file + "\"", "");
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                assertThat(doctor("mallory", SITE).out())
                    .containsPattern("the certificate in " + file + " ends at [0-9:]{5} UTC on ")
                    .contains("do: put a new one into " + file)
                    .contains("browsers do not believe the certificate in " + file));
    Lab.on("dynamic", "rm", file).expectSuccess();
    Lab.remove("mallory", "moor").expectSuccess();
    site("where SSL = use_cert \"" + file + "\"", "");
    assertThat(doctor("mallory", SITE).out())
        .contains("https://www.moor.example/ does not show the certificate in " + file)
        .contains("do: openssl x509 -noout -enddate -ext subjectAltName -in " + file);
  }

  /** One of 90 days that ends in three. */
  private static void certificate(String names) {
    Lab.on("dynamic", "install", "-d", "-o", "mallory", "-g", "mallory", "/home/mallory/tls")
        .expectSuccess();
    Lab.on(
            "dynamic",
            "sh",
            "-c",
            "cd /home/mallory/tls && faketime -f -87d openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256"
                + " -nodes -subj /CN=moor -days 90 -addext subjectAltName=$0 -keyout key -out cert"
                + " 2>/dev/null && cat key cert > site.pem && rm key cert"
                + " && chown mallory:mallory site.pem && chmod 600 site.pem",
            names)
        .expectSuccess();
  }

  @Test
  void whatIsWrongIsSaidByTheApplyAfterItIsLive() {
    Lab.on("main", "croft", "grant", "mallory", "port", "50060").expectSuccess();
    Lab.Ran ran =
        Lab.apply(
            "mallory",
            "moor",
            "dom \"moor.example\" with web \"www\" with proxyPass \"/\" 50060 end end\n");
    assertThat(ran.exit()).as(ran.all()).isZero();
    assertThat(ran.out())
        .containsSubsequence(
            "live on dynamic, main",
            "warning: dynamic: nothing listens on port 50060",
            "     do: start your program on 127.0.0.1:50060");
  }
}
