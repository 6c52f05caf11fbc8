package coop.croft.services.dns;

import static org.assertj.core.api.Assertions.assertThat;

import coop.croft.core.manifest.Fragment;
import coop.croft.core.model.Host;
import coop.croft.core.model.Rights;
import coop.croft.services.Compiler;
import coop.croft.services.Facts;
import coop.croft.services.Samples;
import coop.croft.services.Unit;
import coop.croft.services.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What the hosts of the laboratory get for members' programs, file for file as it would be live.
 * {@code CROFT_GOLDEN=update} writes the files anew.
 */
class GoldenTest {
  private static final Path GOLDEN =
      Samples.root().resolve("services/src/test/resources/dns/golden");
  private static final Rights RIGHTS = Samples.rights();

  @Test
  void filesOfTheHosts() throws IOException {
    TreeMap<String, String> files = new TreeMap<>();
    for (Fragment f : render()) {
      files.put(
          f.host() + f.path(), new String(f.content(), java.nio.charset.StandardCharsets.UTF_8));
    }
    if ("update".equals(System.getenv("CROFT_GOLDEN"))) {
      for (var file : files.entrySet()) {
        Path path = GOLDEN.resolve(file.getKey());
        Files.createDirectories(path.getParent());
        Files.writeString(path, file.getValue());
      }
    }
    try (Stream<Path> there = Files.walk(GOLDEN)) {
      assertThat(there.filter(Files::isRegularFile).map(p -> GOLDEN.relativize(p).toString()))
          .containsExactlyInAnyOrderElementsOf(files.keySet());
    }
    files.forEach(
        (path, text) -> assertThat(text).as(path).isEqualTo(Samples.text(GOLDEN.resolve(path))));
  }

  private static List<Fragment> render() {
    Compiler compiler = Samples.compiler();
    List<Unit> units = new ArrayList<>();
    for (String program :
        List.of(
            "lab/programs/accepted/dora/archive.example.dtl",
            "lab/programs/accepted/fatou/delta.example.dtl",
            "services/src/test/resources/dns/moor.example/mallory/moor.example.dtl",
            "services/src/test/resources/dns/moor.example/emil/ferry.moor.example.dtl")) {
      Path file = Samples.root().resolve(program);
      if (compiler.compile(Samples.id(file), Samples.source(file), RIGHTS)
          instanceof Compiler.Compiled.Units(List<Unit> compiled)) {
        units.addAll(compiled);
      } else {
        throw new AssertionError(program + " is refused");
      }
    }
    World world = compiler.world(RIGHTS, units);
    DnsService service = new DnsService();
    List<Fragment> all = new ArrayList<>();
    for (Unit unit : units) {
      assertThat(service.faults(unit, world)).isEmpty();
      assertThat(service.conflicts(unit, world)).isEmpty();
      all.addAll(service.render(unit, world, Facts.OFFLINE));
    }
    for (Host host : compiler.site().hosts()) {
      all.addAll(service.renderHost(host, world, Facts.OFFLINE));
    }
    return all;
  }
}
