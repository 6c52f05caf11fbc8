package coop.croft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import coop.croft.cli.terminal.Exit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the command says, as files: each is a session at a terminal. A line {@code $ croft …} is a
 * command; below it stands its standard output as it is, standard error with {@code ! } in front,
 * and {@code = N} for an exit status that is not 0. {@code DIR} is a directory of the test, in
 * which {@code DIR/site} and {@code DIR/rights} are the lab's; {@code @ NAME} begins a file in it,
 * up to {@code @}.
 *
 * <p>{@code mvn test -Dcroft.golden=update} writes what was said into the files; read the
 * difference.
 */
class TranscriptTest {
  private static final Path TRANSCRIPTS = Path.of("src/test/resources/transcripts");
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

  @TempDir Path directory;

  static Stream<Path> transcripts() throws IOException {
    try (Stream<Path> files = Files.list(TRANSCRIPTS)) {
      return files.sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("transcripts")
  void says(Path transcript) throws IOException {
    Path site = Files.createDirectory(directory.resolve("site"));
    Files.copy(Repository.SITE.resolve("site.dtl"), site.resolve("site.dtl"));
    Files.copy(Repository.RIGHTS, directory.resolve("rights"));
    String expected = Files.readString(transcript);
    String said = replay(expected.lines().toList());
    if (System.getProperty("croft.golden", "").equals("update")) {
      Files.writeString(transcript, said);
    }
    assertThat(said).isEqualTo(expected);
  }

  /** The session again: commands and files as they were, answers as they are now. */
  private String replay(List<String> lines) throws IOException {
    StringBuilder said = new StringBuilder();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.startsWith("@ ")) {
        int end = i + 1 + lines.subList(i + 1, lines.size()).indexOf("@");
        String text = String.join("\n", lines.subList(i + 1, end)) + "\n";
        Path file = directory.resolve(line.substring(2));
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        lines.subList(i, end + 1).forEach(l -> said.append(l).append('\n'));
        i = end;
      } else if (line.startsWith("# ")) {
        said.append(line).append('\n');
      } else if (line.startsWith("$ croft")) {
        said.append(line).append('\n').append(answer(line.substring("$ croft".length())));
      }
    }
    return said.toString();
  }

  private String answer(String command) {
    List<String> words = new ArrayList<>();
    Matcher m = WORD.matcher(command);
    while (m.find()) {
      String word = m.group(1) == null ? m.group(2) : m.group(1);
      words.add(word.replace("DIR", directory.toString()));
    }
    Run run = Run.croft(words);
    StringBuilder answer = new StringBuilder(run.out());
    run.err().lines().forEach(l -> answer.append(l.isEmpty() ? "!" : "! " + l).append('\n'));
    if (run.exit() != Exit.DONE) {
      answer.append("= ").append(run.exit().status()).append('\n');
    }
    return answer.toString().replace(directory.toString(), "DIR");
  }
}
