package coop.croft.services.domain;

import coop.croft.core.manifest.Fragment;
import coop.croft.core.model.Host;
import coop.croft.core.plan.Step;
import coop.croft.lang.Externs;
import coop.croft.services.Driver;
import coop.croft.services.Facts;
import coop.croft.services.Service;
import coop.croft.services.Subject;
import coop.croft.services.Unit;
import coop.croft.services.World;
import java.util.List;
import java.util.Optional;

/**
 * The block in which a program configures a domain, and what its records and its sites have in
 * common. It has no files of its own on any host.
 */
public final class DomainService implements Service {
  @Override
  public String name() {
    return "domain";
  }

  @Override
  public List<String> library() {
    return List.of("domain.dtl");
  }

  @Override
  public void teach(Externs.Builder<Subject> externs) {
    DomainLibrary.teach(externs);
  }

  @Override
  public List<Fragment> render(Unit unit, World world, Facts facts) {
    return List.of();
  }

  @Override
  public List<Fragment> renderHost(Host host, World world, Facts facts) {
    return List.of();
  }

  @Override
  public Optional<String> sentence(Step.Kind kind, String path) {
    return Optional.empty();
  }

  @Override
  public Driver driver() {
    return Driver.NOTHING;
  }
}
