package coop.croft.services;

import coop.croft.core.model.SourceId;
import java.util.List;
import java.util.Optional;

/**
 * A site that asks for a certificate.
 *
 * @param site its name
 * @param names under which it is served by https
 * @param nodes hosts that serve it
 * @param shared a wildcard that stands for all of the names, if one certificate for it serves all
 *     sites that say so
 */
public record Wish(
    SourceId source,
    String domain,
    String site,
    List<String> names,
    List<String> nodes,
    Optional<String> shared) {

  /** A site with a certificate of its own. */
  public Wish(SourceId source, String domain, String site, List<String> names, List<String> nodes) {
    this(source, domain, site, names, nodes, Optional.empty());
  }

  /** The name under which the certificate is a fact. */
  public String certificate() {
    return shared.orElse(site);
  }

  /** The names that the certificate is for. */
  public List<String> certified() {
    return shared.map(List::of).orElse(names);
  }
}
