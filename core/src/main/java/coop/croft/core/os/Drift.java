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
  private final Map<String, Map<String, Seen>> good = new HashMap<>();

  /** A file that was as wanted; whatever is done to it, the kernel sets {@code changed} anew. */
  private record Seen(Optional<String> hash, long inode, long changed) {
    Seen(WantedFile file, Stat stat) {
      this(file.hash(), stat.inode(), stat.changed());
    }
  }

  public Drift(Disk disk) {
    this.disk = disk;
  }

  /**
   * The paths of the files that are not as wanted.
   *
   * @param part of all files that is looked at; what was seen of it before is remembered by that
   *     name
   */
  public Set<String> find(String part, List<WantedFile> wanted) throws IOException {
    Set<String> drifted = new TreeSet<>();
    Map<String, Seen> before = good.getOrDefault(part, Map.of());
    Map<String, Seen> found = new HashMap<>();
    try (OpenDirectories places = new OpenDirectories(disk)) {
      for (WantedFile file : wanted) {
        Optional<Directory> place = places.of(file.path());
        Optional<Stat> stat = place.isPresent() ? place.get().stat(file.name()) : Optional.empty();
        if (place.isPresent()
            && stat.isPresent()
            && stat.get().isOf(file.uid(), file.gid(), file.mode())
            && (new Seen(file, stat.get()).equals(before.get(file.path()))
                || file.isIn(place.get()))) {
          found.put(file.path(), new Seen(file, stat.get()));
        } else {
          drifted.add(file.path());
        }
      }
    }
    good.put(part, found);
    return drifted;
  }
}
