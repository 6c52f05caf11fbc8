package coop.croft.controller.engine;

import coop.croft.controller.audit.Audit;
import coop.croft.controller.audit.Concerns;
import coop.croft.controller.store.Database;
import coop.croft.controller.store.Generations;
import coop.croft.controller.store.Generations.Published;
import coop.croft.controller.store.Hosts;
import coop.croft.controller.store.Meta;
import coop.croft.controller.store.Secrets;
import coop.croft.controller.trust.ManifestKey;
import coop.croft.core.manifest.Hash;
import coop.croft.core.manifest.SignedManifest;
import coop.croft.core.manifest.Tree;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A controller that begins with a copy of its store. What was decided after the copy was made is
 * known to the hosts and the name servers alone, so every number jumps above what they can have
 * seen: the epoch to the seconds since 1970, the generation by more than can have been decided
 * since, and each zone gets a new serial. All hosts then get what the copy says, as a new
 * generation.
 */
public final class Restoration {
  private static final Logger LOG = LoggerFactory.getLogger(Restoration.class);

  /** More than a controller decides: each generation takes the hosts some tenths of a second. */
  private static final long GENERATIONS_A_SECOND = 10;

  private static final long AT_LEAST = 1_000;

  /** No zone has this content. */
  private static final Hash OTHER = Hash.of(new byte[0]);

  private final Database db;
  private final Clock clock;
  private final Instant copied;

  private Restoration(Database db, Clock clock, Instant copied) {
    this.db = db;
    this.clock = clock;
    this.copied = copied;
  }

  /**
   * To be asked before anything else is read. If the store is a copy, the epoch jumps and hosts may
   * show newer certificates than it knows.
   */
  public static Optional<Restoration> of(Database db, Clock clock) {
    Instant now = clock.instant();
    return db.write(
        h -> {
          Optional<Instant> copied = Database.copied(h);
          if (copied.isPresent()) {
            Meta.liftEpoch(h, now.getEpochSecond());
            Hosts.trustNewer(h);
          }
          return copied.map(c -> new Restoration(db, clock, c));
        });
  }

  /** Decides everything again. */
  void decide(ManifestKey key) throws Engine.StartFault {
    Current stored = Start.read(db, clock);
    if (stored.wanted().isEmpty()) {
      db.write(
          h -> {
            Database.noCopy(h);
            return 0;
          });
      return;
    }
    Wanted wanted = stored.wanted().get();
    Map<String, Published> zones = db.read(Generations::zones);
    PublishedFacts facts =
        new PublishedFacts(
            zone -> Optional.ofNullable(zones.get(zone)).map(p -> new Published(OTHER, p.serial())),
            db.read(Secrets::all),
            clock.instant());
    SortedMap<String, Tree> nothing = new TreeMap<>();
    db.read(Generations::targets).keySet().forEach(host -> nothing.put(host, Tree.EMPTY));
    Map<Hash, byte[]> blobs = new ConcurrentHashMap<>();
    Layout layout =
        Layout.whole(
            Layout.EMPTY.over(nothing),
            wanted,
            facts,
            Keeping.just(stored.layout().kept()),
            blobs::put);
    long generation = next(stored.generation());
    Map<SignedManifest, Integer> manifests = new LinkedHashMap<>();
    layout
        .trees()
        .forEach((host, tree) -> manifests.put(key.sign(host, generation, tree.root()), 0));
    Commit commit =
        new Commit(
            generation,
            key.epoch(),
            clock.instant(),
            wanted.rights(),
            Optional.of(wanted),
            wanted,
            manifests,
            Set.of(),
            blobs,
            facts,
            layout.kept(),
            List.of(new Commit.Act(entry(generation), Concerns.NOTHING)),
            Set.of());
    db.write(
        h -> {
          commit.write(h);
          Database.noCopy(h);
          return 0;
        });
    LOG.warn("began with a copy of {}: everything is decided again as {}", copied, generation);
  }

  private Audit.Entry entry(long generation) {
    return new Audit.Entry(
        Engine.CONTROLLER, "", "restore", "copy of " + copied, "generation " + generation);
  }

  private long next(long latest) {
    long seconds = Math.max(0, Duration.between(copied, clock.instant()).toSeconds());
    return latest + AT_LEAST + GENERATIONS_A_SECOND * seconds;
  }
}
