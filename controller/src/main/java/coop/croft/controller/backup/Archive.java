package coop.croft.controller.backup;

import coop.croft.core.os.Exec;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A tar file for its owner alone, with owners by name, modes and times.
 *
 * @param root what paths are relative to: {@code /}
 */
record Archive(Path file, Path root) {
  private static final Duration LIMIT = Duration.ofMinutes(30);

  /**
   * Writes it whole or not at all.
   *
   * @param paths relative; directories with all that is in them
   */
  void write(List<String> paths) throws IOException, InterruptedException {
    Path part = file.resolveSibling("." + file.getFileName() + ".part");
    Files.deleteIfExists(part);
    Files.createFile(
        part, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      List<String> argv = new ArrayList<>(List.of("tar", "--create", "--file", part.toString()));
      argv.addAll(List.of("--directory", root.toString(), "--"));
      argv.addAll(paths);
      run(argv);
      try (FileChannel written = FileChannel.open(part, StandardOpenOption.WRITE)) {
        written.force(true);
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /** The paths that it holds. */
  List<String> paths() throws IOException, InterruptedException {
    return run(List.of("tar", "--list", "--file", file.toString())).lines().toList();
  }

  /** Lays out what it holds below those paths and nothing else. */
  void extract(List<String> below) throws IOException, InterruptedException {
    List<String> argv = new ArrayList<>(List.of("tar", "--extract", "--file", file.toString()));
    argv.addAll(List.of("--directory", root.toString(), "--same-owner", "--same-permissions"));
    argv.add("--");
    argv.addAll(below);
    run(argv);
  }

  private static String run(List<String> argv) throws IOException, InterruptedException {
    Exec.Result result = Exec.run(argv, new byte[0], Map.of(), LIMIT);
    if (result.exit() != 0) {
      throw new IOException(result.output().strip());
    }
    return result.output();
  }
}
