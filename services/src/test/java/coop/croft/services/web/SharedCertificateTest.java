package coop.croft.services.web;

import static org.assertj.core.api.Assertions.assertThat;

import coop.croft.core.manifest.Fragment;
import coop.croft.core.model.Host;
import coop.croft.core.model.Rights;
import coop.croft.core.model.SourceId;
import coop.croft.lang.SourceText;
import coop.croft.services.Certificate;
import coop.croft.services.Compiler;
import coop.croft.services.Facts;
import coop.croft.services.Given;
import coop.croft.services.Samples;
import coop.croft.services.Unit;
import coop.croft.services.Wish;
import coop.croft.services.World;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Sites whose names all lie right below the members' domain have one certificate together. */
class SharedCertificateTest {
  private static final String OWN = "domain \"bob.people.example\" with web \"@\" with end end";
  private static final String WITH_ALIAS =
      "dom \"bob.people.example\" with end; dom \"forge.example\" with"
          + " web \"www\" with serverAlias \"bob.people.example\" end end";
  private static final String BELOW =
      "domain \"bob.people.example\" with web \"blog\" with end end";
  private static final String WILD =
      "domain \"bob.people.example\" with web \"@\" with serverAliasHost \"*\" end end";
  private static final String FILE = "certificates/_.people.example.pem";

  private final Compiler compiler;
  private final Rights rights;

  SharedCertificateTest() throws Exception {
    String site = Files.readString(Samples.root().resolve("lab/site/site.dtl"));
    compiler =
        Compiler.load(
            List.of(
                source("val MemberDomain : domain = \"people.example\";\n" + site, "site.dtl")));
    rights = Samples.rights().in(compiler.site());
  }

  private static SourceText source(String text, String name) {
    return new SourceText(name, text.getBytes(StandardCharsets.UTF_8));
  }

  private List<Unit> units(String program) {
    return ((Compiler.Compiled.Units)
            compiler.compile(new SourceId("bob", "test"), source(program, "test"), rights))
        .units();
  }

  private List<Fragment> render(String program, Facts facts) {
    List<Unit> units = units(program);
    World world = compiler.world(rights, units);
    List<Fragment> all = new ArrayList<>();
    units.forEach(u -> all.addAll(new WebService().render(u, world, facts)));
    return all;
  }

  private static Facts shared(String key) {
    Certificate good =
        new Certificate(
            List.of("*.people.example"), key, Instant.EPOCH, Instant.MAX, /* asks= */ false);
    return new Given(name -> Optional.of(good).filter(c -> c.names().contains(name)), List.of());
  }

  private static String site(String name, List<Fragment> all) {
    return Programs.text(
        all.stream().filter(f -> f.path().equals(SiteNames.site(name))).findFirst().orElseThrow());
  }

  @Test
  void aSiteOfTheMembersDomainAsksForAllOfThemTogether() {
    assertThat(wish(OWN).certificate()).isEqualTo("*.people.example");
    assertThat(wish(OWN).certified()).containsExactly("*.people.example");
    assertThat(wish(OWN).names()).containsExactly("bob.people.example");
  }

  @Test
  void aNameThatTheWildcardDoesNotStandForMakesItTheSitesOwn() {
    assertThat(wish(BELOW).certified()).containsExactly("blog.bob.people.example");
    assertThat(wish(WITH_ALIAS).certified())
        .containsExactly("www.forge.example", "bob.people.example");
    assertThat(wish(WILD).certified())
        .containsExactly("bob.people.example", "*.bob.people.example");
  }

  private Wish wish(String program) {
    return units(program).stream()
        .flatMap(u -> new WebService().certificates(u, compiler.site()).stream())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void itsFileIsTheHostsAndTheSiteNeedNotBeReadAgainForANewOne() {
    List<Fragment> all = render(OWN, shared("one"));
    assertThat(all).noneMatch(f -> f.path().endsWith(".pem"));
    String file = site("bob.people.example", all);
    assertThat(file)
        .contains(
            "<VirtualHost *:443>",
            "SSLCertificateFile \"" + FILE + "\"",
            "SSLCertificateFile \"/etc/apache2/croft/" + FILE + "\"",
            "SSLCertificateFile \"/var/lib/croft/adopted/web/fallback/cert.pem\"",
            "RewriteRule \"^\" \"https://%{SERVER_NAME}%{REQUEST_URI}\" [R=301,END]");
    assertThat(site("bob.people.example", render(OWN, shared("two")))).isEqualTo(file);
    World world = compiler.world(rights, List.of());
    for (Host host : compiler.site().hosts()) {
      assertThat(new WebService().renderHost(host, world, shared("one")))
          .filteredOn(f -> f.path().endsWith(".pem"))
          .hasSize(host.has("web") || host.has("web-static") ? 1 : 0)
          .allSatisfy(
              f -> {
                assertThat(f.path()).isEqualTo("/etc/apache2/croft/" + FILE);
                assertThat(f.secret()).isTrue();
                assertThat(Programs.text(f)).isEqualTo("names *.people.example\none");
              });
    }
  }

  @Test
  void withoutItTheSiteIsThereByHttpAlone() {
    assertThat(site("bob.people.example", render(OWN, Facts.OFFLINE)))
        .doesNotContain("443")
        .contains("DocumentRoot");
  }

  @Test
  void aFileOfItIsCalledByTheWildcard() {
    assertThat(SiteNames.issuedFor("/etc/apache2/croft/" + FILE)).contains("*.people.example");
  }
}
