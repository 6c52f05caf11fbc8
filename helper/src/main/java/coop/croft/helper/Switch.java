package coop.croft.helper;

import coop.croft.core.os.ContentStore;
import coop.croft.core.os.Directory;
import coop.croft.core.os.Disk;
import coop.croft.core.os.OpenDirectories;
import coop.croft.core.os.WantedFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Replaces many files as one: a redo journal. Before the journal has its name nothing has happened;
 * from then on the change will happen, finished by whoever comes next: this process, its successor,
 * or the one-shot that runs before a daemon starts. A lock keeps them apart while files are moved.
 *
 * <p>{@code journal}: files are to be moved. {@code operations}: files are in place, operations are
 * to be run. Only the helper itself runs operations, because they need the daemons.
 */
record Switch(Disk disk, Directory state, ContentStore store) {
  private static final String JOURNAL = "journal";
  private static final String OPERATIONS = "operations";
  private static final String LIVE = "live";
  private static final String PREVIOUS = "previous";
  private static final String LOCK = "lock";
  private static final int RECORD_BYTES = 64 << 20;

  Optional<Signed> live() throws IOException {
    return Signed.read(read(LIVE).orElse("-"));
  }

  Optional<Signed> previous() throws IOException {
    return Signed.read(read(PREVIOUS).orElse("-"));
  }

  /** The text of a record. */
  Optional<String> read(String name) throws IOException {
    return state.text(name, RECORD_BYTES);
  }

  private Optional<Journal> journal(String name) throws IOException {
    Optional<String> text = read(name);
    return text.isPresent() ? Optional.of(Journal.read(text.get())) : Optional.empty();
  }

  /** Makes a staged change happen. On return the files are in place; operations remain. */
  void commit(Journal journal) throws IOException {
    try (Closeable _ = state.lock(LOCK)) {
      if (isUnfinished()) {
        throw new Refused("another change is not finished");
      }
      state.write("." + JOURNAL, journal.text(), 0, 0, 0600);
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
  boolean recover() throws IOException {
    try (Closeable _ = state.lock(LOCK)) {
      Optional<Journal> journal = journal(JOURNAL);
      if (journal.isPresent()) {
        finish(journal.get());
      }
      return journal.isPresent();
    }
  }

  /** Whether files of a change are still to be moved. */
  boolean isUnfinished() {
    return state.has(JOURNAL);
  }

  private void finish(Journal journal) throws IOException {
    try (OpenDirectories places = new OpenDirectories(disk)) {
      for (WantedFile file : journal.files()) {
        file.settle(places, store);
        Step.RENAMED.reached();
      }
      places.sync();
      Step.RENAMES_DURABLE.reached();
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
    state.replace(PREVIOUS, previous.getBytes(StandardCharsets.UTF_8));
    state.replace(LIVE, journal.live().line().getBytes(StandardCharsets.UTF_8));
  }

  /** The change whose operations are still to be run. */
  Optional<Journal> due() throws IOException {
    Optional<Journal> journal = journal(OPERATIONS);
    if (journal.isPresent()) {
      record(journal.get());
      state.sync();
    }
    return journal;
  }

  /** All operations were run. */
  void done() throws IOException {
    state.remove(OPERATIONS);
    state.sync();
    Step.JOURNAL_REMOVED.reached();
  }
}
