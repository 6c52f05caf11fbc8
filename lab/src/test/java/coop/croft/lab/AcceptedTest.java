package coop.croft.lab;

import static coop.croft.lab.Lab.DYNAMIC;
import static coop.croft.lab.Lab.MAIN;
import static coop.croft.lab.Lab.dig;
import static coop.croft.lab.Lab.digAll;
import static coop.croft.lab.Lab.get;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every accepted program is live on the right hosts and nowhere else, as a client outside sees it.
 */
@Tag("lab")
class AcceptedTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "greenhouse.example",
        "forge.example",
        "anvil.example",
        "press.example",
        "archive.example",
        "mirror.example",
        "river.delta.example",
        "delta.example"
      })
  void theThreeNameServersAgreeOnTheSerial(String zone) {
    List<Long> serials = Lab.NAME_SERVERS.stream().map(s -> Lab.serial(s, zone)).toList();
    assertThat(serials).allMatch(s -> s.equals(serials.getFirst())).doesNotContain(0L);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\u0001',
      value = {
        "www.greenhouse.example|A|192.0.2.12",
        "www.greenhouse.example|AAAA|2001:db8::12",
        "greenhouse.example|A|192.0.2.12",
        "shop.greenhouse.example|A|203.0.113.80",
        "shop.greenhouse.example|AAAA|2001:db8:80::1",
        "greenhouse.example|TXT|\"v=spf1 -all\"",
        "test.forge.example|A|192.0.2.12",
        "anvil.example|AAAA|2001:db8::12",
        "www.press.example|A|192.0.2.12",
        "static.press.example|A|192.0.2.11",
        "static.press.example|AAAA|2001:db8::11",
        "river.delta.example|A|203.0.113.60",
        "delta.example|TXT|\"kept on fatou's own server\"",
        "www.delta.example|A|203.0.113.61",
        "archive.example|A|203.0.113.40",
        "x.y.lab.archive.example|AAAA|2001:db8:40::1",
        "gamma.archive.example|TXT|\"owned by the archive\"",
        "cname-test.archive.example|CNAME|www.archive.example.",
        "mx1.archive.example|A|203.0.113.41",
        "_sip._udp.archive.example|SRV|0 5 5060 www.archive.example.",
        "archive.example|CAA|0 issue \"ca.example\"",
        "archive.example|NAPTR|100 10 \"U\" \"E2U+sip\" \"!^.*$!sip:info@archive.example!\" .",
      })
  void recordsAreAsAskedFor(String name, String type, String answer) {
    assertThat(digAll(name, type)).isEqualTo(answer);
  }

  @Test
  void severalAnswersToOneQuestion() {
    assertThat(digAll("archive.example", "MX"))
        .isEqualTo("10 mx1.archive.example.\n20 mx2.elsewhere.example.");
    assertThat(digAll("mirror.example", "A")).isEqualTo("192.0.2.11\n192.0.2.12");
    assertThat(digAll("www.mirror.example", "AAAA")).isEqualTo("2001:db8::11\n2001:db8::12");
    assertThat(digAll("greenhouse.example", "NS"))
        .isEqualTo("ns1.croft.example.\nns2.croft.example.\nns3.croft.example.");
  }

  @Test
  void hexAndLongTextArriveWhole() {
    String hex = "0123456789ABCDEF".repeat(4);
    assertThat(digAll("www.archive.example", "SSHFP").replace(" ", "")).isEqualTo("42" + hex);
    assertThat(digAll("_443._tcp.www.archive.example", "TLSA").replace(" ", ""))
        .isEqualTo("311" + hex);
    String text = digAll("long.archive.example", "TXT");
    assertThat(text).contains("with \\\"quotes\\\" and a \\\\ backslash; and a semicolon\"");
    assertThat(text.replace("\" \"", "")).hasSizeGreaterThan(330).contains("0123456789".repeat(28));
  }

  @Test
  void delegationIsReferredNotAnswered() {
    String referral =
        Lab.on(
                "client",
                "dig",
                "+norecurse",
                "+noall",
                "+authority",
                "+additional",
                "@" + MAIN,
                "x.branch.archive.example",
                "A")
            .out();
    assertThat(referral).contains("ns.branch.archive.example.").contains("203.0.113.42");
  }

  @ParameterizedTest
  @CsvSource({
    "www.press.example,A,600",
    "static.press.example,A,3600",
    "test.forge.example,A,300",
    "cname-test.archive.example,CNAME,7200"
  })
  void timesToLive(String name, String type, String ttl) {
    for (String server : Lab.NAME_SERVERS) {
      String answer = Lab.on("client", "dig", "+noall", "+answer", "@" + server, name, type).out();
      assertThat(answer.split("\\s+")[1]).as("%s on %s", name, server).isEqualTo(ttl);
    }
  }

  @Test
  void theSignedZoneValidates() {
    String dnskey = dig(MAIN, "archive.example", "DNSKEY");
    assertThat(dnskey).startsWith("257 3 13 ");
    Lab.validates("archive.example", dnskey);
  }

  @Test
  void transfersWithoutTheKeyAreRefused() {
    for (String server : Lab.NAME_SERVERS) {
      for (String zone :
          List.of("greenhouse.example", "archive.example", "delta.example", "catalog.croft")) {
        var ran = Lab.on("client", "dig", "+noall", "+answer", "@" + server, zone, "AXFR");
        assertThat(ran.out())
            .as("%s from %s", zone, server)
            .contains("Transfer failed")
            .doesNotContain("SOA");
      }
    }
  }

  @Test
  void greenhouseServesItsPages() {
    assertThat(get(DYNAMIC, "www.greenhouse.example", "/").body())
        .contains("Seeds and seedlings")
        .contains("dynamic");
    assertThat(get(DYNAMIC, "greenhouse.example", "/").body()).contains("Seeds and seedlings");
    assertThat(get(DYNAMIC, "www.greenhouse.example", "/seeds/").body())
        .contains("second name in the list");
    var lost = get(DYNAMIC, "www.greenhouse.example", "/no-such-page");
    assertThat(lost.status()).isEqualTo(404);
    assertThat(lost.body()).contains("Lost in the greenhouse");
    var moved = get(DYNAMIC, "www.greenhouse.example", "/catalogue");
    assertThat(moved.status()).isEqualTo(301);
    assertThat(moved.header("Location")).isEqualTo("https://shop.greenhouse.example/");
  }

  @Test
  void pagesAnswerOverIpv6() {
    assertThat(get("[2001:db8::12]", "www.greenhouse.example", "/").body())
        .contains("Seeds and seedlings");
  }

  @Test
  void forgeRunsScriptsAsBobAndAsksForPasswords() {
    var page = get(DYNAMIC, "www.forge.example", "/");
    assertThat(page.body()).contains("Bob's tools");
    assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(get(DYNAMIC, "test.forge.example", "/bin/whoami").body())
        .contains("uid=2002", "user=bob");
    // Apache has the variable; suexec hands a script only names that begin with HTTP_ or SSL_.
    assertThat(Lab.on("dynamic", "cat", "/etc/apache2/croft/sites/test.forge.example.conf").out())
        .containsPattern("SetEnv \"?FORGE_HOME\"? \"?/home/bob/forge\"?");
    assertThat(get(DYNAMIC, "www.forge.example", "/admin/").status()).isEqualTo(401);
    assertThat(get(DYNAMIC, "www.forge.example", "/admin/", "-u", "hilde:wrong").status())
        .isEqualTo(401);
    assertThat(
            get(DYNAMIC, "www.forge.example", "/admin/", "-u", "hilde:" + Passwords.HILDE).body())
        .contains("Only smiths get this far");
    assertThat(get(DYNAMIC, "anvil.example", "/x").header("Location"))
        .isEqualTo("https://www.forge.example/x");
    assertThat(get(DYNAMIC, "anvil.example", "/x", "-A", "an oldrobot/1").status()).isEqualTo(403);
  }

  @Test
  void pressIsChidisDaemonWithPlainPictures() {
    var page = get(DYNAMIC, "www.press.example", "/today?x=1");
    assertThat(page.body())
        .contains(
            "Chidi's own daemon on dynamic", "path=/today?x=1", "proto=http", "for=192.0.2.99");
    assertThat(page.header("Cache-Control")).isEqualTo("max-age=60");
    assertThat(get(DYNAMIC, "www.press.example", "/pictures/about.html").body())
        .contains("Plain files beside a daemon");
    assertThat(get(MAIN, "static.press.example", "/").body())
        .contains("Type and paper")
        .contains("main");
    assertThat(get(MAIN, "static.press.example", "/type.woff2").header("Content-Type"))
        .isEqualTo("font/woff2");
  }

  @Test
  void mirrorAnswersFromBothHosts() {
    for (String address : List.of(MAIN, DYNAMIC)) {
      String host = address.equals(MAIN) ? "main" : "dynamic";
      for (String name : List.of("mirror.example", "www.mirror.example")) {
        assertThat(get(address, name, "/readme.txt").body())
            .isEqualTo("The mirror of Emil, the copy on " + host + ".\n");
        assertThat(get(address, name, "/").body()).contains("readme.txt").contains("releases");
        assertThat(get(address, name, "/old/").status()).isEqualTo(403);
        assertThat(get(address, name, "/old/ferry-0.txt").status()).isEqualTo(200);
      }
    }
  }

  @Test
  void nothingIsServedWhereItWasNotAskedFor() {
    for (String name :
        List.of(
            "www.greenhouse.example", "www.forge.example", "anvil.example", "www.press.example")) {
      assertThat(get(MAIN, name, "/").status()).as("%s on main", name).isEqualTo(404);
    }
    assertThat(get(DYNAMIC, "static.press.example", "/").status()).isEqualTo(404);
    for (String address : List.of("192.0.2.13", "192.0.2.14")) {
      assertThat(get(address, "www.greenhouse.example", "/").status())
          .as("web on %s", address)
          .isZero();
    }
    assertThat(dig("192.0.2.13", "greenhouse.example", "SOA")).doesNotContain("ns1");
  }
}
