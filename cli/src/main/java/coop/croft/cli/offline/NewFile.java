package coop.croft.cli.offline;

import coop.croft.cli.terminal.Trouble;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file that was not there before. */
public final class NewFile {
  private NewFile() {}

  /**
   * Never writes over a file.
   *
   * @throws Trouble if one is there, or if that cannot be done
   */
  public static void write(Path file, byte[] content) throws Trouble {
    try {
      Files.write(file, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    } catch (FileAlreadyExistsException e) {
      throw Trouble.failed(
          file + " is there already and stays as it is", "Move it away, or name another file.");
    } catch (IOException e) {
      throw Trouble.failed(file + " cannot be written: " + Skeleton.reason(e));
    }
  }
}
