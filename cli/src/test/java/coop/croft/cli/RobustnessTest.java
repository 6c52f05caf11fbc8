package coop.croft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import coop.croft.cli.terminal.Exit;
import coop.croft.core.wire.Calls;
import coop.croft.core.wire.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people and scripts really put behind a command. */
class RobustnessTest {
  private static final String GOOD = "domain \"moor.example\" with end";

  @TempDir Path directory;

  @Test
  void aMissingFile() {
    Run run = check(directory.resolve("none.dtl").toString());
    assertThat(run.exit()).isEqualTo(Exit.FAILED);
    assertThat(run.err())
        .isEqualTo("croft: " + directory.resolve("none.dtl") + " does not exist\n");
  }

  @Test
  void aDirectory() {
    Run run = check(directory.toString());
    assertThat(run.exit()).isEqualTo(Exit.FAILED);
    assertThat(run.err()).contains("is a directory");
  }

  @Test
  void aFileThatCannotBeRead() {
    Run run = check("/proc/self/mem");
    assertThat(run.exit()).isEqualTo(Exit.FAILED);
    assertThat(run.err()).contains("/proc/self/mem cannot be read");
  }

  @Test
  void aBinaryFile() throws IOException {
    byte[] bytes = new byte[50_000];
    new Random(1).nextBytes(bytes);
    Run run = check(Files.write(directory.resolve("binary.dtl"), bytes).toString());
    assertThat(run.exit()).isEqualTo(Exit.REFUSED);
    assertThat(run.err()).contains("error[syntax]").doesNotContain("\u0007").hasLineCount(5);
  }

  @Test
  void aHugeFile() throws IOException {
    String text = "# padding\n".repeat(1 << 20) + GOOD;
    Run run = check(Files.writeString(directory.resolve("huge.dtl"), text).toString());
    assertThat(run.exit()).isEqualTo(Exit.REFUSED);
    assertThat(run.err()).contains("error[bound]");
    assertThat(check("/dev/zero").exit()).isEqualTo(Exit.REFUSED);
  }

  @Test
  void anEmptyFile() throws IOException {
    Run run = check(Files.createFile(directory.resolve("empty.dtl")).toString());
    assertThat(run.exit()).isEqualTo(Exit.DONE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "with blank.dtl",
        "line\nbreak.dtl",
        "quote\"'.dtl",
        "höhle.dtl",
        "-leading.dtl",
        "@file.dtl",
        "${sys:user.dir}.dtl",
        "no ending",
        ".dtl"
      })
  void oddFileNames(String name) throws IOException {
    Path file = Files.writeString(directory.resolve(name), "dom \"bank.example\" with end");
    Run run = check("--json", file.toString());
    assertThat(run.exit()).isEqualTo(Exit.REFUSED);
    assertThat(Wire.read(Calls.Problem.class, run.out().strip()).file()).isEqualTo(file.toString());
  }

  @Test
  void escapesInAFileNameDoNotReachTheTerminal() throws IOException {
    Path file = Files.writeString(directory.resolve("a\u001b[2J\u202eb.dtl"), "dom");
    Run run = check(file.toString());
    assertThat(run.exit()).isEqualTo(Exit.REFUSED);
    assertThat(run.err()).contains("a\uFFFD[2J\uFFFDb.dtl:1:").doesNotContain("\u001b");
  }

  @Test
  void aNamedPipeIsNotWaitedFor() throws Exception {
    Path pipe = pipe("pipe.dtl");
    String why =
        """
         is a named pipe, which may have to be waited for without end
               Write what comes out of it into a file.
        """;
    Run refused = new Run(Exit.FAILED, "", "croft: " + pipe + why);
    assertThat(check(pipe.toString())).isEqualTo(refused);
    assertThat(Run.croft("format", pipe.toString())).isEqualTo(refused);
    assertThat(Run.croft("import", "zone", pipe.toString())).isEqualTo(refused);
    assertThat(Run.croft("import", "apache", pipe.toString())).isEqualTo(refused);
    assertThat(Run.croft(offline("test", pipe.toString()))).isEqualTo(refused);
    Path link = Files.createSymbolicLink(directory.resolve("link.dtl"), pipe);
    assertThat(check(link.toString()).err()).isEqualTo("croft: " + link + why);

    String good = Files.writeString(directory.resolve("good.dtl"), GOOD).toString();
    Path expected = pipe("good.expected");
    for (String[] more : new String[][] {{good}, {"--update", good}}) {
      assertThat(Run.croft(offline("test", more)))
          .isEqualTo(new Run(Exit.FAILED, "", "croft: " + expected + why));
    }

    String[] rights = offline("check", good);
    rights[4] = pipe.toString();
    assertThat(Run.croft(rights)).isEqualTo(refused);

    Path site = Files.createDirectory(directory.resolve("site"));
    Files.copy(Repository.SITE.resolve("site.dtl"), site.resolve("site.dtl"));
    Path more = pipe("site/more.dtl");
    assertThat(Run.croft("check", "--site", site.toString()))
        .isEqualTo(new Run(Exit.FAILED, "", "croft: " + more + why));
  }

  private Path pipe(String name) throws Exception {
    Path pipe = directory.resolve(name);
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    return pipe;
  }

  @Test
  void aFileBehindTwoHyphens() {
    Run run = check("--", "--json");
    assertThat(run.exit()).isEqualTo(Exit.FAILED);
    assertThat(run.err()).contains("--json does not exist");
  }

  @Test
  void whatIsExpectedStandsInAFile() throws IOException {
    Path program = Files.writeString(directory.resolve("a.dtl"), GOOD);
    Path expected =
        Files.createSymbolicLink(directory.resolve("a.expected"), directory.resolve("none"));
    Run run = Run.croft(offline("test", program.toString()));
    assertThat(run.exit()).isEqualTo(Exit.FAILED);
    assertThat(run.err()).contains(expected + " is a link to a file that is not there");
    run = Run.croft(offline("test", "--update", program.toString()));
    assertThat(run.exit()).isEqualTo(Exit.FAILED);
    assertThat(run.err()).contains(expected + " is a link, and is not written through");
    assertThat(directory.resolve("none")).doesNotExist();
    Files.delete(expected);
    Files.createDirectory(expected);
    run = Run.croft(offline("test", "--update", program.toString()));
    assertThat(run.exit()).isEqualTo(Exit.FAILED);
    assertThat(run.err()).contains(expected + " is a directory", "Move it away.");
  }

  @Test
  void standardInput() {
    String[] arguments = offline("check", "-");
    Run good = new Run.Setting(directory, GOOD, false).croft(arguments);
    assertThat(good.exit()).isEqualTo(Exit.DONE);
    Run bad = new Run.Setting(directory, "dom \"bank.example\" with end", false).croft(arguments);
    assertThat(bad.exit()).isEqualTo(Exit.REFUSED);
    assertThat(bad.err()).startsWith("-:1:5: error[not-held]");
  }

  @Test
  void twoFilesOfOneName() throws IOException {
    Path one = Files.writeString(directory.resolve("a.dtl"), GOOD);
    Path two =
        Files.writeString(Files.createDirectory(directory.resolve("b")).resolve("a.dtl"), "");
    Run run = check(one.toString(), two.toString());
    assertThat(run.exit()).isEqualTo(Exit.USAGE);
    assertThat(run.err()).contains("are both named a");
  }

  @Test
  void oneFileTwice() throws IOException {
    String one = Files.writeString(directory.resolve("a.dtl"), GOOD).toString();
    String same = directory + "/./a.dtl";
    String link =
        Files.createSymbolicLink(
                Files.createDirectory(directory.resolve("b")).resolve("a.dtl"), Path.of(one))
            .toString();
    assertThat(check(one, one))
        .isEqualTo(
            new Run(Exit.USAGE, "", "croft: " + one + " is named twice\n       Name it once.\n"));
    for (String other : List.of(same, link)) {
      Run run = check(one, other);
      assertThat(run.exit()).isEqualTo(Exit.USAGE);
      assertThat(run.err())
          .startsWith("croft: " + one + " and " + other + " are the same file\n")
          .contains("Name it once.");
    }
  }

  @Test
  void twoProgramsForOneDomain() throws IOException {
    Path one = Files.writeString(directory.resolve("one.dtl"), GOOD);
    Path two = Files.writeString(directory.resolve("two.dtl"), "\n" + GOOD);
    Run run = check(one.toString(), two.toString());
    assertThat(run.exit()).isEqualTo(Exit.REFUSED);
    assertThat(run.err()).startsWith(two + ":2:1: error[conflict]").contains("mallory/one");
  }

  @Test
  void anOutputDirectoryThatCannotBe() throws IOException {
    Path file = Files.writeString(directory.resolve("good.dtl"), GOOD);
    for (String out : new String[] {file + "/out", "/proc/croft"}) {
      Run run = Run.croft(offline("render", "--out", out, file.toString()));
      assertThat(run.exit()).isEqualTo(Exit.FAILED);
      assertThat(run.err()).startsWith("croft: nothing can be written below " + out + ": ");
    }
  }

  @Test
  void aSiteThatIsNone() throws IOException {
    Path file = Files.writeString(directory.resolve("good.dtl"), GOOD);
    Run run =
        Run.croft(
            "check", "--site", directory.toString(), "--rights", file.toString(), "--as", "a", "-");
    assertThat(run.exit()).isEqualTo(Exit.FAILED);
    assertThat(run.err()).contains("there is no site.dtl in " + directory);
  }

  @Test
  void rightsThatMakeNoSense() throws IOException {
    Path rights = Files.writeString(directory.resolve("rights"), "alice domian a.example\nalice\n");
    Path file = Files.writeString(directory.resolve("good.dtl"), GOOD);
    Run run =
        Run.croft(
            "check",
            "--site",
            Repository.SITE.toString(),
            "--rights",
            rights.toString(),
            "--as",
            "alice",
            file.toString());
    assertThat(run.exit()).isEqualTo(Exit.REFUSED);
    assertThat(run.err()).contains(rights + ":1:1: error", rights + ":2:1: error");
  }

  private static Run check(String... more) {
    return Run.croft(offline("check", more));
  }

  private static String[] offline(String verb, String... more) {
    String[] all = new String[7 + more.length];
    all[0] = verb;
    all[1] = "--site";
    all[2] = Repository.SITE.toString();
    all[3] = "--rights";
    all[4] = Repository.RIGHTS.toString();
    all[5] = "--as";
    all[6] = "mallory";
    System.arraycopy(more, 0, all, 7, more.length);
    return all;
  }
}
