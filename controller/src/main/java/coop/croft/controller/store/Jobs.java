package coop.croft.controller.store;

import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Work in the background, one of each kind; what is written here survives the controller. */
public final class Jobs {
  private Jobs() {}

  /** What a job is at. */
  public enum State {
    RUNNING,
    STOPPED,
    DONE,
    FAILED
  }

  /**
   * A job.
   *
   * @param actor who started it, or went on with it last
   * @param started when it began from the beginning
   * @param moved when something about it changed last
   * @param cursor what was worked off last; empty at the beginning
   * @param trouble why it failed; else empty
   */
  public record Job(
      State state,
      String actor,
      Instant started,
      Instant moved,
      long total,
      long done,
      String cursor,
      String trouble) {}

  public static Optional<Job> get(Handle h, String kind) {
    return h.createQuery(
            "SELECT state, actor, started, moved, total, done, cursor, trouble FROM jobs"
                + " WHERE kind = :kind")
        .bind("kind", kind)
        .map(
            (rs, ctx) ->
                new Job(
                    State.valueOf(rs.getString(1)),
                    rs.getString(2),
                    Instant.ofEpochSecond(rs.getLong(3)),
                    Instant.ofEpochSecond(rs.getLong(4)),
                    rs.getLong(5),
                    rs.getLong(6),
                    rs.getString(7),
                    rs.getString(8)))
        .findOne();
  }

  public static void put(Handle h, String kind, Job job) {
    h.createUpdate(
            "INSERT INTO jobs (kind, state, actor, started, moved, total, done, cursor, trouble)"
                + " VALUES (:kind, :state, :actor, :started, :moved, :total, :done, :cursor,"
                + " :trouble) ON CONFLICT (kind) DO UPDATE SET state = excluded.state,"
                + " actor = excluded.actor, started = excluded.started, moved = excluded.moved,"
                + " total = excluded.total, done = excluded.done, cursor = excluded.cursor,"
                + " trouble = excluded.trouble")
        .bind("kind", kind)
        .bind("state", job.state().name())
        .bind("actor", job.actor())
        .bind("started", job.started().getEpochSecond())
        .bind("moved", job.moved().getEpochSecond())
        .bind("total", job.total())
        .bind("done", job.done())
        .bind("cursor", job.cursor())
        .bind("trouble", job.trouble())
        .execute();
  }
}
