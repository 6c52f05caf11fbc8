package coop.croft.cli.reference;

/** Which characters reach a page. */
final class Characters {
  private Characters() {}

  /** A text as pages show it: U+FFFD stands for what is not text. */
  static String shown(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    text.codePoints().forEach(p -> shown.appendCodePoint(isText(p) ? p : 0xFFFD));
    return shown.toString();
  }

  /**
   * Line breaks, tabs, and all but control characters, halves of characters, what is no character,
   * and the marks that turn the direction of writing around.
   */
  static boolean isText(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL -> point == '\n' || point == '\t';
      case Character.SURROGATE, Character.UNASSIGNED -> false;
      default -> !(point >= 0x202A && point <= 0x202E) && !(point >= 0x2066 && point <= 0x2069);
    };
  }
}
