package coop.croft.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Certificates come by themselves, from an authority on the host outside, as strangers see it. The
 * tests are steps of one story: somebody visits the site by https all the time, and never is
 * without an answer.
 */
@Tag("lab")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AcmeTest {
  private static final String HERE = "/root/authority/";
  private static final String ROOTS = "/etc/croft/authority-roots.pem";
  private static final String CONFIGURATION = "/etc/croft/controller.conf";
  private static final int LIFE_SECONDS = 45;

  /** The first one, the one with the wildcard, and the one that replaces that in time. */
  private static final int CERTIFICATES = 3;

  private static final String SITE =
      "dom \"moor.example\" with SSL = acme; website with %s end; dns (dnsA \"else\" \"203.0.113.9\") end";

  /** What is asked for is told in no time; the test only looks for what never comes. */
  private static final Duration FAR_TOO_LONG = Duration.ofSeconds(40);

  private static Optional<Visits> visitor = Optional.empty();

  @BeforeAll
  static void anAuthorityIsThere() {
    Lab.on("client", "mkdir", "-p", HERE).expectSuccess();
    Lab.on("client", "sh", "-c", SELF_MADE, "sh", HERE).expectSuccess();
    Lab.feed("client", PEBBLE, "tee", HERE + "pebble.json").expectSuccess();
    startAuthority();
    Lab.copy("client", HERE + "ca.pem", "main", ROOTS);
    Lab.on("main", "chown", "croft", ROOTS).expectSuccess();
    Lab.on("main", "cp", CONFIGURATION, "/root/controller.conf");
    Lab.feed("main", "\nauthority-roots = " + ROOTS + "\n", "tee", "-a", CONFIGURATION)
        .expectSuccess();
    Lab.on("main", "systemctl", "restart", "croft-controller").expectSuccess();
    // Other members' sites stay as they are.
    String site = Lab.on("main", "cat", "/etc/croft/site/site.dtl").out();
    takeSite(
        site.replace(
            "\"none\";",
            "\"https://client.croft.example:14000/dir\"; val Resolvers : [ip] = [\"192.0.2.11\"];"
                + " val SSL : ssl = no_ssl; val PreviewDomain : domain = \"shown.example\";"
                + " val MemberDomain : domain = \"crew.example\";"));
  }

  @AfterAll
  static void everythingIsAsBefore() {
    Lab.remove("mallory", "moor");
    Lab.remove("mallory", "crew");
    Lab.remove("bob", "crew");
    Lab.on("main", "croft", "revoke", "mallory", "domain", "banned.example");
    Lab.on("main", "croft", "apply", "--yes", "--site", "/etc/croft/site").expectSuccess();
    Lab.on("main", "rm", "-f", CONFIGURATION, ROOTS);
    Lab.on(
        "main",
        "sh",
        "-c",
        "[ ! -e /root/controller.conf ] || mv /root/controller.conf $0",
        CONFIGURATION);
    Lab.on("main", "systemctl", "restart", "croft-controller").expectSuccess();
    Lab.on("client", "systemctl", "stop", "authority", "responder");
    // A site that comes back has its certificate again as long as that is good.
    Awaitility.await()
        .atMost(Duration.ofSeconds(2L * LIFE_SECONDS))
        .pollInterval(Duration.ofSeconds(1))
        .until(
            () ->
                Lab.croft("plan", "mallory", "moor", SITE.formatted(""))
                    .all()
                    .contains("moor.example is served without TLS"));
  }

  private static void takeSite(String text) {
    Lab.on("main", "mkdir", "-p", "/root/site").expectSuccess();
    Lab.feed("main", text, "tee", "/root/site/site.dtl").expectSuccess();
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> Lab.on("main", "croft", "apply", "--yes", "--site", "/root/site").exit() == 0);
  }

  private static void startAuthority() {
    Lab.on(
            "client",
            "systemd-run",
            "--quiet",
            "--unit=authority",
            "--setenv=PEBBLE_VA_NOSLEEP=1",
            "pebble",
            "-config",
            HERE + "pebble.json",
            "-dnsserver",
            "192.0.2.11:53")
        .expectSuccess();
    // Its root is another one after each start.
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .until(
            () ->
                Lab.on(
                            "client",
                            "curl",
                            "-sk",
                            "-o",
                            HERE + "root.pem",
                            "https://localhost:15000/roots/0")
                        .exit()
                    == 0);
  }

  private static Lab.Page visit(String name) {
    return visit(name, "");
  }

  private static Lab.Page visit(String name, String path) {
    return Lab.get(
        Lab.DYNAMIC, name, "https://" + name + "/" + path, "--cacert", HERE + "root.pem");
  }

  private static void awaitVisit(String name) {
    Awaitility.await()
        .atMost(FAR_TOO_LONG)
        .pollInterval(Duration.ofMillis(100))
        .untilAsserted(() -> assertThat(visit(name).status()).as(name).isEqualTo(200));
  }

  private static String status() {
    return Lab.as("mallory", "croft", "status", "moor").expectSuccess().out();
  }

  @Test
  @Order(1)
  void aNewSiteIsThereByHttpsSoonAfterItsApply() throws Exception {
    Lab.asWithInput("mallory", "", "mkdir", "-p", "/home/mallory/public_html").expectSuccess();
    assertThat(Lab.apply("mallory", "moor", SITE.formatted("")).expectSuccess().out())
        .contains("until it has its certificate");
    long applied = System.nanoTime();
    awaitVisit("moor.example");
    System.out.printf(
        "a valid certificate %.1f s after apply%n", (System.nanoTime() - applied) / 1e9);
    assertThat(visit("www.moor.example").header("Location")).isEqualTo("https://moor.example/");
    assertThat(Lab.get(Lab.DYNAMIC, "moor.example", "/x").header("Location"))
        .isEqualTo("https://moor.example/x");
    visitor = Optional.of(new Visits(Lab.DYNAMIC, "moor.example", root()));
  }

  private static String root() {
    return Lab.on("client", "cat", HERE + "root.pem").expectSuccess().out();
  }

  @Test
  @Order(2)
  void keysAreForRootAloneAndShownNowhere() {
    String file = "/etc/apache2/croft/certificates/moor.example.pem";
    assertThat(Lab.on("dynamic", "stat", "-c", "%U %a", file).out().strip()).isEqualTo("root 600");
    String key =
        Lab.on("dynamic", "sed", "-n", "/BEGIN PRIVATE/{n;p}", file).expectSuccess().out().strip();
    assertThat(key).hasSizeGreaterThan(40);
    String without = "dom \"moor.example\" with dns (dnsA \"@\" \"203.0.113.9\") end";
    Lab.Ran plan = Lab.croft("plan", "mallory", "moor", without, "--diff");
    assertThat(plan.out()).contains("certificates/moor.example.pem").doesNotContain(key);
    for (String host : List.of("main", "dynamic")) {
      assertThat(Lab.on(host, "sh", "-c", "journalctl --no-pager -o cat").out())
          .as("journal of %s", host)
          .doesNotContain(key);
    }
    Lab.Ran leaks = Lab.on("dynamic", "runuser", "-u", "mallory", "--", "cat", file);
    assertThat(leaks.exit()).isNotZero();
  }

  @Test
  @Order(3)
  void namesThatLeadElsewhereOrAreRefusedAreNamedAndTheOthersAreServed() {
    Lab.on("main", "croft", "grant", "mallory", "domain", "banned.example").expectSuccess();
    Lab.apply(
            "mallory",
            "moor",
            SITE.formatted("serverAliasHost \"else\"; serverAlias \"banned.example\"")
                + "; dom \"banned.example\" with webAddress \"@\" end")
        .expectSuccess();
    Awaitility.await()
        .atMost(FAR_TOO_LONG)
        .untilAsserted(
            () ->
                assertThat(status())
                    .contains("else.moor.example has no certificate yet: it leads to 203.0.113.9")
                    .contains(
                        "banned.example has no certificate yet: the certificate authority says"));
    assertThat(visit("moor.example").status()).isEqualTo(200);
    assertThat(Lab.get(Lab.DYNAMIC, "else.moor.example", "/x").header("Location"))
        .isEqualTo("https://moor.example/x");
  }

  @Test
  @Order(4)
  void aWildcardIsProvenInTheZone() {
    Lab.apply("mallory", "moor", SITE.formatted("serverAliasHost \"*\"")).expectSuccess();
    Awaitility.await()
        .atMost(FAR_TOO_LONG)
        .pollInterval(Duration.ofMillis(500))
        .untilAsserted(
            () ->
                assertThat(visit("any.moor.example").header("Location"))
                    .isEqualTo("https://moor.example/"));
    // Emil holds it: the certificate would be good for it, and is not shown.
    assertThat(visit("ferry.moor.example").status()).isZero();
    Awaitility.await()
        .atMost(FAR_TOO_LONG)
        .untilAsserted(
            () -> assertThat(Lab.digAll("_acme-challenge.moor.example", "TXT")).isEmpty());
  }

  @Test
  @Order(5)
  void certificatesAreRenewedAndNobodyNotices() {
    Visits visits = visitor.orElseThrow();
    Awaitility.await()
        .atMost(Duration.ofSeconds(3L * LIFE_SECONDS))
        .pollInterval(Duration.ofMillis(500))
        .until(() -> visits.certificates().size() >= CERTIFICATES);
    visits.close();
    System.out.printf(
        "%d visits by https while %d certificates followed each other; longest without an answer %d ms%n",
        visits.answers(), visits.certificates().size(), visits.longestMillis());
    assertThat(visits.failures()).isEmpty();
    assertThat(visits.answers()).isGreaterThan(100);
  }

  @Test
  @Order(6)
  void anAuthorityThatIsDownDelaysNothingElse() {
    Lab.on("client", "systemctl", "stop", "authority").expectSuccess();
    long began = System.nanoTime();
    Lab.apply("mallory", "moor", "dom \"moor.example\" with SSL = acme; web \"late\" with end end")
        .expectSuccess();
    System.out.printf(
        "an apply while no authority answers: %.1f s%n", (System.nanoTime() - began) / 1e9);
    assertThat(Lab.get(Lab.DYNAMIC, "late.moor.example", "/").status()).isEqualTo(200);
    Awaitility.await()
        .atMost(FAR_TOO_LONG)
        .untilAsserted(
            () ->
                assertThat(status())
                    .contains("late.moor.example has no certificate yet")
                    .contains("the certificate authority cannot be reached"));
    startAuthority();
    awaitVisit("late.moor.example");
  }

  /** A host has one certificate for all of them, whatever the sites themselves have. */
  @Test
  @Order(7)
  void aSiteWhoseNameLeadsElsewhereIsSeenByHttps() {
    Lab.apply(
            "mallory",
            "moor",
            "dom \"moor.example\" with SSL = no_ssl; vhost \"away\" with redirect \"/old\""
                + " \"http://away.moor.example/new\" end; dns (dnsA \"away\" \"203.0.113.9\") end")
        .expectSuccess();
    awaitVisit("away-moor-example.dynamic.shown.example");
    assertThat(visit("away-moor-example.dynamic.shown.example", "old").header("Location"))
        .isEqualTo("https://away-moor-example.dynamic.shown.example/new");
    String file = "/etc/apache2/croft/certificates/dynamic.shown.example.pem";
    assertThat(Lab.on("dynamic", "stat", "-c", "%U %a", file).out().strip()).isEqualTo("root 600");
  }

  /** The first member's site orders the certificate of all; the second one finds it there. */
  @Test
  @Order(8)
  void aNewMembersSiteIsThereByHttpsWithItsFirstGeneration() {
    String crew = "dom \"%s.crew.example\" with SSL = acme; web \"@\" with end end";
    Lab.on("client", "systemctl", "stop", "authority").expectSuccess();
    assertThat(Lab.apply("mallory", "crew", crew.formatted("mallory")).expectSuccess().out())
        .contains("mallory.crew.example is served without TLS until");
    Awaitility.await()
        .atMost(FAR_TOO_LONG)
        .untilAsserted(
            () ->
                assertThat(Lab.as("mallory", "croft", "status", "crew").expectSuccess().out())
                    .contains(
                        "mallory.crew.example has no certificate yet (it shares that of"
                            + " *.crew.example): the certificate authority cannot be reached"));
    startAuthority();
    awaitVisit("mallory.crew.example");
    assertThat(Lab.apply("bob", "crew", crew.formatted("bob")).expectSuccess().out())
        .doesNotContain("without TLS");
    assertThat(visit("bob.crew.example").status()).isPositive();
    assertThat(Lab.get(Lab.DYNAMIC, "bob.crew.example", "/x").header("Location"))
        .isEqualTo("https://bob.crew.example/x");
    assertThat(Lab.on("dynamic", "ls", "/etc/apache2/croft/certificates").out())
        .contains("_.crew.example.pem")
        .doesNotContain("mallory.crew", "bob.crew");
    String file = "/etc/apache2/croft/certificates/_.crew.example.pem";
    assertThat(Lab.on("dynamic", "stat", "-c", "%U %a", file).out().strip()).isEqualTo("root 600");
  }

  /** The authority may ask any of them, and a visitor, too. */
  @Test
  @Order(9)
  void severalHostsThatServeASiteShowOneCertificate() {
    Lab.apply(
            "mallory",
            "moor",
            "dom \"moor.example\" with SSL = acme; WebNodes = [\"main\", \"dynamic\"];"
                + " web \"both\" with redirect \"/\" \"https://moor.example/\" end end")
        .expectSuccess();
    String file = "/etc/apache2/croft/certificates/both.moor.example.pem";
    Set<String> shown = new HashSet<>();
    for (String host : List.of("main", "dynamic")) {
      Awaitility.await()
          .atMost(FAR_TOO_LONG)
          .untilAsserted(
              () ->
                  assertThat(
                          Lab.get(
                                  host.equals("main") ? Lab.MAIN : Lab.DYNAMIC,
                                  "both.moor.example",
                                  "https://both.moor.example/",
                                  "--cacert",
                                  HERE + "root.pem")
                              .status())
                      .as(host)
                      .isEqualTo(302));
      shown.add(Lab.on(host, "cat", file).expectSuccess().out());
    }
    assertThat(shown).hasSize(1);
  }

  /** Until now nobody was there to answer the server, which kept no visitor waiting. */
  @Test
  @Order(10)
  void theServerTellsThatACertificateIsNotRevoked() {
    Lab.apply(
            "mallory", "moor", "dom \"moor.example\" with SSL = acme; web \"stapled\" with end end")
        .expectSuccess();
    String file = "/etc/apache2/croft/certificates/stapled.moor.example.pem";
    Awaitility.await()
        .atMost(FAR_TOO_LONG)
        .pollInterval(Duration.ofMillis(200))
        .until(() -> Lab.on("dynamic", "test", "-e", file).exit() == 0);
    String serial =
        Lab.on("dynamic", "openssl", "x509", "-noout", "-serial", "-in", file)
            .expectSuccess()
            .out()
            .strip();
    Lab.on("client", "sh", "-c", RESPONDER, "sh", HERE, serial.substring(serial.indexOf('=') + 1))
        .expectSuccess();
    Awaitility.await()
        .atMost(FAR_TOO_LONG)
        .untilAsserted(
            () ->
                assertThat(
                        Lab.on(
                                "client",
                                "sh",
                                "-c",
                                "openssl s_client -connect 192.0.2.12:443 -status"
                                    + " -servername stapled.moor.example </dev/null")
                            .out())
                    .contains("OCSP Response Status: successful", "Cert Status: good"));
  }

  /** Says of the certificate with that number, and of no other, that it is good. */
  private static final String RESPONDER =
      """
      cd "$1" &&
      curl -sk -o issuer.pem https://localhost:15000/intermediates/0 &&
      curl -sk -o issuer.key https://localhost:15000/intermediate-keys/0 &&
      printf 'V\t391231235959Z\t\t%s\tunknown\t/CN=stapled\n' "$2" >index.txt &&
      systemd-run --quiet --unit=responder openssl ocsp -port 4002 -index "$1"index.txt -nmin 5 \
        -CA "$1"issuer.pem -rsigner "$1"issuer.pem -rkey "$1"issuer.key
      """;

  /** A key and certificate for the authority's own server, and who signed them. */
  private static final String SELF_MADE =
      """
      cd "$1" &&
      openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 30 \\
        -subj /CN=Laboratory -keyout ca.key -out ca.pem &&
      openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes \\
        -subj /CN=client.croft.example -keyout server.key -out server.csr &&
      printf 'subjectAltName=DNS:client.croft.example,DNS:localhost' >server.ext &&
      openssl x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 30 \\
        -extfile server.ext -out server.pem
      """;

  private static final String PEBBLE =
      """
      {"pebble": {
        "listenAddress": "0.0.0.0:14000", "managementListenAddress": "127.0.0.1:15000",
        "certificate": "%1$sserver.pem", "privateKey": "%1$sserver.key",
        "httpPort": 80, "tlsPort": 443, "certificateValidityPeriod": %2$d,
        "domainBlocklist": ["banned.example"], "ocspResponderURL": "http://192.0.2.99:4002",
        "retryAfter": {"authz": 1, "order": 1}
      }}
      """
          .formatted(HERE, LIFE_SECONDS);
}
