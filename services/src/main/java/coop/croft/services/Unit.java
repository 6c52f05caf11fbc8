package coop.croft.services;

import coop.croft.core.manifest.Origin;
import coop.croft.core.model.SourceId;
import java.util.List;
import java.util.stream.Stream;

/**
 * Everything that one source asks for one domain: the unit in which fragments are rendered, so that
 * a change costs the domains that it concerns.
 *
 * @param resources in the order in which the program asked for them
 */
public record Unit(SourceId source, String domain, List<Asked> resources) {
  /** A resource and the place in the program that asked for it. */
  public record Asked(Resource resource, Origin origin) {}

  /** A resource of a known class with its place. */
  public record Of<R>(R resource, Origin origin) {}

  public <R> Stream<Of<R>> of(Class<R> type) {
    return resources.stream()
        .filter(a -> type.isInstance(a.resource()))
        .map(a -> new Of<>(type.cast(a.resource()), a.origin()));
  }
}
