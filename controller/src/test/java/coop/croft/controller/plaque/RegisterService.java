package coop.croft.controller.plaque;

import coop.croft.core.manifest.Fragment;
import coop.croft.core.manifest.Hash;
import coop.croft.core.manifest.LineMap;
import coop.croft.core.model.Host;
import coop.croft.core.plan.Step;
import coop.croft.lang.Externs;
import coop.croft.services.Driver;
import coop.croft.services.Facts;
import coop.croft.services.Service;
import coop.croft.services.Subject;
import coop.croft.services.Unit;
import coop.croft.services.World;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** {@code /etc/register/DOMAIN} on main: a serial, and where the plaques of the domain are. */
public final class RegisterService implements Service {
  /** For how long the world remembers where plaques are. */
  public static volatile Duration ttl = Duration.ZERO;

  @Override
  public Duration remembered(Unit unit, World world, Host host) {
    boolean there = unit.of(Plaque.class).anyMatch(p -> p.resource().nodes().contains(host.name()));
    return there ? ttl : Duration.ZERO;
  }

  @Override
  public String name() {
    return "register";
  }

  @Override
  public List<String> library() {
    return List.of();
  }

  @Override
  public void teach(Externs.Builder<Subject> externs) {}

  @Override
  public boolean announces() {
    return true;
  }

  @Override
  public List<Fragment> render(Unit unit, World world, Facts facts) {
    String where =
        unit.of(Plaque.class)
            .map(p -> String.join(" ", p.resource().nodes()) + " " + p.resource().text() + "\n")
            .collect(Collectors.joining());
    if (where.isEmpty()) {
      return List.of();
    }
    long serial =
        facts.serial("register/" + unit.domain(), Hash.of(where.getBytes(StandardCharsets.UTF_8)));
    return List.of(file("main", "/etc/register/" + unit.domain(), serial + "\n" + where, false));
  }

  @Override
  public List<Fragment> renderHost(Host host, World world, Facts facts) {
    return host.has("dns-primary")
        ? List.of(
            file(
                host.name(),
                "/etc/register.key",
                facts.secret("register/key/" + host.name()),
                true))
        : List.of();
  }

  private static Fragment file(String host, String path, String text, boolean secret) {
    return new Fragment(
        host, "register", path, text.getBytes(StandardCharsets.UTF_8), secret, LineMap.EMPTY);
  }

  @Override
  public Optional<String> sentence(Step.Kind kind, String path) {
    return path.endsWith(".key")
        ? Optional.empty()
        : Optional.of("register " + path.substring("/etc/register/".length()));
  }

  @Override
  public Driver driver() {
    throw new UnsupportedOperationException("no agent runs this");
  }
}
