package coop.croft.services.web;

import static org.assertj.core.api.Assertions.assertThat;

import coop.croft.services.Finding;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of a certificate that a site shows; each is self-made, and lasts 90 days. */
class CertificateExaminationTest {
  private static final String FILE = "/home/bob/tls/site.pem";
  private static final Duration LIFE = Duration.ofDays(90);

  @TempDir private Path directory;

  private List<String> findings(String file, String shownFor, Duration age) throws Exception {
    X509Certificate shown = made(shownFor);
    Instant now = shown.getNotBefore().toInstant().plus(age);
    CertificateExamination here =
        new CertificateExamination(file, List.of("www.forge.example", "forge.example"), now);
    here.judge(List.of(shown));
    return here.findings().stream().map(Finding::what).toList();
  }

  private X509Certificate made(String name) throws Exception {
    String made = SelfMade.of(directory, LIFE.toDays(), name, "DNS:" + name).certificate();
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(
                new ByteArrayInputStream(made.getBytes(StandardCharsets.US_ASCII)));
  }

  @Test
  void endsSoonAndHasEnded() throws Exception {
    assertThat(findings(FILE, "*.forge.example", LIFE.minusDays(15)))
        .noneMatch(what -> what.contains(" end"));
    assertThat(findings(FILE, "*.forge.example", LIFE.minusDays(13)))
        .anyMatch(what -> what.startsWith("the certificate in " + FILE + " ends at "));
    assertThat(findings(FILE, "*.forge.example", LIFE.plusDays(1)))
        .singleElement()
        .asString()
        .startsWith("the certificate in " + FILE + " has ended, at ");
  }

  @Test
  void oneThatNoAuthorityStandsBehind() throws Exception {
    assertThat(findings(FILE, "forge.example", LIFE.dividedBy(2)))
        .singleElement()
        .asString()
        .startsWith("browsers do not believe the certificate in " + FILE)
        .contains("CN=forge.example");
  }

  /** A server shows its own where a site has none. */
  @Test
  void oneOfAnotherSite() throws Exception {
    assertThat(findings(FILE, "default.invalid", Duration.ofDays(1)))
        .singleElement()
        .asString()
        .startsWith("https://www.forge.example/ does not show the certificate in " + FILE);
    assertThat(findings("", "default.invalid", Duration.ofDays(1))).isEmpty();
  }
}
