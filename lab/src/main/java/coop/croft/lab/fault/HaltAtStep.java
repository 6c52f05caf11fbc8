package coop.croft.lab.fault;

import coop.croft.core.os.Checkpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Halts the process at the step whose name a test has laid into {@code /run/croft-faults}. The file
 * goes first, so that it happens once and a successor lives. An empty file ends the process as if
 * by {@code kill -9}. A file that has content becomes {@code STEP.held}, and the process stands at
 * the step until the test takes that away, or half a minute is over.
 */
public final class HaltAtStep implements Checkpoint.Hook {
  private static final Path WANTED = Path.of("/run/croft-faults");
  private static final int MOST_MILLIS = 30_000;
  private static final int POLL_MILLIS = 5;

  @Override
  public void reached(String step) {
    Path wanted = WANTED.resolve(step);
    if (!Files.exists(wanted)) {
      return;
    }
    Path held = WANTED.resolve(step + ".held");
    try {
      boolean holds = Files.size(wanted) > 0;
      Files.move(wanted, held);
      if (!holds) {
        Files.delete(held);
        Runtime.getRuntime().halt(137);
      }
      for (int left = MOST_MILLIS; left > 0 && Files.exists(held); left -= POLL_MILLIS) {
        Thread.sleep(POLL_MILLIS);
      }
    } catch (NoSuchFileException e) {
      // Another process was first.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
