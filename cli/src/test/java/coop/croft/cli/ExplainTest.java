package coop.croft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import coop.croft.cli.explanation.Explanation;
import coop.croft.cli.terminal.Exit;
import coop.croft.lang.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The pages about errors: each code has one, its programs do what it says, and the manual has the
 * same pages.
 *
 * <p>{@code mvn test -Dcroft.golden=update} writes what {@code croft check} said into the pages,
 * and, run again, the pages into the manual; read the difference.
 */
class ExplainTest {
  private static final Path PAGES =
      Repository.ROOT.resolve("cli/src/main/resources/coop/croft/cli/explanation");
  private static final Path MANUAL = Repository.ROOT.resolve("docs/members/errors.md");
  private static final String TABLE = "| code | what it says |\n| --- | --- |\n";
  private static final String TEXT = "```text\n";
  private static final boolean UPDATE = System.getProperty("croft.golden", "").equals("update");

  /** Of the prose on a terminal; what is said of a program is as wide as it is. */
  private static final int WIDEST = 80;

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource
  void aWrongProgramHasThisErrorAlone(Code code) throws IOException {
    Explanation explanation = Explanation.of(code);

    Run run = check(code, explanation.wrong());

    String said = run.err().replace(directory + "/", "");
    if (UPDATE) {
      Path page = PAGES.resolve(code.label() + ".md");
      Files.writeString(page, explanation.page().replace(TEXT + explanation.output(), TEXT + said));
    }
    assertThat(said).isEqualTo(explanation.output());
    assertThat(said).startsWith(code.label() + ".dtl:").endsWith("\n1 error\n");
    assertThat(said.lines().findFirst().orElseThrow()).contains(": error[" + code.label() + "]: ");
    assertThat(run.exit()).isEqualTo(Exit.REFUSED);
  }

  @ParameterizedTest
  @EnumSource
  void aRightProgramHasNone(Code code) throws IOException {
    Run run = check(code, Explanation.of(code).right());
    assertThat(run.exit()).as(run.err()).isEqualTo(Exit.DONE);
    assertThat(run.err()).isEmpty();
  }

  private Run check(Code code, String program) throws IOException {
    Path file = Files.writeString(directory.resolve(code.label() + ".dtl"), program);
    return Run.croft(
        "check",
        "--site",
        Repository.SITE.toString(),
        "--rights",
        Repository.RIGHTS.toString(),
        "--as",
        "alice",
        file.toString());
  }

  @ParameterizedTest
  @EnumSource
  void aPageIsForATerminal(Code code) {
    Explanation explanation = Explanation.of(code);
    assertThat(explanation.page()).startsWith("## " + code.label() + "\n");
    assertThat(explanation.page()).contains("```dtl " + code.label() + ".dtl\n");
    assertThat(explanation.text())
        .doesNotContain("`", "##")
        .contains(indented(explanation.wrong()), indented(explanation.right()));
    assertThat(explanation.text().lines())
        .filteredOn(line -> !line.startsWith(" "))
        .allMatch(line -> line.length() <= WIDEST);
  }

  private static String indented(String program) {
    return program.replaceAll("(?m)^(?=.)", "    ");
  }

  @Test
  void noPageIsAboutNothing() throws IOException {
    try (Stream<Path> files = Files.list(PAGES)) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(
              Arrays.stream(Code.values()).map(c -> c.label() + ".md").toList());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "not-held",
        "NOT-HELD",
        "Not_Held",
        "[not-held]",
        "error[not-held]",
        "error[not-held]:",
        "a.dtl:1:5: error[not-held]: you do not hold the domain press.example"
      })
  void aCodeMayBePastedFromAMessage(String typed) {
    assertThat(Run.croft("explain", typed))
        .isEqualTo(new Run(Exit.DONE, Explanation.of(Code.NOT_HELD).text(), ""));
  }

  /** What stands above the table is written by hand, all else is made from the pages. */
  @Test
  void theManualHasThePages() throws IOException {
    String manual = Files.readString(MANUAL);
    List<String> sections = new ArrayList<>();
    sections.add(
        Arrays.stream(Code.values())
            .map(Explanation::of)
            .map(e -> "| [`%1$s`](#%1$s) | %2$s |\n".formatted(e.code().label(), e.summary()))
            .collect(Collectors.joining("", TABLE, "")));
    Arrays.stream(Code.values()).map(c -> Explanation.of(c).page()).forEach(sections::add);
    String made = manual.substring(0, manual.indexOf(TABLE)) + String.join("\n", sections);
    if (UPDATE) {
      Files.writeString(MANUAL, made);
    }
    assertThat(manual).isEqualTo(made);
  }
}
