package coop.croft.helper;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Whoever wants to know what can happen as root reads this module: it stays that small. */
class WallTest {
  private static final Pattern BLANK_OR_COMMENT = Pattern.compile("\\s*($|//.*|/?\\*.*)");

  @Test
  void theHelperHasFewerThan1500Lines() throws Exception {
    try (var files = Files.walk(Path.of("src/main/java"))) {
      long lines = 0;
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        lines +=
            Files.readAllLines(file).stream()
                .filter(l -> !BLANK_OR_COMMENT.matcher(l).matches())
                .count();
      }
      assertThat(lines).isBetween(100L, 1499L);
    }
  }

  @Test
  void theHelperNeedsNothingButTheOperatingSystem() throws Exception {
    try (var files = Files.walk(Path.of("src/main/java"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        assertThat(Files.readAllLines(file).stream().filter(l -> l.startsWith("import ")))
            .as(file.toString())
            .allMatch(l -> l.matches("import (static )?(java|coop\\.croft\\.core\\.os)\\..*"));
      }
    }
  }
}
