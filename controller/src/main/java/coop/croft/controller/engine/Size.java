package coop.croft.controller.engine;

import coop.croft.lang.Bounds;
import coop.croft.lang.SourceText;
import coop.croft.services.Unit;
import java.util.Collection;
import java.util.List;

/**
 * What programs that are in force cost the controller, which has all that they configure in memory.
 *
 * @param domains that they open
 * @param resources that they ask for
 * @param text characters that these hold, as {@link Bounds#text} counts them, and the programs
 *     themselves: their own text, comments included, and the name of its file, a byte of it one
 *     character, and each program {@link #A_PROGRAM} besides
 */
record Size(long domains, long resources, long text) {
  static final Size NOTHING = new Size(0, 0, 0);

  /**
   * Characters that any program counts as: it is entered, looked through and read at each start.
   */
  static final int A_PROGRAM = 2_000;

  /**
   * What a program costs.
   *
   * @param units what it configures
   * @param text characters that these hold
   */
  static Size of(SourceText program, List<Unit> units, long text) {
    return new Size(
        units.size(),
        units.stream().mapToLong(u -> u.resources().size()).sum(),
        A_PROGRAM + program.file().length() + program.bytes().length + text);
  }

  static Size of(Collection<Wanted.Held> programs) {
    return programs.stream().map(Wanted.Held::size).reduce(NOTHING, Size::plus);
  }

  Size plus(Size other) {
    return new Size(domains + other.domains, resources + other.resources, text + other.text);
  }

  Size parts(int some, int of) {
    return new Size(domains / of * some, resources / of * some, text / of * some);
  }

  boolean isWithin(Size bound) {
    return domains <= bound.domains && resources <= bound.resources && text <= bound.text;
  }
}
