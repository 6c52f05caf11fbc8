package coop.croft.lang;

import coop.croft.lang.message.Rendering;

/** Diagnostics as people read them. */
public final class Messages {
  private Messages() {}

  /**
   * The message in full: place, code and what is wrong; the source line with the guilty part
   * underlined; what was expected and found; a hint. Ends with a line break. No control character
   * of the program reaches the text.
   *
   * @param text the file that the diagnostic is about
   */
  public static String render(Diagnostic diagnostic, SourceText text) {
    return Rendering.of(diagnostic, text);
  }
}
