package coop.croft.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Once the site has a domain for its members, strangers visit a member who has no program at all.
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
            "val MemberDomain : domain = \"people.example\";\n" + site,
            "tee",
            "/root/site/site.dtl")
        .expectSuccess();
    Lab.on("main", "croft", "apply", "--yes", "--site", "/root/site").expectSuccess();
  }

  @AfterAll
  static void itIsAsBefore() {
    Lab.on("dynamic", "rm", "-f", PAGE);
    Lab.on("main", "croft", "apply", "--yes", "--site", "/etc/croft/site").expectSuccess();
    assertThat(Lab.digAll(NAME, "A")).isEmpty();
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
    assertThat(Lab.as("mallory", "croft", "logs", NAME).expectSuccess().out())
        .contains("GET /hello.txt");
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
}
