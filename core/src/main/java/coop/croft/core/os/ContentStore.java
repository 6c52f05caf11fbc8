package coop.croft.core.os;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Contents of files by their SHA-256, in a directory of its own. */
public final class ContentStore {
  private final Directory directory;

  /** How many came since {@link #synced}; at first as many as a process before may have left. */
  private int fresh = OpenDirectories.FEW + 1;

  public ContentStore(Directory directory) {
    this.directory = directory;
  }

  Directory directory() {
    return directory;
  }

  public boolean has(String hash) throws IOException {
    return directory.stat(hash).isPresent();
  }

  /**
   * Keeps the bytes, readable by root alone; durable only after {@link OpenDirectories#syncAll}.
   */
  public void put(byte[] bytes) throws IOException {
    String hash = Sha256.of(bytes);
    if (!has(hash)) {
      fresh++;
      write(hash, bytes);
    }
  }

  /** Under its own name at once: whoever reads it verifies it. */
  private void write(String hash, byte[] bytes) throws IOException {
    try (OpenFile file = directory.create(hash)) {
      file.write(bytes);
      if (isFew()) {
        file.sync();
      }
    } catch (IOException e) {
      removeTorn(hash, e);
      throw e;
    }
  }

  private void removeTorn(String hash, IOException why) {
    try {
      directory.remove(hash);
    } catch (IOException e) {
      why.addSuppressed(e);
    }
  }

  /** Whether each of the contents that came lately is durable, if not yet its name. */
  boolean isFew() {
    return fresh <= OpenDirectories.FEW;
  }

  /** All that is here is durable. */
  void synced() {
    fresh = 0;
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
