package coop.croft.lab;

import coop.croft.lab.bench.Machine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.stream.Stream;

/** What is laid out on a host for the fault jar that its programs run with. */
record Faults(Machine host) {
  private static final String PLACE = "/run/croft-faults";
  private static final long POLL_MILLIS = 5;

  static Faults on(String host) {
    return new Faults(Lab.machine(host));
  }

  private Path place() {
    return host.file(PLACE);
  }

  /** The next process that comes to the step stands there until {@link #release}. */
  void hold(String step) {
    try {
      Path next = Files.writeString(place().resolve("." + step), "hold\n");
      Files.move(next, place().resolve(step), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether a process came to stand at the step within that time. */
  boolean awaitHeld(String step, Duration limit) throws InterruptedException {
    Path held = place().resolve(step + ".held");
    long end = System.nanoTime() + limit.toNanos();
    while (!Files.exists(held)) {
      if (System.nanoTime() > end) {
        return false;
      }
      Thread.sleep(POLL_MILLIS);
    }
    return true;
  }

  void release(String step) {
    try {
      Files.deleteIfExists(place().resolve(step + ".held"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Nothing is asked for any more, and whoever stands somewhere goes on. */
  void clear() {
    try (Stream<Path> all = Files.list(place())) {
      for (Path p : all.toList()) {
        Files.deleteIfExists(p);
      }
    } catch (NoSuchFileException e) {
      // The host is off, or is just starting.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
