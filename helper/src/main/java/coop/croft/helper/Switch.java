package coop.croft.helper;

import coop.croft.core.os.Directory;
import coop.croft.core.os.OpenFile;
import coop.croft.core.os.OsException;
import coop.croft.core.os.Stat;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Replaces many files as one: a redo journal. Before the journal has its name nothing has happened;
 * from then on the change will happen, finished by whoever comes next: this process, its successor,
 * or the one-shot that runs before a daemon starts. A lock keeps them apart while files are moved.
 *
 * <p>{@code journal}: files are to be moved. {@code operations}: files are in place, operations are
 * to be run. Only the helper itself runs operations, because they need the daemons.
 */
final class Switch {
  private static final String JOURNAL = "journal";
  private static final String OPERATIONS = "operations";
  private static final String LIVE = "live";
  private static final String PREVIOUS = "previous";
  private static final int RECORD_BYTES = 64 << 20;

  private final Disk disk;
  private final Directory state;
  private final Path lock;
  private final Store store;

  Switch(Disk disk, Directory state, Path statePath, Store store) {
    this.disk = disk;
    this.state = state;
    this.lock = statePath.resolve("lock");
    this.store = store;
  }

  Optional<Signed> live() throws IOException, Refused {
    return record(LIVE);
  }

  Optional<Signed> previous() throws IOException, Refused {
    return record(PREVIOUS);
  }

  private Optional<Signed> record(String name) throws IOException, Refused {
    Optional<byte[]> bytes = read(name);
    return bytes.isEmpty()
        ? Optional.empty()
        : Signed.read(new String(bytes.get(), StandardCharsets.UTF_8));
  }

  private Optional<byte[]> read(String name) throws IOException {
    Optional<OpenFile> file = state.readIfThere(name);
    if (file.isEmpty()) {
      return Optional.empty();
    }
    try (OpenFile f = file.get()) {
      return Optional.of(f.read(RECORD_BYTES));
    }
  }

  /** Lays the new content beside its target, with its owner and mode. Not durable yet. */
  void stage(Journal.FileMove file, byte[] content) throws IOException {
    String directory = file.path().substring(0, file.path().lastIndexOf('/'));
    Optional<Directory> there = disk.directory(directory);
    try (Directory d = there.isPresent() ? there.get() : disk.make(directory)) {
      d.remove(file.waiting());
      try (OpenFile f = d.create(file.waiting())) {
        f.write(content);
        f.own(file.uid(), file.gid(), file.mode());
      }
    }
  }

  /** Makes all that was staged durable, with one call for each disk. */
  void syncStaged(List<Journal.FileMove> files) throws IOException {
    Map<Long, Boolean> done = new HashMap<>();
    store.directory().syncDisk();
    done.put(store.directory().stat().disk(), true);
    for (Journal.FileMove file : files) {
      Optional<Directory> directory = disk.parent(file.path());
      if (directory.isPresent()) {
        try (Directory d = directory.get()) {
          if (done.put(d.stat().disk(), true) == null) {
            d.syncDisk();
          }
        }
      }
    }
  }

  /** Takes back what {@link #stage} laid out. */
  void unstage(List<Journal.FileMove> files) throws IOException {
    for (Journal.FileMove file : files) {
      Optional<Directory> directory = disk.parent(file.path());
      if (directory.isPresent()) {
        try (Directory d = directory.get()) {
          d.remove(file.waiting());
        }
      }
    }
  }

  /** Makes a staged change happen. On return the files are in place; operations remain. */
  void commit(Journal journal) throws IOException, Refused {
    try (RandomAccessFile file = new RandomAccessFile(lock.toFile(), "rw");
        FileLock held = file.getChannel().lock()) {
      if (!held.isValid() || state.stat(JOURNAL).isPresent()) {
        throw new Refused("another change is not finished");
      }
      Disk.write(state, "." + JOURNAL, journal.text(), 0, 0, 0600);
      Step.JOURNAL_WRITTEN.reached();
      state.rename("." + JOURNAL, JOURNAL);
      state.sync();
      Step.JOURNAL_DURABLE.reached();
      finish(journal);
    }
  }

  /**
   * Finishes the moves of a journal that a crash left behind. Costs next to nothing if there is
   * none.
   *
   * @return whether there was one
   */
  boolean recover() throws IOException, Refused {
    try (RandomAccessFile file = new RandomAccessFile(lock.toFile(), "rw");
        FileLock held = file.getChannel().lock()) {
      Optional<byte[]> journal = held.isValid() ? read(JOURNAL) : Optional.empty();
      if (journal.isEmpty()) {
        return false;
      }
      finish(Journal.read(journal.get()));
      return true;
    }
  }

  /** Whether files of a change are still to be moved. */
  boolean isUnfinished() {
    return java.nio.file.Files.exists(lock.resolveSibling(JOURNAL));
  }

  private void finish(Journal journal) throws IOException, Refused {
    Map<String, Directory> touched = new HashMap<>();
    try {
      for (Journal.FileMove file : journal.files()) {
        move(file, touched);
        Step.RENAMED.reached();
      }
      for (Directory directory : touched.values()) {
        directory.sync();
      }
      Step.RENAMES_DURABLE.reached();
    } finally {
      touched.values().forEach(Directory::close);
    }
    record(journal);
    Step.LIVE_RECORDED.reached();
    // One sync for three names: the operations hold the records too, see due().
    state.rename(JOURNAL, OPERATIONS);
    state.sync();
    Step.OPERATIONS_DUE.reached();
  }

  private void record(Journal journal) throws IOException {
    String previous = journal.previous().map(Signed::line).orElse("-");
    for (var record : Map.of(PREVIOUS, previous, LIVE, journal.live().line()).entrySet()) {
      byte[] bytes = record.getValue().getBytes(StandardCharsets.UTF_8);
      Disk.write(state, "." + record.getKey(), bytes, 0, 0, 0600);
      state.rename("." + record.getKey(), record.getKey());
    }
  }

  private void move(Journal.FileMove file, Map<String, Directory> touched)
      throws IOException, Refused {
    String path = file.path().substring(0, file.path().lastIndexOf('/'));
    Directory directory = touched.get(path);
    if (directory == null) {
      Optional<Directory> there = disk.directory(path);
      if (there.isEmpty() && file.hash().isEmpty()) {
        return;
      }
      directory = there.isPresent() ? there.get() : disk.make(path);
      touched.put(path, directory);
    }
    String name = Disk.name(file.path());
    if (file.hash().isEmpty()) {
      directory.remove(name);
      return;
    }
    if (directory.stat(file.waiting()).isEmpty()) {
      if (holds(directory, name, file)) {
        return;
      }
      // Somebody took the staged file away: the store has its content.
      byte[] content =
          store
              .get(file.hash().get())
              .orElseThrow(() -> new Refused("the content of " + file.path() + " is lost"));
      Disk.write(directory, file.waiting(), content, file.uid(), file.gid(), file.mode());
    }
    directory.rename(file.waiting(), name);
  }

  /** Whether a live file is what the journal wants: content, owner and mode. */
  static boolean holds(Directory directory, String name, Journal.FileMove file) throws IOException {
    Optional<Stat> stat = directory.stat(name);
    if (stat.isEmpty()
        || !stat.get().isFile()
        || stat.get().uid() != file.uid()
        || stat.get().gid() != file.gid()
        || stat.get().permissions() != file.mode()
        || stat.get().size() > Store.CONTENT_BYTES) {
      return false;
    }
    try (OpenFile f = directory.read(name)) {
      return file.hash().equals(Optional.of(Hashes.of(f.read(Store.CONTENT_BYTES))));
    } catch (OsException e) {
      return false;
    }
  }

  /** The change whose operations are still to be run. */
  Optional<Journal> due() throws IOException, Refused {
    Optional<byte[]> bytes = read(OPERATIONS);
    if (bytes.isEmpty()) {
      return Optional.empty();
    }
    Journal journal = Journal.read(bytes.get());
    record(journal);
    state.sync();
    return Optional.of(journal);
  }

  /** All operations were run. */
  void done() throws IOException {
    state.remove(OPERATIONS);
    state.sync();
    Step.JOURNAL_REMOVED.reached();
  }
}
