package coop.croft.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The commands of the documentation that need hosts, as the people whom the pages are for. */
@Tag("lab")
class DocsLabTest {
  private static final String MEMBER = "alice";
  private static final String PROGRAM = "greenhouse.example";

  static Stream<Manual> pages() {
    return Manual.pages().filter(m -> m.hasTag("console lab"));
  }

  @ParameterizedTest
  @MethodSource("pages")
  void commandsWork(Manual page) {
    Map<String, String> files = new HashMap<>();
    for (Manual.Block block : page.blocks()) {
      if (block.isFile()) {
        files.put(block.fileName(), block.text());
        if (!block.fileName().contains("/")) {
          Lab.asWithInput(MEMBER, block.text(), "tee", "/home/" + MEMBER + "/" + block.fileName());
        }
      } else if (block.tag().startsWith("console lab ")) {
        for (Manual.Step step : block.steps()) {
          run(block.tag().endsWith("root"), step, files);
        }
      }
    }
  }

  private static void run(boolean root, Manual.Step step, Map<String, String> files) {
    List<String> command =
        new ArrayList<>(List.of("env", "-C", root ? "/" : "/home/" + MEMBER, "croft"));
    command.addAll(step.arguments());
    String[] argv = command.toArray(String[]::new);
    String input = files.getOrDefault(step.input(), "");
    Lab.Ran ran = root ? Lab.feed("main", input, argv) : Lab.asWithInput(MEMBER, input, argv);
    if (step.said().isEmpty()) {
      assertThat(ran.exit()).as("%s: %s", step.command(), ran.all()).isZero();
    } else {
      String status = ran.exit() == 0 ? "" : "= " + ran.exit() + "\n";
      assertThat(ran.all() + status).as(step.command()).matches(step.pattern());
    }
  }

  @AfterAll
  static void asItWas() throws IOException {
    String text =
        Files.readString(Lab.PROGRAMS.resolve("accepted/" + MEMBER + "/" + PROGRAM + ".dtl"));
    Lab.apply(MEMBER, PROGRAM, text).expectSuccess();
  }
}
