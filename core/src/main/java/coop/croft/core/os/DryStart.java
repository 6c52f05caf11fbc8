package coop.croft.core.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Starts a daemon to see whether it would start; whatever comes of it is ended. */
public final class DryStart {
  /** From its exit into the background until a daemon is ready. */
  private static final Duration BACKGROUND = Duration.ofSeconds(5);

  private DryStart() {}

  /**
   * @param pidFile where the daemon writes its process number when it is ready
   * @return exit 0 if it was ready in time, {@link Exec#TIMED_OUT} if not, else its own; and what
   *     it said
   * @throws IOException if it cannot be started
   */
  public static Exec.Result run(List<String> argv, Path pidFile, Duration limit)
      throws IOException, InterruptedException {
    Files.deleteIfExists(pidFile);
    long began = System.nanoTime();
    long deadline = began + limit.toNanos();
    long started = System.currentTimeMillis();
    Exec.Running running = Exec.start(argv, new byte[0], Map.of());
    Optional<Integer> exit = Optional.empty();
    boolean up = false;
    try {
      // Exit status 0 without a pid file: it went into the background and is not ready yet.
      while (!up && exit.orElse(0) == 0 && System.nanoTime() < deadline) {
        boolean ran = exit.isEmpty();
        exit = running.await(Duration.ofMillis(10));
        if (ran && exit.isPresent()) {
          deadline = Math.min(deadline, System.nanoTime() + BACKGROUND.toNanos());
        }
        up = Files.exists(pidFile) && Files.size(pidFile) > 0;
      }
    } finally {
      end(pidFile, started);
    }
    String output = running.end();
    Files.deleteIfExists(pidFile);
    if (up) {
      return new Exec.Result(0, output);
    }
    long seconds = Duration.ofNanos(System.nanoTime() - began).toSeconds();
    return exit.orElse(0) == 0
        ? new Exec.Result(Exec.TIMED_OUT, output + "it did not start in " + seconds + " s\n")
        : new Exec.Result(exit.get(), output);
  }

  /** Ends the daemon of a pid file and its children, if it is one that was started just now. */
  private static void end(Path pidFile, long startedMillis)
      throws IOException, InterruptedException {
    String text;
    try {
      text = Files.readString(pidFile).strip();
    } catch (NoSuchFileException e) {
      return;
    }
    Optional<ProcessHandle> daemon =
        text.matches("[0-9]{1,9}")
            ? ProcessHandle.of(Long.parseLong(text))
                .filter(p -> startedSince(p, startedMillis - 1500))
            : Optional.empty();
    if (daemon.isEmpty()) {
      return;
    }
    List<ProcessHandle> all = Stream.concat(daemon.stream(), daemon.get().descendants()).toList();
    daemon.get().destroy();
    for (int i = 0; i < 200 && all.stream().anyMatch(ProcessHandle::isAlive); i++) {
      Thread.sleep(10);
    }
    all.forEach(ProcessHandle::destroyForcibly);
  }

  private static boolean startedSince(ProcessHandle process, long millis) {
    return process.info().startInstant().filter(s -> s.toEpochMilli() >= millis).isPresent();
  }
}
