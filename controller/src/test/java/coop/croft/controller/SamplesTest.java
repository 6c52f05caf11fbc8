package coop.croft.controller;

import static org.assertj.core.api.Assertions.assertThat;

import coop.croft.core.wire.Calls;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lab's own site and programs, with all services; its hosts have not joined. */
class SamplesTest {
  private static final Path LAB = Path.of("../lab");

  @TempDir private Path directory;
  private Town town;

  @BeforeEach
  void found() throws Exception {
    town = new Town(directory);
    town.expect(town.site(Files.readString(LAB.resolve("site/site.dtl"))));
    for (String line : Files.readAllLines(LAB.resolve("programs/rights"))) {
      String[] word = line.replaceAll("#.*", "").strip().split("\\s+");
      if (word.length == 3) {
        town.expect(town.admin("member-add", word[0]));
        town.expect(town.admin("grant", word));
      }
    }
  }

  @AfterEach
  void leave() throws Exception {
    town.close();
  }

  private record Sample(String member, String name, String text) {}

  private static List<Sample> samples(String folder) throws Exception {
    Path root = LAB.resolve("programs").resolve(folder);
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(f -> f.toString().endsWith(".dtl"))
          .sorted()
          .map(
              f ->
                  new Sample(
                      name(root.relativize(f).getName(0)), name(f).replace(".dtl", ""), read(f)))
          .toList();
    }
  }

  private static String name(Path p) {
    return String.valueOf(p.getFileName());
  }

  private static String read(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void acceptedProgramsAreDecidedAndRefusedOnesChangeNothing() throws Exception {
    for (Sample s : samples("accepted")) {
      assertThat(town.apply(s.member(), s.name(), s.text()).toString())
          .as("%s/%s", s.member(), s.name())
          .startsWith("0");
    }
    for (Sample s : samples("accepted")) {
      assertThat(town.expect(town.apply(s.member(), s.name(), s.text())).text())
          .as("%s/%s again", s.member(), s.name())
          .contains("nothing to do");
    }
    String before = town.expect(town.admin("status")).text();
    SortedMap<String, String> wrong = new TreeMap<>();
    for (Sample s : samples("refused")) {
      String code = s.text().lines().findFirst().orElseThrow().replace("#", "").strip();
      int line = 1 + s.text().lines().map(l -> l.endsWith("# here")).toList().indexOf(true);
      Town.Said said = town.apply(s.member(), s.name(), s.text());
      boolean right =
          said.exit() == 1
              && said.places().stream().anyMatch(p -> code.equals(p.code()) && p.line() == line);
      if (!right) {
        wrong.put(s.name(), "wanted " + code + " at " + line + ", got " + said);
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(town.expect(town.admin("status")).text()).isEqualTo(before);
  }

  @Test
  void aRestartRendersTheSame() throws Exception {
    for (Sample s : samples("accepted")) {
      town.expect(town.apply(s.member(), s.name(), s.text()));
    }
    town.restart();
    for (Sample s : samples("accepted")) {
      Town.Said plan = town.expect(town.member(s.member(), "plan", s.name(), s.text()));
      assertThat(plan.text()).as("%s/%s", s.member(), s.name()).contains("nothing");
      assertThat(plan.events()).anyMatch(e -> e.kind() == Calls.Kind.TEXT && e.data() != null);
    }
  }
}
