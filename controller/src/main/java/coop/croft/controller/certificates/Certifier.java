package coop.croft.controller.certificates;

import coop.croft.controller.engine.Change;
import coop.croft.controller.engine.Engine;
import coop.croft.controller.store.Database;
import coop.croft.controller.store.Troubles;
import coop.croft.controller.store.Troubles.Kind;
import coop.croft.controller.store.Troubles.Trouble;
import coop.croft.core.model.Site;
import coop.croft.core.model.SourceId;
import coop.croft.services.Certificate;
import coop.croft.services.Proof;
import coop.croft.services.Wish;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that each site that wants one has a certificate: after every change, and when one
 * nears its end. Members' changes never wait for it.
 */
public final class Certifier {
  private static final Logger LOG = LoggerFactory.getLogger(Certifier.class);

  /** Sites on their way at a time. */
  private static final int AT_ONCE = 8;

  /** In an hour; the largest authority takes 300 in three. */
  private static final int MOST_ORDERS = 100;

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);
  private static final Duration LONGEST_SLEEP = Duration.ofMinutes(1);
  private static final Duration SILENCE = Duration.ofSeconds(10);
  private static final Duration LONGEST_SILENCE = Duration.ofHours(1);
  private static final int DOUBLINGS = 10;

  private final Engine engine;
  private final Database db;
  private final Clock clock;
  private final Optional<Path> roots;
  private final Together together;
  private final ExecutorService courses = Executors.newVirtualThreadPerTaskExecutor();
  private final Semaphore places = new Semaphore(AT_ONCE);
  private final Thread worker;

  // Guarded by this.
  private final Set<String> busy = new HashSet<>();
  private final Map<String, List<Wish>> seen = new HashMap<>();
  private boolean woken;
  private boolean closed;
  private int silences;
  private Instant silentUntil = Instant.MIN;
  private String silence = "";

  /**
   * @param roots PEM file by which the server of the authority is known
   */
  public Certifier(Engine engine, Database db, Clock clock, Optional<Path> roots) {
    this.engine = engine;
    this.db = db;
    this.clock = clock;
    this.roots = roots;
    this.together = new Together(engine);
    this.worker = Thread.ofPlatform().name("certificates").daemon().unstarted(this::run);
  }

  /** Begins with what there is. */
  public void start() {
    engine.whenDecided(this::wake);
    worker.start();
  }

  private synchronized void wake() {
    woken = true;
    notifyAll();
  }

  private void run() {
    try {
      takeBackOldProofs();
      while (true) {
        Instant next;
        try {
          next = look();
        } catch (RuntimeException e) {
          LOG.error("cannot look after certificates", e);
          next = clock.instant().plus(LONGEST_SLEEP);
        }
        // A look walks through all sites: many changes together cost one.
        Thread.sleep(BETWEEN_LOOKS);
        if (!sleep(next)) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Until then, or until somebody wakes it; false if it is over. */
  private synchronized boolean sleep(Instant until) throws InterruptedException {
    long most =
        Math.min(LONGEST_SLEEP.toMillis(), Duration.between(clock.instant(), until).toMillis());
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(Math.max(most, 1));
    while (!woken && !closed) {
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (left <= 0) {
        break;
      }
      wait(left);
    }
    woken = false;
    return !closed;
  }

  /** An earlier run did not come to the end of these orders. */
  private void takeBackOldProofs() throws InterruptedException {
    Set<Proof> old = engine.certified().proofs();
    if (!old.isEmpty()) {
      Set<String> domains = new TreeSet<>();
      old.forEach(a -> domains.add(a.domain()));
      together.submit(
          String.join(" ", domains),
          new Change.Certify(new TreeMap<>(), Set.of(), Set.copyOf(old), domains));
    }
  }

  /** Sends those on their way whose time has come; when the next one's comes. */
  private Instant look() throws InterruptedException {
    Instant now = clock.instant();
    Instant next = now.plus(LONGEST_SLEEP);
    Optional<Site> site = engine.site().filter(s -> s.authority().isPresent());
    if (site.isEmpty()) {
      return next;
    }
    SortedMap<String, Course.Asked> asked = asked(engine.certified().wishes(Optional.empty()));
    forgetTheGone(asked, now);
    Map<String, List<Trouble>> troubles = new HashMap<>();
    db.read(Troubles::all)
        .forEach(t -> troubles.computeIfAbsent(t.site(), s -> new ArrayList<>()).add(t));
    Instant open = opens(now);
    for (Course.Asked a : asked.values()) {
      Instant due = due(a, troubles.getOrDefault(a.site(), List.of()), now);
      due = latest(due, open);
      if (due.isAfter(now)) {
        next = due.isBefore(next) ? due : next;
      } else {
        begin(site.get(), a);
      }
    }
    return next;
  }

  /** When something may be ordered at all. */
  private Instant opens(Instant now) {
    Instant room = db.read(h -> Troubles.mayOrder(h, now, MOST_ORDERS));
    synchronized (this) {
      return latest(room, silentUntil);
    }
  }

  private SortedMap<String, Course.Asked> asked(List<Wish> wishes) {
    SortedMap<String, List<Wish>> together = new TreeMap<>();
    wishes.forEach(w -> together.computeIfAbsent(w.certificate(), s -> new ArrayList<>()).add(w));
    synchronized (this) {
      seen.keySet().retainAll(together.keySet());
    }
    SortedMap<String, Course.Asked> out = new TreeMap<>();
    together.forEach(
        (site, all) -> {
          hasten(site, all);
          Set<String> domains = new TreeSet<>();
          Set<String> names = new LinkedHashSet<>();
          Set<String> nodes = new LinkedHashSet<>();
          for (Wish w : all) {
            domains.add(w.domain());
            names.addAll(w.certified());
            nodes.addAll(w.nodes());
          }
          out.put(site, new Course.Asked(site, domains, List.copyOf(names), List.copyOf(nodes)));
        });
    return out;
  }

  /** A site that asks for something else than before is looked at at once. */
  private void hasten(String site, List<Wish> now) {
    List<Wish> before;
    synchronized (this) {
      before = seen.put(site, now);
    }
    if (before != null && !before.equals(now)) {
      db.write(
          h -> {
            Troubles.all(h).stream()
                .filter(t -> t.site().equals(site) && t.kind() == Kind.FOUND)
                .forEach(t -> Troubles.forget(h, site, List.of(t.name())));
            return 0;
          });
    }
  }

  /** A site that comes back finds its certificate, as long as that is good. */
  private void forgetTheGone(SortedMap<String, Course.Asked> asked, Instant now)
      throws InterruptedException {
    SortedMap<String, Optional<Certificate>> ended = new TreeMap<>();
    engine
        .certified()
        .given()
        .forEach(
            (site, c) -> {
              if (!asked.containsKey(site) && now.isAfter(c.until())) {
                ended.put(site, Optional.empty());
              }
            });
    if (!ended.isEmpty()) {
      together.submit(
          String.join(" ", ended.keySet()),
          new Change.Certify(ended, Set.of(), Set.of(), Set.of()));
    }
    List<Trouble> idle =
        db.read(Troubles::all).stream().filter(t -> !isAsked(asked.get(t.site()), t)).toList();
    if (!idle.isEmpty()) {
      db.write(
          h -> {
            idle.forEach(t -> Troubles.forget(h, t.site(), List.of(t.name())));
            return 0;
          });
    }
  }

  private static boolean isAsked(Course.@Nullable Asked a, Trouble t) {
    return a != null && (t.name().equals(Troubles.WHOLE) || a.names().contains(t.name()));
  }

  /** When a site is to be looked at. */
  private Instant due(Course.Asked a, Collection<Trouble> troubles, Instant now) {
    Map<String, Instant> later = new HashMap<>();
    troubles.forEach(t -> later.put(t.name(), t.due()));
    Optional<Certificate> has = Optional.ofNullable(engine.certified().given().get(a.site()));
    Instant due = Instant.MAX;
    for (String name : a.names()) {
      Instant own = has.filter(c -> c.names().contains(name)).map(Certificate::renewal).orElse(now);
      Instant again = latest(own, later.getOrDefault(name, own));
      due = again.isBefore(due) ? again : due;
    }
    return latest(due, later.getOrDefault(Troubles.WHOLE, due));
  }

  private static Instant latest(Instant a, Instant b) {
    return a.isBefore(b) ? b : a;
  }

  private void begin(Site site, Course.Asked a) {
    synchronized (this) {
      if (closed || !busy.add(a.site())) {
        return;
      }
    }
    var _ = courses.submit(() -> go(site, a));
  }

  private void go(Site site, Course.Asked a) {
    try {
      places.acquire();
      try {
        Instant now = clock.instant();
        if (!isClosed() && !opens(now).isAfter(now)) {
          course(site, a).run();
          heard();
        }
      } finally {
        places.release();
      }
    } catch (Ordering.NotNow n) {
      silent(n);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      if (!isClosed()) {
        LOG.error("no certificate for {}", a.site(), e);
      }
    } finally {
      synchronized (this) {
        busy.remove(a.site());
      }
      wake();
    }
  }

  private Course course(Site site, Course.Asked a) {
    URI directory = URI.create(site.authority().orElseThrow());
    Ordering ordering = new Ordering(directory, site.contact(), roots, db, clock);
    return new Course(engine, db, clock, new Leads(site), ordering, together, a);
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  private synchronized void heard() {
    silences = 0;
    silence = "";
  }

  /** Nobody asks an authority that gives nothing, for a while that grows. */
  private synchronized void silent(Ordering.NotNow n) {
    Duration wait = SILENCE.multipliedBy(1L << Math.min(silences, DOUBLINGS));
    Instant own =
        clock.instant().plus(wait.compareTo(LONGEST_SILENCE) > 0 ? LONGEST_SILENCE : wait);
    if (clock.instant().isBefore(silentUntil)) {
      return;
    }
    silences++;
    silentUntil = own;
    silence = String.valueOf(n.getMessage());
    LOG.warn("{}; asking again at {}", silence, silentUntil);
  }

  /**
   * A name that is served without a certificate, or whose certificate is not renewed though it is
   * time.
   *
   * @param site that the name is one of
   * @param reason empty while nothing is known against it
   */
  public record Lack(SourceId program, String site, String name, String sentence, String reason) {}

  /**
   * What is lacking, with the reasons.
   *
   * @param member whose sites; empty: all
   */
  public List<Lack> lacks(Optional<String> member) {
    if (engine.site().flatMap(Site::authority).isEmpty()) {
      return List.of();
    }
    Map<String, String> reasons = new HashMap<>();
    db.read(Troubles::all).forEach(t -> reasons.put(t.site() + " " + t.name(), t.reason()));
    SortedMap<String, Certificate> certificates = engine.certified().given();
    List<Lack> out = new ArrayList<>();
    for (Wish w : engine.certified().wishes(member)) {
      String certificate = w.certificate();
      Optional<Certificate> has = Optional.ofNullable(certificates.get(certificate));
      String general = reasons.getOrDefault(certificate + " " + Troubles.WHOLE, silence());
      for (String name : w.names()) {
        if (has.map(c -> !c.covers(name)).orElse(true)) {
          String asked = w.shared().orElse(name);
          String why = reasons.getOrDefault(certificate + " " + asked, general);
          out.add(
              new Lack(
                  w.source(),
                  w.site(),
                  name,
                  name
                      + " has no certificate yet"
                      + w.shared().map(all -> " (it shares that of " + all + ")").orElse("")
                      + (why.isEmpty() ? "" : ": " + why)
                      + preview(w),
                  why));
        }
      }
      has.filter(c -> !general.isEmpty() && !clock.instant().isBefore(c.renewal()))
          .ifPresent(
              c ->
                  out.add(
                      new Lack(
                          w.source(),
                          w.site(),
                          w.site(),
                          "the certificate of "
                              + certificate
                              + " ends at "
                              + c.until()
                              + ": "
                              + general,
                          general)));
    }
    return out;
  }

  /**
   * What is known against certificates of the site that has a name.
   *
   * @param member whose sites; empty: all
   */
  public List<Lack> lacks(Optional<String> member, String name) {
    Set<String> sites = new HashSet<>();
    engine.certified().wishes(member).stream()
        .filter(w -> w.names().contains(name))
        .forEach(w -> sites.add(w.site()));
    return lacks(member).stream()
        .filter(l -> sites.contains(l.site()) && !l.reason().isEmpty())
        .toList();
  }

  private String preview(Wish w) {
    String node = w.nodes().getFirst();
    Optional<String> all = engine.site().flatMap(s -> s.previewsOn(node));
    if (all.isEmpty() || w.site().equals(all.get())) {
      return "";
    }
    Certificate good = engine.certified().given().get(all.get());
    String scheme = good != null && clock.instant().isBefore(good.until()) ? "https://" : "http://";
    return "; until its name leads here, "
        + scheme
        + engine.site().flatMap(s -> s.previewOf(w.site(), node)).orElseThrow()
        + "/ shows the site";
  }

  /** Why no certificates can be had at all just now; empty if they can. */
  private synchronized String silence() {
    return silence;
  }

  /** Leaves everything as it is, for the next run of the controller. */
  public void close() throws InterruptedException {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    courses.shutdownNow();
    worker.interrupt();
    worker.join(5_000);
  }
}
