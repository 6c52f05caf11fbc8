package coop.croft.controller.engine;

import coop.croft.controller.audit.Audit;
import coop.croft.controller.audit.Concerns;
import coop.croft.controller.fleet.Fleet;
import coop.croft.controller.fleet.Offer;
import coop.croft.controller.store.Database;
import coop.croft.controller.store.Generations;
import coop.croft.controller.store.Hosts;
import coop.croft.controller.store.Notices;
import coop.croft.controller.store.Secrets;
import coop.croft.controller.store.Waiting;
import coop.croft.controller.trust.ManifestKey;
import coop.croft.core.manifest.Hash;
import coop.croft.core.manifest.Tree;
import coop.croft.core.model.Rights;
import coop.croft.core.model.Site;
import coop.croft.core.model.SourceId;
import coop.croft.lang.SourceText;
import coop.croft.services.Compiler;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes submissions, one round at a time: those that arrive while a round runs go together into the
 * next. What is decided is kept in memory as it was compiled and rendered, so that a round costs
 * what it changes.
 */
public final class Engine {
  public static final String NO_SITE =
      "there is no site yet; an administrator takes one in with: croft apply --site /etc/croft/site";

  /** The actor of what the controller does by itself. */
  public static final String CONTROLLER = "controller";

  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);
  private static final Duration LOOK = Duration.ofMillis(500);

  final Database db;
  final ManifestKey key;
  final Fleet fleet;
  final Clock clock;
  final Later later = new Later(this);
  final Departures departures = new Departures(this);
  private final Preview preview = new Preview(this);
  private final Convergence convergence = new Convergence(this);
  private final Incidents incidents = new Incidents(this);

  private final Entrance entrance = new Entrance();
  final Sequence sequence = new Sequence();
  final Evaluations evaluations = new Evaluations();
  private final Thread worker;
  private volatile Current current;
  private volatile Watch watch = Watch.NOBODY;
  private volatile Runnable decided = () -> {};

  /** As it was after the last round: what a round decides is not live before its end. */
  private volatile Current settled;

  private final Certified certified = new Certified(() -> current, () -> settled);

  private long highest;
  private volatile boolean closed;

  private Engine(Database db, ManifestKey key, Fleet fleet, Clock clock, Current current) {
    this.db = db;
    this.key = key;
    this.fleet = fleet;
    this.clock = clock;
    this.current = current;
    this.settled = current;
    this.highest = current.generation();
    this.worker = Thread.ofPlatform().name("engine").daemon().unstarted(this::run);
  }

  /** Reads what was decided, compiles and renders it again, and gets to work. */
  public static Engine start(
      Database db, ManifestKey key, Fleet fleet, Clock clock, Optional<Restoration> restoration)
      throws StartFault {
    if (restoration.isPresent()) {
      restoration.get().decide(key);
    }
    SortedMap<String, Generations.Target> targets = db.read(Generations::targets);
    for (Hosts.Joined j : db.read(Hosts::all).values()) {
      fleet.joined(j.name(), j.live(), j.seen());
      if (j.revoked().isPresent()) {
        fleet.revoked(j.name());
      }
    }
    Current rendered = Start.read(db, clock);
    SortedMap<String, Tree> decided = new TreeMap<>();
    targets.forEach(
        (host, t) -> {
          Tree tree = rendered.layout().trees().getOrDefault(host, Tree.EMPTY);
          decided.put(host, tree.root().equals(t.root()) ? tree : read(db, t.root()));
        });
    Layout layout = rendered.layout().over(decided);
    boolean differs = !Layout.sameTrees(layout, rendered.layout());
    Current current =
        new Current(rendered.generation(), rendered.wanted(), layout, rendered.rights());
    Engine engine = new Engine(db, key, fleet, clock, current);
    targets.forEach((host, t) -> fleet.decide(host, engine.stored(t), t.wave() == 0));
    engine.worker.start();
    engine.convergence.start(targets, differs);
    return engine;
  }

  /** Why the controller cannot start. */
  public static final class StartFault extends Exception {
    private static final long serialVersionUID = 1L;

    StartFault(String message) {
      super(message);
    }
  }

  /** A manifest that was decided by an earlier run, or whose bytes need not be kept in memory. */
  Offer stored(Generations.Target t) {
    return new Offer(
        t.generation(), t.root(), new Offer.Reach(() -> read(db, t.root())), this::blob);
  }

  private static Tree read(Database db, Hash root) {
    return Tree.read(
        root,
        Tree.EMPTY,
        hash ->
            db.<Optional<byte[]>>read(h -> Generations.blob(h, hash))
                .orElseThrow(
                    () -> new IllegalStateException("the store has lost the blob " + hash)));
  }

  Optional<byte[]> blob(Hash hash) {
    return db.read(h -> Generations.blob(h, hash));
  }

  Current current() {
    return current;
  }

  void advance(Current next) {
    current = next;
  }

  /** A number that no generation and no proposal had. */
  synchronized long nextGeneration() {
    highest++;
    return highest;
  }

  PublishedFacts facts() {
    return new PublishedFacts(
        zone -> db.read(h -> Generations.zone(h, zone)), db.read(Secrets::all), clock.instant());
  }

  /**
   * Runs that once, when the hosts have had their time to take up what was decided before this
   * start, if this version renders some files otherwise than they are.
   */
  public void ifOutdated(Runnable work) {
    convergence.ifOutdated(work);
  }

  /** All domains that are configured, in order. */
  public NavigableSet<String> domains() {
    return current
        .wanted()
        .<NavigableSet<String>>map(w -> w.units().navigableKeySet())
        .orElseGet(TreeSet::new);
  }

  /** Who asks for certificates, and what there is. */
  public Certified certified() {
    return certified;
  }

  /** That runs after each round that decided something. */
  public void whenDecided(Runnable work) {
    decided = work;
  }

  /** Hands in a submission and waits for what becomes of it. */
  public Outcome apply(Submission s) throws InterruptedException {
    sequence.hear(s);
    return entrance.attend(s, preview::tooMuch);
  }

  /** A host may not speak any more: nor for members whose submissions wait their turn. */
  public void revoked(String via) {
    fleet.revoked(via);
    entrance
        .line
        .withdraw((Pending p) -> p.submission.via().equals(via))
        .forEach(p -> p.complete(silenced(via)));
  }

  private static Outcome silenced(String via) {
    String why = via + " may not speak any more; nothing was changed";
    return new Outcome.Refused(List.of(new Complaint.Plain(why)));
  }

  /**
   * What a submission comes to whose host was revoked after it had let the member in; empty if it
   * may go on. What was decided and waits for another host is not the revoked one's any more.
   */
  Optional<Outcome> silenced(Pending p) {
    String via = p.submission.via();
    return via.isEmpty() || p.waited.isPresent() || fleet.maySpeak(via)
        ? Optional.empty()
        : Optional.of(silenced(via));
  }

  /** A host has joined, and counts calls from the beginning. */
  public void joined(String host, Instant seen) {
    sequence.forget(host);
    fleet.joined(host, 0, seen);
  }

  /** A host is no part of the site any more. */
  public void forget(String host) {
    revoked(host);
    fleet.forget(host);
  }

  /** The files of the site that was taken in last. */
  public List<SourceText> siteFiles() {
    return current.wanted().map(Wanted::siteFiles).orElse(List.of());
  }

  /**
   * What a submission would do now. Waits for no host.
   *
   * @param files whether to tell how each file changes
   */
  public Outcome plan(Submission s, boolean files) {
    return preview.plan(s, files);
  }

  private void run() {
    while (!closed) {
      List<Pending> group = new ArrayList<>();
      try {
        group.addAll(entrance.line.take(LOOK));
        later.ready().stream().filter(p -> isApart(group, p)).forEach(group::add);
        round(group);
        for (Pending p : incidents.fresh()) {
          round(List.of(p));
        }
        departures.endWhatIsDue();
      } catch (InterruptedException e) {
        fail(group, new Stopping(true));
        return;
      } catch (RuntimeException e) {
        // A bug or a broken machine: those who wait hear it, the next submissions may fare better.
        LOG.error("a round of {} submissions failed", group.size(), e);
        fleet.endProposal();
        fail(group, e);
      }
    }
  }

  /** What waited for a host must not replace what its owner submits just now. */
  private static boolean isApart(List<Pending> group, Pending p) {
    return group.stream().allMatch(g -> Collections.disjoint(g.programs, p.programs));
  }

  /** Until when a host goes on serving what has moved away from it. */
  public record Leaving(SourceId program, String host, Instant due) {}

  /** What hosts keep for a while, of the programs of a member; of all, if empty. */
  public List<Leaving> leaving(Optional<String> member) {
    Current now = current;
    return now.wanted().stream()
        .flatMap(
            w ->
                now.layout().kept().stream()
                    .flatMap(
                        k ->
                            Optional.ofNullable(w.units().get(k.domain())).stream()
                                .map(u -> new Leaving(u.source(), k.piece().host(), k.due()))))
        .filter(l -> member.map(l.program().member()::equals).orElse(true))
        .distinct()
        .toList();
  }

  void round(List<Pending> group) throws InterruptedException {
    if (group.isEmpty()) {
      return;
    }
    entrance.pace.begin();
    Current before = current;
    try {
      new Round(this).run(group);
    } finally {
      entrance.pace.end();
    }
    settled = current;
    if (before.generation() != current.generation()) {
      decided.run();
    }
    for (Pending p : group) {
      Outcome outcome = p.outcome.getNow(null);
      if (outcome != null) {
        watch.answered(outcome, p.undoes);
      }
    }
  }

  private static void fail(List<Pending> group, RuntimeException e) {
    group.forEach(p -> p.fail(e));
  }

  /** The site as it is; empty before one was taken in. */
  public Optional<Site> site() {
    return current.wanted().map(w -> w.compiler().site());
  }

  public Optional<Compiler> compiler() {
    return current.wanted().map(Wanted::compiler);
  }

  public Rights rights() {
    return current.rights();
  }

  public long generation() {
    return current.generation();
  }

  /** Whether a host would hear at once. */
  public boolean isReachable(String host) {
    return fleet.isReachable(host);
  }

  /** All hosts of the site, and others that joined once. */
  public SortedMap<String, Fleet.Standing> standings() {
    SortedMap<String, Fleet.Standing> out = new TreeMap<>();
    fleet.standings().forEach(s -> out.put(s.host(), s));
    return out;
  }

  /** Changes that wait for a host; of all members, if empty. */
  public List<Waiting.Change> waitingForHosts(Optional<String> member) {
    return db.read(Waiting::all).stream()
        .filter(
            c ->
                c.programs().keySet().stream()
                    .anyMatch(id -> member.map(id.member()::equals).orElse(true)))
        .toList();
  }

  /** What the owners of programs have to know. */
  public SortedMap<SourceId, String> notices() {
    return db.read(Notices::all);
  }

  boolean isClosed() {
    return closed;
  }

  /** From now on that one hears how rounds go. */
  public void watch(Watch listener) {
    watch = listener;
  }

  /** Tells whoever watches how long something took that began at that {@link System#nanoTime}. */
  void took(Watch.Part part, long began) {
    watch.took(part, Duration.ofNanos(System.nanoTime() - began));
  }

  /** How many submissions wait. */
  public int waiting() {
    return entrance.line.size();
  }

  /**
   * A program in force.
   *
   * @param hosts those that have files of it
   */
  public record Program(
      SourceId id, SourceText text, long since, List<String> domains, List<String> hosts) {}

  /** The programs of a member; of all, if empty. */
  public List<Program> programs(Optional<String> member) {
    Current now = current;
    List<Program> out = new ArrayList<>();
    SortedMap<SourceId, Wanted.Held> all =
        now.wanted().map(Wanted::sources).orElseGet(TreeMap::new);
    SortedMap<SourceId, Wanted.Held> some = member.map(m -> Wanted.of(m, all)).orElse(all);
    for (var e : some.entrySet()) {
      Wanted.Held held = e.getValue();
      List<String> hosts =
          held.domains().stream()
              .flatMap(d -> now.layout().domains().getOrDefault(d, List.of()).stream())
              .map(Piece::host)
              .distinct()
              .sorted()
              .toList();
      out.add(new Program(e.getKey(), held.text(), held.since(), held.domains(), hosts));
    }
    return out;
  }

  /** How many programs a member has in force. */
  public int count(String member) {
    return current.wanted().map(w -> Wanted.of(member, w.sources()).size()).orElse(0);
  }

  /** Whether such a program is in force. */
  public boolean has(SourceId program) {
    return current.wanted().map(w -> w.sources().containsKey(program)).orElse(false);
  }

  /** Enters an act that changed nothing into the audit log. */
  public void record(Audit.Entry entry, Concerns concerns) {
    db.write(h -> Audit.append(h, clock.instant(), entry, concerns));
  }

  /** Texts that must never be shown. */
  public Map<String, String> secrets() {
    return db.read(Secrets::all);
  }

  /** Answers all who wait and stops; what was decided stands. */
  public void stop() throws InterruptedException {
    closed = true;
    fleet.close();
    worker.interrupt();
    worker.join(Duration.ofSeconds(5));
    fail(entrance.line.close(), new Stopping(false));
  }
}
