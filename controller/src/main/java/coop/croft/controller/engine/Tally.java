package coop.croft.controller.engine;

import coop.croft.core.model.SourceId;
import coop.croft.lang.Code;
import coop.croft.lang.Diagnostic;
import coop.croft.lang.SourceText;
import coop.croft.lang.Span;
import coop.croft.services.Unit;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.ToLongFunction;

/**
 * Counts what programs come to while those of a submission are compiled one after the other, so
 * that none is compiled any more when they are too much. What is in force stays, whatever it comes
 * to; only what would be more than before is refused.
 */
final class Tally {
  private final Room room;
  private final String contact;
  private final Map<String, Size> before;
  private final Map<String, Size> now;
  private final Size siteBefore;
  private Size siteNow;

  /**
   * @param contact who can give the controller more memory
   * @param before what is in force
   * @param submitted programs that come in or go
   */
  Tally(
      Room room,
      String contact,
      SortedMap<SourceId, Wanted.Held> before,
      Collection<SourceId> submitted) {
    this.room = room;
    this.contact = contact;
    this.before = byMember(before);
    this.siteBefore = Size.of(before.values());
    Map<SourceId, Wanted.Held> rest = new HashMap<>(before);
    rest.keySet().removeAll(List.copyOf(submitted));
    this.now = byMember(rest);
    this.siteNow = Size.of(rest.values());
  }

  private static Map<String, Size> byMember(Map<SourceId, Wanted.Held> programs) {
    Map<String, Size> out = new HashMap<>();
    programs.forEach((id, held) -> out.merge(id.member(), held.size(), Size::plus));
    return out;
  }

  /**
   * Counts one of the submitted programs.
   *
   * @return why that is too much, if it is
   */
  Optional<Diagnostic> add(SourceId id, SourceText program, List<Unit> units, Size size) {
    Size own = Objects.requireNonNull(now.merge(id.member(), size, Size::plus));
    Size had = before.getOrDefault(id.member(), Size.NOTHING);
    siteNow = siteNow.plus(size);
    Span place = place(program, units);
    Size site = room.siteFor(own);
    for (Measure m : Measure.ALL) {
      long inForce = m.of.applyAsLong(had);
      if (m.isBroken(own, had, room.member())) {
        return over(
            place,
            "all of your programs together would "
                + m.told(own)
                + ", more than the bound of "
                + m.of.applyAsLong(room.member()),
            "those in force "
                + m.told(had)
                + "; "
                + m.remedy
                + (inForce == 0 ? "" : ", or remove one that you do not need: croft remove NAME"));
      }
      if (m.isBroken(siteNow, siteBefore, site)) {
        return over(
            place,
            "the programs of all members together would "
                + m.told(siteNow)
                + ", more than the "
                + m.of.applyAsLong(site)
                + " that the controller has room for"
                + (site.equals(room.site()) ? "" : " beside what it keeps for small members"),
            "tell "
                + contact
                + ", who can give the controller more memory; your programs in force "
                + m.told(had));
      }
    }
    return Optional.empty();
  }

  /** Where it opens the first domain; it may be too much that opens none. */
  private static Span place(SourceText program, List<Unit> units) {
    return units.isEmpty()
        ? new Span(program.file(), 1, 1, 1, 1)
        : units.getFirst().resources().getFirst().origin().span();
  }

  private static Optional<Diagnostic> over(Span place, String message, String hint) {
    return Optional.of(Diagnostic.of(place, Code.BOUND, message, hint));
  }

  private record Measure(ToLongFunction<Size> of, String verb, String what, String remedy) {
    private static final String LESS = "ask for less";

    static final List<Measure> ALL =
        List.of(
            new Measure(Size::domains, "open ", " domains", LESS),
            new Measure(Size::resources, "ask for ", " resources", LESS),
            new Measure(
                Size::text,
                "hold ",
                " characters of text, their own included",
                LESS
                    + " or write less (comments count, and each program "
                    + Size.A_PROGRAM
                    + " besides)"));

    boolean isBroken(Size next, Size inForce, Size bound) {
      long n = of.applyAsLong(next);
      return n > of.applyAsLong(bound) && n > of.applyAsLong(inForce);
    }

    String told(Size size) {
      return verb + of.applyAsLong(size) + what;
    }
  }
}
