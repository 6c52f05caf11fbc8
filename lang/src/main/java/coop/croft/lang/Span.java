package coop.croft.lang;

/**
 * A stretch of source text. Lines and columns start at 1; columns count Unicode code points; the
 * end is the position just behind the last code point.
 */
public record Span(String file, int line, int column, int endLine, int endColumn) {
  /** The same stretch, where the file has another name. */
  public Span in(String otherFile) {
    return new Span(otherFile, line, column, endLine, endColumn);
  }

  /** {@code file:line:column}, as every message begins. */
  @Override
  public String toString() {
    return file + ":" + line + ":" + column;
  }
}
