package coop.croft.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Places in the checkout that tests read. */
final class Repository {
  static final Path ROOT = root();
  static final Path SITE = ROOT.resolve("lab/site");
  static final Path PROGRAMS = ROOT.resolve("lab/programs");
  static final Path RIGHTS = PROGRAMS.resolve("rights");

  private Repository() {}

  /** All programs below {@code lab/programs/KIND}, each below its member's name. */
  static List<Path> programs(String kind) {
    try (Stream<Path> files = Files.walk(PROGRAMS.resolve(kind))) {
      return files.filter(f -> f.toString().endsWith(".dtl")).sorted().toList();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Path root() {
    Path here = Path.of("").toAbsolutePath();
    while (!Files.exists(here.resolve("mvnw"))) {
      here = Objects.requireNonNull(here.getParent(), "tests run inside a checkout");
    }
    return here;
  }
}
