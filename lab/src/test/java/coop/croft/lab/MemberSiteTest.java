package coop.croft.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Once the site has a domain for its members, strangers visit a member who has no program at all;
 * once it has one for previews, they see a site whose name leads elsewhere.
 */
@Tag("lab")
class MemberSiteTest {
  private static final String NAME = "mallory.people.example";
  private static final String PAGE = "/home/mallory/public_html/hello.txt";

  @BeforeAll
  static void theSiteGetsADomainForItsMembers() {
    Lab.feed("dynamic", "hello\n", "runuser", "-u", "mallory", "--", "tee", PAGE).expectSuccess();
    String site = Lab.on("main", "cat", "/etc/croft/site/site.dtl").expectSuccess().out();
    Lab.on("main", "mkdir", "-p", "/root/site").expectSuccess();
    Lab.feed(
            "main",
            "val MemberDomain : domain = \"people.example\";\n"
                + "val PreviewDomain : domain = \"preview.example\";\n"
                + site,
            "tee",
            "/root/site/site.dtl")
        .expectSuccess();
    Lab.on("main", "croft", "apply", "--yes", "--site", "/root/site").expectSuccess();
  }

  @AfterAll
  static void itIsAsBefore() {
    Lab.remove("mallory", "moor");
    Lab.on("dynamic", "rm", "-f", PAGE);
    Lab.on("main", "croft", "apply", "--yes", "--site", "/etc/croft/site").expectSuccess();
    assertThat(Lab.digAll(NAME, "A")).isEmpty();
  }

  @Test
  void aSiteIsSeenBeforeItsNameLeadsHere() {
    String program =
        "domain \"moor.example\" where DNS = noDns with website with"
            + " redirect \"/old\" \"https://www.moor.example/new\";"
            + " redirect \"/away\" \"https://other.example/\" end end";
    String preview = "moor-example.dynamic.preview.example";
    assertThat(Lab.apply("mallory", "moor", program).expectSuccess().out())
        .contains("http://" + preview + "/ shows the site");
    assertThat(Lab.digAll("www.moor.example", "A")).isEmpty();
    assertThat(Lab.digAll(preview, "A")).isEqualTo(Lab.DYNAMIC);
    Lab.Page page = Lab.get(Lab.DYNAMIC, preview, "/hello.txt");
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.body()).isEqualTo("hello\n");
    assertThat(page.header("X-Robots-Tag")).isEqualTo("noindex");
    assertThat(Lab.get(Lab.DYNAMIC, preview, "/old/x").header("Location"))
        .isEqualTo("http://" + preview + "/new/x");
    assertThat(Lab.get(Lab.DYNAMIC, preview, "/away").header("Location"))
        .isEqualTo("https://other.example/");
    Lab.Page official = Lab.get(Lab.DYNAMIC, "www.moor.example", "/hello.txt");
    assertThat(official.header("Location")).isEqualTo("http://moor.example/hello.txt");
    assertThat(official.header("X-Robots-Tag")).isEmpty();
    logTells("moor.example", "GET /old/x");
  }

  @Test
  void whoAppliedNothingIsServedAndNobodyElseCanSayOtherwise() {
    assertThat(Lab.digAll(NAME, "A")).isEqualTo(Lab.DYNAMIC);
    assertThat(Lab.digAll(NAME, "AAAA")).isEqualTo("2001:db8::12");
    assertThat(Lab.digAll("people.example", "SOA")).startsWith("ns1.croft.example. ");
    Lab.Page page = Lab.get(Lab.DYNAMIC, NAME, "/hello.txt");
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.body()).isEqualTo("hello\n");
    assertThat(Lab.as("mallory", "croft", "status").expectSuccess().out())
        .contains("(default)  " + NAME + "  live on dynamic, main");
    logTells(NAME, "GET /hello.txt");
    for (String name : new String[] {NAME, "www." + NAME, "people.example"}) {
      String taken =
          "dom \""
              + name
              + "\" with vhost \"@\" with redirect \"/\" \"https://a.example/\" end end";
      Lab.Ran ran = Lab.apply("bob", "taken", taken);
      assertThat(ran.exit()).as(name).isEqualTo(1);
      assertThat(ran.all()).contains("you do not hold the domain " + name);
    }
    assertThat(Lab.get(Lab.DYNAMIC, NAME, "/hello.txt").status()).isEqualTo(200);
  }

  /** The log is dealt out to its owners up to a quarter of a second after the request. */
  private static void logTells(String site, String request) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                assertThat(Lab.as("mallory", "croft", "logs", site).expectSuccess().out())
                    .contains(request));
  }
}
