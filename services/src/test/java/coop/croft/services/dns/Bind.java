package coop.croft.services.dns;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** BIND's own programs, as a test calls them. */
final class Bind {
  /** Exit status and everything that was printed. */
  record Ran(int exit, String output) {}

  private Bind() {}

  static Ran run(List<String> argv) {
    return run(argv, "");
  }

  static Ran run(List<String> argv, String input) {
    try {
      Process process = new ProcessBuilder(argv).redirectErrorStream(true).start();
      try (var in = process.getOutputStream()) {
        in.write(input.getBytes(StandardCharsets.UTF_8));
      }
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Ran(process.waitFor(), output);
    } catch (IOException e) {
      throw new UncheckedIOException("bind9-utils must be installed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Loads all zones that a file of zone statements names, as named would. */
  static Ran checkZones(Path statements) {
    return run(List.of("named-checkconf", "-z", statements.toString()));
  }

  /**
   * Reads a file with records of many zones as named reads it, and writes it in named's own form.
   */
  static Ran compile(Path in, Path out) {
    return compile(".", in, out);
  }

  /** The same with records of one zone. */
  static Ran compile(String zone, Path in, Path out) {
    return run(
        List.of(
            "named-compilezone",
            "-i",
            "none",
            "-k",
            "ignore",
            "-n",
            "ignore",
            "-m",
            "ignore",
            "-M",
            "ignore",
            "-S",
            "ignore",
            "-r",
            "ignore",
            "-T",
            "ignore",
            "-s",
            "full",
            "-o",
            out.toString(),
            zone,
            in.toString()));
  }
}
