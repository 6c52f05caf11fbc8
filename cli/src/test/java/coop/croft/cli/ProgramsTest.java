package coop.croft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import coop.croft.cli.terminal.Exit;
import coop.croft.core.wire.Calls;
import coop.croft.core.wire.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The sample programs through the command, offline: the site and the rights are the lab's. */
class ProgramsTest {
  static Stream<Path> accepted() {
    return Repository.programs("accepted").stream();
  }

  static Stream<Path> refused() {
    return Repository.programs("refused").stream();
  }

  @ParameterizedTest
  @MethodSource
  void accepted(Path program) {
    Run run = check(program);
    assertThat(run.out() + run.err()).isEmpty();
    assertThat(run.exit()).isEqualTo(Exit.DONE);
  }

  @ParameterizedTest
  @MethodSource
  void refused(Path program) throws IOException {
    List<String> lines = Files.readAllLines(program);
    String code = lines.getFirst().replaceFirst("^# ", "");
    int marked =
        IntStream.range(0, lines.size())
            .filter(i -> lines.get(i).contains("# here"))
            .findFirst()
            .orElseThrow();

    Run run = check(program);

    List<Calls.Problem> problems =
        run.out().lines().map(l -> Wire.read(Calls.Problem.class, l)).toList();
    assertThat(problems).extracting(Calls.Problem::code).containsExactly(code);
    assertThat(problems).extracting(Calls.Problem::line).containsExactly(marked + 1);
    assertThat(problems.getFirst().file()).isEqualTo(program.toString());
    assertThat(problems.getFirst().severity()).isEqualTo("error");
    assertThat(run.exit()).isEqualTo(Exit.REFUSED);
  }

  @Test
  void theSamplesAreThere() {
    assertThat(Repository.programs("accepted")).hasSizeGreaterThanOrEqualTo(6);
    assertThat(Repository.programs("refused")).hasSizeGreaterThanOrEqualTo(19);
  }

  private static Run check(Path program) {
    String member = program.getName(program.getNameCount() - 2).toString();
    return Run.croft(
        "check",
        "--json",
        "--site",
        Repository.SITE.toString(),
        "--rights",
        Repository.RIGHTS.toString(),
        "--as",
        member,
        program.toString());
  }
}
