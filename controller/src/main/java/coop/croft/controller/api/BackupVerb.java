package coop.croft.controller.api;

import coop.croft.controller.audit.Audit;
import coop.croft.controller.rights.Actor;
import coop.croft.controller.store.Database;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;

/** Writes a copy of the database for {@code croft-controller backup}, which puts it into a file. */
public final class BackupVerb {
  private final Database db;
  private final Path copy;
  private final Clock clock;

  /**
   * @param copy where it is written, in place of an older one
   */
  public BackupVerb(Database db, Path copy, Clock clock) {
    this.db = db;
    this.copy = copy;
    this.clock = clock;
  }

  synchronized int write(Actor actor, Reply reply) {
    Instant now = clock.instant();
    // First, so that the copy knows of itself.
    db.write(
        h ->
            Audit.append(
                h, now, new Audit.Entry(actor.label(), actor.through(), "backup", "", "done")));
    reply.enter();
    try {
      db.copy(copy, now);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    reply.text(copy.toString());
    return Reply.DONE;
  }
}
