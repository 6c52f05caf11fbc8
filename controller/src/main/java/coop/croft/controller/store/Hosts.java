package coop.croft.controller.store;

import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** Hosts that have joined, and the tokens with which further ones may. */
public final class Hosts {
  private Hosts() {}

  /**
   * A joined host.
   *
   * @param fingerprint SHA-256 of the only certificate with which it may speak
   * @param certificate PEM
   * @param live the generation that it last said to run
   * @param trouble why it does not run the latest; empty if nothing is known to be wrong
   */
  public record Joined(
      String name,
      String fingerprint,
      String certificate,
      Instant seen,
      long live,
      String trouble) {}

  public static SortedMap<String, Joined> all(Handle h) {
    SortedMap<String, Joined> out = new TreeMap<>();
    h.createQuery("SELECT name, fingerprint, certificate, seen, live, trouble FROM hosts")
        .map(Hosts::joined)
        .forEach(j -> out.put(j.name(), j));
    return out;
  }

  private static Joined joined(java.sql.ResultSet rs, StatementContext ctx)
      throws java.sql.SQLException {
    return new Joined(
        rs.getString(1),
        rs.getString(2),
        rs.getString(3),
        Instant.ofEpochSecond(rs.getLong(4)),
        rs.getLong(5),
        rs.getString(6));
  }

  /** A host joins, or joins again: the certificate that it had counts no longer. */
  public static void join(
      Handle h, String name, String fingerprint, String certificate, Instant now) {
    h.createUpdate(
            "INSERT INTO hosts (name, fingerprint, certificate, joined, seen, live, trouble)"
                + " VALUES (:name, :fingerprint, :certificate, :now, :now, 0, '')"
                + " ON CONFLICT (name) DO UPDATE SET fingerprint = excluded.fingerprint,"
                + " certificate = excluded.certificate, joined = excluded.joined,"
                + " seen = excluded.seen, live = 0, trouble = ''")
        .bind("name", name)
        .bind("fingerprint", fingerprint)
        .bind("certificate", certificate)
        .bind("now", now.getEpochSecond())
        .execute();
  }

  public static void report(Handle h, String name, Instant seen, long live, String trouble) {
    h.createUpdate(
            "UPDATE hosts SET seen = :seen, live = :live, trouble = :trouble WHERE name = :name")
        .bind("name", name)
        .bind("seen", seen.getEpochSecond())
        .bind("live", live)
        .bind("trouble", trouble)
        .execute();
  }

  /** A new token; one that was not used yet for the same host counts no longer. */
  public static void putToken(Handle h, String hash, String host, Instant expires) {
    h.createUpdate("DELETE FROM tokens WHERE host = :host AND used IS NULL")
        .bind("host", host)
        .execute();
    h.createUpdate("INSERT INTO tokens (hash, host, expires) VALUES (:hash, :host, :expires)")
        .bind("hash", hash)
        .bind("host", host)
        .bind("expires", expires.getEpochSecond())
        .execute();
  }

  /** Uses a token up; false if it is not one for that host, too old, or was used before. */
  public static boolean useToken(Handle h, String hash, String host, Instant now) {
    return h.createUpdate(
                "UPDATE tokens SET used = :now"
                    + " WHERE hash = :hash AND host = :host AND used IS NULL AND expires > :now")
            .bind("hash", hash)
            .bind("host", host)
            .bind("now", now.getEpochSecond())
            .execute()
        == 1;
  }

  /** When the unused token of a host ends, if there is one. */
  public static Optional<Instant> tokenFor(Handle h, String host, Instant now) {
    return h.createQuery(
            "SELECT expires FROM tokens WHERE host = :host AND used IS NULL AND expires > :now")
        .bind("host", host)
        .bind("now", now.getEpochSecond())
        .mapTo(Long.class)
        .findFirst()
        .map(Instant::ofEpochSecond);
  }
}
