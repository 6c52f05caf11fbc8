package coop.croft.services.dns;

import coop.croft.core.manifest.Fragment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The zones of a host, as its name server would load them. */
public final class ZoneFiles {
  private ZoneFiles() {}

  /**
   * What named-checkconf says against the zones among the files of a host; empty if it loads all.
   *
   * @param directory to be made, for the files
   */
  public static Optional<String> refusal(Path directory, List<Fragment> fragments) {
    StringBuilder statements = new StringBuilder("options { check-names primary ignore; };\n");
    try {
      Files.createDirectories(directory);
      for (Fragment fragment : fragments) {
        Optional<String> zone = Places.zoneOfStatement(fragment.path());
        if (zone.isPresent()) {
          statements
              .append("zone \"" + zone.get() + "\" ")
              .append(
                  new String(fragment.content(), StandardCharsets.UTF_8)
                      .replace(Places.ZONES, directory + "/")
                      .replace(Places.SIGNED_ZONES, directory + "/")
                      .replace(Places.STATE, directory + "/"));
        } else if (Places.zoneOfText(fragment.path()).isPresent()) {
          Path name = Path.of(fragment.path()).getFileName();
          Files.write(directory.resolve(name), fragment.content());
        }
      }
      Bind.Ran ran =
          Bind.checkZones(Files.writeString(directory.resolve("zones.conf"), statements));
      return ran.exit() == 0 ? Optional.empty() : Optional.of(ran.output());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
