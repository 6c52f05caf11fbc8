package coop.croft.cli.program;

import coop.croft.cli.terminal.Trouble;
import coop.croft.lang.Bounds;
import coop.croft.lang.SourceText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A member's program as it was named on the command line.
 *
 * @param name the source's name: the file's without {@code .dtl}
 */
public record ProgramFile(String name, SourceText text) {
  private static final String ENDING = ".dtl";

  /** The bits of a mode that say what a file is, and what they are for a pipe (inode(7)). */
  private static final int TYPE = 0170000;

  private static final int PIPE = 0010000;

  /** One byte more than the language takes is enough to be refused by it. */
  private static final int MOST = Bounds.DEFAULT.sourceBytes() + 1;

  /**
   * Reads programs in the order in which they were named.
   *
   * @param files paths; {@code -} is standard input
   * @param givenName the source's name instead of the file's, for one program alone
   */
  public static List<ProgramFile> read(
      List<String> files, Optional<String> givenName, InputStream input) throws Trouble {
    if (givenName.isPresent() && files.size() > 1) {
      throw Trouble.usage(
          "--name names one program, and here are " + files.size(), "Name them one by one.");
    }
    List<ProgramFile> programs = new ArrayList<>();
    Map<String, String> byName = new HashMap<>();
    for (String file : files) {
      SourceText text = textOf(file, input);
      String usual = file.equals("-") ? "stdin" : nameOf(Path.of(file));
      ProgramFile program = new ProgramFile(givenName.orElse(usual), text);
      String other = byName.putIfAbsent(program.name(), file);
      if (other != null && isSame(other, file)) {
        throw Trouble.usage(
            other.equals(file)
                ? file + " is named twice"
                : other + " and " + file + " are the same file",
            "Name it once.");
      }
      if (other != null) {
        throw Trouble.usage(
            other + " and " + file + " are both named " + program.name(),
            "A source is known by its file name: rename one of them.");
      }
      programs.add(program);
    }
    return programs;
  }

  private static boolean isSame(String one, String other) {
    if (one.equals(other) || one.equals("-") || other.equals("-")) {
      return one.equals(other);
    }
    try {
      return Files.isSameFile(Path.of(one), Path.of(other));
    } catch (IOException e) {
      // One is gone since it was read.
      return false;
    }
  }

  /** The name of the source that a file holds. */
  public static String nameOf(Path file) {
    Path last = file.getFileName();
    String name = last == null ? "" : last.toString();
    return name.endsWith(ENDING) ? name.substring(0, name.length() - ENDING.length()) : name;
  }

  /**
   * What a file holds, at most one byte more than the language takes.
   *
   * @param file a path; {@code -} is standard input
   */
  public static SourceText textOf(String file, InputStream input) throws Trouble {
    if (file.equals("-")) {
      try {
        return new SourceText("-", input.readNBytes(MOST));
      } catch (IOException e) {
        throw Trouble.failed("standard input cannot be read: " + e.getMessage());
      }
    }
    return new SourceText(file, bytesOf(path(file), file));
  }

  /** The path that was named on the command line. */
  public static Path path(String file) throws Trouble {
    try {
      return Path.of(file);
    } catch (InvalidPathException e) {
      throw Trouble.failed(file + " cannot be a file name here: " + e.getReason());
    }
  }

  /** A pipe that is open already, as {@code <(…)} of a shell is, has no name of its own. */
  private static boolean isNamedPipe(Path path) {
    try {
      int mode = (int) Files.getAttribute(path, "unix:mode");
      return (mode & TYPE) == PIPE && Files.exists(path.toRealPath());
    } catch (IOException e) {
      // It is not there, or has no name: reading it tells.
      return false;
    }
  }

  /** Whether the name of a file is that of a program. */
  public static boolean isNamedSo(Path file) {
    return file.toString().endsWith(ENDING);
  }

  /**
   * The bytes of a file, at most one more than the language takes.
   *
   * @param shown how the message names it
   */
  public static byte[] bytesOf(Path path, String shown) throws Trouble {
    if (Files.isDirectory(path)) {
      throw Trouble.failed(shown + " is a directory", "Name the .dtl files in it.");
    }
    if (isNamedPipe(path)) {
      throw Trouble.failed(
          shown + " is a named pipe, which may have to be waited for without end",
          "Write what comes out of it into a file.");
    }
    try (InputStream in = Files.newInputStream(path)) {
      return in.readNBytes(MOST);
    } catch (NoSuchFileException e) {
      throw Trouble.failed(shown + " does not exist");
    } catch (AccessDeniedException e) {
      throw Trouble.failed("you may not read " + shown);
    } catch (IOException e) {
      throw Trouble.failed(shown + " cannot be read: " + e.getMessage());
    }
  }
}
