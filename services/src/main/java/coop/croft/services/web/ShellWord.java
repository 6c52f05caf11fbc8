package coop.croft.services.web;

import java.util.regex.Pattern;

/** A text as one word of a command that a person is told to type. */
final class ShellWord {
  /** What no shell reads as anything but itself. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:@%+,-]+");

  private ShellWord() {}

  /** The text, quoted if a shell (POSIX, section 2.2.2) would not take it as it is. */
  static String of(String text) {
    return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
