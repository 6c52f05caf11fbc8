package coop.croft.core.os;

import java.io.Closeable;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Directories of a disk, for work on many files: each is opened once, all are closed together. */
public final class OpenDirectories implements Closeable {
  /**
   * So many files are made durable one by one. More than that, and it is quicker to have the kernel
   * write all that waits for that disk, whose ever it is: seconds, if a member has just written
   * much.
   */
  static final int FEW = 40;

  private final Disk disk;
  private final Map<String, Directory> open = new HashMap<>();
  private int laid;

  public OpenDirectories(Disk disk) {
    this.disk = disk;
  }

  /** The directory that holds the file of that path; empty if it is not there. */
  public Optional<Directory> of(String file) throws IOException {
    String path = Disk.parent(file);
    Directory known = open.get(path);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<Directory> there = disk.directory(path);
    there.ifPresent(d -> open.put(path, d));
    return there;
  }

  /** The same, made if it is not there, {@link Disk#make}. */
  public Directory make(String file) throws IOException {
    Optional<Directory> there = of(file);
    if (there.isPresent()) {
      return there.get();
    }
    Directory made = disk.make(Disk.parent(file));
    open.put(Disk.parent(file), made);
    return made;
  }

  /** Makes the names in all of them durable. */
  public void sync() throws IOException {
    for (Directory directory : open.values()) {
      directory.sync();
    }
  }

  /** Lays a file; durable only after {@link #syncAll}. */
  void lay(Directory directory, String name, byte[] bytes, long uid, long gid, int mode)
      throws IOException {
    laid++;
    directory.write(name, bytes, uid, gid, mode, laid <= FEW);
  }

  /** Makes what was laid in them durable, and what came into the store. */
  public void syncAll(ContentStore store) throws IOException {
    if (laid <= FEW && store.isFew()) {
      sync();
      store.directory().sync();
    } else {
      syncDisks(store.directory());
    }
    store.synced();
  }

  /** Everything on their disks and on that of {@code another}, with one call each. */
  private void syncDisks(Directory another) throws IOException {
    Map<Long, Directory> disks = new HashMap<>(Map.of(another.stat().disk(), another));
    for (Directory directory : open.values()) {
      disks.put(directory.stat().disk(), directory);
    }
    for (Directory directory : disks.values()) {
      directory.syncDisk();
    }
  }

  @Override
  public void close() {
    open.values().forEach(Directory::close);
  }
}
