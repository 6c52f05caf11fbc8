package coop.croft.services;

import java.util.Collection;
import java.util.List;

/**
 * How much of a service its driver looks at when its time comes. A look at everything costs what
 * there is; one is due at first, when the daemon is another one than before, and after a failure.
 * Else a look takes one part of twenty, so that all is seen again within as many looks; of few
 * things it takes all.
 */
public final class Looks {
  private static final int PARTS = 20;
  private static final int FEW = 200;

  private String daemon = "";
  private boolean sure;
  private int number;

  /**
   * What a look covers.
   *
   * @param part its number; -1 for all of them
   */
  public record Look(int part) {
    /** Whether this look is at everything. */
    public boolean isWhole() {
      return part < 0;
    }

    /** Whether it is the first of a turn: what cannot be seen in parts is due now, too. */
    public boolean beginsTurn() {
      return part <= 0;
    }

    /** Those of all things that are looked at, by their names. */
    public List<String> of(Collection<String> names) {
      boolean all = isWhole() || names.size() <= FEW;
      return names.stream()
          .filter(name -> all || Math.floorMod(name.hashCode(), PARTS) == part)
          .toList();
    }
  }

  /**
   * The look that is due.
   *
   * @param run tells one run of the daemon from the next; empty if it does not run
   */
  public synchronized Look next(String run) {
    boolean whole = !sure || run.isEmpty() || !run.equals(daemon);
    daemon = run;
    sure = true;
    if (whole) {
      number = 0;
      return new Look(-1);
    }
    number = (number + 1) % PARTS;
    return new Look(number);
  }

  /** Something may not be as it should be: the next look is at everything. */
  public synchronized void unsure() {
    sure = false;
  }
}
