package coop.croft.services.web;

import static org.assertj.core.api.Assertions.assertThat;

import coop.croft.core.manifest.Fragment;
import coop.croft.services.Samples;
import coop.croft.services.Unit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Programs beside what becomes of them on each host. {@code CROFT_GOLDEN=update} writes the golden
 * files anew; the difference is then to be read.
 */
class GoldenTest {
  private static final Path GOLDEN =
      Samples.root().resolve("services/src/test/resources/web/golden");

  /** {@code MEMBER/NAME.dtl} below a directory. */
  private static List<Unit> units(Path programs) throws IOException {
    List<Unit> units = new ArrayList<>();
    try (Stream<Path> files = Files.walk(programs)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".dtl")).sorted().toList()) {
        String member = file.getName(file.getNameCount() - 2).toString();
        String name = file.getName(file.getNameCount() - 1).toString().replace(".dtl", "");
        units.addAll(Programs.units(member, name, Samples.text(file)));
      }
    }
    return units;
  }

  private static void compare(String set, List<Unit> units) throws IOException {
    Map<Path, String> files = new TreeMap<>();
    for (Map.Entry<String, List<Fragment>> host : Programs.renderAll(units).entrySet()) {
      for (Fragment f : host.getValue()) {
        files.put(GOLDEN.resolve(set).resolve(host.getKey() + f.path()), Programs.text(f));
      }
    }
    if ("update".equals(System.getenv("CROFT_GOLDEN"))) {
      write(GOLDEN.resolve(set), files);
    }
    List<Path> golden;
    try (Stream<Path> all = Files.walk(GOLDEN.resolve(set))) {
      golden = all.filter(Files::isRegularFile).sorted().toList();
    }
    assertThat(files.keySet()).containsExactlyElementsOf(golden);
    for (Path file : golden) {
      assertThat(files.get(file)).as(file.toString()).isEqualTo(Samples.text(file));
    }
  }

  private static void write(Path directory, Map<Path, String> files) throws IOException {
    if (Files.isDirectory(directory)) {
      try (Stream<Path> old = Files.walk(directory)) {
        for (Path file : old.filter(Files::isRegularFile).toList()) {
          Files.delete(file);
        }
      }
    }
    for (Map.Entry<Path, String> file : files.entrySet()) {
      Files.createDirectories(file.getKey().resolve("..").normalize());
      Files.writeString(file.getKey(), file.getValue());
    }
  }

  @Test
  void everyDirective() throws IOException {
    compare(
        "directives", units(Samples.root().resolve("services/src/test/resources/web/programs")));
  }
}
