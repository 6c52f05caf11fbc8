package coop.croft.core.manifest;

import java.util.List;
import java.util.Optional;

/** From the lines of a fragment back to the members' programs. Lines start at 1. */
public record LineMap(List<Lines> ranges) {
  public static final LineMap EMPTY = new LineMap(List.of());

  /**
   * Lines {@code first} to {@code last} stem from {@code origin}; ranges may nest, inner ones
   * later.
   */
  public record Lines(int first, int last, Origin origin) {}

  /** The innermost origin of a line. */
  public Optional<Origin> at(int line) {
    Optional<Origin> found = Optional.empty();
    for (Lines r : ranges) {
      if (r.first() <= line && line <= r.last()) {
        found = Optional.of(r.origin());
      }
    }
    return found;
  }
}
