package coop.croft.cli.repl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coop.croft.cli.terminal.Trouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept of earlier sessions, and where nothing is. */
class HistoryFileTest {
  @TempDir Path directory;
  private Path state;
  private Path file;

  @BeforeEach
  void places() {
    state = directory.resolve("home/.local/state");
    file = state.resolve("croft/repl-history");
  }

  private HistoryFile open() throws Trouble {
    return HistoryFile.of(
        Map.of("HOME", directory.resolve("home").toString(), "XDG_STATE_HOME", "relative"));
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void whatWasEnteredComesBack() throws Exception {
    HistoryFile history = open();
    List<String> entries =
        List.of("val x = \"a\\nb\"", "dom \"a.example\" with\nend", "\\\\x : (Domain) -> x", "ü\r");
    for (String entry : entries) {
      history.add(entry);
    }
    assertThat(open().entries()).isEqualTo(entries);
    assertThat(mode(file)).isEqualTo("rw-------");
    assertThat(mode(state.resolve("croft"))).isEqualTo("rwx------");
  }

  @Test
  void whatOthersCouldReadTheyCanReadNoMore() throws Exception {
    Files.createDirectories(state.resolve("croft"));
    Files.writeString(file, "5\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(open().entries()).containsExactly("5");
    assertThat(mode(file)).isEqualTo("rw-------");
  }

  @Test
  void theOldestGoesFirst() throws Exception {
    HistoryFile history = open();
    Files.writeString(file, "0123456789\n".repeat(200_000) + "last\n");
    assertThat(history.entries()).hasSize(1000).endsWith("last");
    assertThat(Files.size(file)).isEqualTo(999 * 11 + 5);
    history.add("x".repeat(100_000));
    history.add("more");
    assertThat(history.entries()).hasSize(1000).endsWith("last", "more");
  }

  @Test
  void nothingIsWrittenThroughALink() throws Exception {
    Files.createDirectories(state.resolve("croft"));
    Path other = Files.createFile(directory.resolve("other"));
    Files.createSymbolicLink(file, other);
    assertThatThrownBy(this::open).isInstanceOf(Trouble.class).hasMessageContaining("regular file");
    Files.delete(file);
    HistoryFile history = open();
    Files.delete(file);
    Files.createSymbolicLink(file, other);
    assertThatThrownBy(() -> history.add("5")).isInstanceOf(Trouble.class);
    assertThat(other).isEmptyFile();
    Files.delete(file);
    Files.delete(state.resolve("croft"));
    Files.createSymbolicLink(
        state.resolve("croft"), Files.createDirectory(directory.resolve("there")));
    assertThatThrownBy(this::open).isInstanceOf(Trouble.class).hasMessageContaining("directory");
    assertThat(directory.resolve("there")).isEmptyDirectory();
  }

  @Test
  void whatIsNoFileIsLeftAlone() throws Exception {
    Files.createDirectories(state);
    Files.writeString(state.resolve("croft"), "mine");
    assertThatThrownBy(this::open).isInstanceOf(Trouble.class);
    assertThat(state.resolve("croft")).content().isEqualTo("mine");
  }
}
