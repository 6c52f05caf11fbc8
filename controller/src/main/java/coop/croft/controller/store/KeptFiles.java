package coop.croft.controller.store;

import coop.croft.core.manifest.Hash;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
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
      Instant due) {}

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

  /** These, and no others any more. */
  public static void replace(Handle h, Collection<Row> rows) {
    h.createUpdate("DELETE FROM kept").execute();
    if (rows.isEmpty()) {
      return;
    }
    PreparedBatch batch =
        h.prepareBatch(
            "INSERT INTO kept (host, path, domain, service, hash, size, secret, due)"
                + " VALUES (:host, :path, :domain, :service, :hash, :size, :secret, :due)");
    for (Row r : List.copyOf(rows)) {
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
