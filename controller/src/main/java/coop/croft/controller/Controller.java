package coop.croft.controller;

import coop.croft.controller.api.Api;
import coop.croft.controller.api.BackupVerb;
import coop.croft.controller.api.HostVerbs;
import coop.croft.controller.audit.Verifier;
import coop.croft.controller.certificates.Certifier;
import coop.croft.controller.door.AdministratorDoor;
import coop.croft.controller.door.AgentDoor;
import coop.croft.controller.door.AgentServer;
import coop.croft.controller.door.MetricsDoor;
import coop.croft.controller.engine.Engine;
import coop.croft.controller.engine.Restoration;
import coop.croft.controller.fleet.Fleet;
import coop.croft.controller.fleet.Limits;
import coop.croft.controller.fleet.Questions;
import coop.croft.controller.jobs.Regeneration;
import coop.croft.controller.metrics.Metrics;
import coop.croft.controller.store.Database;
import coop.croft.controller.trust.Authority;
import coop.croft.controller.trust.ManifestKey;
import coop.croft.core.model.Host;
import coop.croft.core.model.Site;
import io.javalin.util.JavalinException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The controller, put together. */
public final class Controller {
  private static final Logger LOG = LoggerFactory.getLogger(Controller.class);

  /** How many domains regen brings to the hosts at a time: members wait for so many at most. */
  private static final int PIECE = 100;

  /** Where a back-up takes the copy of the database from. */
  private static final String COPY = "croft.db.copy";

  private static final List<String> LOCAL = List.of("localhost", "127.0.0.1", "::1");

  private final Database db;
  private final Engine engine;
  private final Regeneration regeneration;
  private final Certifier certifier;
  private final Api api;
  private final AgentServer agents;
  private final AdministratorDoor administrators;
  private final Optional<MetricsDoor> metrics;

  private Controller(
      Database db,
      Engine engine,
      Regeneration regeneration,
      Certifier certifier,
      Api api,
      AgentServer agents,
      AdministratorDoor administrators,
      Optional<MetricsDoor> metrics) {
    this.db = db;
    this.engine = engine;
    this.regeneration = regeneration;
    this.certifier = certifier;
    this.api = api;
    this.agents = agents;
    this.administrators = administrators;
    this.metrics = metrics;
  }

  /**
   * Starts everything; when it returns, callers are answered.
   *
   * @param administrator number of the account that is administrator on the socket: 0
   */
  public static Controller start(
      Configuration configuration, Limits limits, Clock clock, long administrator)
      throws IOException, GeneralSecurityException, Engine.StartFault {
    Database db = Database.open(configuration.state().resolve("croft.db"));
    try {
      sayHead(db);
      Authority authority =
          Authority.open(
              configuration.state().resolve("ca"), clock, configuration.certificateLife());
      Optional<Restoration> restoration = Restoration.of(db, clock);
      ManifestKey key = ManifestKey.open(db);
      Fleet fleet = new Fleet(key, limits);
      Engine engine = Engine.start(db, key, fleet, clock, restoration);
      CompletableFuture<AgentServer> server = new CompletableFuture<>();
      HostVerbs hosts =
          new HostVerbs(
              engine,
              db,
              authority,
              clock,
              () -> server.join().port(),
              site -> server.join().alsoNamed(names(site)));
      Regeneration regeneration = new Regeneration(engine, db, clock, PIECE);
      engine.ifOutdated(() -> regeneration.start("controller", true));
      BackupVerb backup = new BackupVerb(db, configuration.state().resolve(COPY), clock);
      Questions questions = new Questions();
      Certifier certifier = new Certifier(engine, db, clock, configuration.authorityRoots());
      Api api = new Api(engine, questions, hosts, regeneration, backup, certifier, db, clock);
      AgentDoor door = new AgentDoor(db, authority, key, fleet, questions, engine, api, clock);
      List<String> known = new ArrayList<>(LOCAL);
      engine.site().ifPresent(site -> known.addAll(names(site)));
      server.complete(
          new AgentServer(
              authority, configuration.listen(), configuration.port(), known, door, clock));
      AdministratorDoor administrators =
          new AdministratorDoor(configuration.socket(), api, administrator);
      Metrics figures = new Metrics(engine, clock);
      engine.watch(figures);
      Optional<MetricsDoor> metrics = configuration.metrics().flatMap(a -> open(a, figures));
      certifier.start();
      return new Controller(
          db, engine, regeneration, certifier, api, server.join(), administrators, metrics);
    } catch (IOException | GeneralSecurityException | Engine.StartFault | RuntimeException e) {
      db.close();
      throw e;
    }
  }

  /** Figures are no reason not to start. */
  private static Optional<MetricsDoor> open(InetSocketAddress address, Metrics metrics) {
    try {
      return Optional.of(new MetricsDoor(address, metrics));
    } catch (JavalinException e) {
      LOG.warn("metrics cannot be read at {}: {}", address, e.getMessage());
      return Optional.empty();
    }
  }

  /** The journal belongs to the system, not to this process: a head that is told there stays. */
  private static void sayHead(Database db) {
    Verifier.Verdict log = db.read(Verifier::of);
    LOG.info("audit log: {} entries, head {}", log.entries(), log.head());
    log.broken().ifPresent(b -> LOG.error("the audit log was tampered with: {}", b.why()));
  }

  private static List<String> names(Site site) {
    List<String> names = new ArrayList<>();
    for (Host h : site.with("controller")) {
      names.addAll(h.ipv4());
      names.addAll(h.ipv6());
      names.add(h.name());
      names.add(h.name() + "." + site.domain());
      h.nameServer().ifPresent(names::add);
    }
    return names;
  }

  /** The verbs, for callers within this process. */
  public Api api() {
    return api;
  }

  /** Where agents call. */
  public int port() {
    return agents.port();
  }

  /** Where figures are read; empty: nowhere. */
  public OptionalInt metricsPort() {
    return metrics.map(m -> OptionalInt.of(m.port())).orElse(OptionalInt.empty());
  }

  /** Lets nobody in any more, answers those who wait, and leaves what was decided on the disk. */
  public void stop() throws IOException, InterruptedException {
    administrators.close();
    regeneration.close();
    certifier.close();
    engine.stop();
    agents.close();
    metrics.ifPresent(MetricsDoor::close);
    db.close();
  }
}
