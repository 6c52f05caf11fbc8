package coop.croft.services.base;

import coop.croft.lang.Code;
import coop.croft.lang.Fault;
import coop.croft.lang.Verdict;

/**
 * Text that may reach a file of a daemon: without Unicode's control characters and separators of
 * lines (categories Cc, Zl, Zp).
 */
public final class Text {
  /** Code points of a member's text that a message repeats. */
  private static final int SHOWN = 80;

  /** Characters of a line; so that no daemon's own bound is reached, whatever its file needs. */
  private static final int LONGEST_LINE = 8_000;

  private Text() {}

  /** The type {@code line}. */
  static Verdict line(String text) {
    if (text.length() > LONGEST_LINE) {
      return Verdict.invalid(
          shown(text) + ": a line has at most 8000 characters, this one has " + text.length());
    }
    int at = firstControl(text);
    return at < 0 ? Verdict.accepted(text) : Verdict.invalid(sentence(text, at));
  }

  /**
   * For a {@code string} that is about to become part of a resource: gives it back.
   *
   * @throws Fault {@code invalid-value} if it holds a control character
   */
  public static String clean(String text) {
    int at = firstControl(text);
    if (at >= 0) {
      throw new Fault(Code.INVALID_VALUE, sentence(text, at));
    }
    return text;
  }

  /** A member's text as a message repeats it: on one line, control characters spelled out, cut. */
  public static String shown(String text) {
    if (text.length() <= SHOWN && firstControl(text) < 0) {
      return text.isEmpty() ? "\"\"" : text;
    }
    StringBuilder out = new StringBuilder();
    int count = 0;
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      if (count++ == SHOWN) {
        return out.append('…').toString();
      }
      int c = text.codePointAt(i);
      switch (c) {
        case '\n' -> out.append("\\n");
        case '\t' -> out.append("\\t");
        default -> {
          if (isControl(c)) {
            out.append(name(c));
          } else {
            out.appendCodePoint(c);
          }
        }
      }
    }
    return out.toString();
  }

  static boolean isControl(int codePoint) {
    // Most text is ASCII: a table look-up of categories is for the rest.
    if (codePoint < 0x80) {
      return codePoint < ' ' || codePoint == 0x7f;
    }
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
      default -> false;
    };
  }

  private static int firstControl(String text) {
    // All three categories lie in the basic plane, so that chars do for code points.
    for (int i = 0; i < text.length(); i++) {
      if (isControl(text.charAt(i))) {
        return i;
      }
    }
    return -1;
  }

  private static String sentence(String text, int at) {
    int position = text.codePointCount(0, at) + 1;
    return shown(text)
        + ": text must not hold control characters (character "
        + position
        + " is "
        + name(text.charAt(at))
        + ")";
  }

  static String name(int codePoint) {
    return String.format("U+%04X", codePoint);
  }
}
