package coop.croft.services.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PathIndexTest {
  private final Random random = new Random(7);

  /** Short ones of few letters: many lie inside of each other. */
  private String path() {
    StringBuilder path = new StringBuilder();
    for (int depth = random.nextInt(5); depth > 0; depth--) {
      path.append('/').append(List.of("a", "b", "a!", "ab", "a0").get(random.nextInt(5)));
    }
    return path.isEmpty() ? "/" : path.toString();
  }

  @Test
  void whatIsAroundAPathIsFound() {
    for (int round = 0; round < 300; round++) {
      Map<String, List<String>> byPath = new TreeMap<>();
      for (int i = random.nextInt(40); i > 0; i--) {
        String path = path();
        byPath.computeIfAbsent(path, k -> new ArrayList<>()).add(path);
      }
      PathIndex<String> index = new PathIndex<>(byPath);
      for (int i = 0; i < 100; i++) {
        String path = path();
        List<String> around =
            byPath.values().stream()
                .flatMap(List::stream)
                .filter(p -> WebPaths.isWithin(path, p))
                .toList();
        assertThat(index.around(path)).as(path).containsExactlyInAnyOrderElementsOf(around);
      }
    }
  }
}
