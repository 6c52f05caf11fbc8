package coop.croft.lang.syntax;

import java.util.ArrayList;
import java.util.List;

/**
 * What has been read of all sequences of one kind that are open, the innermost last: none of them
 * needs a list of its own to grow in. Whoever begins one notes {@link #size}.
 */
final class Pending<T> {
  private final List<T> elements = new ArrayList<>();

  int size() {
    return elements.size();
  }

  void add(T element) {
    elements.add(element);
  }

  T last() {
    return elements.getLast();
  }

  /** Forgets what was read of sequences that an error ended. */
  void backTo(int size) {
    while (elements.size() > size) {
      elements.removeLast();
    }
  }

  /** The sequence that began there; it is closed. */
  List<T> take(int from) {
    List<T> taken =
        switch (elements.size() - from) {
          case 0 -> List.of();
          case 1 -> List.of(elements.getLast());
          case 2 -> List.of(elements.get(from), elements.getLast());
          default -> List.copyOf(elements.subList(from, elements.size()));
        };
    backTo(from);
    return taken;
  }
}
