package coop.croft.lang.types;

import coop.croft.lang.BoundBroken;
import coop.croft.lang.Bounds;
import coop.croft.lang.syntax.Source;

/** Counts the steps of the checker and knows where it is, for the bounds. */
public final class Meter {
  private final Source source;
  private final Bounds bounds;
  private long left;
  private int start;
  private int end;

  public Meter(Source source, Bounds bounds) {
    this.source = source;
    this.bounds = bounds;
    this.left = bounds.checkingSteps();
  }

  /** The expression that is looked at. */
  public void at(int newStart, int newEnd) {
    start = newStart;
    end = newEnd;
    step();
  }

  public void step() {
    if (--left < 0) {
      throw tooLong();
    }
  }

  public void steps(long count) {
    left -= count;
    if (left < 0) {
      throw tooLong();
    }
  }

  private BoundBroken tooLong() {
    return new BoundBroken(
        source.span(start, end),
        "checking this program takes more than the bound of " + bounds.checkingSteps() + " steps",
        "types that double with each use grow beyond all bounds; say the same with less nesting");
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
