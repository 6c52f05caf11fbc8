package coop.croft.controller.store;

import coop.croft.core.manifest.Hash;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Files that hosts go on having for a while although their sites have moved. */
public final class KeptFiles {
  private KeptFiles() {}

  /**
   * @param domain of the site that has moved
   * @param due when the host may lose it
   */
  public record Row(
      String host,
      String path,
      String domain,
      String service,
      Hash hash,
      int size,
      boolean secret,
      Instant due) {
    /** As it can be read again. */
    private Row stored() {
      Instant seconds = due.truncatedTo(ChronoUnit.SECONDS);
      return new Row(host, path, domain, service, hash, size, secret, seconds);
    }
  }

  public static List<Row> all(Handle h) {
    return h.createQuery(
            "SELECT host, path, domain, service, hash, size, secret, due FROM kept"
                + " ORDER BY host, path")
        .map(
            (rs, ctx) ->
                new Row(
                    rs.getString(1),
                    rs.getString(2),
                    rs.getString(3),
                    rs.getString(4),
                    new Hash(rs.getString(5)),
                    rs.getInt(6),
                    rs.getBoolean(7),
                    Instant.ofEpochSecond(rs.getLong(8))))
        .list();
  }

  /** These, and no others any more; only what differs is written. */
  public static void replace(Handle h, Collection<Row> rows) {
    Set<Row> gone = new LinkedHashSet<>(all(h));
    Set<Row> come = new LinkedHashSet<>();
    for (Row r : rows) {
      Row stored = r.stored();
      if (!gone.remove(stored)) {
        come.add(stored);
      }
    }
    remove(h, gone);
    add(h, come);
  }

  private static void remove(Handle h, Collection<Row> rows) {
    if (rows.isEmpty()) {
      return;
    }
    PreparedBatch batch = h.prepareBatch("DELETE FROM kept WHERE host = :host AND path = :path");
    for (Row r : rows) {
      batch.bind("host", r.host()).bind("path", r.path()).add();
    }
    batch.execute();
  }

  private static void add(Handle h, Collection<Row> rows) {
    if (rows.isEmpty()) {
      return;
    }
    PreparedBatch batch =
        h.prepareBatch(
            "INSERT INTO kept (host, path, domain, service, hash, size, secret, due)"
                + " VALUES (:host, :path, :domain, :service, :hash, :size, :secret, :due)");
    for (Row r : rows) {
      batch
          .bind("host", r.host())
          .bind("path", r.path())
          .bind("domain", r.domain())
          .bind("service", r.service())
          .bind("hash", r.hash().hex())
          .bind("size", r.size())
          .bind("secret", r.secret())
          .bind("due", r.due().getEpochSecond())
          .add();
    }
    batch.execute();
  }
}
