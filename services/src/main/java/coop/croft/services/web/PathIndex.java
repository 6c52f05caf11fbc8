package coop.croft.services.web;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Finds what stands at a path or around it, without a look at each: in the order of text, all that
 * lies below a path comes right behind it.
 */
final class PathIndex<V> {
  /**
   * @param key the path with a slash at its end
   * @param around the next one around it
   */
  private record Node<V>(String key, List<V> values, Optional<Node<V>> around) {}

  private final NavigableMap<String, Node<V>> nodes = new TreeMap<>();

  /**
   * @param byPath paths without a slash at the end
   */
  PathIndex(Map<String, List<V>> byPath) {
    NavigableMap<String, List<V>> ordered = new TreeMap<>();
    byPath.forEach((path, values) -> ordered.put(key(path), values));
    Deque<Node<V>> open = new ArrayDeque<>();
    ordered.forEach(
        (key, values) -> {
          while (!open.isEmpty() && !key.startsWith(open.peek().key())) {
            open.pop();
          }
          Node<V> node = new Node<>(key, values, Optional.ofNullable(open.peek()));
          open.push(node);
          nodes.put(key, node);
        });
  }

  private static String key(String path) {
    return path.equals("/") ? path : path + "/";
  }

  /** What stands at a path or around it, the innermost first. */
  List<V> around(String path) {
    List<V> found = new ArrayList<>();
    String key = key(path);
    Optional<Node<V>> node = Optional.ofNullable(nodes.floorEntry(key)).map(Map.Entry::getValue);
    while (node.isPresent()) {
      if (key.startsWith(node.get().key())) {
        found.addAll(node.get().values());
      }
      node = node.get().around();
    }
    return found;
  }
}
