package coop.croft.services;

import coop.croft.core.model.Rights;
import coop.croft.core.model.Site;
import java.util.NavigableMap;
import java.util.Optional;

/**
 * All that is configured on the site at one moment, by domain.
 *
 * @param units each domain is configured by exactly one source
 */
public record World(Site site, Rights rights, NavigableMap<String, Unit> units) {
  /** The nearest configured domain strictly above {@code domain}. */
  public Optional<Unit> parent(String domain) {
    for (int dot = domain.indexOf('.'); dot >= 0; dot = domain.indexOf('.', dot + 1)) {
      Unit unit = units.get(domain.substring(dot + 1));
      if (unit != null) {
        return Optional.of(unit);
      }
    }
    return Optional.empty();
  }
}
