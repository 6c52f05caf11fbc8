package coop.croft.cli.reference;

/**
 * Writes a manual page with the macros of man(7). Text is quoted whatever is in it: no character of
 * it is read as a request, a macro or an escape, and what is not ASCII is named by its number.
 */
public final class Roff {
  private final StringBuilder out = new StringBuilder();
  private boolean afterHeading;

  /**
   * @param section of the manual: 1 for commands, 7 for conventions
   */
  public Roff(String title, int section, String source, String manual) {
    // Without a date: the same program makes the same page.
    line(
        ".TH "
            + argument(title)
            + " "
            + section
            + " \"\" "
            + argument(source)
            + " "
            + argument(manual));
    // Lists of names would be torn apart by blanks to fill their lines.
    line(".ad l");
  }

  public Roff section(String title) {
    line(".SH " + argument(title));
    afterHeading = true;
    return this;
  }

  public Roff subsection(String title) {
    line(".SS " + argument(title));
    afterHeading = true;
    return this;
  }

  public Roff paragraph() {
    return afterHeading ? this : line(".PP");
  }

  /** A term; the text that follows explains it. */
  public Roff term(String term) {
    return line(".TP").line(bold(term));
  }

  /** A line of running text. */
  public Roff text(String text) {
    return line(quoted(text));
  }

  /** A line of running text that is put together already by {@link #quoted} and {@link #bold}. */
  public Roff ready(String quoted) {
    return line(quoted);
  }

  /** Lines that stay as they are, indented. */
  public Roff program(String text) {
    paragraph().line(".RS 4").line(".EX");
    text.lines().forEach(l -> line(quoted(l)));
    return line(".EE").line(".RE");
  }

  private Roff line(String line) {
    out.append(line).append('\n');
    afterHeading = false;
    return this;
  }

  public String done() {
    return out.toString();
  }

  public static String bold(String text) {
    return "\\fB" + inner(text) + "\\fP";
  }

  /** Text of a line; it may begin the line. */
  public static String quoted(String text) {
    return text.startsWith(".") || text.startsWith("'") ? "\\&" + inner(text) : inner(text);
  }

  /** Text behind something else on the line. */
  public static String quotedInside(String text) {
    return inner(text);
  }

  private static String argument(String text) {
    return "\"" + inner(text) + "\"";
  }

  private static String inner(String text) {
    StringBuilder quoted = new StringBuilder();
    text.codePoints().forEach(point -> quoted.append(quoted(point)));
    return quoted.toString();
  }

  private static String quoted(int point) {
    return switch (point) {
      case '\\' -> "\\(rs";
      case '"' -> "\\(dq";
      case '\'' -> "\\(aq";
      case '`' -> "\\(ga";
      case '^' -> "\\(ha";
      case '~' -> "\\(ti";
      case '-' -> "\\-";
      case '\n', '\t' -> " ";
      default ->
          point >= ' ' && point < 0x7F
              ? Character.toString(point)
              : "\\[u%04X]".formatted(Characters.isText(point) ? point : 0xFFFD);
    };
  }
}
