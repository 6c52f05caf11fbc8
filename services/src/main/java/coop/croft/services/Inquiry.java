package coop.croft.services;

import coop.croft.core.model.Host;
import coop.croft.core.model.Site;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A question about a thing that a unit asked for, to be put to a service's driver.
 *
 * @param hosts that can say something, at least one
 * @param about a word that the driver knows, see {@link Driver#answer}
 */
public record Inquiry(String service, List<String> hosts, String about, List<String> words) {
  public Inquiry {
    hosts = List.copyOf(hosts);
    words = List.copyOf(words);
  }

  /** From where to look at something as others see it: the host that does least besides. */
  public static Optional<String> outsider(Site site, Predicate<Host> fit) {
    return site.hosts().stream()
        .filter(fit.and(h -> !h.has("login")))
        .min(Comparator.comparingInt(h -> h.roles().size()))
        .map(Host::name);
  }
}
