package coop.croft.services.web;

import static org.assertj.core.api.Assertions.assertThat;

import coop.croft.services.web.FileExamination.Way;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What namei(1) says of paths with links and blanks in them. */
class FileExaminationTest {
  @TempDir private Path directory;

  private static Way way(Path path) throws Exception {
    Process namei = new ProcessBuilder("namei", "-l", path.toString()).start();
    String said = new String(namei.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    namei.waitFor();
    return FileExamination.read(said);
  }

  @Test
  void whatIsThereHasItsModeAndOwner() throws Exception {
    Path site = Files.createDirectories(directory.resolve("my -> site"));
    Path page = Files.writeString(site.resolve("the page.html"), "");
    Files.setPosixFilePermissions(page, PosixFilePermissions.fromString("rw-r----x"));
    assertThat(way(page))
        .isEqualTo(
            new Way.Open(
                '-',
                "rw-r----x",
                Files.getOwner(page).getName(),
                Files.getAttribute(page, "unix:group").toString()));
  }

  @Test
  void theFirstPartThatIsNotThereIsNamedBehindLinksToo() throws Exception {
    Files.createDirectories(directory.resolve("old site"));
    Path there = directory.resolve("there");
    Path beside = directory.resolve("beside");
    Files.createSymbolicLink(there, directory.resolve("old site"));
    Files.createSymbolicLink(beside, Path.of("old site"));
    String gone = directory.resolve("old site/no page") + "";
    assertThat(way(there.resolve("no page/x"))).isEqualTo(new Way.Missing(gone));
    assertThat(way(beside.resolve("no page/x"))).isEqualTo(new Way.Missing(gone));
  }

  @Test
  void theDirectoryThatBarsTheWayIsNamed() {
    assertThat(
            FileExamination.read(
                """
                f: /home/bob/my site/www
                drwxr-xr-x root root /
                drwxr-xr-x root root home
                drwx--x--x bob  bob  bob
                drwx------ bob  bob  my site
                                     www - Permission denied
                """))
        .isEqualTo(new Way.Barred("/home/bob/my site"));
  }
}
