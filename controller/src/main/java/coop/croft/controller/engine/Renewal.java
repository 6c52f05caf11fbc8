package coop.croft.controller.engine;

import coop.croft.core.manifest.LineMap;
import coop.croft.core.manifest.Manifest;
import coop.croft.core.manifest.Tree;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * Manifests brought to what was rendered. Usually both go together; after an upgrade the pieces are
 * what this version renders, and the manifests what an earlier one did.
 *
 * @param differences of the files whose manifests' entries changed
 */
record Renewal(Layout layout, List<Layout.Difference> differences) {
  private record Named(Optional<String> domain, Piece piece) {}

  /**
   * @param domains whose pieces count, beside those that stem from no domain
   * @param rest takes away all that no piece stands for, neither wanted nor kept for a while
   */
  static Renewal of(
      Layout layout,
      Collection<String> domains,
      boolean rest,
      BiConsumer<coop.croft.core.manifest.Hash, byte[]> made) {
    List<Layout.Difference> differences = new ArrayList<>();
    Map<String, Map<String, Manifest.Entry>> put = new TreeMap<>();
    Map<String, Set<String>> gone = new TreeMap<>();
    named(layout, domains)
        .forEach(
            n -> {
              Piece p = n.piece();
              Optional<Manifest.Entry> had = tree(layout, p.host()).entry(p.path());
              if (!had.equals(Optional.of(p.entry()))) {
                put.computeIfAbsent(p.host(), h -> new TreeMap<>()).put(p.path(), p.entry());
                differences.add(
                    new Layout.Difference(
                        n.domain(), had.map(e -> kept(p.host(), p.path(), e)), Optional.of(p)));
              }
            });
    if (rest) {
      Map<String, Set<String>> rendered = paths(layout);
      layout
          .trees()
          .forEach(
              (host, tree) ->
                  tree.entries()
                      .forEach(
                          (path, entry) -> {
                            if (!rendered.getOrDefault(host, Set.of()).contains(path)) {
                              gone.computeIfAbsent(host, h -> new HashSet<>()).add(path);
                              differences.add(
                                  new Layout.Difference(
                                      Optional.empty(),
                                      Optional.of(kept(host, path, entry)),
                                      Optional.empty()));
                            }
                          }));
    }
    Set<String> hosts = new HashSet<>(put.keySet());
    hosts.addAll(gone.keySet());
    SortedMap<String, Tree> trees = new TreeMap<>(layout.trees());
    for (String host : hosts) {
      trees.put(
          host,
          tree(layout, host)
              .with(gone.getOrDefault(host, Set.of()), put.getOrDefault(host, Map.of()), made));
    }
    return new Renewal(layout.over(trees), differences);
  }

  private static Tree tree(Layout layout, String host) {
    return layout.trees().getOrDefault(host, Tree.EMPTY);
  }

  private static Stream<Named> named(Layout layout, Collection<String> domains) {
    return Stream.concat(
        domains.stream()
            .flatMap(
                d ->
                    layout.domains().getOrDefault(d, List.of()).stream()
                        .map(p -> new Named(Optional.of(d), p))),
        layout.hosts().values().stream()
            .flatMap(List::stream)
            .map(p -> new Named(Optional.empty(), p)));
  }

  private static Map<String, Set<String>> paths(Layout layout) {
    Map<String, Set<String>> out = new HashMap<>();
    Stream.concat(
            Stream.concat(layout.domains().values().stream(), layout.hosts().values().stream())
                .flatMap(List::stream),
            layout.kept().stream().map(Kept::piece))
        .forEach(p -> out.computeIfAbsent(p.host(), h -> new HashSet<>()).add(p.path()));
    return out;
  }

  /** A file of which only the manifest knows; its content is not for showing. */
  private static Piece kept(String host, String path, Manifest.Entry e) {
    return new Piece(host, e.service(), path, e.hash(), e.size(), true, LineMap.EMPTY);
  }
}
