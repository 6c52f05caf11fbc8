package coop.croft.services.dns;

import coop.croft.core.manifest.Fragment;
import coop.croft.core.manifest.LineMap;
import coop.croft.core.manifest.Origin;
import coop.croft.core.model.Host;
import coop.croft.core.plan.Step;
import coop.croft.lang.Externs;
import coop.croft.lang.Warning;
import coop.croft.services.Conflict;
import coop.croft.services.Driver;
import coop.croft.services.Facts;
import coop.croft.services.Inquiry;
import coop.croft.services.Service;
import coop.croft.services.Subject;
import coop.croft.services.Unit;
import coop.croft.services.World;
import coop.croft.services.domain.DnsKind;
import coop.croft.services.domain.Domain;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The domain name system: members' records become zones of BIND, on the primary as files, on the
 * secondaries by a catalog zone.
 */
public final class DnsService implements Service {
  private final DnsDriver driver = new DnsDriver();
  private volatile Optional<Known> known = Optional.empty();

  /** What was last worked out about a world: many units are rendered in the same one. */
  private record Known(
      World world, NameServers servers, Family family, Shields shields, Owners.OfWorld zones) {}

  @Override
  public String name() {
    return "dns";
  }

  @Override
  public List<String> library() {
    return List.of("dns.dtl");
  }

  @Override
  public void teach(Externs.Builder<Subject> externs) {
    DnsLibrary.teach(externs);
  }

  @Override
  public List<Fault> faults(Unit unit, World world) {
    Known in = known(world);
    return ZoneFaults.of(unit, world, in.servers(), in.shields(), children(unit, world));
  }

  @Override
  public List<Warning> warnings(Unit unit, World world) {
    if (!publishes(unit)) {
      return ZoneWarnings.unpublished(unit).stream().toList();
    }
    if (!ZoneWarnings.isSuspicious(unit)) {
      return List.of();
    }
    Known in = known(world);
    return ZoneWarnings.of(unit, world, in.servers(), in.shields(), children(unit, world));
  }

  @Override
  public List<Conflict> conflicts(Unit unit, World world) {
    return ZoneConflicts.of(unit, world, children(unit, world), known(world).zones());
  }

  @Override
  public List<Fragment> render(Unit unit, World world, Facts facts) {
    Domain domain = Family.domain(unit);
    Known in = known(world);
    NameServers servers = in.servers();
    if (domain.dns() instanceof DnsKind.None || servers.primary().isEmpty()) {
      return List.of();
    }
    MemberZone zone = MemberZone.of(unit, world.site());
    boolean signed = zone.signed() && domain.dns() instanceof DnsKind.Use;
    String statement = ZoneStatement.of(domain, signed);
    String host = servers.primary().get().name();
    Fragment serve = statement(unit, host, statement);
    if (domain.dns() instanceof DnsKind.Secondary) {
      return List.of(serve);
    }
    ZoneFile.Text text =
        new ZoneFile(
                zone,
                world.site(),
                servers,
                in.family().children(unit.domain()),
                in.shields().needed(zone),
                facts.proofs(unit.domain()))
            .text(statement, hash -> facts.serial(unit.domain(), hash));
    String path = Places.text(unit.domain(), signed);
    return List.of(serve, new Fragment(host, name(), path, text.bytes(), false, text.lines()));
  }

  private Fragment statement(Unit unit, String host, String statement) {
    Origin origin = unit.of(Domain.class).findFirst().orElseThrow().origin();
    byte[] bytes = (statement + "\n").getBytes(StandardCharsets.UTF_8);
    LineMap lines = new LineMap(List.of(new LineMap.Lines(1, 1, origin)));
    return new Fragment(host, name(), Places.statement(unit.domain()), bytes, false, lines);
  }

  @Override
  public List<String> affected(String domain, World world) {
    return Family.parent(domain, world).map(Unit::domain).stream().toList();
  }

  @Override
  public List<Fragment> renderHost(Host host, World world, Facts facts) {
    return HostConfig.of(host, NameServers.of(world.site()), facts);
  }

  @Override
  public Optional<String> sentence(Step.Kind kind, String path) {
    Optional<String> statement = Places.zoneOfStatement(path);
    if (statement.isPresent()) {
      String zone = statement.get();
      return Optional.of(
          switch (kind) {
            case ADD -> "serve the zone " + zone;
            case CHANGE -> "change how the zone " + zone + " is served";
            case REMOVE -> "stop serving the zone " + zone;
          });
    }
    Optional<String> text = Places.zoneOfText(path);
    if (text.isPresent()) {
      return ofText(kind, text.get(), path.equals(Places.text(text.get(), true)));
    }
    return path.equals(Places.MAIN) ? Optional.of("set up the name server") : Optional.empty();
  }

  private static Optional<String> ofText(Step.Kind kind, String zone, boolean signed) {
    return switch (kind) {
      case CHANGE -> Optional.of("publish the changed records of " + zone);
      case ADD -> signed ? Optional.of("sign the zone " + zone) : Optional.empty();
      case REMOVE ->
          signed
              ? Optional.of(
                  "stop signing the zone "
                      + zone
                      + ": its DS record must be gone from where the domain is registered, or nobody"
                      + " who validates finds it any more")
              : Optional.empty();
    };
  }

  @Override
  public boolean publishes(Unit unit) {
    return Family.domain(unit).dns() instanceof DnsKind.Use;
  }

  @Override
  public boolean announces() {
    return true;
  }

  /** The longest TTL of the zone's address records that lead there (RFC 1035, section 3.2.1). */
  @Override
  public Duration remembered(Unit unit, World world, Host host) {
    if (!(Family.domain(unit).dns() instanceof DnsKind.Use)) {
      return Duration.ZERO;
    }
    List<Rdata> there = MemberZone.addresses(host);
    return Duration.ofSeconds(
        MemberZone.of(unit, world.site()).draft().entries().stream()
            .filter(e -> there.contains(e.data()))
            .mapToLong(ZoneDraft.Entry::ttl)
            .max()
            .orElse(0));
  }

  /** Lost keys of a signed zone would make its DS at the parent wrong: nobody could resolve it. */
  @Override
  public List<String> state() {
    return List.of(Places.KEYS);
  }

  @Override
  public List<Inquiry> examinations(Unit unit, String name, World world) {
    if (!(Family.domain(unit).dns() instanceof DnsKind.Use)) {
      return List.of();
    }
    List<Inquiry> all = new ArrayList<>(ZoneExamination.of(unit.domain(), world.site()));
    if (Family.parent(unit.domain(), world).isEmpty()) {
      boolean signed = unit.of(Signed.class).findAny().isPresent();
      all.addAll(DelegationExamination.of(unit.domain(), signed, world.site()));
    }
    return all;
  }

  @Override
  public Optional<String> thing(String path) {
    return Places.zoneOfText(path).or(() -> Places.zoneOfStatement(path));
  }

  @Override
  public Driver driver() {
    return driver;
  }

  /** A unit that is only about to enter the world is in no index of it. */
  @SuppressWarnings("ReferenceEquality")
  private List<Unit> children(Unit unit, World world) {
    return world.units().get(unit.domain()) == unit
        ? known(world).family().children(unit.domain())
        : Family.childrenOf(unit, world);
  }

  /** Worlds are as large as the site: the same one is known by being the same object. */
  @SuppressWarnings("ReferenceEquality")
  private Known known(World world) {
    Optional<Known> last = known;
    if (last.isPresent() && last.get().world() == world) {
      return last.get();
    }
    Known now =
        new Known(
            world,
            NameServers.of(world.site()),
            new Family(world),
            new Shields(world.rights()),
            new Owners.OfWorld(world));
    known = Optional.of(now);
    return now;
  }
}
