package coop.croft.controller.engine;

import coop.croft.lang.Bounds;
import coop.croft.services.Unit;
import java.util.Collection;
import java.util.List;

/**
 * What programs that are in force cost the controller, which has all that they configure in memory.
 *
 * @param domains that they open
 * @param resources that they ask for
 * @param text characters that these hold, as {@link Bounds#text} counts them
 */
record Size(long domains, long resources, long text) {
  static final Size NOTHING = new Size(0, 0, 0);

  static Size of(List<Unit> units, long text) {
    return new Size(units.size(), units.stream().mapToLong(u -> u.resources().size()).sum(), text);
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
