package coop.croft.controller.engine;

import coop.croft.services.Inquiry;
import coop.croft.services.Service;
import coop.croft.services.Unit;
import java.util.Optional;

/** What members asked for and what is decided, by the names that they know it by. */
public final class Things {
  private final Engine engine;

  public Things(Engine engine) {
    this.engine = engine;
  }

  /**
   * Whom to ask for the log of a thing.
   *
   * @param name of a site
   * @param member whose it must be; empty: anybody's
   * @param errors its errors, not its use
   */
  public Optional<Inquiry> log(Optional<String> member, String name, boolean errors) {
    Optional<Wanted> wanted = engine.current().wanted();
    if (wanted.isEmpty()) {
      return Optional.empty();
    }
    for (String domain = name; !domain.isEmpty(); domain = above(domain)) {
      Unit unit = wanted.get().units().get(domain);
      if (unit != null && member.map(m -> m.equals(unit.source().member())).orElse(true)) {
        for (Service service : wanted.get().compiler().services()) {
          Optional<Inquiry> found = service.log(unit, name, errors);
          if (found.isPresent()) {
            return found;
          }
        }
      }
    }
    return Optional.empty();
  }

  private static String above(String domain) {
    int dot = domain.indexOf('.');
    return dot < 0 ? "" : domain.substring(dot + 1);
  }
}
