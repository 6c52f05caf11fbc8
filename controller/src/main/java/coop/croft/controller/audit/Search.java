package coop.croft.controller.audit;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * A question to the log.
 *
 * @param member only what that member did, or what concerns them; empty: everything
 * @param about a name that the entry is about
 * @param by who did it
 * @param last at most so many, the newest
 */
public record Search(
    Optional<String> member,
    Optional<String> about,
    Optional<String> by,
    Optional<Instant> since,
    int last) {

  // An entry that has no host was made by an administrator or by the controller, even if a member
  // happens to be called so.
  private static final String SQL =
      "SELECT "
          + Audit.COLUMNS
          + " FROM audit a WHERE (:member = '' OR (actor = :member AND via <> '') OR EXISTS (SELECT 1"
          + " FROM audit_index i WHERE i.kind = 'member' AND i.name = :member"
          + " AND i.entry = a.number))"
          + " AND (:about = '' OR EXISTS (SELECT 1 FROM audit_index i"
          + " WHERE i.kind = 'name' AND i.name = :about AND i.entry = a.number))"
          + " AND (:by = '' OR actor = :by) AND time >= :since"
          + " ORDER BY number DESC LIMIT :last";

  /** Newest first. */
  public List<Audit.Row> in(Handle h) {
    return h.createQuery(SQL)
        .bind("member", member.orElse(""))
        .bind("about", about.orElse(""))
        .bind("by", by.orElse(""))
        .bind("since", since.map(Instant::getEpochSecond).orElse(0L))
        .bind("last", last)
        .map((rs, ctx) -> Audit.row(rs))
        .list();
  }
}
