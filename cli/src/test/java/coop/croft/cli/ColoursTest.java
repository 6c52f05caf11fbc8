package coop.croft.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The colours that real editors, as Debian has them, give a program before they ask the server, by
 * the files for them. {@code -Dcroft.golden=update} writes them anew.
 */
class ColoursTest {
  private static final Path RESOURCES = Path.of("src/test/resources/editor").toAbsolutePath();
  private static final Path NEOVIM = Path.of("/usr/bin/nvim");
  private static final Path EMACS = Path.of("/usr/bin/emacs");

  @TempDir Path directory;

  @Test
  void neovim() throws Exception {
    assumeThat(NEOVIM).exists();
    holds(
        "neovim",
        "editors/vim",
        List.of(
            NEOVIM.toString(),
            "--headless",
            "--clean",
            "-c",
            "luafile " + RESOURCES.resolve("colours.lua")));
  }

  @Test
  void emacs() throws Exception {
    assumeThat(EMACS).exists();
    holds(
        "emacs",
        "editors/emacs",
        List.of(
            EMACS.toString(), "--batch", "-Q", "-l", RESOURCES.resolve("colours.el").toString()));
  }

  private void holds(String editor, String files, List<String> command) throws Exception {
    Path golden = RESOURCES.resolve("colours." + editor);
    String coloured = coloured(files, command);
    if (System.getProperty("croft.golden", "").equals("update")) {
      Files.writeString(golden, coloured);
    }
    assertThat(coloured).isEqualTo(Files.readString(golden));
  }

  private String coloured(String files, List<String> command) throws Exception {
    Path program = Files.copy(RESOURCES.resolve("colours.dtl"), directory.resolve("colours.dtl"));
    Path answer = directory.resolve("answer");
    Path log = directory.resolve("log");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder
        .environment()
        .putAll(
            Map.of(
                "HOME", directory.toString(),
                "XDG_CACHE_HOME", directory.toString(),
                "LC_ALL", "C.UTF-8",
                "FILES", Repository.ROOT.resolve(files).toString(),
                "PROGRAM", program.toString(),
                "ANSWER", answer.toString()));
    Process process = builder.start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(answer).as(Files.readString(log)).exists();
    return Files.readString(answer);
  }
}
