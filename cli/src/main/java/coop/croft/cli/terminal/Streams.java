package coop.croft.cli.terminal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The standard streams of a process, and which of them are terminals.
 *
 * @param colour whether results and errors may be coloured
 */
public record Streams(
    InputStream in,
    OutputStream out,
    OutputStream err,
    boolean inIsTerminal,
    boolean outIsTerminal,
    boolean errIsTerminal,
    boolean colour) {

  /** Those of this process; {@code NO_COLOR} and a dumb terminal forbid colour (no-color.org). */
  @SuppressWarnings("SystemOut")
  public static Streams ofProcess(Map<String, String> environment) {
    boolean colour =
        environment.getOrDefault("NO_COLOR", "").isEmpty()
            && !environment.getOrDefault("TERM", "dumb").equals("dumb");
    return new Streams(
        System.in, System.out, System.err, isTerminal(0), isTerminal(1), isTerminal(2), colour);
  }

  /** The JDK tells of standard input and output together only; the kernel tells of each. */
  private static boolean isTerminal(int descriptor) {
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
      return target.startsWith("/dev/pts/")
          || target.startsWith("/dev/tty")
          || target.equals("/dev/console");
    } catch (IOException e) {
      return false;
    }
  }
}
