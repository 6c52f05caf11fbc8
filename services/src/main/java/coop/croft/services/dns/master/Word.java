package coop.croft.services.dns.master;

import coop.croft.lang.Span;
import java.util.Locale;

/**
 * A word of a master file: a run of characters without blanks, or a quoted string.
 *
 * @param units one char for each octet of its value; those that were written behind a backslash
 *     have {@link #ESCAPED} added, because they mean nothing but themselves
 */
public record Word(String units, boolean quoted, Span place) {
  static final char ESCAPED = 0x100;

  private static final int SHOWN = 80;

  /** The octets of the value, one a char. */
  String octets() {
    StringBuilder out = new StringBuilder(units.length());
    for (int i = 0; i < units.length(); i++) {
      out.append((char) (units.charAt(i) & 0xFF));
    }
    return out.toString();
  }

  /** Whether it is exactly this text, written plainly. */
  boolean is(String text) {
    return !quoted && units.equalsIgnoreCase(text);
  }

  /** On one line, in printable ASCII: other octets as a backslash and three digits. */
  String text() {
    StringBuilder out = new StringBuilder(units.length());
    for (int i = 0; i < units.length(); i++) {
      int octet = units.charAt(i) & 0xFF;
      boolean printable = (octet > ' ' && octet < 0x7F) || (octet == ' ' && quoted);
      if (printable) {
        out.append((char) octet);
      } else {
        out.append(String.format(Locale.ROOT, "\\%03d", octet));
      }
    }
    return out.toString();
  }

  /** As messages show it. */
  String shown() {
    String text = text();
    if (text.length() > SHOWN) {
      return text.substring(0, SHOWN) + "…";
    }
    return text.isEmpty() ? "\"\"" : text;
  }
}
