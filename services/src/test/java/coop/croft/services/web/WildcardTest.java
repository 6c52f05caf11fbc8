package coop.croft.services.web;

import static org.assertj.core.api.Assertions.assertThat;

import coop.croft.core.manifest.Fragment;
import coop.croft.services.Unit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Sites under names for all below a name, which others hold in part. Apache serves the first site
 * that has a name (its manual, "Name-based Virtual Host Support").
 */
class WildcardTest {
  private static final String EMIL =
      """
      dom "ferry.moor.example" with
        web "@" where SSL = no_ssl with serverAliasHost "*" end
      end
      """;

  /** What a host reads behind all other sites, in that order. */
  private static String wild(String mallory) {
    List<Unit> units = new ArrayList<>(Programs.units("mallory", "test", mallory));
    units.addAll(Programs.units("emil", "test", EMIL));
    Map<String, List<Fragment>> all = Programs.renderAll(units);
    String text =
        all.values().stream()
            .map(
                host ->
                    host.stream()
                        .filter(f -> f.path().startsWith(SiteNames.WILD))
                        .sorted(Comparator.comparing(Fragment::path))
                        .map(Programs::text)
                        .collect(Collectors.joining()))
            .filter(t -> t.contains("ServerAlias *.moor.example"))
            .findFirst()
            .orElseThrow();
    assertThat(text).contains("ServerAlias *.ferry.moor.example");
    return text;
  }

  @Test
  void whatIsHeldBackStandsBehindTheSitesOfItsHolder() {
    // However long the site's own name is, and whatever other names it has.
    for (String name : List.of("w", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")) {
      String text =
          wild(
              """
              dom "moor.example" with
                vhost "%s" where SSL = no_ssl with
                  serverAliasHost "*";
                  serverAliasHost "*.quite-a-long-name-of-her-own"
                end
              end
              """
                  .formatted(name));
      int site = text.indexOf("site ferry.moor.example");
      int hole = text.lastIndexOf("ServerName ferry.moor.example\n");
      int wildcard = text.indexOf("ServerAlias *.moor.example");
      assertThat(site).isNotNegative().isLessThan(hole);
      assertThat(hole).isLessThan(wildcard);
      assertThat(text.indexOf("ServerAlias *.quite-a-long-name-of-her-own")).isLessThan(site);
    }
  }

  @Test
  void aNameOfSomebodyElseIsNotServedByHttpsEither() {
    String text =
        wild(
            """
            dom "moor.example" with
              vhost "www" where SSL = use_cert "/home/mallory/wild.pem" with
                serverAliasHost "*"
              end
            end
            """);
    String own = text.substring(text.indexOf("site www.moor.example"));
    String hole = own.substring(0, own.indexOf("ServerAlias *.moor.example"));
    assertThat(hole)
        .containsPattern("<VirtualHost \\*:80>\\s+ServerName ferry\\.moor\\.example\n")
        .containsPattern("<VirtualHost \\*:443>\\s+ServerName ferry\\.moor\\.example\n");
  }
}
