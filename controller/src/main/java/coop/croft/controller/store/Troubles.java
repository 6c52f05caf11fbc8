package coop.croft.controller.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Why sites have no certificate for a name, and what was ordered lately. */
public final class Troubles {
  /** The place of a name where the site as a whole is meant. */
  public static final String WHOLE = "";

  private static final Duration HOUR = Duration.ofHours(1);

  private Troubles() {}

  /** Who found out. */
  public enum Kind {
    /** We: it does not lead here. Looking again costs nothing. */
    FOUND,
    /** An authority: each further try counts against a limit. */
    REFUSED
  }

  /**
   * @param name {@link #WHOLE}: the site as a whole
   * @param failures one after the other
   * @param due when to try again
   */
  public record Trouble(
      String site, String name, Kind kind, String reason, int failures, Instant due) {}

  private static final String COLUMNS =
      "SELECT site, name, kind, reason, failures, due FROM certificate_troubles";

  public static List<Trouble> all(Handle h) {
    return h.createQuery(COLUMNS + " ORDER BY site, name").map((rs, ctx) -> trouble(rs)).list();
  }

  public static Optional<Trouble> find(Handle h, String site, String name) {
    return h.createQuery(COLUMNS + " WHERE site = :site AND name = :name")
        .bind("site", site)
        .bind("name", name)
        .map((rs, ctx) -> trouble(rs))
        .findOne();
  }

  private static Trouble trouble(ResultSet rs) throws SQLException {
    return new Trouble(
        rs.getString(1),
        rs.getString(2),
        Kind.valueOf(rs.getString(3)),
        rs.getString(4),
        rs.getInt(5),
        Instant.ofEpochSecond(rs.getLong(6)));
  }

  public static void put(Handle h, Trouble t) {
    h.createUpdate(
            "INSERT INTO certificate_troubles (site, name, kind, reason, failures, due)"
                + " VALUES (:site, :name, :kind, :reason, :failures, :due)"
                + " ON CONFLICT (site, name) DO UPDATE SET kind = excluded.kind,"
                + " reason = excluded.reason, failures = excluded.failures, due = excluded.due")
        .bind("site", t.site())
        .bind("name", t.name())
        .bind("kind", t.kind().name())
        .bind("reason", t.reason())
        .bind("failures", t.failures())
        .bind("due", t.due().getEpochSecond())
        .execute();
  }

  public static void forget(Handle h, String site, Collection<String> names) {
    for (String name : List.copyOf(names)) {
      h.createUpdate("DELETE FROM certificate_troubles WHERE site = :site AND name = :name")
          .bind("site", site)
          .bind("name", name)
          .execute();
    }
  }

  /** Notes that something is ordered. */
  public static void ordered(Handle h, Instant now) {
    h.createUpdate("DELETE FROM certificate_orders WHERE time <= :past")
        .bind("past", now.minus(HOUR).getEpochSecond())
        .execute();
    h.createUpdate("INSERT INTO certificate_orders (time) VALUES (:time)")
        .bind("time", now.getEpochSecond())
        .execute();
  }

  /** When one more may be ordered, if there may be so many in an hour. */
  public static Instant mayOrder(Handle h, Instant now, int most) {
    List<Long> times =
        h.createQuery("SELECT time FROM certificate_orders WHERE time > :past ORDER BY time DESC")
            .bind("past", now.minus(HOUR).getEpochSecond())
            .mapTo(Long.class)
            .list();
    return times.size() < most
        ? now
        : Instant.ofEpochSecond(times.get(most - 1)).plus(HOUR).plusSeconds(1);
  }
}
