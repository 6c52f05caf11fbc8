package coop.croft.services;

import coop.croft.core.model.Rights;
import coop.croft.services.base.RightsFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The members, programs and site of the laboratory, which the tests of all services share. */
public final class Samples {
  private Samples() {}

  /** The root of the checkout. */
  public static Path root() {
    Path dir = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(dir.resolve("lab/programs"))) {
      dir = dir.getParent();
      if (dir == null) {
        throw new IllegalStateException("the tests run inside of a checkout");
      }
    }
    return dir;
  }

  public static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static Rights rights() {
    return switch (RightsFile.read("rights", text(root().resolve("lab/programs/rights")))) {
      case RightsFile.Read.Good(Rights rights) -> rights;
      case RightsFile.Read.Bad bad -> throw new IllegalStateException(bad.toString());
    };
  }
}
