package coop.croft.lang;

import java.util.Optional;

/** Ends the work on a program that costs more than it may; not an error of ours. */
public final class BoundBroken extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final transient Diagnostic diagnostic;

  public BoundBroken(Span span, String message, String hint) {
    super(message, null, false, false);
    this.diagnostic =
        new Diagnostic(span, Code.BOUND, message, Optional.empty(), Optional.of(hint));
  }

  public Diagnostic diagnostic() {
    return diagnostic;
  }
}
