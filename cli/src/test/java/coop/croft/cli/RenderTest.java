package coop.croft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import coop.croft.cli.terminal.Exit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RenderTest {
  private final List<Path> bobs =
      Repository.programs("accepted").stream().filter(p -> p.toString().contains("/bob/")).toList();

  @TempDir Path directory;

  @Test
  void twiceIsTheSameByteForByte() throws IOException {
    Path one = directory.resolve("one");
    Path two = directory.resolve("two");
    assertThat(render(one, bobs).exit()).isEqualTo(Exit.DONE);
    assertThat(render(two, bobs).exit()).isEqualTo(Exit.DONE);
    assertThat(files(one)).hasSizeGreaterThan(4).isEqualTo(files(two));
    assertThat(render(two, bobs).exit()).isEqualTo(Exit.DONE);
    assertThat(files(two)).isEqualTo(files(one));
  }

  @Test
  void everyHostHasItsServicesUnderTheLivePaths() throws IOException {
    Path out = directory.resolve("out");
    Run run = render(out, bobs);
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).contains(out.resolve("dynamic") + ": ");
    assertThat(files(out).keySet())
        .anyMatch(p -> p.startsWith("main/dns/etc/bind/croft/"))
        .anyMatch(p -> p.startsWith("dynamic/web/etc/apache2/croft/sites/"))
        .noneMatch(p -> p.startsWith("shell/web/"));
  }

  @Test
  void whatIsNoLongerAskedForGoesAndWhatIsNotOursStays() throws IOException {
    Path out = directory.resolve("out");
    render(out, bobs);
    Files.writeString(out.resolve("notes.txt"), "mine");
    Path alices = Repository.PROGRAMS.resolve("accepted/alice/greenhouse.example.dtl");
    assertThat(render(out, List.of(alices), "alice").exit()).isEqualTo(Exit.DONE);
    assertThat(files(out).keySet()).noneMatch(p -> p.contains("forge.example"));
    assertThat(out.resolve("notes.txt")).hasContent("mine");
  }

  @Test
  void filesOfOthersAreNotOverwritten() throws IOException {
    Path theirs = directory.resolve("out/main/precious");
    Files.createDirectories(theirs.getParent());
    Files.writeString(theirs, "precious");
    Run run = render(directory.resolve("out"), bobs);
    assertThat(run.exit()).isEqualTo(Exit.FAILED);
    assertThat(run.err()).contains("no earlier render wrote it");
    assertThat(theirs).hasContent("precious");
    assertThat(directory.resolve("out/dynamic")).doesNotExist();
  }

  @Test
  void linksAreNotFollowed() throws IOException {
    Path out = directory.resolve("out");
    Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
    Files.writeString(elsewhere.resolve("precious"), "precious");
    render(out, bobs);
    Files.createSymbolicLink(out.resolve("main/link"), elsewhere);
    assertThat(render(out, bobs).exit()).isEqualTo(Exit.DONE);
    assertThat(elsewhere.resolve("precious")).hasContent("precious");
    assertThat(out.resolve("main/link")).doesNotExist();
  }

  @Test
  void nothingIsWrittenForRefusedPrograms() {
    Path program = Repository.PROGRAMS.resolve("refused/mallory/wrong-context.dtl");
    Path out = directory.resolve("out");
    Run run = render(out, List.of(program), "mallory");
    assertThat(run.exit()).isEqualTo(Exit.REFUSED);
    assertThat(run.err()).contains("error[context]");
    assertThat(out).doesNotExist();
  }

  private static Run render(Path out, List<Path> programs) {
    return render(out, programs, "bob");
  }

  private static Run render(Path out, List<Path> programs, String member) {
    List<String> arguments =
        new ArrayList<>(List.of("render", "--out", out.toString(), "--as", member));
    arguments.addAll(
        List.of("--site", Repository.SITE.toString(), "--rights", Repository.RIGHTS.toString()));
    programs.forEach(p -> arguments.add(p.toString()));
    return Run.croft(arguments);
  }

  private static Map<String, String> files(Path tree) throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(tree)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(tree.relativize(file).toString(), Files.readString(file));
      }
    }
    return files;
  }
}
