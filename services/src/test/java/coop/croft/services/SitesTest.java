package coop.croft.services;

import static org.assertj.core.api.Assertions.assertThat;

import coop.croft.core.model.Host;
import coop.croft.core.model.Site;
import coop.croft.lang.Diagnostic;
import coop.croft.lang.Language;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Reads the sites of {@code sites/}, and the laboratory's. */
class SitesTest {
  private static final String OWN = "services/src/test/resources/sites/";

  @Test
  void theSmallestSite() {
    Site site = Samples.compiler(OWN + "accepted/smallest.dtl").site();
    assertThat(site)
        .isEqualTo(
            new Site(
                "tiny.example",
                "hostmaster@tiny.example",
                "/home",
                "/home",
                60,
                List.of(
                    new Host(
                        "one",
                        List.of("192.0.2.1"),
                        List.of(),
                        "bookworm",
                        new TreeSet<>(List.of("dns-primary")),
                        Optional.of("ns.tiny.example"))),
                List.of(),
                Optional.of("https://acme-v02.api.letsencrypt.org/directory"),
                List.of(),
                Site.LogDays.USUAL,
                Site.ScriptLimits.USUAL,
                Site.USUAL_PROXY_AT_A_TIME,
                Optional.empty(),
                Optional.empty()));
  }

  @Test
  void everySetting() {
    Site site = Samples.compiler(OWN + "accepted/settings.dtl").site();
    assertThat(site.contact()).isEqualTo("root@croft.example");
    assertThat(site.homes()).isEqualTo("/afs/home");
    assertThat(site.scriptRoot()).isEqualTo("/afs");
    assertThat(site.minimumTtl()).isEqualTo(300);
    assertThat(site.knownMasters()).containsExactly("10.0.0.1", "192.0.2.2");
    assertThat(site.authority()).isEmpty();
    assertThat(site.resolvers()).containsExactly("192.0.2.53");
    assertThat(site.logs()).isEqualTo(new Site.LogDays(3, 30));
    assertThat(site.scripts()).isEqualTo(new Site.ScriptLimits(20, 50, 200, 5));
    assertThat(site.proxyAtATime()).isEqualTo(20);
    assertThat(site.memberDomain()).contains("members.croft.example");
    assertThat(site.previewDomain()).contains("preview.croft.example");
    assertThat(site.hosts()).extracting(Host::name).containsExactly("main", "a", "b");
    assertThat(site.host("main").orElseThrow().ipv6()).containsExactly("2001:db8::1");
    assertThat(site.with("web")).extracting(Host::name).containsExactly("a", "b");
  }

  @Test
  void theLaboratory() {
    Site site = Samples.compiler().site();
    assertThat(site.hosts())
        .extracting(Host::name)
        .containsExactly("main", "dynamic", "shell", "offsite");
    assertThat(site.with("dns-primary")).extracting(Host::name).containsExactly("main");
    assertThat(site.with("web")).extracting(Host::name).containsExactly("dynamic");
  }

  @TestFactory
  Stream<DynamicTest> refused() {
    return Samples.programs(Samples.root().resolve(OWN + "refused")).stream()
        .map(
            file ->
                DynamicTest.dynamicTest(
                    Samples.id(file).name(), file.toUri(), () -> refused(file)));
  }

  private static void refused(Path file) {
    List<String> lines = Samples.text(file).lines().toList();
    int marked = 0;
    while (!lines.get(marked).contains("# here")) {
      marked++;
    }
    assertThat(faults(file))
        .singleElement()
        .satisfies(d -> assertThat(d.code().label()).isEqualTo(lines.getFirst().split(" ")[1]))
        .extracting(d -> d.span().line())
        .isEqualTo(marked + 1);
  }

  private static List<Diagnostic> faults(Path file) {
    try {
      Compiler.load(List.of(Samples.source(file)));
      throw new AssertionError("accepted: " + file);
    } catch (Language.LibraryFault e) {
      return e.diagnostics();
    } catch (SiteFault e) {
      return e.diagnostics();
    }
  }
}
