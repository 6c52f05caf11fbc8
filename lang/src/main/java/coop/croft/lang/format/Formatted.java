package coop.croft.lang.format;

import coop.croft.lang.Diagnostic;
import java.util.List;

/** What became of a file that was to be laid out. */
public sealed interface Formatted {
  /**
   * @param text in the one layout, with line feeds and without a byte-order mark
   */
  record Text(String text) implements Formatted {}

  /** What cannot be read, or is too large, is not touched. */
  record Refused(List<Diagnostic> diagnostics) implements Formatted {}
}
