package coop.croft.services.web;

import static org.assertj.core.api.Assertions.assertThat;

import coop.croft.core.manifest.Fragment;
import coop.croft.core.model.SourceId;
import coop.croft.lang.SourceText;
import coop.croft.services.Compiler;
import coop.croft.services.Facts;
import coop.croft.services.Samples;
import coop.croft.services.Unit;
import coop.croft.services.World;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
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

  private static List<Fragment> render(String program) throws Exception {
    String site =
        Files.readString(Samples.root().resolve("lab/site/site.dtl"))
            .replace(
                "val Contact", "val PreviewDomain : domain = \"preview.example\";\nval Contact");
    Compiler compiler = Compiler.load(List.of(source("site.dtl", site)));
    Compiler.Compiled compiled =
        compiler.compile(new SourceId("bob", "test"), source("test", program), Samples.rights());
    List<Unit> units = ((Compiler.Compiled.Units) compiled).units();
    World world = compiler.world(Samples.rights(), units);
    List<Fragment> all = new ArrayList<>();
    units.forEach(u -> all.addAll(new WebService().render(u, world, Facts.OFFLINE)));
    return all;
  }

  private static SourceText source(String name, String text) {
    return new SourceText(name, text.getBytes(StandardCharsets.UTF_8));
  }

  /** The virtual host of the preview in the site's file, without the marks of the state. */
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
        .filteredOn(f -> f.path().equals(SiteNames.wild("forge.example")))
        .allSatisfy(f -> assertThat(Programs.text(f)).doesNotContain("preview.example"));
  }

  @Test
  void noRedirectionLeavesItForTheSitesOwnNames() throws Exception {
    String preview = preview(render(PROGRAM));
    assertThat(preview)
        .contains(
            "Redirect 301 \"/old\" \"http://forge-example.dynamic.preview.example/new\"",
            "\"https://other.example/x\"",
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
}
