package coop.croft.core.os;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A file as it should be: content by its SHA-256, numeric owner and mode. Without a hash there
 * should be none.
 */
public record WantedFile(String path, Optional<String> hash, long uid, long gid, int mode) {
  /** Of one content. */
  public static final int MAX_BYTES = 8 << 20;

  /** A file that should not be there. */
  public static WantedFile none(String path) {
    return new WantedFile(path, Optional.empty(), 0, 0, 0);
  }

  /** {@code put HASH UID GID MODE PATH} or {@code remove PATH}, the mode as a decimal number. */
  public String line() {
    String numbers = uid + " " + gid + " " + mode;
    return hash.map(h -> String.join(" ", "put", h, numbers, path)).orElse("remove " + path);
  }

  /** Reads {@link #line}. */
  public static WantedFile of(String line) {
    String[] w = line.split(" ", 6);
    return w[0].equals("remove")
        ? none(line.substring("remove ".length()))
        : new WantedFile(
            w[5],
            Optional.of(w[1]),
            Long.parseLong(w[2]),
            Long.parseLong(w[3]),
            Integer.parseInt(w[4]));
  }

  public String name() {
    return Disk.name(path);
  }

  /** Name under which the new content waits, in the directory of the target. */
  public String waiting() {
    return ".croft-" + Sha256.of(path).substring(0, 32);
  }

  /** Whether what lies in {@code directory} is as wanted: content, owner and mode. */
  public boolean isIn(Directory directory) throws IOException {
    Optional<Stat> stat = directory.stat(name());
    if (stat.isEmpty()
        || !stat.get().isFile()
        || !stat.get().isOf(uid, gid, mode)
        || stat.get().size() > MAX_BYTES) {
      return false;
    }
    try {
      return directory.content(name(), MAX_BYTES).map(Sha256::of).equals(hash);
    } catch (OsException e) {
      return false;
    }
  }

  /** The same, wherever it lies. */
  public boolean isIn(Disk disk) throws IOException {
    Optional<Directory> there = disk.directory(Disk.parent(path));
    if (there.isEmpty()) {
      return false;
    }
    try (Directory directory = there.get()) {
      return isIn(directory);
    }
  }

  /** Lays the content beside the target, with owner and mode; not durable yet. */
  public void lay(OpenDirectories places, byte[] content) throws IOException {
    places.lay(places.make(path), waiting(), content, uid, gid, mode);
  }

  /** Removes what was laid for files of these paths. */
  public static void takeBack(Disk disk, List<String> paths) throws IOException {
    try (OpenDirectories places = new OpenDirectories(disk)) {
      for (String path : paths) {
        Optional<Directory> place = places.of(path);
        if (place.isPresent()) {
          place.get().remove(none(path).waiting());
        }
      }
    }
  }

  /**
   * Brings what was laid into its place, or removes the file; can be repeated. What was taken away
   * in between is laid anew. The names are durable after {@link OpenDirectories#sync}.
   */
  public void settle(OpenDirectories places, ContentStore store) throws IOException {
    if (hash.isPresent()) {
      Directory place = places.make(path);
      if (place.stat(waiting()).isPresent()) {
        place.rename(waiting(), name());
      } else if (!isIn(place)) {
        put(place, store.get(hash.get(), path));
      }
      return;
    }
    Optional<Directory> place = places.of(path);
    if (place.isPresent()) {
      place.get().remove(name());
    }
  }

  /** The same; makes the directory if it is not there. */
  public boolean put(Disk disk, byte[] content) throws IOException {
    try (Directory directory = disk.make(Disk.parent(path))) {
      return put(directory, content);
    }
  }

  /** Puts the content in its place, durable on return; says whether it was not so before. */
  public boolean put(Directory directory, byte[] content) throws IOException {
    if (isIn(directory)) {
      return false;
    }
    directory.write(waiting(), content, uid, gid, mode);
    directory.rename(waiting(), name());
    directory.sync();
    return true;
  }
}
