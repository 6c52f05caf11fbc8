package coop.croft.lang;

import java.util.List;

/** What a program came to: resources in the order in which it asked for them, or errors. */
public sealed interface Outcome {
  /**
   * @param value the resource, as the primitive emitted it
   * @param span where in the member's own file
   */
  record Emitted(Object value, Span span) {}

  /**
   * @param text characters that they hold, as {@link Bounds#text} counts them
   * @param warnings in the order of their places
   */
  record Resources(List<Emitted> resources, long text, List<Warning> warnings) implements Outcome {}

  /** All independent errors, in the order of their places; never empty. */
  record Refused(List<Diagnostic> diagnostics) implements Outcome {}
}
