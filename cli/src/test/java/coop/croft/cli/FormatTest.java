package coop.croft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import coop.croft.cli.terminal.Exit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code croft format} does to files, and that the samples and the manual have its layout. */
class FormatTest {
  private static final String LOOSE = "dom \"moor.example\"   with end # \u0007 bell, ü\n";
  private static final String NEAT = "dom \"moor.example\" with end # \u0007 bell, ü\n";
  private static final Set<String> MISWRITTEN =
      Set.of("```dtl syntax.dtl", "```dtl not-a-function.dtl");
  private static final String BROKEN = "dom \"moor.example\" with\n";

  @TempDir Path directory;

  private Path file(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    }
  }

  private static Run typed(String text, boolean terminal, String... arguments) {
    return new Run.Setting(Path.of("/nonexistent"), text, terminal).croft(arguments);
  }

  @Test
  void aFileIsReplacedAndKeepsItsPermissions() throws IOException {
    Path file = file("a.dtl", LOOSE);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

    Run run = Run.croft("format", file.toString());

    assertThat(run).isEqualTo(new Run(Exit.DONE, file + ": formatted\n", ""));
    assertThat(file).hasContent(NEAT);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-r-----");
    assertThat(files()).containsExactly(file);
  }

  @Test
  void aFileThatHasTheLayoutIsNotTouched() throws IOException {
    Path file = file("a.dtl", NEAT);
    FileTime long_ago = FileTime.from(Instant.ofEpochSecond(1_000_000_000));
    Files.setLastModifiedTime(file, long_ago);

    assertThat(Run.croft("format", file.toString())).isEqualTo(new Run(Exit.DONE, "", ""));
    assertThat(Files.getLastModifiedTime(file)).isEqualTo(long_ago);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--check", "--diff"})
  void questionsChangeNothing(String option) throws IOException {
    Path file = file("a.dtl", LOOSE);
    Run.croft("format", option, file.toString());
    assertThat(file).hasContent(LOOSE);
    assertThat(typed(LOOSE, false, "format", option, "-").out()).isNotEqualTo(NEAT).isNotEmpty();
  }

  @Test
  void whatDoesNotParseIsNotTouched() throws IOException {
    Path broken = file("a.dtl", BROKEN);
    Path loose = file("b.dtl", LOOSE);

    Run run = Run.croft("format", broken.toString(), loose.toString());

    assertThat(run.exit()).isEqualTo(Exit.REFUSED);
    assertThat(run.err()).contains("a.dtl:2:1: error[syntax]").contains("1 error");
    assertThat(broken).hasContent(BROKEN);
    assertThat(loose).hasContent(NEAT);
    assertThat(files()).containsExactly(broken, loose);
  }

  @Test
  void aLinkStaysALink() throws IOException {
    Path file = file("a.dtl", LOOSE);
    Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
    Path link = Files.createSymbolicLink(elsewhere.resolve("b.dtl"), Path.of("../a.dtl"));

    assertThat(Run.croft("format", link.toString()).exit()).isEqualTo(Exit.DONE);

    assertThat(Files.isSymbolicLink(link)).isTrue();
    assertThat(file).hasContent(NEAT);
  }

  @Test
  void aFileThatMayNotBeWrittenStays() throws IOException {
    Path file = file("a.dtl", LOOSE);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
    Assumptions.assumeFalse(Files.isWritable(file), "root may write everything");

    Run run = Run.croft("format", file.toString());

    assertThat(run)
        .isEqualTo(
            new Run(Exit.FAILED, "", "croft: " + file + " cannot be written: permission denied\n"));
    assertThat(file).hasContent(LOOSE);
  }

  @Test
  void standardInputComesBackByteByByte() {
    assertThat(typed(LOOSE, false, "format", "-")).isEqualTo(new Run(Exit.DONE, NEAT, ""));
    assertThat(typed("", false, "format", "-")).isEqualTo(new Run(Exit.DONE, "", ""));
    assertThat(typed("\ufeffval a = 1;\r\n", false, "format", "-").out()).isEqualTo("val a = 1;\n");
    assertThat(typed("val a = 1;", false, "format", "--check", "-"))
        .isEqualTo(new Run(Exit.REFUSED, "-\n", ""));
    Run broken = typed(BROKEN, false, "format", "-");
    assertThat(broken.exit()).isEqualTo(Exit.REFUSED);
    assertThat(broken.out()).isEmpty();
  }

  @Test
  void aTerminalGetsNoControlCharacters() {
    assertThat(typed(LOOSE, true, "format", "-").out()).isEqualTo(NEAT.replace('\u0007', '\ufffd'));
  }

  /** As diff(1) says it, so that patch(1) understands it. */
  @Test
  void aDifferenceShowsLineEnds() {
    assertThat(typed("val a = 1;", false, "format", "--diff", "-").out().lines())
        .containsExactly(
            "--- -",
            "+++ -",
            "@@ -1,1 +1,1 @@",
            "-val a = 1;",
            "\\ No newline at end of file",
            "+val a = 1;");
    assertThat(typed("val a = 1;\r\n", false, "format", "--diff", "-").out())
        .contains("-val a = 1;\r\n+val a = 1;\n");
  }

  static Stream<Path> samples() throws IOException {
    List<Path> samples = new ArrayList<>(Repository.programs("accepted"));
    samples.add(Repository.SITE.resolve("site.dtl"));
    return samples.stream();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void samplesHaveTheLayout(Path sample) {
    assertThat(Run.croft("format", "--diff", sample.toString()))
        .isEqualTo(new Run(Exit.DONE, "", ""));
  }

  static Stream<Path> pages() throws IOException {
    try (Stream<Path> files = Files.walk(Repository.ROOT.resolve("docs"))) {
      List<Path> pages = new ArrayList<>(files.filter(f -> f.toString().endsWith(".md")).toList());
      pages.add(Repository.ROOT.resolve("README.md"));
      return pages.stream().sorted();
    }
  }

  /** But for those that the page itself hands to the command, and those miswritten on purpose. */
  @ParameterizedTest
  @MethodSource("pages")
  void programsOfTheManualHaveTheLayout(Path page) throws IOException {
    List<String> lines = Files.readAllLines(page);
    for (int i = 0; i < lines.size(); i++) {
      String command = lines.get(i).replace("```dtl", "$ croft format --diff");
      boolean meantSo = lines.contains(command) || MISWRITTEN.contains(lines.get(i));
      if (lines.get(i).startsWith("```dtl") && !meantSo) {
        int end = i + 1 + lines.subList(i + 1, lines.size()).indexOf("```");
        String text = String.join("\n", lines.subList(i + 1, end)) + "\n";
        assertThat(typed(text, false, "format", "-").out()).as(lines.get(i)).isEqualTo(text);
        i = end;
      }
    }
  }
}
