package coop.croft.controller.certificates;

import coop.croft.controller.engine.Change;
import coop.croft.controller.engine.Engine;
import coop.croft.controller.store.Database;
import coop.croft.controller.store.Troubles;
import coop.croft.controller.store.Troubles.Kind;
import coop.croft.controller.store.Troubles.Trouble;
import coop.croft.services.Certificate;
import coop.croft.services.Proof;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One site on its way to a certificate: which names lead here, the order, the proofs, and the
 * certificate on the hosts. What does not come to a good end is written down with its reason.
 */
final class Course {
  private static final Logger LOG = LoggerFactory.getLogger(Course.class);

  /** Looking again is cheap; to be told once more costs a part of a limit. */
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

  private static final Duration LATEST_LOOK = Duration.ofMinutes(5);
  private static final Duration ASK_AGAIN = Duration.ofMinutes(15);
  private static final Duration LATEST_ASK = Duration.ofDays(1);
  private static final int DOUBLINGS = 10;

  private final Engine engine;
  private final Database db;
  private final Clock clock;
  private final Leads leads;
  private final Ordering ordering;
  private final Together together;
  private final Asked asked;

  /** In which domain of the site each record that proves something stands. */
  private final Map<String, String> publishers = new TreeMap<>();

  /**
   * A site that asks, by whichever programs.
   *
   * @param domains of the units that serve it
   */
  record Asked(String site, Set<String> domains, List<String> names, List<String> nodes) {}

  Course(
      Engine engine,
      Database db,
      Clock clock,
      Leads leads,
      Ordering ordering,
      Together together,
      Asked asked) {
    this.engine = engine;
    this.db = db;
    this.clock = clock;
    this.leads = leads;
    this.ordering = ordering;
    this.together = together;
    this.asked = asked;
  }

  /**
   * Goes the way to its end.
   *
   * @throws Ordering.NotNow if the authority has nothing to give to anybody just now
   */
  void run() throws Ordering.NotNow, InterruptedException {
    Optional<Certificate> had = Optional.ofNullable(engine.certified().given().get(asked.site()));
    List<String> kept = had.map(Certificate::names).orElse(List.of());
    boolean renewal = had.map(c -> !clock.instant().isBefore(c.renewal())).orElse(false);
    Set<String> open = new TreeSet<>();
    for (String name : asked.names()) {
      if (isDue(name) && leadsHere(name, kept.contains(name))) {
        open.add(name);
      }
    }
    if (open.isEmpty() || !(renewal || !kept.containsAll(open))) {
      forget(kept.stream().filter(n -> open.contains(n)).toList());
      return;
    }
    obtain(open, had, renewal);
  }

  /** Whether an authority's refusal of a name has had its time. */
  private boolean isDue(String name) {
    return db.<Optional<Trouble>>read(h -> Troubles.find(h, asked.site(), name))
        .filter(t -> t.kind() == Kind.REFUSED)
        .map(t -> !clock.instant().isBefore(t.due()))
        .orElse(true);
  }

  /**
   * @param kept whether it has a certificate: then it keeps it as long as nothing is known against
   *     it
   */
  private boolean leadsHere(String name, boolean kept) {
    Optional<Leads.Fault> fault = fault(name);
    fault.ifPresent(f -> trouble(name, Kind.FOUND, f.reason()));
    return fault.map(f -> kept && !f.certain()).orElse(true);
  }

  private Optional<Leads.Fault> fault(String name) {
    if (!name.startsWith("*.")) {
      return leads.fault(name, asked.nodes());
    }
    String below = name.substring(2);
    Optional<String> publisher = engine.certified().publisher(below);
    if (publisher.isEmpty()) {
      return Optional.of(
          new Leads.Fault(
              "only the name servers of "
                  + below
                  + " can prove it, and this site's are not its primary",
              true));
    }
    publishers.put(below, publisher.get());
    return leads.delegationFault(publisher.get());
  }

  /** Orders for those names, and again without the ones that are refused. */
  private void obtain(Set<String> open, Optional<Certificate> had, boolean renewal)
      throws Ordering.NotNow, InterruptedException {
    List<String> kept = renewal ? List.of() : had.map(Certificate::names).orElse(List.of());
    while (!kept.containsAll(open)) {
      Set<Proof> shown = new HashSet<>();
      try {
        db.write(
            h -> {
              Troubles.ordered(h, clock.instant());
              return 0;
            });
        Certificate given = ordering.order(List.copyOf(open), proofs -> show(proofs, shown));
        deliver(given, shown);
        return;
      } catch (Ordering.Refused r) {
        withdraw(shown);
        r.reasons()
            .forEach(
                (name, why) ->
                    trouble(name, Kind.REFUSED, "the certificate authority says: " + why));
        if (!open.removeAll(r.reasons().keySet()) || isSpared(had, r.reasons().keySet())) {
          return;
        }
      } catch (Ordering.Later l) {
        withdraw(shown);
        trouble(Troubles.WHOLE, Kind.REFUSED, String.valueOf(l.getMessage()), l.when());
        return;
      } catch (Ordering.NotNow n) {
        withdraw(shown);
        throw n;
      }
    }
  }

  /** Whether the certificate that is there serves the refused names better than a new one. */
  private boolean isSpared(Optional<Certificate> had, Set<String> refused) {
    return had.filter(c -> refused.stream().anyMatch(c.names()::contains))
        .map(c -> clock.instant().isBefore(c.until().minus(left(c).dividedBy(2))))
        .orElse(false);
  }

  /** From its renewal to its end. */
  private static Duration left(Certificate c) {
    return Duration.between(c.renewal(), c.until());
  }

  private void show(List<Proof> proofs, Set<Proof> shown)
      throws Ordering.Refused, InterruptedException {
    List<Proof> records = new ArrayList<>();
    for (Proof a : proofs) {
      if (a.way() == Proof.Way.DNS) {
        Proof here = in(publishers.getOrDefault(a.name(), a.name()), a);
        records.add(here);
        shown.add(here);
      } else {
        asked.domains().forEach(d -> shown.add(in(d, a)));
      }
    }
    Optional<String> why =
        together.submit(
            asked.site(), new Change.Certify(new TreeMap<>(), shown, Set.of(), domains(shown)));
    if (why.isPresent()) {
      throw new Ordering.Refused(Map.of("", "the hosts do not show the proof: " + why.get()));
    }
    if (!records.isEmpty() && !leads.awaitPublished(records)) {
      throw new Ordering.Refused(
          Map.of(
              "*." + records.getFirst().name(),
              "the record _acme-challenge."
                  + records.getFirst().name()
                  + " is not seen: something else of yours stands in its place"));
    }
  }

  private static Proof in(String domain, Proof a) {
    return new Proof(domain, a.way(), a.name(), a.token(), a.text());
  }

  private static Set<String> domains(Collection<Proof> proofs) {
    return proofs.stream().map(Proof::domain).collect(Collectors.toCollection(TreeSet::new));
  }

  private void deliver(Certificate given, Set<Proof> shown) throws InterruptedException {
    Map<String, Optional<Certificate>> one = Map.of(asked.site(), Optional.of(given));
    Set<String> domains = domains(shown);
    domains.addAll(asked.domains());
    Optional<String> why =
        together.submit(
            asked.site(), new Change.Certify(new TreeMap<>(one), Set.of(), shown, domains));
    if (why.isPresent()) {
      withdraw(shown);
      trouble(Troubles.WHOLE, Kind.REFUSED, "the hosts refuse the certificate: " + why.get());
      return;
    }
    forget(given.names());
    LOG.info("{}", given);
  }

  private void withdraw(Set<Proof> shown) throws InterruptedException {
    if (!shown.isEmpty()) {
      together.submit(
          asked.site(), new Change.Certify(new TreeMap<>(), Set.of(), shown, domains(shown)));
    }
  }

  private void forget(Collection<String> names) {
    List<String> all = new ArrayList<>(names);
    all.add(Troubles.WHOLE);
    db.write(
        h -> {
          Troubles.forget(h, asked.site(), all);
          return 0;
        });
  }

  private void trouble(String name, Kind kind, String reason) {
    trouble(name, kind, reason, Optional.empty());
  }

  /**
   * Writes down why, and when to try again.
   *
   * @param when if nobody says, after twice the time of before
   */
  private void trouble(String name, Kind kind, String reason, Optional<Instant> when) {
    Instant now = clock.instant();
    db.write(
        h -> {
          int failures =
              Troubles.find(h, asked.site(), name)
                  .filter(t -> t.kind() == kind)
                  .map(Trouble::failures)
                  .orElse(0);
          Duration first = kind == Kind.FOUND ? LOOK_AGAIN : ASK_AGAIN;
          Duration most = kind == Kind.FOUND ? LATEST_LOOK : LATEST_ASK;
          Duration wait = first.multipliedBy(1L << Math.min(failures, DOUBLINGS));
          Instant due = when.orElse(now.plus(wait.compareTo(most) > 0 ? most : wait));
          Troubles.put(h, new Trouble(asked.site(), name, kind, reason, failures + 1, due));
          return 0;
        });
  }
}
