package coop.croft.lang;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * One error in a program.
 *
 * @param span the smallest guilty expression
 * @param message what is wrong, one sentence without the place
 * @param found what was expected and what was found, where that helps
 * @param hint what to do
 * @param fixes changes of the text that would do it, the likeliest first
 */
public record Diagnostic(
    Span span,
    Code code,
    String message,
    Optional<String> found,
    Optional<String> hint,
    List<Fix> fixes) {

  /** An error whose remedy is more than a change of the text. */
  public Diagnostic(
      Span span, Code code, String message, Optional<String> found, Optional<String> hint) {
    this(span, code, message, found, hint, List.of());
  }

  public static Diagnostic of(Span span, Code code, String message) {
    return new Diagnostic(span, code, message, Optional.empty(), Optional.empty());
  }

  public static Diagnostic of(Span span, Code code, String message, String hint) {
    return new Diagnostic(span, code, message, Optional.empty(), Optional.of(hint));
  }

  /** The same, where the file has another name. */
  public Diagnostic in(String file) {
    return new Diagnostic(
        span.in(file),
        code,
        message,
        found,
        hint,
        fixes.stream().map(f -> new Fix(f.title(), f.span().in(file), f.text())).toList());
  }

  /** The same diagnostics in the order of their places. */
  public static List<Diagnostic> inOrder(List<Diagnostic> diagnostics) {
    List<Diagnostic> sorted = new ArrayList<>(diagnostics);
    sorted.sort(
        Comparator.<Diagnostic>comparingInt(d -> d.span().line())
            .thenComparingInt(d -> d.span().column()));
    return List.copyOf(sorted);
  }
}
