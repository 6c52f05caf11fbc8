package coop.croft.controller.store;

import coop.croft.core.model.SourceId;
import coop.croft.lang.SourceText;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Members' programs and the site's own files, with the generations in which they were in force. */
public final class Sources {
  private static final String SITE =
      "SELECT name, text FROM site_files WHERE %s ORDER BY name <> 'site.dtl', name";

  private Sources() {}

  /**
   * A program that is in force.
   *
   * @param generation since when
   */
  public record Stored(SourceId id, SourceText text, long generation) {}

  public static SortedMap<SourceId, Stored> current(Handle h) {
    SortedMap<SourceId, Stored> out = new TreeMap<>();
    h.createQuery("SELECT member, name, file, text, generation FROM sources WHERE until IS NULL")
        .map(
            (rs, ctx) ->
                new Stored(
                    new SourceId(rs.getString(1), rs.getString(2)),
                    new SourceText(rs.getString(3), rs.getBytes(4)),
                    rs.getLong(5)))
        .forEach(s -> out.put(s.id(), s));
    return out;
  }

  /** Ends what is in force under that name, if anything is. */
  public static void end(Handle h, SourceId id, long generation) {
    h.createUpdate(
            "UPDATE sources SET until = :generation"
                + " WHERE member = :member AND name = :name AND until IS NULL")
        .bind("generation", generation)
        .bind("member", id.member())
        .bind("name", id.name())
        .execute();
  }

  /** Puts a program in force, in place of what was. */
  public static void put(Handle h, SourceId id, SourceText text, long generation) {
    end(h, id, generation);
    h.createUpdate(
            "INSERT INTO sources (member, name, generation, file, text)"
                + " VALUES (:member, :name, :generation, :file, :text)")
        .bind("member", id.member())
        .bind("name", id.name())
        .bind("generation", generation)
        .bind("file", text.file())
        .bind("text", text.bytes())
        .execute();
  }

  /**
   * What would take a generation back.
   *
   * @param programs as they were before, if it changed them and nothing has since; empty: not there
   * @param site the files before, if it changed them and nothing has since; else empty
   */
  public record Before(SortedMap<SourceId, Optional<SourceText>> programs, List<SourceText> site) {}

  /** What a generation found. */
  public static Before before(Handle h, long generation) {
    SortedMap<SourceId, Optional<SourceText>> programs = new TreeMap<>();
    h.createQuery(
            "SELECT member, name FROM sources WHERE generation = :generation AND until IS NULL")
        .bind("generation", generation)
        .map((rs, ctx) -> new SourceId(rs.getString(1), rs.getString(2)))
        .forEach(id -> programs.put(id, Optional.empty()));
    h.createQuery(
            "SELECT member, name, file, text FROM sources s WHERE until = :generation"
                + " AND NOT EXISTS (SELECT 1 FROM sources t WHERE t.member = s.member"
                + " AND t.name = s.name AND (t.generation > :generation"
                + " OR (t.generation = :generation AND t.until IS NOT NULL)))")
        .bind("generation", generation)
        .map(
            (rs, ctx) ->
                new Stored(
                    new SourceId(rs.getString(1), rs.getString(2)),
                    new SourceText(rs.getString(3), rs.getBytes(4)),
                    0))
        .forEach(s -> programs.put(s.id(), Optional.of(s.text())));
    boolean latest =
        h.createQuery("SELECT coalesce(max(generation), 0) FROM site_files WHERE until IS NULL")
            .mapTo(Long.class)
            .one()
            .equals(generation);
    return new Before(
        programs,
        latest
            ? site(h.createQuery(SITE.formatted("until = :until")).bind("until", generation))
            : List.<SourceText>of());
  }

  /** What a program replaced when it came; empty if there was none. */
  public static Optional<SourceText> replaced(Handle h, SourceId id) {
    return h.createQuery(
            "SELECT s.file, s.text FROM sources s JOIN sources t ON s.member = t.member"
                + " AND s.name = t.name AND s.until = t.generation"
                + " WHERE t.member = :member AND t.name = :name AND t.until IS NULL"
                + " AND s.generation < t.generation")
        .bind("member", id.member())
        .bind("name", id.name())
        .map((rs, ctx) -> new SourceText(rs.getString(1), rs.getBytes(2)))
        .findOne();
  }

  /** The site's files, {@code site.dtl} first; empty before a site was taken in. */
  public static List<SourceText> site(Handle h) {
    return site(h.createQuery(SITE.formatted("until IS NULL")));
  }

  private static List<SourceText> site(Query files) {
    return files.map((rs, ctx) -> new SourceText(rs.getString(1), rs.getBytes(2))).list();
  }

  public static void putSite(Handle h, List<SourceText> files, long generation) {
    h.createUpdate("UPDATE site_files SET until = :generation WHERE until IS NULL")
        .bind("generation", generation)
        .execute();
    for (SourceText file : files) {
      h.createUpdate(
              "INSERT INTO site_files (name, generation, text) VALUES (:name, :generation, :text)")
          .bind("name", file.file())
          .bind("generation", generation)
          .bind("text", file.bytes())
          .execute();
    }
  }
}
