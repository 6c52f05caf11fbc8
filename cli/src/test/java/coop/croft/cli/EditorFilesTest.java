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
 * What real editors, as Debian has them, do with a program by the files for them, before they ask
 * the server: its colours, which {@code -Dcroft.golden=update} writes anew, and its indentation.
 */
class EditorFilesTest {
  private static final Path RESOURCES = Path.of("src/test/resources/editor").toAbsolutePath();
  private static final Path LIBRARY =
      Repository.ROOT.resolve("services/src/main/resources/coop/croft/services/web/web.dtl");
  private static final Path NEOVIM = Path.of("/usr/bin/nvim");
  private static final Path EMACS = Path.of("/usr/bin/emacs");

  @TempDir Path directory;

  @Test
  void coloursInNeovim() throws Exception {
    colours("neovim", neovim("colours.lua"));
  }

  @Test
  void coloursInEmacs() throws Exception {
    colours("emacs", emacs("colours.el"));
  }

  @Test
  void indentationInNeovim() throws Exception {
    indentation(neovim("indentation.lua"));
  }

  @Test
  void indentationInEmacs() throws Exception {
    indentation(emacs("indentation.el"));
  }

  private void colours(String editor, List<String> command) throws Exception {
    Path golden = RESOURCES.resolve("colours." + editor);
    String coloured = answer(Files.readString(RESOURCES.resolve("colours.dtl")), command);
    if (System.getProperty("croft.golden", "").equals("update")) {
      Files.writeString(golden, coloured);
    }
    assertThat(coloured).isEqualTo(Files.readString(golden));
  }

  /**
   * An editor gives a program without blanks at the beginnings of its lines those of the formatter,
   * one that is laid out otherwise sensible ones, and changes none of the library's.
   */
  private void indentation(List<String> command) throws Exception {
    Path formatted = RESOURCES.resolve("indentation.dtl");
    assertThat(Run.croft("format", "--check", formatted.toString()).out()).isEmpty();
    for (Path program : List.of(formatted, RESOURCES.resolve("typed.dtl"))) {
      String text = Files.readString(program);
      assertThat(answer(text.replaceAll("(?m)^ +", ""), command)).isEqualTo(text);
    }
    String library = Files.readString(LIBRARY);
    assertThat(answer(library, command)).isEqualTo(library);
  }

  private static List<String> neovim(String script) {
    assumeThat(NEOVIM).exists();
    return List.of(
        NEOVIM.toString(), "--headless", "--clean", "-c", "luafile " + RESOURCES.resolve(script));
  }

  private static List<String> emacs(String script) {
    assumeThat(EMACS).exists();
    return List.of(EMACS.toString(), "--batch", "-Q", "-l", RESOURCES.resolve(script).toString());
  }

  private String answer(String text, List<String> command) throws Exception {
    Path program = Files.writeString(directory.resolve("program.dtl"), text);
    Path answer = directory.resolve("answer");
    Path log = directory.resolve("log");
    Files.deleteIfExists(answer);
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
                "FILES", Repository.ROOT.resolve("editors").toString(),
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
