package coop.croft.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real editor against the real command: Neovim, as Debian has it, with the files for it. */
class NeovimTest {
  private static final Path NEOVIM = Path.of("/usr/bin/nvim");

  @TempDir Path directory;

  @Test
  void aMemberWritesAProgram() throws Exception {
    assumeThat(NEOVIM).exists();
    Path program = directory.resolve("greenhouse.example.dtl");
    Files.writeString(
        program,
        """
        val office : ip = "203.0.113.80";
        dom "bank.example" with
          web "www" with end;
            dns (dnsA "shop" office)
        end
        """);
    JsonObject answers = run(program);
    assertThat(answers.get("trouble").getAsString()).isEmpty();
    assertThat(answers.get("syntax").getAsString()).isEqualTo("dtl");
    assertThat(answers.getAsJsonArray("wrong").toString())
        .contains("you do not hold the domain bank.example");
    assertThat(answers.get("right").getAsInt()).isZero();
    assertThat(answers.get("hover").getAsString()).contains("web : host -> Vhost =>");
    assertThat(answers.getAsJsonArray("completion").toString())
        .contains("\"web\"", "\"website\"")
        .doesNotContain("\"errorDocument\"", "\"dnssec\"");
    assertThat(answers.get("definition").getAsString()).endsWith("/web.dtl");
    assertThat(answers.get("line").getAsString()).contains("web : host");
    assertThat(answers.getAsJsonArray("text").asList().stream().map(l -> l.getAsString()).toList())
        .containsExactly(
            "val bureau : ip = \"203.0.113.80\";",
            "dom \"greenhouse.example\" with",
            "  web \"www\" with end;",
            "  dns (dnsA \"shop\" bureau)",
            "end");
  }

  private JsonObject run(Path program) throws Exception {
    Path answers = directory.resolve("answers.json");
    Path script = Path.of("src/test/resources/editor/neovim.lua").toAbsolutePath();
    ProcessBuilder builder =
        new ProcessBuilder(NEOVIM.toString(), "--headless", "--clean", "-c", "luafile " + script)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("neovim.log").toFile());
    Map<String, String> environment = builder.environment();
    environment.put("HOME", directory.toString());
    environment.put("XDG_CACHE_HOME", directory.toString());
    environment.put("COMMAND", String.join("\n", Editor.command("alice")));
    environment.put("FILES", Repository.ROOT.resolve("editors/vim").toString());
    environment.put("PROGRAM", program.toString());
    environment.put("ANSWERS", answers.toString());
    Process process = builder.start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(answers).exists();
    return JsonParser.parseString(Files.readString(answers)).getAsJsonObject();
  }
}
