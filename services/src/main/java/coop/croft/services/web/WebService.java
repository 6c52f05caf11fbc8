package coop.croft.services.web;

import coop.croft.core.manifest.Fragment;
import coop.croft.core.manifest.LineMap;
import coop.croft.core.model.Host;
import coop.croft.core.model.Site;
import coop.croft.core.plan.Step;
import coop.croft.lang.Externs;
import coop.croft.lang.Warning;
import coop.croft.services.Conflict;
import coop.croft.services.Driver;
import coop.croft.services.Facts;
import coop.croft.services.Inquiry;
import coop.croft.services.Proof;
import coop.croft.services.Service;
import coop.croft.services.Subject;
import coop.croft.services.Unit;
import coop.croft.services.Wish;
import coop.croft.services.World;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Web sites, served by Apache. */
public final class WebService implements Service {
  static final String NAME = "web";

  /** One for the process: it remembers when the server was last reloaded. */
  private final WebDriver driver = new WebDriver();

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<String> library() {
    return List.of("web.dtl");
  }

  @Override
  public void teach(Externs.Builder<Subject> externs) {
    WebLibrary.teach(externs);
  }

  @Override
  public List<Fault> faults(Unit unit, World world) {
    return unit.of(VirtualHost.class)
        .flatMap(v -> Stream.concat(PhpScope.faults(v).stream(), PasswordFaults.of(v).stream()))
        .toList();
  }

  @Override
  public List<Warning> warnings(Unit unit, World world) {
    return unit.of(VirtualHost.class).flatMap(v -> SiteWarnings.of(v.resource()).stream()).toList();
  }

  @Override
  public List<Conflict> conflicts(Unit unit, World world) {
    List<Unit.Of<VirtualHost>> sites = unit.of(VirtualHost.class).toList();
    if (sites.isEmpty()) {
      // The index costs what all sites of the world have.
      return List.of();
    }
    NameIndex index = NameIndex.of(world);
    List<Conflict> conflicts = new ArrayList<>();
    sites.forEach(
        v -> {
          for (String node : v.resource().nodes()) {
            for (String name : v.resource().names()) {
              index
                  .holder(node, name)
                  .filter(h -> !h.origin().source().equals(unit.source()))
                  .ifPresent(
                      h ->
                          conflicts.add(
                              new Conflict(
                                  v.origin(), h.origin(), name + " is already served on " + node)));
            }
          }
        });
    return conflicts;
  }

  @Override
  public List<Fragment> render(Unit unit, World world, Facts facts) {
    List<Fragment> all = new ArrayList<>();
    Others others = new Others(unit.source().member(), world.rights());
    unit.of(VirtualHost.class)
        .forEach(v -> all.addAll(new SiteWriter(v, world.site(), others, facts).fragments()));
    facts.proofs(unit.domain()).stream()
        .filter(a -> a.way() == Proof.Way.HTTP)
        .forEach(a -> all.addAll(proof(unit, a)));
    return all;
  }

  /** On each host that serves the name: an authority may ask any of them. */
  private static List<Fragment> proof(Unit unit, Proof proof) {
    String path = SiteNames.CHALLENGES + proof.token();
    byte[] text = proof.text().getBytes(StandardCharsets.US_ASCII);
    return unit.of(VirtualHost.class)
        .filter(v -> v.resource().names().contains(proof.name()))
        .flatMap(v -> v.resource().nodes().stream())
        .distinct()
        .map(node -> new Fragment(node, NAME, path, text, false, LineMap.EMPTY))
        .toList();
  }

  @Override
  public List<Fragment> renderHost(Host host, World world, Facts facts) {
    if (!serves(host)) {
      return List.of();
    }
    List<Fragment> all = new ArrayList<>(HostFiles.of(host, world.site(), facts));
    Stream.concat(
            world.site().previewsOn(host.name()).stream(), world.site().sharedWildcard().stream())
        .flatMap(
            name -> facts.certificate(name).map(c -> IssuedFile.of(host.name(), name, c)).stream())
        .forEach(all::add);
    all.addAll(PhpPool.files(host));
    if (host.has("web")) {
      all.add(WaitingRules.of(host, world));
    }
    return all;
  }

  @Override
  public Optional<String> sentence(Step.Kind kind, String path) {
    Optional<String> certified = SiteNames.issuedFor(path);
    if (certified.isPresent()) {
      return Optional.of(
          switch (kind) {
            case ADD -> "give " + certified.get() + " its certificate";
            case CHANGE -> "renew the certificate of " + certified.get();
            case REMOVE -> "take away the certificate of " + certified.get();
          });
    }
    if (path.startsWith(SiteNames.CHALLENGES)) {
      return Optional.of(
          kind == Step.Kind.REMOVE
              ? "take away a proof for the certificate authority"
              : "show a proof to the certificate authority");
    }
    if (path.equals(WaitingRules.FILE)) {
      return Optional.of("count requests for members' programs by the ports that each may use");
    }
    return SiteNames.nameIn(path)
        .map(
            name ->
                switch (kind) {
                  case ADD -> "serve the site " + name;
                  case CHANGE -> "change the site " + name;
                  case REMOVE -> "stop serving the site " + name;
                });
  }

  @Override
  public List<String> notes(Unit unit, World world, Facts facts) {
    boolean ordered = world.site().authority().isPresent();
    return unit.of(VirtualHost.class)
        .map(Unit.Of::resource)
        .filter(
            v ->
                v.tls() instanceof Tls.Acme
                    && facts.certificate(v.certificate(world.site())).isEmpty())
        .map(
            v ->
                v.name()
                    + (ordered
                        ? " is served without TLS until it has its certificate, which comes by itself;"
                            + " croft status says if it does not"
                        : " is served without TLS: this site orders no certificates;"
                            + " SSL = use_cert \"/path/of/a.pem\" serves your own")
                    + preview(v, world.site(), facts))
        .toList();
  }

  private static String preview(VirtualHost site, Site croft, Facts facts) {
    String node = site.nodes().getFirst();
    String scheme =
        croft.previewsOn(node).flatMap(facts::certificate).isPresent() ? "https://" : "http://";
    return croft
        .previewOf(site.name(), node)
        .map(name -> "; if that name does not lead here yet, " + scheme + name + "/ shows the site")
        .orElse("");
  }

  @Override
  public List<Wish> certificates(Unit unit, Site site) {
    Stream<Wish> own =
        unit.of(VirtualHost.class)
            .map(Unit.Of::resource)
            .filter(v -> v.tls() instanceof Tls.Acme)
            .map(v -> wish(unit, v, site));
    return site.previewDomain().map(unit.domain()::equals).orElse(false)
        ? Stream.concat(own, previews(unit, site)).toList()
        : own.toList();
  }

  private static Wish wish(Unit unit, VirtualHost v, Site site) {
    Optional<String> shared = site.sharedWildcard(v.names());
    return new Wish(unit.source(), unit.domain(), v.name(), v.names(), v.nodes(), shared);
  }

  /** One certificate for all previews on a host, which each of its sites then uses. */
  private static Stream<Wish> previews(Unit unit, Site site) {
    return site.hosts().stream()
        .filter(WebService::serves)
        .map(
            host -> {
              String name = site.previewsOn(host.name()).orElseThrow();
              return new Wish(
                  unit.source(), unit.domain(), name, List.of("*." + name), List.of(host.name()));
            });
  }

  private static boolean serves(Host host) {
    return host.has("web") || host.has("web-static");
  }

  @Override
  public Optional<Inquiry> log(Unit unit, String name, boolean errors) {
    return called(unit, name)
        .map(v -> new Inquiry(NAME, v.nodes(), SiteLog.ABOUT, SiteLog.words(v.name(), errors)))
        .findFirst();
  }

  @Override
  public Optional<Inquiry> statistics(Unit unit, String name) {
    return called(unit, name)
        .map(v -> new Inquiry(NAME, v.nodes(), SiteStatistics.ABOUT, List.of(v.name())))
        .findFirst();
  }

  private static Stream<VirtualHost> called(Unit unit, String name) {
    return unit.of(VirtualHost.class).map(Unit.Of::resource).filter(v -> v.names().contains(name));
  }

  @Override
  public List<Inquiry> examinations(Unit unit, String name, World world) {
    return called(unit, name)
        .flatMap(v -> SiteExamination.of(v, name, world.site()).stream())
        .toList();
  }

  @Override
  public Optional<String> thing(String path) {
    return SiteNames.nameIn(path);
  }

  @Override
  public Driver driver() {
    return driver;
  }
}
