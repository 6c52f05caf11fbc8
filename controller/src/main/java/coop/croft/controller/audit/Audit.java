package coop.croft.controller.audit;

import coop.croft.core.manifest.Hash;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Who did what. Each row carries the hash of the row before and a hash over itself, so that a row
 * that was changed, dropped or slipped in shows; one who rewrites all rows to the end can be found
 * only by whoever kept an older head.
 */
public final class Audit {
  /** The head of the empty log. */
  public static final String START = "0".repeat(64);

  private Audit() {}

  /**
   * An act.
   *
   * @param actor {@code root}, a member, {@code host NAME} or {@code controller}
   * @param via the host through which a member spoke, else empty
   * @param about what was acted on; never a secret
   * @param outcome a few words
   */
  public record Entry(String actor, String via, String verb, String about, String outcome) {}

  /** A row of the log. */
  public record Row(long number, Instant time, Entry entry, String previous, String hash) {}

  public static void append(Handle h, Instant time, Entry entry) {
    Optional<Row> last =
        h.createQuery(
                "SELECT number, time, actor, via, verb, about, outcome, previous, hash FROM audit"
                    + " ORDER BY number DESC LIMIT 1")
            .map((rs, ctx) -> row(rs))
            .findFirst();
    long number = last.map(Row::number).orElse(0L) + 1;
    String previous = last.map(Row::hash).orElse(START);
    h.createUpdate(
            "INSERT INTO audit (number, time, actor, via, verb, about, outcome, previous, hash)"
                + " VALUES (:number, :time, :actor, :via, :verb, :about, :outcome, :previous, :hash)")
        .bind("number", number)
        .bind("time", time.getEpochSecond())
        .bind("actor", entry.actor())
        .bind("via", entry.via())
        .bind("verb", entry.verb())
        .bind("about", entry.about())
        .bind("outcome", entry.outcome())
        .bind("previous", previous)
        .bind("hash", hash(number, time, entry, previous))
        .execute();
  }

  /** All rows, oldest first. */
  public static List<Row> rows(Handle h) {
    return h.createQuery(
            "SELECT number, time, actor, via, verb, about, outcome, previous, hash FROM audit"
                + " ORDER BY number")
        .map((rs, ctx) -> row(rs))
        .list();
  }

  /** The number of the first row that does not follow from the one before; empty if all do. */
  public static Optional<Long> firstBroken(Handle h) {
    String previous = START;
    long number = 1;
    for (Row row : rows(h)) {
      if (row.number() != number
          || !row.previous().equals(previous)
          || !row.hash().equals(hash(number, row.time(), row.entry(), previous))) {
        return Optional.of(number);
      }
      previous = row.hash();
      number++;
    }
    return Optional.empty();
  }

  private static Row row(java.sql.ResultSet rs) throws java.sql.SQLException {
    return new Row(
        rs.getLong(1),
        Instant.ofEpochSecond(rs.getLong(2)),
        new Entry(
            rs.getString(3), rs.getString(4), rs.getString(5), rs.getString(6), rs.getString(7)),
        rs.getString(8),
        rs.getString(9));
  }

  /** Lengths stand before the parts, so that no two rows have the same bytes. */
  private static String hash(long number, Instant time, Entry e, String previous) {
    StringBuilder text = new StringBuilder("croft audit 1\n");
    for (String part :
        List.of(
            Long.toString(number),
            Long.toString(time.getEpochSecond()),
            e.actor(),
            e.via(),
            e.verb(),
            e.about(),
            e.outcome(),
            previous)) {
      text.append(part.length()).append(':').append(part).append('\n');
    }
    return Hash.of(text.toString().getBytes(StandardCharsets.UTF_8)).hex();
  }
}
