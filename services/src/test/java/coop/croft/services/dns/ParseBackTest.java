package coop.croft.services.dns;

import static org.assertj.core.api.Assertions.assertThat;

import coop.croft.core.manifest.Fragment;
import coop.croft.services.Facts;
import coop.croft.services.Unit;
import coop.croft.services.World;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What BIND and dnsjava read from a generated zone is what was meant, record for record. */
class ParseBackTest {
  private static final int ZONES = 1000;

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(longs = {20261, 20262})
  void zonesMeanWhatWasAskedFor(long seed) throws IOException {
    StringBuilder statements = new StringBuilder("options { check-names primary ignore; };\n");
    StringBuilder together =
        new StringBuilder(
            ". 60 IN SOA a. b. 1 2 3 4 5\n. 60 IN NS root.\nroot. 60 IN A 192.0.2.1\n");
    Set<String> meant = new TreeSet<>();
    for (int i = 0; i < ZONES; i++) {
      String domain = "z" + i + "." + seed + ".example";
      Unit unit = new Generator(Choices.seeded(seed * ZONES + i), domain).unit(1 + i % 40);
      byte[] text = zoneFile(unit);
      Set<String> expected = meant(unit);
      assertThat(Meant.read(text)).as(domain).isEqualTo(expected);
      linesLeadBack(unit, text);
      meant.addAll(expected);
      Path file = Files.write(directory.resolve(domain), text);
      statements.append("zone \"" + domain + "\" { type primary; file \"" + file + "\"; };\n");
      String lines = new String(text, StandardCharsets.US_ASCII);
      together.append(lines.substring(lines.indexOf('\n') + 1));
    }
    Bind.Ran loaded =
        Bind.checkZones(Files.writeString(directory.resolve("zones.conf"), statements));
    assertThat(
            loaded
                .output()
                .lines()
                .filter(
                    l ->
                        !l.contains("has no address records")
                            && !l.contains("loaded serial")
                            && !l.contains("deprecated")))
        .isEmpty();
    assertThat(loaded.exit()).isZero();
    assertThat(loaded.output().lines().filter(l -> l.contains("loaded serial"))).hasSize(ZONES);

    Path out = directory.resolve("out");
    Bind.Ran read = Bind.compile(Files.writeString(directory.resolve("in"), together), out);
    assertThat(read.exit()).as(read.output()).isZero();
    meant.removeIf(r -> r.startsWith(". ") || r.startsWith("root. "));
    Set<String> byBind = Meant.read(Files.newInputStream(out));
    byBind.removeIf(r -> r.startsWith(". ") || r.startsWith("root. "));
    assertThat(byBind).isEqualTo(meant);
  }

  private static byte[] zoneFile(Unit unit) {
    World world = Sample.world(Sample.rights("gen " + unit.domain()), unit);
    return text(unit, world).content();
  }

  private static Fragment text(Unit unit, World world) {
    return new DnsService()
        .render(unit, world, Facts.OFFLINE).stream()
            .filter(f -> Places.zoneOfText(f.path()).isPresent())
            .findFirst()
            .orElseThrow();
  }

  /** The member's records, and the site's NS records. */
  static Set<String> meant(Unit unit) {
    Set<String> records = new TreeSet<>();
    unit.of(ZoneRecord.class)
        .map(Unit.Of::resource)
        .forEach(r -> records.add(Meant.of(r.owner(), r.ttl(), r.data())));
    long ttl =
        unit.of(ZoneRecord.class)
            .map(Unit.Of::resource)
            .filter(r -> r.owner().equals(unit.domain()) && r.data() instanceof Rdata.Ns)
            .mapToLong(ZoneRecord::ttl)
            .findFirst()
            .orElse(3600);
    for (int i = 1; i <= 3; i++) {
      records.add(Meant.of(unit.domain(), ttl, new Rdata.Ns("ns" + i + ".croft.example")));
    }
    return records;
  }

  /** Each line of a zone file leads to the statement that asked for it, or to the domain's own. */
  private static void linesLeadBack(Unit unit, byte[] text) {
    World world = Sample.world(Sample.rights("gen " + unit.domain()), unit);
    Fragment fragment = text(unit, world);
    String[] lines = new String(text, StandardCharsets.US_ASCII).split("\n");
    for (int i = 1; i < lines.length; i++) {
      String record =
          Meant.read((lines[i] + "\n").getBytes(StandardCharsets.US_ASCII)).iterator().next();
      int asked = fragment.lines().at(i + 1).orElseThrow().span().line();
      if (asked > 1) {
        ZoneRecord r = (ZoneRecord) unit.resources().get(asked - 1).resource();
        assertThat(record).isEqualTo(Meant.of(r.owner(), r.ttl(), r.data()));
      } else {
        assertThat(record).contains(" NS ");
      }
    }
  }
}
