package coop.croft.cli.offline;

import coop.croft.cli.terminal.Trouble;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/** The beginning of a new site: a site file that checks and explains itself. */
public final class Skeleton {
  private Skeleton() {}

  /**
   * Writes {@code site.dtl}, never over one that is there.
   *
   * @return the file
   */
  public static Path write(Path directory) throws Trouble {
    Path file = directory.resolve("site.dtl");
    try (InputStream text = Skeleton.class.getResourceAsStream("site.dtl")) {
      Files.createDirectories(directory);
      Files.write(
          file,
          Objects.requireNonNull(text, "site.dtl is in every build").readAllBytes(),
          StandardOpenOption.CREATE_NEW,
          StandardOpenOption.WRITE);
      return file;
    } catch (FileAlreadyExistsException e) {
      throw Trouble.failed(
          e.getFile() + " is there already and stays as it is",
          "Change it, or name another directory.");
    } catch (IOException e) {
      throw Trouble.failed(file + " cannot be written: " + reason(e));
    }
  }

  /** What went wrong, in words; the JDK often says no more than the name of the file. */
  public static String reason(IOException e) {
    return switch (e) {
      case java.nio.file.AccessDeniedException denied -> "permission denied";
      case java.nio.file.NotDirectoryException not -> "not a directory";
      case java.nio.file.NoSuchFileException no -> "no such file or directory";
      case java.nio.file.FileSystemException fs when fs.getReason() != null -> fs.getReason();
      default -> String.valueOf(e.getMessage());
    };
  }
}
