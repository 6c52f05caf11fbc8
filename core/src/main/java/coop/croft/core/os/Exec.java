package coop.croft.core.os;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Starts programs: an argument vector, a time limit, bounded output; never a shell. */
public final class Exec {
  /** Where programs are looked for, whatever the caller's own environment says. */
  private static final String SEARCH =
      "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  private static final List<String> NOBODY =
      List.of(
          "/usr/bin/setpriv",
          "--reuid=65534",
          "--regid=65534",
          "--clear-groups",
          "--no-new-privs",
          "--inh-caps=-all");

  private static final int OUTPUT_BYTES = 8 << 20;

  /** Exit status of a program that had to be ended, as timeout(1) has it. */
  public static final int TIMED_OUT = 124;

  private Exec() {}

  /**
   * What a program came to.
   *
   * @param output of both its streams, at most eight mebibytes (a list of 10,000 zones has more
   *     than one); bytes that are not UTF-8 replaced
   */
  public record Result(int exit, String output) {}

  /** A running program; {@link #end} must be called. */
  public static final class Running {
    private final Process process;
    private final Output output;

    private Running(Process process, Output output) {
      this.process = process;
      this.output = output;
    }

    /** The exit status, if it ends within that time. */
    public Optional<Integer> await(Duration limit) throws InterruptedException {
      return process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS)
          ? Optional.of(process.exitValue())
          : Optional.empty();
    }

    /** Kills it and its descendants if they still run, and gives what it wrote. */
    public String end() throws InterruptedException {
      kill();
      return output.text();
    }

    private void kill() {
      // Through handles: Process.destroy also throws away what was not read yet.
      List<ProcessHandle> all = process.descendants().toList();
      process.toHandle().destroyForcibly();
      all.forEach(ProcessHandle::destroyForcibly);
    }
  }

  /**
   * Runs a program to its end; after {@code limit} it is killed with its descendants and the exit
   * status is {@link #TIMED_OUT}.
   *
   * @param input what it reads; nothing if empty
   * @throws IOException if it cannot be started
   */
  public static Result run(
      List<String> argv, byte[] input, Map<String, String> environment, Duration limit)
      throws IOException, InterruptedException {
    Running running = start(argv, input, environment);
    Optional<Integer> exit;
    try {
      exit = running.await(limit);
    } catch (InterruptedException e) {
      running.kill();
      throw e;
    }
    String text = running.end();
    return exit.isPresent()
        ? new Result(exit.get(), text)
        : new Result(
            TIMED_OUT,
            text + argv.getFirst() + " did not end within " + limit.toSeconds() + " s\n");
  }

  /**
   * The same as user and group nobody, without any capability and any way to one: for what must
   * read a stranger's bytes.
   */
  public static Result asNobody(List<String> argv, byte[] input, Duration limit)
      throws IOException, InterruptedException {
    List<String> all = Stream.concat(NOBODY.stream(), argv.stream()).toList();
    Result result = run(all, input, Map.of(), limit);
    if (result.exit() == 126 || result.exit() == 127) {
      throw new IOException(result.output().strip());
    }
    return result;
  }

  /** Starts a program with an environment of {@code PATH}, {@code LANG} and {@code environment}. */
  public static Running start(List<String> argv, byte[] input, Map<String, String> environment)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(argv).redirectErrorStream(true);
    builder.directory(new java.io.File("/"));
    builder.environment().clear();
    builder.environment().put("PATH", SEARCH);
    builder.environment().put("LANG", "C.UTF-8");
    builder.environment().putAll(environment);
    Process process = builder.start();
    Output output = new Output(process.getInputStream());
    Thread.ofPlatform().daemon().name("output of " + argv.getFirst()).start(output);
    if (input.length == 0) {
      process.getOutputStream().close();
    } else {
      // In a thread of its own: a program that never reads must not hold up its own time limit.
      Thread.ofPlatform()
          .daemon()
          .name("input of " + argv.getFirst())
          .start(() -> feed(process.getOutputStream(), input));
    }
    return new Running(process, output);
  }

  private static void feed(java.io.OutputStream stdin, byte[] input) {
    try (stdin) {
      stdin.write(input);
    } catch (IOException e) {
      // It ended without reading everything; its exit status and its words say more than this.
    }
  }

  /** Collects what a program writes, and goes on emptying the pipe when that is enough. */
  private static final class Output implements Runnable {
    private final InputStream from;
    private final java.io.ByteArrayOutputStream kept = new java.io.ByteArrayOutputStream();
    private final java.util.concurrent.CountDownLatch ended =
        new java.util.concurrent.CountDownLatch(1);

    Output(InputStream from) {
      this.from = from;
    }

    @Override
    public void run() {
      byte[] some = new byte[8192];
      try (from) {
        for (int n = from.read(some); n >= 0; n = from.read(some)) {
          synchronized (kept) {
            kept.write(some, 0, Math.min(n, OUTPUT_BYTES - kept.size()));
          }
        }
      } catch (IOException e) {
        // The pipe was closed under us because the program was killed.
      } finally {
        ended.countDown();
      }
    }

    /**
     * A daemon that it left behind may hold the pipe for ever: a short wait, then what is there.
     */
    String text() throws InterruptedException {
      boolean whole = ended.await(500, TimeUnit.MILLISECONDS);
      synchronized (kept) {
        String text = kept.toString(StandardCharsets.UTF_8);
        return whole || text.isEmpty() || text.endsWith("\n") ? text : text + "\n";
      }
    }
  }
}
