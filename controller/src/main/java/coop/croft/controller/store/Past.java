package coop.croft.controller.store;

import coop.croft.core.manifest.Hash;
import coop.croft.core.model.SourceId;
import coop.croft.lang.SourceText;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Earlier generations: what was in force, where it came from, what it changed. */
public final class Past {
  private Past() {}

  /** A file on a host, and a program from which it stems or stemmed. */
  public record ChangedFile(SourceId source, String host, String path)
      implements Comparable<ChangedFile> {
    @Override
    public int compareTo(ChangedFile o) {
      return Comparator.comparing(ChangedFile::source)
          .thenComparing(ChangedFile::host)
          .thenComparing(ChangedFile::path)
          .compare(this, o);
    }
  }

  /** Records where a generation came from, and which files of members it changed. */
  public static void put(
      Handle h, long generation, Collection<Long> entries, Collection<ChangedFile> files) {
    PreparedBatch acts =
        h.prepareBatch(
            "INSERT INTO generation_acts (generation, entry) VALUES (:generation, :entry)");
    entries.forEach(e -> acts.bind("generation", generation).bind("entry", e).add());
    if (acts.size() > 0) {
      acts.execute();
    }
    PreparedBatch batch =
        h.prepareBatch(
            "INSERT INTO changed_files (generation, member, source, host, path)"
                + " VALUES (:generation, :member, :source, :host, :path)");
    for (ChangedFile f : files) {
      batch
          .bind("generation", generation)
          .bind("member", f.source().member())
          .bind("source", f.source().name())
          .bind("host", f.host())
          .bind("path", f.path())
          .add();
    }
    if (batch.size() > 0) {
      batch.execute();
    }
  }

  /** A generation of the past. */
  public record Generation(long number, Instant time) {}

  public static Optional<Generation> generation(Handle h, long number) {
    return h.createQuery("SELECT number, time FROM generations WHERE number = :number")
        .bind("number", number)
        .map((rs, ctx) -> new Generation(rs.getLong(1), Instant.ofEpochSecond(rs.getLong(2))))
        .findOne();
  }

  /** The highest generation below that one; 0 if there is none. */
  public static long before(Handle h, long number) {
    return h.createQuery("SELECT coalesce(max(number), 0) FROM generations WHERE number < :number")
        .bind("number", number)
        .mapTo(Long.class)
        .one();
  }

  /**
   * The newest generations, newest first.
   *
   * @param member and {@code source}: only those that put a program of that member, or the one of
   *     that name, in force, took it down, or changed its files
   */
  public static List<Generation> generations(
      Handle h, Optional<String> member, Optional<String> source, int last) {
    if (member.isEmpty() && source.isEmpty()) {
      return h.createQuery("SELECT number, time FROM generations ORDER BY number DESC LIMIT :last")
          .bind("last", last)
          .map((rs, ctx) -> new Generation(rs.getLong(1), Instant.ofEpochSecond(rs.getLong(2))))
          .list();
    }
    return h.createQuery(
            "SELECT number, time FROM generations WHERE number IN ("
                + "SELECT generation FROM changed_files WHERE "
                + whose(member)
                + " AND (:source = '' OR source = :source)"
                + " UNION SELECT generation FROM sources WHERE "
                + whose(member)
                + " AND (:source = '' OR name = :source)"
                + " UNION SELECT until FROM sources WHERE until IS NOT NULL AND "
                + whose(member)
                + " AND (:source = '' OR name = :source))"
                + " ORDER BY number DESC LIMIT :last")
        .bind("member", member.orElse(""))
        .bind("source", source.orElse(""))
        .bind("last", last)
        .map((rs, ctx) -> new Generation(rs.getLong(1), Instant.ofEpochSecond(rs.getLong(2))))
        .list();
  }

  /** Rows of one member, by the index, or of all. */
  private static String whose(Optional<String> member) {
    return member.isPresent() ? "member = :member" : ":member = ''";
  }

  /** Whether a member ever had a program of that name; any member, if empty. */
  public static boolean knew(Handle h, Optional<String> member, String source) {
    return h.createQuery("SELECT count(*) FROM sources WHERE name = :source AND " + whose(member))
            .bind("member", member.orElse(""))
            .bind("source", source)
            .mapTo(Long.class)
            .one()
        > 0;
  }

  /** The programs in force at a generation; those of one member, if that is said. */
  public static SortedMap<SourceId, SourceText> sources(
      Handle h, long generation, Optional<String> member) {
    SortedMap<SourceId, SourceText> out = new TreeMap<>();
    h.createQuery(
            "SELECT member, name, file, text FROM sources WHERE generation <= :generation"
                + " AND (until IS NULL OR until > :generation)"
                + " AND "
                + whose(member))
        .bind("generation", generation)
        .bind("member", member.orElse(""))
        .map(
            (rs, ctx) ->
                Map.entry(
                    new SourceId(rs.getString(1), rs.getString(2)),
                    new SourceText(rs.getString(3), rs.getBytes(4))))
        .forEach(e -> out.put(e.getKey(), e.getValue()));
    return out;
  }

  /** The site's files at a generation, {@code site.dtl} first. */
  public static List<SourceText> site(Handle h, long generation) {
    return h.createQuery(
            "SELECT name, text FROM site_files WHERE generation <= :generation"
                + " AND (until IS NULL OR until > :generation)"
                + " ORDER BY name <> 'site.dtl', name")
        .bind("generation", generation)
        .map((rs, ctx) -> new SourceText(rs.getString(1), rs.getBytes(2)))
        .list();
  }

  /** The root of each host's manifest at a generation. */
  public static SortedMap<String, Hash> roots(Handle h, long generation) {
    SortedMap<String, Hash> out = new TreeMap<>();
    h.createQuery(
            "SELECT m.host, m.root FROM manifests m JOIN"
                + " (SELECT host, max(generation) AS generation FROM manifests"
                + " WHERE generation <= :generation GROUP BY host) l"
                + " ON l.host = m.host AND l.generation = m.generation")
        .bind("generation", generation)
        .map((rs, ctx) -> Map.entry(rs.getString(1), new Hash(rs.getString(2))))
        .forEach(e -> out.put(e.getKey(), e.getValue()));
    return out;
  }

  /** {@code HOST PATH} of the files of a member's programs that changed after {@code from}. */
  public static Set<String> files(Handle h, long from, long to, String member) {
    return new HashSet<>(
        h.createQuery(
                "SELECT DISTINCT host || ' ' || path FROM changed_files"
                    + " WHERE member = :member AND generation > :from AND generation <= :to")
            .bind("member", member)
            .bind("from", from)
            .bind("to", to)
            .mapTo(String.class)
            .list());
  }
}
