package coop.croft.controller.store;

import java.time.Instant;
import java.util.List;
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
   * @param fingerprint SHA-256 of the certificate with which it may speak
   * @param certificate PEM
   * @param next fingerprint of the one that it was given instead and has not shown yet; or empty
   * @param newer whether a newer certificate of the host counts, too, because this store began as a
   *     copy
   * @param revoked since when it may not speak any more
   * @param live the generation that it last said to run
   * @param trouble why it does not run the latest; empty if nothing is known to be wrong
   */
  public record Joined(
      String name,
      String fingerprint,
      String certificate,
      String next,
      boolean newer,
      Optional<Instant> revoked,
      Instant seen,
      long live,
      String trouble) {}

  private static final List<String> FORGET =
      List.of(
          "DELETE FROM hosts WHERE name = :name",
          "DELETE FROM tokens WHERE host = :name",
          "DELETE FROM manifests WHERE host = :name",
          "DELETE FROM kept WHERE host = :name");

  private static final String COLUMNS =
      "name, fingerprint, certificate, next_fingerprint, newer, revoked, seen, live, trouble";

  public static SortedMap<String, Joined> all(Handle h) {
    SortedMap<String, Joined> out = new TreeMap<>();
    h.createQuery("SELECT " + COLUMNS + " FROM hosts")
        .map(Hosts::joined)
        .forEach(j -> out.put(j.name(), j));
    return out;
  }

  public static Optional<Joined> find(Handle h, String name) {
    return h.createQuery("SELECT " + COLUMNS + " FROM hosts WHERE name = :name")
        .bind("name", name)
        .map(Hosts::joined)
        .findOne();
  }

  private static Joined joined(java.sql.ResultSet rs, StatementContext ctx)
      throws java.sql.SQLException {
    return new Joined(
        rs.getString(1),
        rs.getString(2),
        rs.getString(3),
        rs.getString(4),
        rs.getBoolean(5),
        Optional.of(rs.getLong(6)).filter(t -> t != 0).map(Instant::ofEpochSecond),
        Instant.ofEpochSecond(rs.getLong(7)),
        rs.getLong(8),
        rs.getString(9));
  }

  /** A host joins, or joins again: the certificate that it had counts no longer. */
  public static void join(
      Handle h, String name, String fingerprint, String certificate, Instant now) {
    h.createUpdate(
            "INSERT INTO hosts (name, fingerprint, certificate, joined, seen, live, trouble)"
                + " VALUES (:name, :fingerprint, :certificate, :now, :now, 0, '')"
                + " ON CONFLICT (name) DO UPDATE SET fingerprint = excluded.fingerprint,"
                + " certificate = excluded.certificate, joined = excluded.joined,"
                + " next_fingerprint = '', next_certificate = '', revoked = 0, newer = 0,"
                + " seen = excluded.seen, live = 0, trouble = ''")
        .bind("name", name)
        .bind("fingerprint", fingerprint)
        .bind("certificate", certificate)
        .bind("now", now.getEpochSecond())
        .execute();
  }

  /** A host is given another certificate; the one that it has counts until it shows this one. */
  public static void offer(Handle h, String name, String fingerprint, String certificate) {
    h.createUpdate(
            "UPDATE hosts SET next_fingerprint = :fingerprint, next_certificate = :certificate"
                + " WHERE name = :name")
        .bind("name", name)
        .bind("fingerprint", fingerprint)
        .bind("certificate", certificate)
        .execute();
  }

  /**
   * A host has shown the certificate that it was given: the one before counts no longer. False if
   * another call of the host was quicker.
   */
  public static boolean adopt(Handle h, String name, String fingerprint) {
    return h.createUpdate(
                "UPDATE hosts SET fingerprint = next_fingerprint, certificate = next_certificate,"
                    + " next_fingerprint = '', next_certificate = '', newer = 0"
                    + " WHERE name = :name AND next_fingerprint = :fingerprint")
            .bind("name", name)
            .bind("fingerprint", fingerprint)
            .execute()
        == 1;
  }

  /** Hosts may have renewed their certificates after the copy was made that this store began as. */
  public static void trustNewer(Handle h) {
    h.execute("UPDATE hosts SET newer = 1, next_fingerprint = '', next_certificate = ''");
  }

  /** A host has shown a certificate that this store had no word of. */
  public static void take(Handle h, String name, String fingerprint, String certificate) {
    h.createUpdate(
            "UPDATE hosts SET fingerprint = :fingerprint, certificate = :certificate"
                + " WHERE name = :name AND newer = 1")
        .bind("name", name)
        .bind("fingerprint", fingerprint)
        .bind("certificate", certificate)
        .execute();
  }

  /**
   * A host is no part of the site any more: its certificate, its tokens, what it should run, and
   * the secrets whose last word is its name.
   */
  public static void forget(Handle h, String name) {
    for (String statement : FORGET) {
      h.createUpdate(statement).bind("name", name).execute();
    }
    forgetSecrets(h, name);
  }

  private static void forgetSecrets(Handle h, String name) {
    h.createUpdate("DELETE FROM secrets WHERE substr(name, -length(:name) - 1) = '/' || :name")
        .bind("name", name)
        .execute();
  }

  /**
   * A host may not speak any more, nor join with a token that it was given before. The secrets
   * whose last word is its name are made anew for whatever is rendered next.
   */
  public static void revoke(Handle h, String name, Instant now) {
    h.createUpdate("DELETE FROM tokens WHERE host = :name AND used IS NULL")
        .bind("name", name)
        .execute();
    h.createUpdate(
            "UPDATE hosts SET revoked = :now, next_fingerprint = '', next_certificate = ''"
                + " WHERE name = :name AND revoked = 0")
        .bind("name", name)
        .bind("now", now.getEpochSecond())
        .execute();
    forgetSecrets(h, name);
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

  /** Whether {@link #useToken} would be right now. */
  public static boolean hasToken(Handle h, String hash, String host, Instant now) {
    return h.createQuery(
                "SELECT count(*) FROM tokens"
                    + " WHERE hash = :hash AND host = :host AND used IS NULL AND expires > :now")
            .bind("hash", hash)
            .bind("host", host)
            .bind("now", now.getEpochSecond())
            .mapTo(Long.class)
            .one()
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
