package coop.croft.cli;

import static java.util.regex.Matcher.quoteReplacement;
import static org.assertj.core.api.Assertions.assertThat;

import coop.croft.cli.terminal.Exit;
import coop.croft.cli.terminal.Screen;
import coop.croft.cli.terminal.Streams;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Dialogues of {@code croft repl} as files: a line {@code > …} is one that alice types, below it
 * stands what is said, standard error with {@code ! } in front. {@code DIR} is a directory of the
 * test; {@code = N} is the exit status if it is not 0.
 *
 * <p>{@code mvn test -Dcroft.golden=update} writes what was said into the files; read the
 * difference.
 */
class SessionTest {
  private static final Path SESSIONS = Path.of("src/test/resources/sessions");

  private static final Pattern DIALOGUE = Pattern.compile("```repl\n(.*?)```", Pattern.DOTALL);

  @TempDir Path directory;

  static Stream<Path> sessions() throws IOException {
    try (Stream<Path> files = Files.list(SESSIONS)) {
      return files.sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("sessions")
  void says(Path session) throws IOException {
    String expected = Files.readString(session);
    List<String> typed =
        expected.lines().filter(l -> l.startsWith("> ")).map(l -> l.substring(2)).toList();
    String said = replay(typed);
    if (System.getProperty("croft.golden", "").equals("update")) {
      Files.writeString(session, said);
    }
    assertThat(said).isEqualTo(expected);
  }

  /** The dialogues of the manual: with prompts as they are on a terminal, and errors unmarked. */
  @Test
  void theManualSaysWhatIsSaid() throws IOException {
    Path manual = Repository.ROOT.resolve("docs/members/repl.md");
    String page = Files.readString(manual);
    String said = DIALOGUE.matcher(page).replaceAll(m -> quoteReplacement(again(m.group(1))));
    if (System.getProperty("croft.golden", "").equals("update")) {
      Files.writeString(manual, said);
    }
    assertThat(said).contains("```repl\n").isEqualTo(page);
  }

  private String again(String dialogue) {
    List<String> prompts =
        dialogue.lines().filter(l -> l.matches("(croft|  \\.\\.\\.)> .*")).toList();
    List<String> typed = prompts.stream().map(l -> l.substring(7)).toList();
    Iterator<String> shown = prompts.iterator();
    StringBuilder said = new StringBuilder("```repl\n");
    replay(typed)
        .lines()
        .filter(l -> !l.startsWith("= "))
        .map(l -> l.startsWith("> ") ? shown.next() : l.replaceFirst("^! ?", ""))
        .forEach(l -> said.append(l).append('\n'));
    return said + "```";
  }

  private String replay(List<String> typed) {
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    Streams streams =
        new Streams(
            new Typing(typed.iterator(), log, directory.toString()),
            log,
            new Marked(log),
            false,
            false,
            false,
            false);
    Exit exit =
        new Croft(new Desk(new Screen(streams), directory))
            .run(ReplTest.OFFLINE.toArray(String[]::new));
    String said = log.toString(StandardCharsets.UTF_8).replace(directory.toString(), "DIR");
    return exit == Exit.DONE ? said : said + "= " + exit.status() + "\n";
  }

  /** Lines that are typed one by one, each when it is waited for, and stand in the log then. */
  private static final class Typing extends InputStream {
    private final Iterator<String> lines;
    private final OutputStream log;
    private final String directory;

    Typing(Iterator<String> lines, OutputStream log, String directory) {
      this.lines = lines;
      this.log = log;
      this.directory = directory;
    }

    @Override
    public int read() {
      throw new UnsupportedOperationException("lines are read as a whole");
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      if (!lines.hasNext()) {
        return -1;
      }
      String line = lines.next();
      log.write(("> " + line + "\n").getBytes(StandardCharsets.UTF_8));
      byte[] bytes = (line.replace("DIR", directory) + "\n").getBytes(StandardCharsets.UTF_8);
      System.arraycopy(bytes, 0, into, from, bytes.length);
      return bytes.length;
    }
  }

  /** Marks the beginning of each line. */
  private static final class Marked extends OutputStream {
    private final OutputStream log;
    private boolean begins = true;

    Marked(OutputStream log) {
      this.log = log;
    }

    @Override
    public void write(int b) throws IOException {
      if (begins) {
        log.write('!');
        if (b != '\n') {
          log.write(' ');
        }
      }
      log.write(b);
      begins = b == '\n';
    }
  }
}
