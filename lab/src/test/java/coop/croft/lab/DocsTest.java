package coop.croft.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The commands of the documentation that need no server. */
class DocsTest {
  @TempDir Path directory;

  static Stream<Manual> pages() {
    return Manual.pages();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void commandsSayWhatThePageSays(Manual page) throws Exception {
    page.expectKnownTags();
    Path site = Files.createDirectory(directory.resolve("site"));
    Files.copy(Lab.REPOSITORY.resolve("lab/site/site.dtl"), site.resolve("site.dtl"));
    Files.copy(Lab.PROGRAMS.resolve("rights"), directory.resolve("rights"));
    for (Manual.Block block : page.blocks()) {
      if (block.isFile()) {
        Files.writeString(directory.resolve(block.fileName()), block.text());
      } else if (block.tag().equals("console offline")) {
        for (Manual.Step step : block.steps()) {
          assertThat(run(step.arguments(), step.input()))
              .as(step.command())
              .matches(step.pattern());
        }
      }
    }
  }

  /**
   * What a process of the command says, results before errors, and its exit status.
   *
   * @param input file on standard input; empty if there is none
   */
  private String run(List<String> arguments, String input) throws Exception {
    Path out = directory.resolve(".out");
    Path err = directory.resolve(".err");
    List<String> command =
        new ArrayList<>(
            List.of(
                System.getProperty("java.home") + "/bin/java",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "coop.croft.cli.Main"));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    if (!input.isEmpty()) {
      builder.redirectInput(directory.resolve(input).toFile());
    }
    int status = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start().waitFor();
    return Files.readString(out, StandardCharsets.UTF_8)
        + Files.readString(err, StandardCharsets.UTF_8)
        + (status == 0 ? "" : "= " + status + "\n");
  }
}
