package coop.croft.services.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Debian's Apache as a reader of configuration: what it took a file for. */
final class Apache {
  static final Path PROGRAM = Path.of("/usr/sbin/apache2");
  private static final String MODULES = "/usr/lib/apache2/modules/mod_";

  /** Answer of a program. */
  record Ran(int exit, String output) {}

  /** One directive, or the head of a section, as Apache keeps it. */
  record Line(int number, String text) {}

  private final Path directory;

  /**
   * @param directory empty, for the configuration
   */
  Apache(Path directory) {
    this.directory = directory;
  }

  static Ran run(List<String> argv) {
    try {
      Process process =
          new ProcessBuilder(argv)
              .redirectErrorStream(true)
              .redirectInput(new java.io.File("/dev/null"))
              .start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(argv + " does not end");
      }
      return new Ran(process.exitValue(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Writes a main file that begins like a host's own, with {@code mod_info} for its dumps. */
  Path main(byte[] global, String rest) {
    String text =
        "ServerRoot \"%s\"\nDefaultRuntimeDir \"%s\"\nPidFile \"%s/pid\"\nErrorLog /dev/stderr\n"
                .formatted(directory, directory, directory)
            + "LoadModule info_module "
            + MODULES
            + "info.so\n"
            // A machine on which tests run has Debian's account alone.
            + new String(global, StandardCharsets.UTF_8).replace(HostFiles.USER, "www-data")
            + rest;
    Path main = directory.resolve("main.conf");
    try {
      Files.writeString(main, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return main;
  }

  /** What Apache reads from the files that a main file includes, by file. */
  Map<Path, List<Line>> read(Path main) {
    Ran ran = run(List.of(PROGRAM.toString(), "-f", main.toString(), "-t", "-D", "DUMP_CONFIG"));
    if (ran.exit() != 0) {
      throw new AssertionError("Apache refuses: " + ran.output());
    }
    return parse(ran.output());
  }

  /** The values of variables that a main file defines. */
  Map<String, String> variables(Path main) {
    Ran ran = run(List.of(PROGRAM.toString(), "-f", main.toString(), "-t", "-D", "DUMP_RUN_CFG"));
    if (ran.exit() != 0) {
      throw new AssertionError("Apache refuses: " + ran.output());
    }
    Map<String, String> values = new LinkedHashMap<>();
    for (String line : ran.output().split("\n")) {
      if (line.startsWith("Define: ") && line.indexOf('=') > 0) {
        int equals = line.indexOf('=');
        values.put(line.substring("Define: ".length(), equals), line.substring(equals + 1));
      }
    }
    return values;
  }

  private static final Pattern FILE = Pattern.compile("# In file: (.*)");
  private static final Pattern NUMBER = Pattern.compile("#\\s+([0-9]+):");

  /**
   * The dump has the file, then for each directive its line's number above it; ends of sections
   * have none.
   */
  private static Map<Path, List<Line>> parse(String dump) {
    Map<Path, List<Line>> files = new LinkedHashMap<>();
    List<Line> lines = new ArrayList<>();
    int number = 0;
    for (String raw : dump.split("\n")) {
      String line = raw.strip();
      Matcher file = FILE.matcher(line);
      Matcher at = NUMBER.matcher(line);
      if (file.matches()) {
        lines = files.computeIfAbsent(Path.of(file.group(1)), k -> new ArrayList<>());
      } else if (at.matches()) {
        number = Integer.parseInt(at.group(1));
      } else if (!line.isEmpty() && !line.equals("Syntax OK")) {
        lines.add(new Line(line.startsWith("</") ? 0 : number, line));
      }
    }
    return files;
  }
}
