package coop.croft.controller.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * The controller's SQLite file. Every commit is on the disk before it is believed (WAL, full
 * synchronisation). One connection writes; readers see the last commit and wait for nobody.
 */
public final class Database implements AutoCloseable {
  private static final int READERS = 4;
  private static final int BUSY_MILLIS = 10_000;

  private final HikariDataSource writer;
  private final HikariDataSource readers;
  private final Jdbi write;
  private final Jdbi read;

  /** Work in a transaction. */
  @FunctionalInterface
  public interface Work<T extends @org.jspecify.annotations.Nullable Object> {
    T run(Handle handle);
  }

  private Database(HikariDataSource writer, HikariDataSource readers) {
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
      return new Database(writer, pool("readers", file, READERS, true));
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

  /** Runs {@code work} in one durable transaction: all of it or nothing. */
  public <T extends @org.jspecify.annotations.Nullable Object> T write(Work<T> work) {
    return write.inTransaction(work::run);
  }

  /** Runs {@code work} on one consistent state; it cannot write. */
  public <T extends @org.jspecify.annotations.Nullable Object> T read(Work<T> work) {
    return read.inTransaction(work::run);
  }

  @Override
  public void close() {
    readers.close();
    writer.close();
  }
}
