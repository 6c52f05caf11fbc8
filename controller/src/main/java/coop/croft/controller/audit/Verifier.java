package coop.croft.controller.audit;

import coop.croft.controller.store.Meta;
import java.util.Iterator;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.ResultIterator;

/**
 * Walks the log from its first entry to its last. What it cannot see: a log whose end was cut off
 * or rewritten together with the mark of its end and all traces beside it; whoever kept an older
 * head can.
 */
public final class Verifier {
  private Verifier() {}

  /**
   * What the log is found to be.
   *
   * @param entries that are in it
   * @param head hash of the last one
   */
  public record Verdict(long entries, String head, Optional<Broken> broken) {}

  /**
   * The first entry that is not as it was written.
   *
   * @param why a sentence
   */
  public record Broken(long number, String why) {}

  public static Verdict of(Handle h) {
    long number = 0;
    String head = Audit.START;
    Optional<Broken> broken = Optional.empty();
    try (ResultIterator<Audit.Row> rows = Audit.stream(h)) {
      for (Iterator<Audit.Row> i = rows; i.hasNext(); ) {
        Audit.Row row = i.next();
        number++;
        if (broken.isEmpty()) {
          broken = fault(row, number, head);
        }
        head = row.hash();
      }
    }
    if (broken.isEmpty()) {
      broken = end(h, number, head);
    }
    return new Verdict(number, head, broken);
  }

  private static Optional<Broken> fault(Audit.Row row, long number, String previous) {
    if (row.number() != number) {
      return Optional.of(new Broken(number, "entry " + number + " is missing"));
    }
    if (!row.hash().equals(Audit.hash(number, row.time(), row.entry(), row.previous()))) {
      return Optional.of(new Broken(number, "entry " + number + " is not as it was written"));
    }
    if (!row.previous().equals(previous)) {
      return Optional.of(
          new Broken(number, "entry " + number + " does not follow from the one before it"));
    }
    return Optional.empty();
  }

  /** Whether the last entry is the last that was written. */
  private static Optional<Broken> end(Handle h, long last, String head) {
    Optional<String> mark = Meta.get(h, Audit.END);
    if (mark.isEmpty() && last > 0) {
      return Optional.of(new Broken(last, "the mark of the log's end is gone"));
    }
    long marked = mark.map(m -> Long.parseLong(m.substring(0, m.indexOf(' ')))).orElse(0L);
    long traced = Math.max(marked, traces(h));
    if (traced > last) {
      return Optional.of(
          new Broken(
              last + 1,
              "the end of the log is cut off: entry "
                  + (last + 1)
                  + (traced > last + 1 ? " to " + traced + " are missing" : " is missing")));
    }
    boolean matches = last == 0 || mark.equals(Optional.of(Audit.mark(last, head)));
    return matches
        ? Optional.empty()
        : Optional.of(
            new Broken(last, "the log's last entry is not the one that the mark of its end names"));
  }

  /** The highest entry that anything outside the log knows of. */
  private static long traces(Handle h) {
    return h.createQuery(
            "SELECT coalesce(max(entry), 0) FROM (SELECT max(entry) AS entry FROM generation_acts"
                + " UNION ALL SELECT max(entry) FROM audit_index) traces")
        .mapTo(Long.class)
        .one();
  }

  /** The entry with that hash, if the log has one: whether a head that was kept is still in it. */
  public static Optional<Audit.Row> find(Handle h, String hash) {
    return h.createQuery(
            "SELECT " + Audit.COLUMNS + " FROM audit WHERE hash = :hash ORDER BY number LIMIT 1")
        .bind("hash", hash)
        .map((rs, ctx) -> Audit.row(rs))
        .findFirst();
  }
}
