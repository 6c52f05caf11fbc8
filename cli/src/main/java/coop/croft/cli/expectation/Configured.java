package coop.croft.cli.expectation;

import coop.croft.cli.offline.Replacement;
import coop.croft.cli.program.ProgramFile;
import coop.croft.cli.terminal.Trouble;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/**
 * What a program configured once, kept beside it: {@code NAME.expected} for {@code NAME.dtl}.
 *
 * @param lines of the file, without line breaks
 */
public record Configured(Path path, List<String> lines) {
  private static final String ENDING = ".expected";

  /** What is kept beside a program; empty if nothing is. */
  public static Optional<Configured> beside(Path program) throws Trouble {
    Path path = pathFor(program);
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    if (Files.isDirectory(path)) {
      throw Trouble.failed(
          path + " is a directory, where a file says what is expected", "Move it away.");
    }
    if (!Files.exists(path)) {
      throw Trouble.failed(
          path + " is a link to a file that is not there", "Take the link away, or make the file.");
    }
    String text = new String(ProgramFile.bytesOf(path, path.toString()), StandardCharsets.UTF_8);
    return Optional.of(new Configured(path, text.lines().toList()));
  }

  /**
   * Keeps it beside the program.
   *
   * @return where, if that is news
   */
  public static Optional<Path> keep(Path program, List<String> resources) throws Trouble {
    requireNoDeadLink(pathFor(program));
    Optional<Configured> before = beside(program);
    if (before.isPresent() && before.get().lines().equals(resources)) {
      return Optional.empty();
    }
    Path path = pathFor(program);
    if (Files.isSymbolicLink(path)) {
      throw isLink(path);
    }
    byte[] text =
        resources.isEmpty()
            ? new byte[0]
            : (String.join("\n", resources) + "\n").getBytes(StandardCharsets.UTF_8);
    if (before.isPresent()) {
      Replacement.of(path, text);
    } else {
      try {
        Files.write(path, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      } catch (IOException e) {
        throw Trouble.failed(path + " cannot be written: " + e.getMessage());
      }
    }
    return Optional.of(path);
  }

  private static void requireNoDeadLink(Path path) throws Trouble {
    if (Files.isSymbolicLink(path) && !Files.exists(path)) {
      throw isLink(path);
    }
  }

  private static Trouble isLink(Path path) {
    return Trouble.failed(
        path + " is a link, and is not written through", "Put a file in its place.");
  }

  private static Path pathFor(Path program) {
    return program.resolveSibling(ProgramFile.nameOf(program) + ENDING);
  }
}
