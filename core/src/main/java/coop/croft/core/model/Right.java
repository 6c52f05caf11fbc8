package coop.croft.core.model;

import java.util.Locale;
import java.util.Optional;

/**
 * Something that a member holds.
 *
 * @param value in normal form: a domain in lower-case ASCII, an absolute normalised path, a port or
 *     a range {@code N-M}
 */
public record Right(Kind kind, String value) implements Comparable<Right> {
  /** The classes of rights. */
  public enum Kind {
    DOMAIN,
    PATH,
    USER,
    GROUP,
    HOST,
    PORT,
    CERT,
    PRIV;

    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Kind> of(String label) {
      for (Kind k : values()) {
        if (k.label().equals(label)) {
          return Optional.of(k);
        }
      }
      return Optional.empty();
    }
  }

  @Override
  public int compareTo(Right o) {
    int c = kind.compareTo(o.kind);
    return c != 0 ? c : value.compareTo(o.value);
  }

  /** {@code class value}, as in a rights file and on the command line. */
  @Override
  public String toString() {
    return kind.label() + " " + value;
  }
}
