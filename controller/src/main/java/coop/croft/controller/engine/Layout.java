package coop.croft.controller.engine;

import coop.croft.core.manifest.Fragment;
import coop.croft.core.manifest.Hash;
import coop.croft.core.manifest.Manifest;
import coop.croft.core.manifest.Tree;
import coop.croft.core.model.Host;
import coop.croft.core.plan.Step;
import coop.croft.services.Facts;
import coop.croft.services.Unit;
import coop.croft.services.World;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What every host must have, by what it stems from. Immutable.
 *
 * @param domains pieces of each domain's unit, on all hosts
 * @param hosts pieces of each host that stem from no unit
 * @param trees the manifests
 * @param kept files that hosts have besides, for a while
 */
record Layout(
    Map<String, List<Piece>> domains,
    Map<String, List<Piece>> hosts,
    SortedMap<String, Tree> trees,
    List<Kept> kept) {
  static final Layout EMPTY = new Layout(Map.of(), Map.of(), new TreeMap<>(), List.of());

  /** Hears of bytes by their hash: fragments, buckets and roots that came with a change. */
  interface Sink extends BiConsumer<Hash, byte[]> {}

  /** Two units that would write one file: a fault of a service, not of a member. */
  static final class TwoWriters extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TwoWriters(String host, String path) {
      super("two parts of the configuration would both write " + path + " on " + host);
    }
  }

  /**
   * One file that differs.
   *
   * @param domain from whose unit it stems; empty for the site's own
   */
  record Difference(Optional<String> domain, Optional<Piece> before, Optional<Piece> after) {
    Piece piece() {
      return after.or(() -> before).orElseThrow();
    }

    Step.Kind kind() {
      if (before.isEmpty()) {
        return Step.Kind.ADD;
      }
      return after.isEmpty() ? Step.Kind.REMOVE : Step.Kind.CHANGE;
    }
  }

  /** Everything anew. */
  static Layout whole(Layout from, Wanted wanted, Facts facts, Keeping keeping, Sink sink) {
    World world = wanted.world();
    Map<String, List<Piece>> domains = new HashMap<>();
    record Rendered(String domain, List<Piece> pieces) {}
    wanted.units().values().parallelStream()
        .map(u -> new Rendered(u.domain(), render(u, wanted, world, facts, sink)))
        .toList()
        .forEach(r -> domains.put(r.domain(), r.pieces()));
    return from.assemble(domains, wanted, facts, keeping, sink, Optional.empty());
  }

  /** The same with those domains rendered anew. */
  Layout update(Wanted wanted, Set<String> touched, Facts facts, Keeping keeping, Sink sink) {
    World world = wanted.world();
    Map<String, List<Piece>> next = new HashMap<>(domains);
    for (String domain : touched) {
      Unit unit = world.units().get(domain);
      if (unit == null) {
        next.remove(domain);
      } else {
        next.put(domain, render(unit, wanted, world, facts, sink));
      }
    }
    return assemble(next, wanted, facts, keeping, sink, Optional.of(touched));
  }

  private static List<Piece> render(Unit unit, Wanted wanted, World world, Facts facts, Sink sink) {
    return pieces(wanted.compiler().renderUnit(unit, world, wanted.issued().over(facts)), sink);
  }

  private static List<Piece> pieces(List<Fragment> fragments, Sink sink) {
    List<Piece> out = new ArrayList<>(fragments.size());
    for (Fragment f : fragments) {
      Piece piece = Piece.of(f);
      sink.accept(piece.hash(), f.content());
      out.add(piece);
    }
    return List.copyOf(out);
  }

  private Layout assemble(
      Map<String, List<Piece>> next,
      Wanted wanted,
      Facts facts,
      Keeping keeping,
      Sink sink,
      Optional<Set<String>> touched) {
    World world = wanted.world();
    Facts all = wanted.issued().over(facts);
    Map<String, List<Piece>> static_ = new TreeMap<>();
    for (Host host : wanted.compiler().site().hosts()) {
      static_.put(host.name(), pieces(wanted.compiler().renderHost(host, world, all), sink));
    }
    Layout bare = new Layout(next, static_, trees, List.of());
    List<Difference> changed =
        touched.isPresent() ? differences(this, bare, touched.get()) : differences(this, bare);
    List<Kept> left = bare.leftBehind(keeping.of(kept, changed), changed);
    Layout full = new Layout(next, static_, trees, left);
    SortedMap<String, Tree> made =
        touched.isPresent() ? changedTrees(full, changed, sink) : full.allTrees(sink);
    return new Layout(next, static_, made, left);
  }

  /** Those whose site is elsewhere now, and whose place nobody wants. */
  private List<Kept> leftBehind(List<Kept> all, List<Difference> changed) {
    Set<String> wanted = new HashSet<>();
    changed.forEach(d -> d.after().ifPresent(p -> wanted.add(place(p))));
    Map<String, Map<String, List<Piece>>> known = new HashMap<>();
    List<Kept> out = new ArrayList<>();
    for (Kept k : all) {
      Piece gone = k.piece();
      List<Piece> there =
          known.computeIfAbsent(k.domain(), this::byPath).getOrDefault(gone.path(), List.of());
      boolean back =
          wanted.contains(place(gone))
              || there.stream().anyMatch(p -> p.host().equals(gone.host()));
      boolean elsewhere = there.stream().anyMatch(p -> p.service().equals(gone.service()));
      if (elsewhere && !back) {
        out.add(k);
      }
    }
    return List.copyOf(out);
  }

  private Map<String, List<Piece>> byPath(String domain) {
    return domains.getOrDefault(domain, List.of()).stream()
        .collect(Collectors.groupingBy(Piece::path));
  }

  private static String place(Piece p) {
    return p.host() + " " + p.path();
  }

  private SortedMap<String, Tree> allTrees(Sink sink) {
    SortedMap<String, Map<String, Manifest.Entry>> entries = new TreeMap<>();
    // A host that the site names no longer must have nothing.
    trees.keySet().forEach(h -> entries.put(h, new TreeMap<>()));
    hosts.keySet().forEach(h -> entries.put(h, new TreeMap<>()));
    all()
        .forEach(
            p -> {
              var old =
                  entries.computeIfAbsent(p.host(), h -> new TreeMap<>()).put(p.path(), p.entry());
              if (old != null) {
                throw new TwoWriters(p.host(), p.path());
              }
            });
    SortedMap<String, Tree> out = new TreeMap<>();
    entries.forEach((host, e) -> out.put(host, Tree.EMPTY.with(List.of(), e, sink)));
    return out;
  }

  private static List<Piece> pieces(List<Kept> kept) {
    return kept.stream().map(Kept::piece).toList();
  }

  private Stream<Piece> all() {
    return Stream.concat(
        Stream.concat(domains.values().stream(), hosts.values().stream()).flatMap(List::stream),
        kept.stream().map(Kept::piece));
  }

  private SortedMap<String, Tree> changedTrees(
      Layout next, List<Difference> differences, Sink sink) {
    Map<String, Set<String>> removed = new TreeMap<>();
    Map<String, Map<String, Manifest.Entry>> put = new TreeMap<>();
    List<Difference> all = new ArrayList<>(differences);
    collect(Optional.empty(), pieces(kept), pieces(next.kept), all);
    for (Difference d : all) {
      d.before()
          .ifPresent(p -> removed.computeIfAbsent(p.host(), h -> new TreeSet<>()).add(p.path()));
      d.after()
          .ifPresent(
              p -> {
                if (put.computeIfAbsent(p.host(), h -> new TreeMap<>()).put(p.path(), p.entry())
                    != null) {
                  throw new TwoWriters(p.host(), p.path());
                }
              });
    }
    SortedMap<String, Tree> out = new TreeMap<>(trees);
    SortedSet<String> concerned = new TreeSet<>(removed.keySet());
    concerned.addAll(put.keySet());
    for (String host : concerned) {
      Tree tree = trees.getOrDefault(host, Tree.EMPTY);
      Set<String> gone = removed.getOrDefault(host, Set.of());
      Map<String, Manifest.Entry> come = put.getOrDefault(host, Map.of());
      for (String path : come.keySet()) {
        if (!gone.contains(path) && tree.entry(path).isPresent()) {
          throw new TwoWriters(host, path);
        }
      }
      out.put(host, tree.with(gone, come, sink));
    }
    return out;
  }

  /** The files that differ, in the order of host, service and path. */
  static List<Difference> differences(Layout before, Layout after) {
    Set<String> names = new HashSet<>(before.domains.keySet());
    names.addAll(after.domains.keySet());
    return differences(before, after, names);
  }

  /** The same, if no other domain's pieces can differ. */
  static List<Difference> differences(Layout before, Layout after, Set<String> names) {
    List<Difference> out = new ArrayList<>();
    for (String domain : names) {
      collect(
          Optional.of(domain),
          before.domains.getOrDefault(domain, List.of()),
          after.domains.getOrDefault(domain, List.of()),
          out);
    }
    SortedSet<String> machines = new TreeSet<>(before.hosts.keySet());
    machines.addAll(after.hosts.keySet());
    for (String host : machines) {
      collect(
          Optional.empty(),
          before.hosts.getOrDefault(host, List.of()),
          after.hosts.getOrDefault(host, List.of()),
          out);
    }
    out.sort(
        java.util.Comparator.comparing((Difference d) -> d.piece().host())
            .thenComparing(d -> d.piece().service())
            .thenComparing(d -> d.piece().path()));
    return out;
  }

  /** Lists that are the same object were not rendered anew: nothing to compare. */
  @SuppressWarnings("ReferenceEquality")
  private static void collect(
      Optional<String> domain, List<Piece> before, List<Piece> after, List<Difference> out) {
    if (before == after) {
      return;
    }
    Map<String, Piece> old = byPlace(before);
    Map<String, Piece> fresh = byPlace(after);
    old.forEach(
        (place, p) -> {
          Piece now = fresh.get(place);
          if (now == null || !now.entry().equals(p.entry())) {
            out.add(new Difference(domain, Optional.of(p), Optional.ofNullable(now)));
          }
        });
    fresh.forEach(
        (place, p) -> {
          if (!old.containsKey(place)) {
            out.add(new Difference(domain, Optional.empty(), Optional.of(p)));
          }
        });
  }

  private static Map<String, Piece> byPlace(Collection<Piece> pieces) {
    Map<String, Piece> out = new TreeMap<>();
    for (Piece p : pieces) {
      if (out.put(place(p), p) != null) {
        throw new TwoWriters(p.host(), p.path());
      }
    }
    return out;
  }

  /** Whether all hosts must have the same. */
  static boolean sameTrees(Layout a, Layout b) {
    Set<String> names = new HashSet<>(a.trees.keySet());
    names.addAll(b.trees.keySet());
    return names.stream()
        .allMatch(
            h ->
                a.trees
                    .getOrDefault(h, Tree.EMPTY)
                    .root()
                    .equals(b.trees.getOrDefault(h, Tree.EMPTY).root()));
  }

  /** The same pieces, while hosts must have something else for now. */
  Layout over(SortedMap<String, Tree> decided) {
    return new Layout(domains, hosts, decided, kept);
  }

  /** The same, while what is kept has other times. */
  Layout keeping(List<Kept> other) {
    return new Layout(domains, hosts, trees, List.copyOf(other));
  }

  /** Shows every piece, with the domain from whose unit it stems if it does. */
  void visit(BiConsumer<Optional<String>, Piece> visitor) {
    domains.forEach(
        (domain, pieces) -> {
          Optional<String> unit = Optional.of(domain);
          pieces.forEach(p -> visitor.accept(unit, p));
        });
    hosts.values().forEach(pieces -> pieces.forEach(p -> visitor.accept(Optional.empty(), p)));
    kept.forEach(k -> visitor.accept(Optional.empty(), k.piece()));
  }
}
