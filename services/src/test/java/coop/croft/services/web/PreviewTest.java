package coop.croft.services.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import coop.croft.core.manifest.Fragment;
import coop.croft.core.model.Rights;
import coop.croft.core.model.SourceId;
import coop.croft.lang.SourceText;
import coop.croft.services.Compiler;
import coop.croft.services.Facts;
import coop.croft.services.Samples;
import coop.croft.services.Unit;
import coop.croft.services.Wish;
import coop.croft.services.World;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** How a site is seen before its names lead here. */
class PreviewTest {
  private static final String PROGRAM =
      """
      dom "forge.example" with
        website with
          redirectWith 301 "/old" "https://www.forge.example/new";
          redirect "/away" "https://other.example/x";
          rewriteRule "^/(.*)$" "https://forge.example/$1" [redirectFlag 301];
          rewriteRule "^/a/(.*)$" "https://forge.example/b/$1" [redirectFlag 302];
          location "/part" with rewriteRule "^/part/c$" "https://www.forge.example/d" [redirectFlag 302] end;
          setHeader "X-Robots-Tag" "all";
          serverAliasHost "*"
        end
      end
      """;

  private static Compiler compiler() throws Exception {
    String site =
        Files.readString(Samples.root().resolve("lab/site/site.dtl"))
            .replace(
                "val Contact", "val PreviewDomain : domain = \"preview.example\";\nval Contact");
    return Compiler.load(List.of(source("site.dtl", site)));
  }

  private static Unit unit(Compiler compiler, String member, String program) {
    Compiler.Compiled compiled =
        compiler.compile(new SourceId(member, "test"), source("test", program), rights(compiler));
    return ((Compiler.Compiled.Units) compiled).units().getFirst();
  }

  private static Rights rights(Compiler compiler) {
    return Samples.rights().in(compiler.site());
  }

  private static List<Fragment> render(String program) throws Exception {
    Compiler compiler = compiler();
    Unit unit = unit(compiler, "bob", program);
    World world = compiler.world(rights(compiler), List.of(unit));
    return new WebService().render(unit, world, Facts.OFFLINE);
  }

  private static SourceText source(String name, String text) {
    return new SourceText(name, text.getBytes(StandardCharsets.UTF_8));
  }

  /** The virtual hosts of the preview, which are the last ones of the site's file. */
  private static String preview(List<Fragment> all) {
    String file =
        all.stream()
            .filter(f -> f.path().equals(SiteNames.site("forge.example")))
            .map(Programs::text)
            .collect(Collectors.joining());
    return file.substring(file.lastIndexOf("<VirtualHost *:80>"));
  }

  @Test
  void itIsTheLastHostOfTheSitesFileAndHasItsNameAndNoOther() throws Exception {
    String preview = preview(render(PROGRAM));
    assertThat(preview)
        .contains(
            "ServerName forge.example\n", "ServerAlias forge-example.dynamic.preview.example\n")
        .contains("DocumentRoot")
        .doesNotContain("ServerAlias www.forge.example", "ServerAlias *");
    assertThat(render(PROGRAM))
        .filteredOn(f -> f.path().equals(SiteNames.wild("*.forge.example")))
        .allSatisfy(f -> assertThat(Programs.text(f)).doesNotContain("preview.example"));
  }

  @Test
  void noRedirectionLeavesItForTheSitesOwnNames() throws Exception {
    String preview = preview(render(PROGRAM));
    assertThat(preview)
        .contains(
            "Redirect 301 \"/old\" \"http://forge-example.dynamic.preview.example/new\"",
            "\"https://other.example/x\"",
            "\"https://forge-example.dynamic.preview.example/b/$1\"",
            "\"http://forge-example.dynamic.preview.example/b/$1\"",
            "\"http://forge-example.dynamic.preview.example/d\"")
        .doesNotContain("https://forge.example", "https://www.forge.example", "HTTP_HOST");
    assertThat(preview)
        .contains(
            "Header onsuccess edit Location"
                + " \"(?i)^https?://(?:forge\\\\.example|www\\\\.forge\\\\.example)(?::[0-9]+)?(?=[/?#]|$)\""
                + " \"http://forge-example.dynamic.preview.example\"");
  }

  @Test
  void nothingOfItIsToBeIndexedWhateverTheProgramSays() throws Exception {
    String preview = preview(render(PROGRAM));
    assertThat(preview.indexOf("Header always set X-Robots-Tag \"noindex\""))
        .isGreaterThan(preview.indexOf("\"all\""));
    assertThat(preview.indexOf("Header unset X-Robots-Tag"))
        .isGreaterThan(preview.indexOf("\"all\""));
  }

  /** The wildcard certificate is the host's own and comes after the site's file. */
  @Test
  void byHttpsItHasTheCertificateOfAllPreviewsOnItsHost() throws Exception {
    String preview = preview(render(PROGRAM));
    String tls = preview.substring(preview.indexOf("<VirtualHost *:443>"));
    String file = "certificates/dynamic.preview.example.pem";
    assertThat(tls)
        .contains(
            "<IfFile \"" + file + "\">",
            "SSLCertificateFile \"" + file + "\"",
            "<IfFile \"/etc/apache2/croft/" + file + "\">",
            "SSLCertificateFile \"/etc/apache2/croft/" + file + "\"",
            "Redirect 301 \"/old\" \"https://forge-example.dynamic.preview.example/new\"",
            "SSLCertificateFile \"/var/lib/croft/adopted/web/fallback/cert.pem\"")
        .doesNotContain("http://");
    Compiler compiler = compiler();
    Unit zone = unit(compiler, "root", "domain \"preview.example\" with end");
    assertThat(new WebService().certificates(zone, compiler.site()))
        .extracting(Wish::site, Wish::names, Wish::nodes)
        .containsExactlyInAnyOrder(
            tuple("main.preview.example", List.of("*.main.preview.example"), List.of("main")),
            tuple(
                "dynamic.preview.example",
                List.of("*.dynamic.preview.example"),
                List.of("dynamic")));
  }
}
