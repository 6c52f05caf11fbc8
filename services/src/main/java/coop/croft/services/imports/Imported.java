package coop.croft.services.imports;

import coop.croft.lang.Diagnostic;
import java.util.List;

/** What became of a text from elsewhere. */
public sealed interface Imported {
  /**
   * A program that says the same, apart from what the remarks name.
   *
   * @param text in the one layout
   * @param remarks in the order of their places
   */
  record Program(String text, List<Remark> remarks) implements Imported {}

  /**
   * A text that cannot be read, or not for certain.
   *
   * @param diagnostics never empty
   */
  record Refused(List<Diagnostic> diagnostics) implements Imported {}
}
