package coop.croft.lang.types;

import coop.croft.lang.predicate.Pred;
import java.util.List;

/** Why one type may not stand for another. */
public sealed interface Misfit {
  /** They are of different shapes, or different base types. */
  record Mismatch() implements Misfit {}

  /**
   * An implication fails.
   *
   * @param here the predicate that holds there
   * @param needed the predicate that would have to follow from it
   * @param counterExample a shortest stack that shows it, outermost name first
   */
  record Context(Pred here, Pred needed, List<String> counterExample) implements Misfit {}
}
