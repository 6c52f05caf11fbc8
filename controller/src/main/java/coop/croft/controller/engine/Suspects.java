package coop.croft.controller.engine;

import java.util.List;
import java.util.function.Supplier;

/**
 * Finds the submission that cannot be together with those before it, when nothing names it: the
 * first of a group with which a part of the group fails. Of n submissions with one at fault, about
 * log2(n) parts are tried.
 */
final class Suspects {
  /** Looks at a part of a group. */
  @FunctionalInterface
  interface Trial {
    boolean fails(Attempt part) throws InterruptedException;
  }

  private final Supplier<Attempt> fresh;

  /** Those that were good together; what follows them is looked at next. */
  private List<Pending> good = List.of();

  private boolean inARow;

  /**
   * @param fresh an attempt with nothing in it
   */
  Suspects(Supplier<Attempt> fresh) {
    this.fresh = fresh;
  }

  /**
   * The first one that fails together with those before it.
   *
   * @param group that fails as a whole
   */
  Pending first(List<Pending> group, Trial trial) throws InterruptedException {
    int passes = 0;
    while (passes < group.size() - 1 && good.contains(group.get(passes))) {
      passes++;
    }
    int begin = passes;
    int fails = group.size();
    while (fails - passes > 1) {
      // Where two in a row are bad there are often more: a broken host refuses everything.
      int middle = inARow && passes == begin ? passes + 1 : (passes + fails) / 2;
      if (trial.fails(part(group.subList(0, middle)))) {
        fails = middle;
      } else {
        passes = middle;
      }
    }
    inARow = passes == begin;
    good = List.copyOf(group.subList(0, passes));
    return group.get(passes);
  }

  private Attempt part(List<Pending> some) {
    Attempt attempt = fresh.get();
    for (Pending p : some) {
      // One that builds on another that is left out is left out as well, and stays unanswered.
      if (attempt.add(p.submission) instanceof Attempt.Added.Changes) {
        attempt.accepted.add(p);
      }
    }
    return attempt;
  }
}
