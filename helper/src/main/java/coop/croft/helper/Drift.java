package coop.croft.helper;

import coop.croft.core.os.Directory;
import coop.croft.core.os.Stat;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Compares live files with the manifest. A file's content is read again only if the kernel says
 * that something about it changed.
 */
final class Drift {
  private final Disk disk;
  private Map<String, Good> good = new HashMap<>();

  /** A file that was found to be as it should, and what the kernel said of it then. */
  private record Good(Tree.Entry entry, Stat stat) {}

  Drift(Disk disk) {
    this.disk = disk;
  }

  Set<String> find(
      Tree tree, Function<Map.Entry<String, Tree.Entry>, Optional<Journal.FileMove>> wanted)
      throws IOException {
    Set<String> drifted = new TreeSet<>();
    Map<String, Good> found = new HashMap<>();
    Map<String, Optional<Directory>> directories = new HashMap<>();
    try {
      for (var file : (Iterable<Map.Entry<String, Tree.Entry>>) tree.all()::iterator) {
        String path = file.getKey();
        String parent = path.substring(0, path.lastIndexOf('/'));
        Optional<Directory> directory = directories.get(parent);
        if (directory == null) {
          directory = disk.directory(parent);
          directories.put(parent, directory);
        }
        Optional<Journal.FileMove> move = wanted.apply(file);
        if (move.isEmpty()) {
          continue;
        }
        Optional<Stat> stat =
            directory.isEmpty() ? Optional.empty() : directory.get().stat(Disk.name(path));
        Optional<Good> now = stat.map(s -> new Good(file.getValue(), s));
        if (directory.isPresent()
            && now.isPresent()
            && (now.get().equals(good.get(path))
                || Switch.holds(directory.get(), Disk.name(path), move.get()))) {
          found.put(path, now.get());
        } else {
          drifted.add(path);
        }
      }
    } finally {
      directories.values().forEach(d -> d.ifPresent(Directory::close));
    }
    good = found;
    return drifted;
  }
}
