package coop.croft.helper;

import coop.croft.core.os.Directory;
import coop.croft.core.os.OpenFile;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/**
 * Content by its hash, readable by root alone: all that is live, what was live before, and what is
 * staged. What one run of the helper leaves here that no live manifest reaches is dropped by the
 * next.
 */
final class Store implements Tree.Texts {
  static final int CONTENT_BYTES = 8 << 20;
  private static final String NEW = "new";

  private final Directory directory;

  Store(Directory directory) {
    this.directory = directory;
  }

  Directory directory() {
    return directory;
  }

  boolean has(String hash) throws IOException {
    return directory.stat(hash).isPresent();
  }

  /** Keeps the bytes; durable only after {@link Directory#syncDisk}. */
  void put(byte[] bytes) throws IOException {
    String hash = Hashes.of(bytes);
    if (has(hash)) {
      return;
    }
    directory.remove(NEW);
    try (OpenFile file = directory.create(NEW)) {
      file.write(bytes);
    }
    directory.rename(NEW, hash);
  }

  /** The content, verified again: a disk forgets. */
  Optional<byte[]> get(String hash) throws IOException {
    Optional<OpenFile> file = directory.readIfThere(hash);
    if (file.isEmpty()) {
      return Optional.empty();
    }
    try (OpenFile f = file.get()) {
      byte[] bytes = f.read(CONTENT_BYTES);
      if (!Hashes.of(bytes).equals(hash)) {
        directory.remove(hash);
        return Optional.empty();
      }
      return Optional.of(bytes);
    }
  }

  @Override
  public Optional<byte[]> text(String hash) throws Refused {
    try {
      return get(hash);
    } catch (IOException e) {
      throw new Refused("the store cannot be read: " + e.getMessage());
    }
  }

  void dropAllBut(Set<String> wanted) throws IOException {
    for (String name : directory.list()) {
      if (!wanted.contains(name)) {
        directory.remove(name);
      }
    }
  }
}
