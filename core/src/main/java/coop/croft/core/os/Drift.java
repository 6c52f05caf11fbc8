package coop.croft.core.os;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds files that are not as they should be. A file's content is read again only if the kernel
 * says that something about it changed.
 */
public final class Drift {
  private final Disk disk;
  private Map<WantedFile, Stat> good = Map.of();

  public Drift(Disk disk) {
    this.disk = disk;
  }

  /** The paths of the files that are not as wanted. */
  public Set<String> find(List<WantedFile> wanted) throws IOException {
    Set<String> drifted = new TreeSet<>();
    Map<WantedFile, Stat> found = new HashMap<>();
    try (OpenDirectories places = new OpenDirectories(disk)) {
      for (WantedFile file : wanted) {
        Optional<Directory> place = places.of(file.path());
        Optional<Stat> stat = place.isPresent() ? place.get().stat(file.name()) : Optional.empty();
        if (place.isPresent()
            && stat.isPresent()
            && (stat.get().equals(good.get(file)) || file.isIn(place.get()))) {
          found.put(file, stat.get());
        } else {
          drifted.add(file.path());
        }
      }
    }
    good = found;
    return drifted;
  }
}
