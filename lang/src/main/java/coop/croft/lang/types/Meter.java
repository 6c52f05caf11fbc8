package coop.croft.lang.types;

import coop.croft.lang.Allowance;
import coop.croft.lang.BoundBroken;
import coop.croft.lang.Bounds;
import coop.croft.lang.Span;
import coop.croft.lang.syntax.Source;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Counts the steps of the checker and knows where it is, for the bounds; between many steps it asks
 * whether somebody still waits for what comes of them.
 */
public final class Meter {
  private final Source source;
  private final Bounds bounds;
  private final Allowance allowance;

  /** Steps until the allowance is asked again. */
  private long left;

  private int start;
  private int end;
  private @Nullable Span indulged;

  public Meter(Source source, Bounds bounds) {
    this(source, bounds, () -> false);
  }

  /**
   * @param cancelled whether nobody waits any more; then a step throws {@link
   *     java.util.concurrent.CancellationException}
   */
  public Meter(Source source, Bounds bounds, BooleanSupplier cancelled) {
    this.source = source;
    this.bounds = bounds;
    this.allowance = new Allowance(bounds.checkingSteps(), cancelled);
  }

  /** The expression that is looked at. */
  public void at(int newStart, int newEnd) {
    start = newStart;
    end = newEnd;
    step();
  }

  /**
   * Something is let pass because its error has been reported elsewhere. A program of which that is
   * not true must not run.
   */
  public void indulge() {
    if (indulged == null) {
      indulged = source.span(start, end);
    }
  }

  /** Where something was let pass for the first time. */
  public Optional<Span> indulged() {
    return Optional.ofNullable(indulged);
  }

  public void step() {
    if (--left < 0) {
      more();
    }
  }

  public void steps(long count) {
    left -= count;
    if (left < 0) {
      more();
    }
  }

  private void more() {
    left += allowance.take(-left);
    if (left < 0) {
      throw tooLong();
    }
  }

  private BoundBroken tooLong() {
    return new BoundBroken(
        source.span(start, end),
        "checking this program takes more than the bound of " + bounds.checkingSteps() + " steps",
        "many errors take many steps: put the first ones right; types that double with each use"
            + " grow beyond all bounds: say the same with less nesting");
  }

  public void deep(int depth) {
    if (depth > bounds.nesting()) {
      throw new BoundBroken(
          source.span(start, end),
          "the type of this is nested deeper than the bound of " + bounds.nesting() + " levels",
          "let functions take fewer parameters");
    }
  }

  public BoundBroken implicationTooHard() {
    return new BoundBroken(
        source.span(start, end),
        "comparing these predicates takes more than the bound of "
            + bounds.implicationWork()
            + " steps",
        "use fewer '^' in one predicate");
  }
}
