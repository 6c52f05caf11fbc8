package coop.croft.controller.engine;

import coop.croft.core.model.Host;
import coop.croft.core.plan.Step;
import coop.croft.services.Service;
import coop.croft.services.Unit;
import coop.croft.services.base.Nodes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What hosts keep for a while when sites move away from them. */
interface Keeping {
  /** For the services to publish the new address, until it is known when they have. */
  Duration ALLOWANCE = Duration.ofMinutes(5);

  /**
   * @param before what was kept so far
   * @param differences of what is wanted
   * @return what to keep; what is wanted there after all, or has gone from the site, may be in it
   */
  List<Kept> of(List<Kept> before, List<Layout.Difference> differences);

  /** Exactly these. */
  static Keeping just(List<Kept> kept) {
    return (before, differences) -> kept;
  }

  /**
   * What was kept, and what sites that move leave behind.
   *
   * @param given files that are given up, whatever their time
   */
  static Keeping moving(
      Optional<Wanted> from, Wanted to, Instant now, Collection<Change.LetGo.Place> given) {
    return (before, differences) -> {
      List<Kept> out = new ArrayList<>();
      for (Kept k : before) {
        String host = k.piece().host();
        if (!given.contains(new Change.LetGo.Place(host, k.piece().path()))
            && from.map(w -> sameMachine(w, to, host)).orElse(false)) {
          out.add(k);
        }
      }
      Map<Lead, Duration> known = new HashMap<>();
      for (Layout.Difference d : differences) {
        Piece piece = d.piece();
        if (d.kind() == Step.Kind.REMOVE
            && d.domain().isPresent()
            && from.isPresent()
            && !announced(from.get(), piece)) {
          Duration ttl =
              known.computeIfAbsent(
                  new Lead(d.domain().get(), piece.host()), l -> remembered(from.get(), l));
          if (!ttl.isZero() && sameMachine(from.get(), to, piece.host())) {
            out.add(new Kept(d.domain().get(), piece, ttl, now.plus(ttl).plus(ALLOWANCE)));
          }
        }
      }
      return out;
    };
  }

  /** A host that is drained goes on doing what it was there for. */
  private static Set<String> purposes(Host host) {
    Set<String> out = new TreeSet<>(host.roles());
    out.remove(Nodes.DRAINED);
    return out;
  }

  /** A host that has another purpose now may have no use for the files. */
  private static boolean sameMachine(Wanted from, Wanted to, String host) {
    Optional<Set<String>> before = from.compiler().site().host(host).map(Keeping::purposes);
    return before.isPresent()
        && before.equals(to.compiler().site().host(host).map(Keeping::purposes));
  }

  /** Who announces is not led to: nobody else remembers that it was there. */
  private static boolean announced(Wanted from, Piece piece) {
    return from.compiler().services().stream()
        .anyMatch(s -> s.announces() && s.name().equals(piece.service()));
  }

  /** A domain whose names lead to a host. Thousands of pieces may share one. */
  record Lead(String domain, String host) {}

  private static Duration remembered(Wanted from, Lead lead) {
    Optional<Unit> unit = Optional.ofNullable(from.units().get(lead.domain()));
    Optional<Host> host = from.compiler().site().host(lead.host());
    if (unit.isEmpty() || host.isEmpty()) {
      return Duration.ZERO;
    }
    Duration longest = Duration.ZERO;
    for (Service s : from.compiler().services()) {
      Duration ttl = s.remembered(unit.get(), from.world(), host.get());
      longest = ttl.compareTo(longest) > 0 ? ttl : longest;
    }
    return longest.compareTo(Kept.MOST) > 0 ? Kept.MOST : longest;
  }
}
