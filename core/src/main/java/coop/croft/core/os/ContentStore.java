package coop.croft.core.os;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Contents of files by their SHA-256, in a directory of its own. */
public record ContentStore(Directory directory) {
  private static final String NEW = "new";

  public boolean has(String hash) throws IOException {
    return directory.stat(hash).isPresent();
  }

  /** Keeps the bytes, readable by root alone; durable only after {@link Directory#syncDisk}. */
  public void put(byte[] bytes) throws IOException {
    String hash = Sha256.of(bytes);
    if (!has(hash)) {
      directory.lay(NEW, bytes, 0, 0, 0600);
      directory.rename(NEW, hash);
    }
  }

  /** The content, verified again: a disk forgets. */
  public Optional<byte[]> get(String hash) throws IOException {
    Optional<byte[]> bytes = directory.content(hash, WantedFile.MAX_BYTES);
    if (bytes.isPresent() && !Sha256.of(bytes.get()).equals(hash)) {
      directory.remove(hash);
      return Optional.empty();
    }
    return bytes;
  }

  /**
   * The content that the file {@code path} must have.
   *
   * @throws IOException if it is lost
   */
  public byte[] get(String hash, String path) throws IOException {
    return get(hash).orElseThrow(() -> new IOException("the content of " + path + " is lost"));
  }

  /**
   * Gives contents names in a directory of the same disk, each under its absolute path as if the
   * directory were the root; what was in it before is removed.
   *
   * @param files hashes by path
   */
  public void layOut(Disk disk, String root, Map<String, String> files) throws IOException {
    disk.removeTree(root);
    disk.make(root).close();
    try (OpenDirectories places = new OpenDirectories(disk)) {
      for (Map.Entry<String, String> file : files.entrySet()) {
        Directory place = places.make(root + file.getKey());
        directory.link(file.getValue(), place, Disk.name(file.getKey()));
      }
    }
  }

  public void dropAllBut(Set<String> wanted) throws IOException {
    for (String name : directory.list()) {
      if (!wanted.contains(name)) {
        directory.remove(name);
      }
    }
  }
}
