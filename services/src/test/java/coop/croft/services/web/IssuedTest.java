package coop.croft.services.web;

import static org.assertj.core.api.Assertions.assertThat;

import coop.croft.core.manifest.Fragment;
import coop.croft.services.Certificate;
import coop.croft.services.Facts;
import coop.croft.services.Given;
import coop.croft.services.Proof;
import coop.croft.services.Unit;
import coop.croft.services.World;
import coop.croft.services.domain.Address;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of certificates that an authority gave, and of the proofs that it wants to see. */
class IssuedTest {
  private static final Instant NOW = Instant.parse("2026-11-01T00:00:00Z");
  private static final String TWO =
      "dom \"forge.example\" with web \"www\" with serverAliasHost \"@\" end end";
  private static final String SITE = SiteNames.site("www.forge.example");

  @TempDir private Path directory;

  private static Facts good(boolean asks, String... names) {
    Certificate c =
        new Certificate(List.of(names), "the key", NOW, NOW.plus(Duration.ofDays(90)), asks);
    return new Given(site -> Optional.of(c), List.of());
  }

  private static List<Fragment> render(String program, Facts facts) {
    List<Unit> units = Programs.units("bob", "test", program);
    World world = Programs.COMPILER.world(Programs.RIGHTS, units);
    List<Fragment> all = new ArrayList<>();
    units.forEach(u -> all.addAll(new WebService().render(u, world, facts)));
    return all;
  }

  private static Fragment at(String path, List<Fragment> all) {
    return all.stream().filter(f -> f.path().equals(path)).findFirst().orElseThrow();
  }

  /** The lines of the virtual host of a port, from {@code <VirtualHost} on. */
  private static String host(String port, String file) {
    int from = file.indexOf("<VirtualHost *:" + port);
    return from < 0 ? "" : file.substring(from, file.indexOf("</VirtualHost>", from));
  }

  @Test
  void withoutACertificateThereIsPort80Alone() {
    String file = Programs.text(at(SITE, render(TWO, Facts.OFFLINE)));
    assertThat(file).doesNotContain("443").contains("DocumentRoot");
  }

  @Test
  void allNamesGoToHttps() {
    List<Fragment> all = render(TWO, good(false, "www.forge.example", "forge.example"));
    String file = Programs.text(at(SITE, all));
    assertThat(host("443", file))
        .contains("DocumentRoot", "SSLCertificateFile \"certificates/www.forge.example.pem\"")
        .doesNotContain("SSLUseStapling", "Strict-Transport-Security");
    assertThat(host("80", file))
        .contains("RewriteRule \"^\" \"https://%{SERVER_NAME}%{REQUEST_URI}\" [R=301,END]")
        .doesNotContain("DocumentRoot", "HTTP_HOST");
    Fragment pem = at("/etc/apache2/croft/certificates/www.forge.example.pem", all);
    assertThat(pem.secret()).isTrue();
    assertThat(Programs.text(pem)).isEqualTo("names www.forge.example forge.example\nthe key");
  }

  @Test
  void aNameThatIsNotInItStaysOnPort80() {
    String file = Programs.text(at(SITE, render(TWO, good(true, "www.forge.example"))));
    assertThat(host("443", file)).contains("SSLUseStapling On");
    assertThat(host("80", file))
        .contains("RewriteCond \"%{HTTP_HOST}\" \"^(www\\.forge\\.example)\\.?(:[0-9]*)?$\" [NC]")
        .contains("DocumentRoot");
  }

  @Test
  void aCertificateForOthersIsNotUsed() {
    List<Fragment> all = render(TWO, good(false, "old.forge.example"));
    assertThat(Programs.text(at(SITE, all))).doesNotContain("443");
    assertThat(all).noneMatch(f -> f.path().endsWith(".pem"));
  }

  @Test
  void aliasesAreSentToTheOfficialNameAsItIsServed() {
    String program = "dom \"forge.example\" with website with end end";
    String path = SiteNames.site("forge.example");
    String both =
        Programs.text(at(path, render(program, good(false, "forge.example", "www.forge.example"))));
    assertThat(both).contains("https://forge.example%{REQUEST_URI}");
    String alias = Programs.text(at(path, render(program, good(false, "www.forge.example"))));
    assertThat(alias)
        .contains("http://forge.example%{REQUEST_URI}")
        .doesNotContain("https://forge.example");
  }

  @Test
  void anotherNameThanTheBareDomainCanBeTheOfficialOne() {
    String program = "dom \"forge.example\" with website where Official = \"shop\" with end end";
    String[] names = {"shop.forge.example", "forge.example", "www.forge.example"};
    List<Fragment> all = render(program, good(false, names));
    String file = Programs.text(at(SiteNames.site("shop.forge.example"), all));
    for (String port : List.of("80", "443")) {
      assertThat(host(port, file))
          .contains(
              "ServerName shop.forge.example\n",
              "ServerAlias forge.example\n",
              "ServerAlias www.forge.example\n",
              "RewriteCond \"%{HTTP_HOST}\" \"!^shop\\.forge\\.example\\.?(:[0-9]*)?$\" [NC]",
              "RewriteRule \"^\" \"https://shop.forge.example%{REQUEST_URI}\" [R=301,END]");
    }
    assertThat(Programs.units("bob", "test", program).getFirst().of(Address.class))
        .filteredOn(a -> !a.resource().fallback())
        .extracting(a -> a.resource().name())
        .containsExactlyInAnyOrder(names);
  }

  @Test
  void aNewCertificateIsAnotherFileOfTheSiteSoThatItIsReadAgain() {
    Facts next =
        new Given(
            site ->
                Optional.of(
                    new Certificate(
                        List.of("www.forge.example"),
                        "another key",
                        NOW,
                        NOW.plusSeconds(1),
                        false)),
            List.of());
    assertThat(Programs.text(at(SITE, render(TWO, next))))
        .isNotEqualTo(Programs.text(at(SITE, render(TWO, good(false, "www.forge.example")))));
  }

  @Test
  void strictTransportIsSaidByHttpsAlone() {
    String program = "dom \"forge.example\" with web \"www\" with HstsDays = 2; hsts end end";
    String file = Programs.text(at(SITE, render(program, good(false, "www.forge.example"))));
    assertThat(host("443", file))
        .contains("Header always set Strict-Transport-Security \"max-age=172800\"");
    assertThat(host("80", file)).doesNotContain("Strict");
    assertThat(
            Programs.refusal(
                    "bob",
                    "dom \"forge.example\" with web \"www\" with HstsDays = 731; hsts end end")
                .message())
        .contains("from 0 to 730");
  }

  @Test
  void proofsLieOnAllHostsThatServeTheName() {
    String program =
        "dom \"forge.example\" with WebNodes = [\"main\", \"dynamic\"]; vhost \"www\" with end end";
    Proof ours =
        new Proof("forge.example", Proof.Way.HTTP, "www.forge.example", "tok-en_1", "tok-en_1.x");
    Proof others =
        new Proof("forge.example", Proof.Way.HTTP, "not.forge.example", "other", "other.x");
    List<Fragment> all =
        render(program, new Given(site -> Optional.empty(), List.of(ours, others))).stream()
            .filter(f -> f.path().startsWith(SiteNames.CHALLENGES))
            .toList();
    assertThat(all).extracting(Fragment::host).containsExactly("main", "dynamic");
    assertThat(all).allMatch(f -> f.path().equals("/var/lib/croft/acme/tok-en_1"));
    assertThat(Programs.text(all.getFirst())).isEqualTo("tok-en_1.x");
  }

  @Test
  void whatEndsAServerIsFoundBefore() throws Exception {
    String pem = selfMade();
    String other = selfMade();
    String key = pem.substring(0, pem.indexOf("-----BEGIN CERT"));
    String rest = other.substring(other.indexOf("-----BEGIN CERT"));
    Instant now = Instant.now();
    assertThat(IssuedFile.fault("names a.example *.a.example\n" + pem, now)).isEmpty();
    assertThat(IssuedFile.fault("names a.example\n" + key + rest, now).orElse(""))
        .contains("does not belong");
    assertThat(IssuedFile.fault("names a.example b.example\n" + pem, now).orElse(""))
        .contains("not for all");
    assertThat(IssuedFile.fault("names a.example\n" + pem, now.plus(Duration.ofDays(3))).orElse(""))
        .contains("ended");
    assertThat(IssuedFile.fault("names a.example\n" + rest, now).orElse("")).contains("is not");
    assertThat(IssuedFile.fault("names a.example\n" + pem.replace("MII", "!!!"), now).orElse(""))
        .contains("cannot be read");
  }

  private String selfMade() throws IOException, InterruptedException {
    SelfMade made = SelfMade.of(directory, 2, "a.example", "DNS:a.example,DNS:*.a.example");
    return made.key() + made.certificate();
  }
}
