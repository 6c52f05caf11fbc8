package coop.croft.services.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import coop.croft.core.manifest.Fragment;
import coop.croft.core.manifest.Hash;
import coop.croft.core.model.Host;
import coop.croft.services.Certificate;
import coop.croft.services.Driver;
import coop.croft.services.Facts;
import coop.croft.services.Proof;
import coop.croft.services.Resource;
import coop.croft.services.Unit;
import coop.croft.services.World;
import coop.croft.services.dns.SoaClient.Answer;
import coop.croft.services.domain.DnsKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The driver with real name servers: a primary and a secondary, side by side on this machine. */
@Timeout(value = 90, unit = TimeUnit.SECONDS)
class DnsDriverTest {
  /** The {@code max-refresh-time} of the catalog. */
  private static final Duration LONGEST_REFRESH = Duration.ofSeconds(30);

  @TempDir Path directory;

  private final Map<String, NamedHost> hosts = new HashMap<>();
  private final Recorded facts = new Recorded();
  private NamedHost main;
  private NamedHost dynamic;

  /** Facts as the controller keeps them. */
  private static final class Recorded implements Facts {
    private final Map<String, Hash> published = new HashMap<>();
    private final Map<String, Long> serials = new HashMap<>();

    @Override
    public long serial(String zone, Hash content) {
      if (!content.equals(published.put(zone, content))) {
        serials.merge(zone, 1_800_000_000L, (old, first) -> old + 10);
      }
      return serials.getOrDefault(zone, 0L);
    }

    @Override
    public String secret(String name) {
      return Base64.getEncoder()
          .encodeToString(
              Hash.of(name.getBytes(StandardCharsets.UTF_8))
                  .hex()
                  .substring(0, 32)
                  .getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public Optional<Certificate> certificate(String site) {
      return Optional.empty();
    }

    @Override
    public List<Proof> proofs(String domain) {
      return List.of();
    }
  }

  @BeforeEach
  void start() throws IOException {
    main = new NamedHost("main", Files.createDirectory(directory.resolve("main")), hosts);
    dynamic = new NamedHost("dynamic", Files.createDirectory(directory.resolve("dynamic")), hosts);
    hosts.put("192.0.2.11", main);
    hosts.put("192.0.2.12", dynamic);
  }

  @AfterEach
  void stop() throws InterruptedException {
    main.stop();
    dynamic.stop();
  }

  private List<Fragment> render(Unit... units) {
    World world = Sample.world(Sample.rights("dora archive.example"), units);
    DnsService service = new DnsService();
    List<Fragment> all = new ArrayList<>();
    for (Host host : Sample.SITE.hosts()) {
      all.addAll(service.renderHost(host, world, facts));
    }
    world.units().values().forEach(u -> all.addAll(service.render(u, world, facts)));
    return all;
  }

  private NamedHost.Outcome apply(Unit... units) {
    List<Fragment> all = render(units);
    NamedHost.Outcome outcome = main.apply(all);
    assertThat(dynamic.apply(all).refusals()).isEmpty();
    return outcome;
  }

  /**
   * With the largest text and the largest set that are allowed: they have to be transferred, too.
   */
  private static Unit small(String name) {
    return Sample.unit("dora", name, Sample.record(name, "www", new Rdata.A("203.0.113.9")));
  }

  private static Unit archive(String address, Resource... more) {
    List<Resource> all = new ArrayList<>(List.of(more));
    all.add(Sample.record("archive.example", "www", new Rdata.A(address)));
    all.add(Sample.record("archive.example", "big", new Rdata.Txt("x".repeat(64_000))));
    for (int i = 0; i < ZoneDraft.MOST_IN_SET; i++) {
      all.add(Sample.record("archive.example", "many", new Rdata.A("198.51.100." + i)));
    }
    return Sample.unit("dora", "archive.example", all.toArray(Resource[]::new));
  }

  private Answer ask(NamedHost host, String zone) {
    return SoaClient.ask(host.address(), List.of(zone), Duration.ofSeconds(1))
        .values()
        .iterator()
        .next();
  }

  private void followed(String zone) {
    followed(zone, Duration.ofSeconds(10));
  }

  private void followed(String zone, Duration limit) {
    Answer primary = ask(main, zone);
    await()
        .atMost(limit)
        .pollInterval(Duration.ofMillis(20))
        .untilAsserted(() -> assertThat(ask(dynamic, zone)).isEqualTo(primary));
  }

  @Test
  void aZoneComesChangesAndGoes() {
    NamedHost.Outcome first = apply(archive("203.0.113.1"));
    assertThat(first.refusals()).isEmpty();
    assertThat(first.verbs())
        .containsExactly(
            "seed",
            "restart",
            "add archive.example",
            "catalog-add archive.example",
            "catalog-serial");
    assertThat(ask(main, "archive.example")).isEqualTo(new Answer.Serial(1_800_000_000L));
    followed("archive.example");

    NamedHost.Outcome second = apply(archive("203.0.113.2"));
    assertThat(second.refusals()).isEmpty();
    assertThat(second.verbs()).containsExactly("reload archive.example");
    assertThat(ask(main, "archive.example")).isEqualTo(new Answer.Serial(1_800_000_010L));
    followed("archive.example");

    assertThat(apply(archive("203.0.113.2")).verbs()).isEmpty();
    assertThat(main.reconcile()).isEmpty();
    assertThat(dynamic.reconcile()).isEmpty();

    NamedHost.Outcome third = apply();
    assertThat(third.refusals()).isEmpty();
    assertThat(ask(main, "archive.example")).isEqualTo(new Answer.NotServed());
    followed("archive.example");
    assertThat(main.reconcile()).isEmpty();
  }

  @Test
  void everyOperationMayBeRepeated() {
    apply(archive("203.0.113.1"));
    List<Driver.Operation> add = List.copyOf(main.ran());
    main.operate(add.subList(2, add.size()));
    apply();
    List<Driver.Operation> all = List.copyOf(main.ran());
    main.operate(all.subList(all.size() - 2, all.size()));
    assertThat(ask(main, "archive.example")).isEqualTo(new Answer.NotServed());
  }

  @Test
  void aZoneIsSignedAndNotAnyMore() {
    apply(archive("203.0.113.1"));
    Unit signed = archive("203.0.113.1", new Signed("archive.example"));
    NamedHost.Outcome outcome = apply(signed);
    assertThat(outcome.refusals()).isEmpty();
    assertThat(outcome.verbs()).contains("drop archive.example", "add archive.example");
    List<Driver.Operation> all = List.copyOf(main.ran());
    main.operate(all.subList(all.size() - outcome.verbs().size(), all.size()));
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () ->
                assertThat(
                        Bind.run(
                                List.of(
                                    "dig",
                                    "-p",
                                    "" + main.address().getPort(),
                                    "@127.0.0.1",
                                    "+short",
                                    "archive.example",
                                    "DNSKEY"))
                            .output())
                    .contains("257 3 13"));
    followed("archive.example");
    assertThat(main.reconcile()).isEmpty();

    assertThat(apply(archive("203.0.113.3")).refusals()).isEmpty();
    followed("archive.example");
    assertThat(apply(signed).refusals()).isEmpty();
    followed("archive.example");
  }

  @Test
  void aBrokenZoneIsRefusedAtItsLine() {
    List<Fragment> good = render(archive("203.0.113.1"));
    assertThat(main.apply(good).refusals()).isEmpty();
    List<Fragment> broken = new ArrayList<>();
    for (Fragment f : render(archive("203.0.113.2"))) {
      if (Places.zoneOfText(f.path()).isPresent()) {
        String text = new String(f.content(), StandardCharsets.US_ASCII);
        byte[] bytes =
            text.replace("203.0.113.2", "203.0.113.2222").getBytes(StandardCharsets.US_ASCII);
        broken.add(new Fragment(f.host(), f.service(), f.path(), bytes, false, f.lines()));
      } else {
        broken.add(f);
      }
    }
    assertThat(main.apply(broken).refusals())
        .singleElement()
        .satisfies(
            r -> {
              assertThat(r.path()).isEqualTo("/etc/bind/croft/zones/archive.example.db");
              assertThat(r.line()).isEqualTo(106);
              assertThat(r.message()).contains("bad dotted quad");
            });
    assertThat(ask(main, "archive.example")).isEqualTo(new Answer.Serial(1_800_000_000L));
  }

  @Test
  void whateverWasLostComesBack() throws IOException, InterruptedException {
    apply(archive("203.0.113.1"));
    followed("archive.example");
    main.stop();
    Files.delete(main.file("/var/cache/bind/_default.nzd"));
    Files.delete(main.file("/var/lib/bind/croft/catalog.db"));
    Files.deleteIfExists(main.file("/var/lib/bind/croft/catalog.db.jnl"));
    assertThat(main.reconcile())
        .containsExactly(
            "seed",
            "start",
            "add archive.example",
            "catalog-add archive.example",
            "catalog-serial");
    assertThat(ask(main, "archive.example")).isEqualTo(new Answer.Serial(1_800_000_000L));
    assertThat(main.reconcile()).isEmpty();
    apply();
    followed("archive.example");
  }

  @Test
  void veryManyNewZonesAreStoredAsAWhole() throws IOException, InterruptedException {
    apply(archive("203.0.113.1"));
    List<Unit> many = new ArrayList<>(List.of(archive("203.0.113.2")));
    for (int i = 0; i < 600; i++) {
      String name = "z" + i + ".archive.example";
      many.add(small(name));
    }
    Unit[] all = many.toArray(Unit[]::new);
    NamedHost.Outcome outcome = apply(all);
    assertThat(outcome.refusals()).isEmpty();
    assertThat(outcome.verbs())
        .startsWith("stop", "store-drop", "store z99.archive.example", "start")
        .noneMatch(v -> v.startsWith("add ") || v.startsWith("reload"));
    followed("archive.example");
    followed("z599.archive.example");
    assertThat(main.reconcile()).isEmpty();

    // The serial of a new catalog is the time, which every change has taken one step ahead of.
    Thread.sleep(10_000);
    main.stop();
    Files.delete(main.file("/var/cache/bind/_default.nzd"));
    assertThat(main.reconcile())
        .containsExactly(
            "stop",
            "catalog-drop",
            "catalog-store z99.archive.example",
            "store-drop",
            "store z99.archive.example",
            "start",
            "catalog-serial");
    assertThat(main.reconcile()).isEmpty();
    assertThat(ask(main, "z599.archive.example")).isInstanceOf(Answer.Serial.class);
    // The secondaries go on with the catalog that was made anew. The primary has just notified them
    // of hundreds of zones, and one datagram may have been too many: then they ask by themselves.
    many.add(small("z.archive.example"));
    apply(many.toArray(Unit[]::new));
    followed("z.archive.example", LONGEST_REFRESH.plusSeconds(10));
  }

  @Test
  void aCatalogThatWasCutShortIsNotTaken() throws IOException {
    Driver.Operation store =
        new Driver.Operation(
            "dns",
            "catalog-store",
            List.of(
                Names.catalogLabel("a.example"), "a.example",
                Names.catalogLabel("b.example"), "b.example"));
    main.operate(List.of(store));
    Path catalog = main.file(Places.CATALOG_FILE);
    List<String> lines = Files.readAllLines(catalog);
    assertThat(compiled(catalog).exit()).isZero();
    for (int cut = 0; cut < lines.size(); cut++) {
      Files.write(catalog, lines.subList(0, cut));
      assertThat(compiled(catalog).exit()).as("%d lines", cut).isNotZero();
    }
  }

  private static Bind.Ran compiled(Path catalog) {
    return Bind.run(List.of("named-checkzone", HostConfig.CATALOG, catalog.toString()));
  }

  @Test
  void silentPrimariesOfAMemberKeepNobodysZoneAway() throws IOException {
    List<SilentPrimary> silent = new ArrayList<>();
    Path own = Files.createDirectory(directory.resolve("own"));
    try (OwnPrimary honest = OwnPrimary.of(own, 5, List.of("archive.example"))) {
      for (int i = 2; i <= 6; i++) {
        silent.add(SilentPrimary.at("127.0.0." + i));
      }
      List<String> masters = silent.stream().map(SilentPrimary::clause).toList();
      List<Unit> units = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        units.add(following("h" + i + ".archive.example", List.of(masters.get(i % 5))));
      }
      apply(units.toArray(Unit[]::new));
      await()
          .atMost(Duration.ofSeconds(10))
          .untilAsserted(() -> assertThat(transfers()).contains("xfers running: 10\n"));
      units.add(following("archive.example", List.of(honest.clause())));
      apply(units.toArray(Unit[]::new));
      await()
          .atMost(Duration.ofSeconds(10))
          .untilAsserted(
              () -> assertThat(ask(main, "archive.example")).isEqualTo(new Answer.Serial(5)));
      followed("archive.example");
      assertThat(transfers()).contains("xfers running: 10\n");
    } finally {
      for (SilentPrimary s : silent) {
        s.close();
      }
    }
  }

  private String transfers() {
    return main.asRoot("status", List.of()).output();
  }

  private static Unit following(String domain, List<String> masters) {
    return Sample.unit("dora", domain, new DnsKind.Secondary(masters), 1, List.of());
  }

  @Test
  void aZoneMayFallBehindItsCopiesWhenSomebodyElseMakesIt() throws Exception {
    String[] zones = {"archive.example", "day.archive.example"};
    apply(archive("203.0.113.1"), small(zones[1]));
    followed(zones[0]);
    followed(zones[1]);
    Path low = Files.createDirectory(directory.resolve("low"));
    try (OwnPrimary own = OwnPrimary.of(low, 5, List.of(zones))) {
      List<String> masters = List.of(own.clause());
      apply(following(zones[0], masters), following(zones[1], masters));
      for (String zone : zones) {
        await()
            .atMost(Duration.ofSeconds(10))
            .untilAsserted(() -> assertThat(ask(main, zone)).isEqualTo(new Answer.Serial(5)));
      }
    }
    followedByLooks(zones);

    Path high = Files.createDirectory(directory.resolve("high"));
    try (OwnPrimary own = OwnPrimary.of(high, 2_026_112_801, List.of(zones))) {
      List<String> masters = List.of(own.clause());
      apply(following(zones[0], masters), following(zones[1], masters));
      for (String zone : zones) {
        main.asRoot("refresh", List.of(zone));
        await()
            .atMost(Duration.ofSeconds(10))
            .untilAsserted(
                () -> assertThat(ask(main, zone)).isEqualTo(new Answer.Serial(2_026_112_801)));
        followed(zone);
      }
    }
    assertThat(apply(archive("203.0.113.2"), small(zones[1])).refusals()).isEmpty();
    assertThat(ask(main, zones[0])).isEqualTo(new Answer.Serial(1_800_000_010L));
    followedByLooks(zones);
    assertThat(main.reconcile()).isEmpty();
    assertThat(dynamic.reconcile()).isEmpty();
  }

  /** By transfers, and without a new start. */
  private void followedByLooks(String... zones) {
    assertThat(dynamic.reconcile())
        .containsExactly("retransfer " + zones[0], "retransfer " + zones[1]);
    for (String zone : zones) {
      followed(zone);
    }
  }

  @Test
  void aSecondaryThatWasOffAsksAgain() throws InterruptedException {
    apply(archive("203.0.113.1"));
    followed("archive.example");
    dynamic.stop();
    main.apply(render(archive("203.0.113.2")));
    assertThat(dynamic.reconcile()).containsExactly("start");
    assertThat(dynamic.reconcile()).isSubsetOf("refresh archive.example");
    followed("archive.example");
  }
}
