package coop.croft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import coop.croft.core.wire.Calls;
import coop.croft.core.wire.Wire;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The exit status of real processes, and their streams. */
class ProcessTest {
  @TempDir Path directory;

  @Test
  void doneIsZero() throws Exception {
    assertThat(ProcessRun.croft(directory, List.of("version")))
        .isEqualTo(new ProcessRun(0, "croft 0.1.0\n", ""));
  }

  @Test
  void errorsInProgramsAreOne() throws Exception {
    Files.writeString(directory.resolve("höhle.dtl"), "dom \"bank.example\" with end # höhle\n");
    ProcessRun run =
        ProcessRun.croft(
            directory,
            List.of(
                "check",
                "--json",
                "--site",
                Repository.SITE.toString(),
                "--rights",
                Repository.RIGHTS.toString(),
                "--as",
                "mallory",
                "höhle.dtl"));
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).isEmpty();
    Calls.Problem problem = Wire.read(Calls.Problem.class, run.out().strip());
    assertThat(problem.file()).isEqualTo("höhle.dtl");
    assertThat(problem.code()).isEqualTo("not-held");
  }

  @Test
  void wrongUsageIsTwo() throws Exception {
    ProcessRun run = ProcessRun.croft(directory, List.of("check", "--nonsense"));
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("there is no option --nonsense").doesNotContain("\u001b");
  }

  @Test
  void whatCannotBeReachedIsThree() throws Exception {
    ProcessRun run = ProcessRun.croft(directory, List.of("status"));
    assertThat(run.status()).isEqualTo(3);
    assertThat(run.err()).contains("no socket in " + directory);
  }

  /** A shell opens it, and what writes into it has been started. */
  @Test
  void thePipeOfAShellIsRead() throws Exception {
    List<String> command =
        List.of(
            "bash",
            "-c",
            "exec \"$@\" <(printf 'val  a = 1;')",
            "bash",
            System.getProperty("java.home") + "/bin/java",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            "coop.croft.cli.Main",
            "format",
            "--diff");
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .startsWith("--- /dev/fd/")
        .contains("+val a = 1;\n");
    assertThat(process.waitFor()).isZero();
  }

  @Test
  void checkingLoadsNothingThatOnlyADialogueNeeds() throws Exception {
    Files.writeString(directory.resolve("moor.dtl"), "dom \"moor.example\" with end\n");
    Path log = directory.resolve("classes");
    ProcessRun run =
        ProcessRun.croft(
            directory,
            List.of("-Xlog:class+load:file=" + log),
            List.of(
                "check",
                "--site",
                Repository.SITE.toString(),
                "--rights",
                Repository.RIGHTS.toString(),
                "--as",
                "mallory",
                "moor.dtl"));
    assertThat(run.status()).isZero();
    assertThat(log)
        .content()
        .contains("coop.croft.cli.CheckCommand")
        .doesNotContain("org.jline.", "coop.croft.cli.repl.");
  }
}
