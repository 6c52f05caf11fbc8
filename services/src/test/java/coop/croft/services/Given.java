package coop.croft.services;

import coop.croft.core.manifest.Hash;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Facts of a site that an authority knows.
 *
 * @param certificates by the names under which they are asked for
 */
public record Given(Function<String, Optional<Certificate>> certificates, List<Proof> proofs)
    implements Facts {
  @Override
  public long serial(String zone, Hash content) {
    return 1;
  }

  @Override
  public String secret(String name) {
    return name;
  }

  @Override
  public Optional<Certificate> certificate(String name) {
    return certificates.apply(name);
  }

  @Override
  public List<Proof> proofs(String domain) {
    return proofs;
  }
}
