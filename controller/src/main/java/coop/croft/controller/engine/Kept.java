package coop.croft.controller.engine;

import coop.croft.controller.store.KeptFiles;
import coop.croft.core.manifest.LineMap;
import java.time.Duration;
import java.time.Instant;

/**
 * A file that a host goes on having although its site has moved to another one: for so long the
 * world may remember the old address.
 *
 * @param ttl how long that is from the moment in which the new address is published; zero once that
 *     has happened
 * @param due when the host may lose it
 */
record Kept(String domain, Piece piece, Duration ttl, Instant due) {
  /** The longest that anything is kept. */
  static final Duration MOST = Duration.ofDays(1);

  /** The new address is published now. */
  Kept published(Instant now) {
    return ttl.isZero() ? this : new Kept(domain, piece, Duration.ZERO, now.plus(ttl));
  }

  Kept until(Instant other) {
    return new Kept(domain, piece, ttl, other);
  }

  static Kept of(KeptFiles.Row r) {
    Piece piece =
        new Piece(r.host(), r.service(), r.path(), r.hash(), r.size(), r.secret(), LineMap.EMPTY);
    return new Kept(r.domain(), piece, Duration.ZERO, r.due());
  }

  KeptFiles.Row row() {
    return new KeptFiles.Row(
        piece.host(),
        piece.path(),
        domain,
        piece.service(),
        piece.hash(),
        piece.size(),
        piece.secret(),
        due);
  }
}
