package coop.croft.controller.audit;

import coop.croft.controller.store.Meta;
import coop.croft.core.manifest.Hash;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.ResultIterator;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * Who did what. Each row carries the hash of the row before and a hash over itself, so that a row
 * that was changed, dropped or slipped in shows; one who rewrites all rows to the end can be found
 * only by whoever kept an older head. {@link Verifier} looks.
 */
public final class Audit {
  /** The head of the empty log. */
  public static final String START = "0".repeat(64);

  /** The fact in the store that says where the log ends. */
  static final String END = "audit-end";

  static final String COLUMNS = "number, time, actor, via, verb, about, outcome, previous, hash";

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

  /** Adds an act that is found by the words of what it was about. */
  public static long append(Handle h, Instant time, Entry entry) {
    return append(h, time, entry, Concerns.wordsOf(entry.about()));
  }

  /** Adds an act; gives its number. */
  public static long append(Handle h, Instant time, Entry entry, Concerns concerns) {
    Optional<Row> last =
        h.createQuery("SELECT " + COLUMNS + " FROM audit ORDER BY number DESC LIMIT 1")
            .map((rs, ctx) -> row(rs))
            .findFirst();
    long number = last.map(Row::number).orElse(0L) + 1;
    String previous = last.map(Row::hash).orElse(START);
    String hash = hash(number, time, entry, previous);
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
        .bind("hash", hash)
        .execute();
    Meta.put(h, END, mark(number, hash));
    index(h, number, concerns);
    return number;
  }

  private static void index(Handle h, long number, Concerns concerns) {
    PreparedBatch batch =
        h.prepareBatch(
            "INSERT INTO audit_index (kind, name, entry) VALUES (:kind, :name, :entry)"
                + " ON CONFLICT DO NOTHING");
    concerns
        .members()
        .forEach(m -> batch.bind("kind", "member").bind("name", m).bind("entry", number).add());
    concerns
        .names()
        .forEach(n -> batch.bind("kind", "name").bind("name", n).bind("entry", number).add());
    if (batch.size() > 0) {
      batch.execute();
    }
  }

  static String mark(long number, String hash) {
    return number + " " + hash;
  }

  /** All rows, oldest first. */
  public static List<Row> rows(Handle h) {
    try (ResultIterator<Row> rows = stream(h)) {
      List<Row> out = new ArrayList<>();
      rows.forEachRemaining(out::add);
      return out;
    }
  }

  /** All rows, oldest first, one after the other. */
  static ResultIterator<Row> stream(Handle h) {
    return h.createQuery("SELECT " + COLUMNS + " FROM audit ORDER BY number")
        .map((rs, ctx) -> row(rs))
        .iterator();
  }

  static Row row(java.sql.ResultSet rs) throws java.sql.SQLException {
    return new Row(
        rs.getLong(1),
        Instant.ofEpochSecond(rs.getLong(2)),
        new Entry(
            rs.getString(3), rs.getString(4), rs.getString(5), rs.getString(6), rs.getString(7)),
        rs.getString(8),
        rs.getString(9));
  }

  /** Lengths stand before the parts, so that no two rows have the same bytes. */
  static String hash(long number, Instant time, Entry e, String previous) {
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
