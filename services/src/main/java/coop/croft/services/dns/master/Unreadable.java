package coop.croft.services.dns.master;

import coop.croft.lang.Span;
import java.util.Optional;

/** A word that is not what must stand in its place. */
public final class Unreadable extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Span place;
  private final transient Optional<String> hint;

  Unreadable(Span place, String message) {
    this(place, message, Optional.empty());
  }

  Unreadable(Span place, String message, Optional<String> hint) {
    super(message, null, false, false);
    this.place = place;
    this.hint = hint;
  }

  public Span place() {
    return place;
  }

  public String why() {
    return String.valueOf(getMessage());
  }

  Optional<String> hint() {
    return hint;
  }
}
