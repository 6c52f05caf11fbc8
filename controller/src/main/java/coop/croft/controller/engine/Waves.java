package coop.croft.controller.engine;

import coop.croft.core.plan.Step;
import coop.croft.services.Service;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * In which order hosts become live: those that gain something, then those that announce where
 * things are, then those that only lose something. So a name never points to a host that has not
 * got the site yet, and the old host serves until the names point elsewhere; what it keeps longer
 * than that, because others remember the old answer, is in the {@link Kept} of a layout.
 */
final class Waves {
  static final int COUNT = 3;

  private static final int GAIN = 0;
  private static final int ANNOUNCE = 1;
  private static final int LOSE = 2;

  private final SortedMap<String, Integer> byHost = new TreeMap<>();

  /** By a file of a domain: hosts that gain it. */
  private final SortedMap<String, Set<String>> gains = new TreeMap<>();

  /** Files that one host gains and another one loses: what a host alone gains or loses stays. */
  private final Set<String> moved = new TreeSet<>();

  Waves(Collection<Layout.Difference> differences, Collection<Service> services) {
    Set<String> announcing =
        services.stream().filter(Service::announces).map(Service::name).collect(Collectors.toSet());
    for (Layout.Difference d : differences) {
      boolean announces = announcing.contains(d.piece().service());
      boolean loses = d.kind() == Step.Kind.REMOVE;
      int wave = announces ? ANNOUNCE : loses ? LOSE : GAIN;
      byHost.merge(d.piece().host(), wave, Waves::stronger);
      if (!announces && d.domain().isPresent()) {
        String file = d.domain().get() + " " + d.piece().path();
        if (d.kind() == Step.Kind.ADD) {
          gains.computeIfAbsent(file, k -> new TreeSet<>()).add(d.piece().host());
        } else if (loses) {
          moved.add(file);
        }
      }
    }
    moved.retainAll(gains.keySet());
  }

  /**
   * A host that announces does so after the others have gained; one that gains does not wait as a
   * loser.
   */
  private static int stronger(int a, int b) {
    if (a == ANNOUNCE || b == ANNOUNCE) {
      return ANNOUNCE;
    }
    return Math.min(a, b);
  }

  int of(String host) {
    // A host whose fragments stayed but whose manifest moved on has nothing to gain or lose.
    return byHost.getOrDefault(host, GAIN);
  }

  /** The hosts of one wave. */
  List<String> hosts(int wave, Collection<String> all) {
    List<String> out = new ArrayList<>();
    for (String host : all) {
      if (of(host) == wave) {
        out.add(host);
      }
    }
    return out;
  }

  /** A host to which something moves from another one, and of which the test is not true. */
  Optional<String> moveWithout(Predicate<String> test) {
    return moved.stream()
        .flatMap(d -> gains.getOrDefault(d, Set.of()).stream())
        .filter(test.negate())
        .findFirst();
  }
}
