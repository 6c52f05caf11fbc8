package coop.croft.controller.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * The controller's SQLite file. Every commit is on the disk before it is believed (WAL, full
 * synchronisation). One connection writes; readers see the last commit and wait for nobody.
 */
public final class Database implements AutoCloseable {
  private static final int READERS = 4;
  private static final int BUSY_MILLIS = 10_000;

  /** When a copy of the store was made, in the copy alone. */
  private static final String COPIED = "copied";

  private final Path file;
  private final HikariDataSource writer;
  private final HikariDataSource readers;
  private final Jdbi write;
  private final Jdbi read;

  /** Work in a transaction. */
  @FunctionalInterface
  public interface Work<T extends @org.jspecify.annotations.Nullable Object> {
    T run(Handle handle);
  }

  private Database(Path file, HikariDataSource writer, HikariDataSource readers) {
    this.file = file;
    this.writer = writer;
    this.readers = readers;
    this.write = Jdbi.create(writer);
    this.read = Jdbi.create(readers);
  }

  /**
   * Opens the file, made if there is none with access for its owner alone, and brings its schema up
   * to date.
   */
  public static Database open(Path file) throws IOException {
    if (!Files.exists(file)) {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    HikariDataSource writer = pool("writer", file, 1, false);
    try {
      Flyway.configure()
          .dataSource(writer)
          .locations("classpath:coop/croft/controller/store")
          .load()
          .migrate();
      return new Database(file, writer, pool("readers", file, READERS, true));
    } catch (RuntimeException e) {
      writer.close();
      throw e;
    }
  }

  private static HikariDataSource pool(String name, Path file, int size, boolean readOnly) {
    SQLiteConfig sqlite = new SQLiteConfig();
    sqlite.setJournalMode(SQLiteConfig.JournalMode.WAL);
    sqlite.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    sqlite.enforceForeignKeys(true);
    sqlite.setBusyTimeout(BUSY_MILLIS);
    if (!readOnly) {
      // Takes the lock at once and waits for it; a transaction that asks for it later may not wait.
      sqlite.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
    }
    SQLiteDataSource source = new SQLiteDataSource(sqlite);
    source.setUrl("jdbc:sqlite:" + file);
    HikariConfig config = new HikariConfig();
    config.setPoolName(name);
    config.setDataSource(source);
    config.setMaximumPoolSize(size);
    config.setMinimumIdle(1);
    if (readOnly) {
      config.setConnectionInitSql("PRAGMA query_only = ON");
    }
    return new HikariDataSource(config);
  }

  /** The disk does not take what is to be kept. Nothing of it was. */
  public static final class Unwritable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String sentence;

    private Unwritable(Path file, String why, JdbiException cause) {
      super(why, cause);
      this.sentence = "the controller cannot write " + file + ": " + why;
    }

    /** For whoever asked for what is not kept now. */
    public String sentence() {
      return sentence;
    }

    /** That failure, if it is one of these. */
    private static RuntimeException of(Path file, JdbiException e) {
      for (Throwable t = e; t != null; t = t.getCause()) {
        if (t instanceof SQLiteException s) {
          // The lowest byte is the kind, the others say where (sqlite.org/rescode.html).
          return switch (SQLiteErrorCode.getErrorCode(s.getResultCode().code & 0xff)) {
            case SQLITE_FULL -> new Unwritable(file, "the disk is full", e);
            case SQLITE_READONLY -> new Unwritable(file, "it can only be read", e);
            // After an error of the disk itself nobody knows what it kept.
            default -> e;
          };
        }
      }
      return e;
    }
  }

  /**
   * Runs {@code work} in one durable transaction: all of it or nothing.
   *
   * @throws Unwritable if the disk does not take it
   */
  public <T extends @org.jspecify.annotations.Nullable Object> T write(Work<T> work) {
    try {
      return write.inTransaction(work::run);
    } catch (JdbiException e) {
      throw Unwritable.of(file, e);
    }
  }

  /** Runs {@code work} on one consistent state; it cannot write. */
  public <T extends @org.jspecify.annotations.Nullable Object> T read(Work<T> work) {
    return read.inTransaction(work::run);
  }

  /**
   * Writes one consistent state of everything into a new file, while work goes on; the file knows
   * that it is a copy.
   *
   * @throws Unwritable if there is no room for it
   */
  public void copy(Path target, Instant now) throws IOException {
    Files.deleteIfExists(target);
    try {
      copyTo(target, now);
    } catch (JdbiException e) {
      Files.deleteIfExists(target);
      throw Unwritable.of(target, e);
    }
  }

  private void copyTo(Path target, Instant now) {
    // Readers may write nowhere, and whoever writes must not wait.
    try (HikariDataSource source = pool("source", file, 1, false)) {
      Jdbi.create(source).useHandle(h -> h.execute("VACUUM INTO ?", target.toString()));
    }
    try (HikariDataSource copy = pool("copy", target, 1, false)) {
      Jdbi.create(copy)
          .useTransaction(h -> Meta.put(h, COPIED, Long.toString(now.getEpochSecond())));
      // One file, not one and a log beside it.
      Jdbi.create(copy).useHandle(h -> h.execute("PRAGMA journal_mode = DELETE"));
    }
  }

  /** When the store was copied, if it is a copy with which nobody has begun yet. */
  public static Optional<Instant> copied(Handle h) {
    return Meta.get(h, COPIED).map(s -> Instant.ofEpochSecond(Long.parseLong(s)));
  }

  /** From now on it is the store itself. */
  public static void noCopy(Handle h) {
    h.createUpdate("DELETE FROM meta WHERE name = :name").bind("name", COPIED).execute();
  }

  @Override
  public void close() {
    readers.close();
    writer.close();
  }
}
