package coop.croft.controller.store;

import coop.croft.core.manifest.Hash;
import coop.croft.core.manifest.SignedManifest;
import coop.croft.core.model.SourceId;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** What was decided, generation by generation, and the bytes that belong to it. */
public final class Generations {
  private Generations() {}

  /** The highest generation; 0 before the first. */
  public static long latest(Handle h) {
    return h.createQuery("SELECT coalesce(max(number), 0) FROM generations")
        .mapTo(Long.class)
        .one();
  }

  public static void add(
      Handle h, long number, long epoch, Instant now, String actor, String summary) {
    h.createUpdate(
            "INSERT INTO generations (number, epoch, time, actor, summary)"
                + " VALUES (:number, :epoch, :time, :actor, :summary)")
        .bind("number", number)
        .bind("epoch", epoch)
        .bind("time", now.getEpochSecond())
        .bind("actor", actor)
        .bind("summary", summary)
        .execute();
  }

  /**
   * What a host must have.
   *
   * @param wave its turn among the hosts of the generation, from 0
   */
  public record Target(long generation, int wave, Hash root) {}

  /**
   * @param checked whether the host has checked it already
   */
  public static void putManifest(Handle h, SignedManifest m, int wave, boolean checked) {
    h.createUpdate(
            "INSERT INTO manifests (host, generation, wave, checked, epoch, root, signature)"
                + " VALUES (:host, :generation, :wave, :checked, :epoch, :root, :signature)")
        .bind("checked", checked)
        .bind("host", m.host())
        .bind("generation", m.generation())
        .bind("wave", wave)
        .bind("epoch", m.epoch())
        .bind("root", m.root())
        .bind("signature", m.signature())
        .execute();
  }

  /** Whether a host had checked what it should have in a generation when that was decided. */
  public static boolean isChecked(Handle h, String host, long generation) {
    return h.createQuery(
            "SELECT checked FROM manifests WHERE host = :host AND generation = :generation")
        .bind("host", host)
        .bind("generation", generation)
        .mapTo(boolean.class)
        .findOne()
        .orElse(false);
  }

  /** The latest manifest of each host. */
  public static SortedMap<String, Target> targets(Handle h) {
    SortedMap<String, Target> out = new TreeMap<>();
    h.createQuery(
            "SELECT m.host, m.generation, m.wave, m.root FROM manifests m JOIN"
                + " (SELECT host, max(generation) AS generation FROM manifests GROUP BY host) l"
                + " ON l.host = m.host AND l.generation = m.generation")
        .map(
            (rs, ctx) ->
                Map.entry(
                    rs.getString(1),
                    new Target(rs.getLong(2), rs.getInt(3), new Hash(rs.getString(4)))))
        .forEach(e -> out.put(e.getKey(), e.getValue()));
    return out;
  }

  public static void putBlobs(Handle h, Map<Hash, byte[]> blobs) {
    if (blobs.isEmpty()) {
      return;
    }
    PreparedBatch batch =
        h.prepareBatch(
            "INSERT INTO blobs (hash, bytes) VALUES (:hash, :bytes) ON CONFLICT DO NOTHING");
    blobs.forEach((hash, bytes) -> batch.bind("hash", hash.hex()).bind("bytes", bytes).add());
    batch.execute();
  }

  public static Optional<byte[]> blob(Handle h, Hash hash) {
    return h.createQuery("SELECT bytes FROM blobs WHERE hash = :hash")
        .bind("hash", hash.hex())
        .map((rs, ctx) -> rs.getBytes(1))
        .findOne();
  }

  /** How a zone was last published. */
  public record Published(Hash content, long serial) {}

  public static Map<String, Published> zones(Handle h) {
    Map<String, Published> out = new HashMap<>();
    h.createQuery("SELECT name, content, serial FROM zones")
        .map(
            (rs, ctx) ->
                Map.entry(rs.getString(1), new Published(new Hash(rs.getString(2)), rs.getLong(3))))
        .forEach(e -> out.put(e.getKey(), e.getValue()));
    return out;
  }

  public static Optional<Published> zone(Handle h, String name) {
    return h.createQuery("SELECT content, serial FROM zones WHERE name = :name")
        .bind("name", name)
        .map((rs, ctx) -> new Published(new Hash(rs.getString(1)), rs.getLong(2)))
        .findOne();
  }

  public static void putZones(Handle h, Map<String, Published> zones) {
    if (zones.isEmpty()) {
      return;
    }
    PreparedBatch batch =
        h.prepareBatch(
            "INSERT INTO zones (name, content, serial) VALUES (:name, :content, :serial)"
                + " ON CONFLICT (name) DO UPDATE"
                + " SET content = excluded.content, serial = excluded.serial");
    zones.forEach(
        (name, p) ->
            batch
                .bind("name", name)
                .bind("content", p.content().hex())
                .bind("serial", p.serial())
                .add());
    batch.execute();
  }

  /** Records who configures a domain; whoever did before keeps the older generation. */
  public static void claim(Handle h, Map<String, SourceId> gained, long generation) {
    gained.forEach(
        (name, id) ->
            h.createUpdate(
                    "INSERT INTO claims (name, member, source, since)"
                        + " VALUES (:name, :member, :source, :since)"
                        + " ON CONFLICT (name) DO UPDATE SET member = excluded.member,"
                        + " source = excluded.source, since = excluded.since"
                        + " WHERE member <> excluded.member OR source <> excluded.source")
                .bind("name", name)
                .bind("member", id.member())
                .bind("source", id.name())
                .bind("since", generation)
                .execute());
  }

  public static void unclaim(Handle h, Collection<String> names) {
    for (String name : List.copyOf(names)) {
      h.createUpdate("DELETE FROM claims WHERE name = :name").bind("name", name).execute();
    }
  }
}
