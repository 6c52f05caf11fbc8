package coop.croft.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Whoever wants to know what is set-uid root reads one directory: it stays that small. */
class WallTest {
  private static final Pattern BLANK_OR_COMMENT = Pattern.compile("\\s*($|//.*|/?\\*.*)");

  private static List<String> setUid() throws Exception {
    List<String> lines = new ArrayList<>();
    try (var files = Files.walk(Path.of("src/main/c/setuid"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        lines.addAll(Files.readAllLines(file));
      }
    }
    return lines;
  }

  @Test
  void whatIsSetUidRootHasFewerThan150Lines() throws Exception {
    assertThat(setUid().stream().filter(l -> !BLANK_OR_COMMENT.matcher(l).matches()).count())
        .isBetween(20L, 149L);
  }

  @Test
  void whatIsSetUidRootIsMadeOfNothingElse() throws Exception {
    assertThat(setUid().stream().filter(l -> l.stripLeading().startsWith("#include")))
        .isNotEmpty()
        .allMatch(l -> l.startsWith("#include <"));
    assertThat(Files.readString(Path.of("pom.xml")))
        .containsOnlyOnce("name=\"door\"")
        .contains("<program name=\"door\" from=\"setuid/door.c\"/>");
  }
}
