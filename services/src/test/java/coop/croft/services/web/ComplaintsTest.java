package coop.croft.services.web;

import static org.assertj.core.api.Assertions.assertThat;

import coop.croft.core.wire.Agents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Apache itself says about broken files leads to the file and the line. */
class ComplaintsTest {
  private static String apacheSays(Path stage, String site) throws IOException {
    Path root = stage.resolve(SiteNames.ROOT.substring(1));
    Files.createDirectories(root.resolve("sites"));
    Files.writeString(
        root.resolve("dry.conf"),
        """
        LoadModule mpm_event_module /usr/lib/apache2/modules/mod_mpm_event.so
        LoadModule authz_core_module /usr/lib/apache2/modules/mod_authz_core.so
        ServerName localhost
        Listen 80
        Include sites/*.conf
        """);
    Files.writeString(root.resolve("sites/a.example.conf"), site);
    return Apache.run(
            List.of(Apache.PROGRAM.toString(), "-d", root.toString(), "-f", "dry.conf", "-t"))
        .output();
  }

  @Test
  void findsTheLine(@TempDir Path stage) throws IOException {
    String output = apacheSays(stage, "<VirtualHost *:80>\n  Bogus on\n</VirtualHost>\n");
    assertThat(Complaints.read(output))
        .singleElement()
        .satisfies(
            r -> {
              assertThat(r.path()).isEqualTo(SiteNames.site("a.example"));
              assertThat(r.line()).isEqualTo(2);
              assertThat(r.message()).contains("Invalid command 'Bogus'");
            });
  }

  @Test
  void findsAMissingEnd(@TempDir Path stage) throws IOException {
    String output = apacheSays(stage, "<VirtualHost *:80>\n");
    Agents.Refusal refusal = Complaints.read(output).getFirst();
    assertThat(refusal.path()).isEqualTo(SiteNames.site("a.example"));
    assertThat(refusal.message()).contains("was not closed");
  }

  @Test
  void findsTheSiteOfACertificate() {
    String output =
        """
        [Sun Nov 22 15:00:30.1 2026] [ssl:warn] [pid 1] AH01909: www.a.example:443:0 server certificate does NOT
        [Sun Nov 22 15:00:30.2 2026] [ssl:emerg] [pid 1] AH02565: Certificate and private key www.a.example:443:0 from x and x do not match
        AH00016: Configuration Failed
        """;
    assertThat(Complaints.read(output).getFirst().path())
        .isEqualTo(SiteNames.site("www.a.example"));
    assertThat(Complaints.read(output).getFirst().message()).contains("do not match");
  }

  @Test
  void saysWhateverThereIs() {
    assertThat(Complaints.read("[x] [y] AH00072: no such address\n").getFirst().message())
        .isEqualTo("AH00072: no such address");
    assertThat(Complaints.read("").getFirst().message()).contains("does not say why");
  }
}
