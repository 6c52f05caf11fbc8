package coop.croft.lab.fault;

import coop.croft.core.os.Checkpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Ends the process, as if by {@code kill -9}, at the step whose name a test has laid into {@code
 * /run/croft-faults}. The file goes first, so that the process dies once and its successor lives.
 */
public final class HaltAtStep implements Checkpoint.Hook {
  private static final Path WANTED = Path.of("/run/croft-faults");

  @Override
  public void reached(String step) {
    try {
      if (Files.deleteIfExists(WANTED.resolve(step))) {
        Runtime.getRuntime().halt(137);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
