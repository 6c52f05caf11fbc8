package coop.croft.core.model;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Held domains or paths, part by part from the top. A question goes down as far as anything is
 * held, so that it costs the length of what is asked once, however many parts that has: programs
 * ask it in loops.
 */
final class HeldTree {
  private static final class Node {
    final Map<String, Node> below = new HashMap<>();
    @Nullable String held;
  }

  private final Node top = new Node();
  private final Function<String, Iterator<String>> parts;

  private HeldTree(Function<String, Iterator<String>> parts) {
    this.parts = parts;
  }

  static HeldTree ofDomains() {
    return new HeldTree(Labels::new);
  }

  static HeldTree ofPaths() {
    return new HeldTree(Components::new);
  }

  void put(String name) {
    Node node = top;
    for (Iterator<String> p = parts.apply(name); p.hasNext(); ) {
      node = node.below.computeIfAbsent(p.next(), k -> new Node());
    }
    node.held = name;
  }

  /** The longest held name that is {@code name} or above it. */
  Optional<String> nearest(String name) {
    String nearest = null;
    Node node = top;
    Iterator<String> p = parts.apply(name);
    while (node != null && !node.below.isEmpty() && p.hasNext()) {
      node = node.below.get(p.next());
      if (node != null && node.held != null) {
        nearest = node.held;
      }
    }
    return Optional.ofNullable(nearest);
  }

  /**
   * The held names below {@code name} that pass.
   *
   * @param topmost whether of those below each other the topmost alone are meant
   */
  SortedSet<String> below(String name, Predicate<String> passes, boolean topmost) {
    SortedSet<String> found = new TreeSet<>();
    Node node = top;
    for (Iterator<String> p = parts.apply(name); node != null && p.hasNext(); ) {
      node = node.below.get(p.next());
    }
    Deque<Node> open = new ArrayDeque<>();
    if (node != null) {
      open.addAll(node.below.values());
    }
    while (!open.isEmpty()) {
      Node next = open.pop();
      boolean passed = next.held != null && passes.test(next.held);
      if (passed) {
        found.add(next.held);
      }
      if (!passed || !topmost) {
        open.addAll(next.below.values());
      }
    }
    return found;
  }

  /** The labels of a domain from the last to the first. */
  private static final class Labels implements Iterator<String> {
    private final String domain;
    private int end;

    Labels(String domain) {
      this.domain = domain;
      this.end = domain.length();
    }

    @Override
    public boolean hasNext() {
      return end >= 0;
    }

    @Override
    public String next() {
      if (end < 0) {
        throw new NoSuchElementException(domain);
      }
      int start = domain.lastIndexOf('.', end - 1) + 1;
      String label = domain.substring(start, end);
      end = start - 1;
      return label;
    }
  }

  /**
   * The components of a path from the first to the last, the empty one before the first slash
   * included. A slash at the end changes nothing, and the root is the empty component alone.
   */
  private static final class Components implements Iterator<String> {
    private final String path;
    private final int length;
    private int start;

    Components(String path) {
      this.path = path;
      this.length = path.endsWith("/") ? path.length() - 1 : path.length();
    }

    @Override
    public boolean hasNext() {
      return start <= length && !path.isEmpty();
    }

    @Override
    public String next() {
      if (!hasNext()) {
        throw new NoSuchElementException(path);
      }
      int slash = path.indexOf('/', start);
      int end = slash < 0 ? length : slash;
      String component = path.substring(start, end);
      start = end + 1;
      return component;
    }
  }
}
