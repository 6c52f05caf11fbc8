package coop.croft.lang;

import java.util.List;

/**
 * Something in a program that is legal, and hardly meant. It keeps no program out.
 *
 * @param span the smallest guilty expression
 * @param message what is odd, one sentence without the place
 * @param hint what to do
 * @param fixes changes of the text that would do it, the likeliest first
 */
public record Warning(Span span, String message, String hint, List<Fix> fixes) {
  /** In one line, for when the program is not shown beside it. */
  public String sentence() {
    return span.file() + ":" + span.line() + ":" + span.column() + ": " + message + "; " + hint;
  }
}
