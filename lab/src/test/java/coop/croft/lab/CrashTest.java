package coop.croft.lab;

import static coop.croft.lab.Lab.dig;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Each process is killed at a step of its work. Whatever the step, the site comes to one generation
 * by itself, old or new and the same everywhere, what the member was told holds, and the next apply
 * works.
 */
@Tag("lab")
class CrashTest {
  private static final String PROGRAM =
      "dom \"moor.example\" with web \"www\" with setHeader \"X-Moor\" \"%1$s\" end; dns (dnsTXT \"@\" \"%1$s\") end";

  @BeforeEach
  void before() {
    Lab.apply("mallory", "moor", PROGRAM.formatted("old")).expectSuccess();
  }

  @AfterEach
  void after() {
    for (String host : List.of("main", "dynamic")) {
      Lab.on(host, "find", "/run/croft-faults", "-type", "f", "-delete");
    }
    Lab.remove("mallory", "moor");
  }

  @ParameterizedTest
  @CsvSource({
    "main,controller.drafted",
    "main,controller.staged",
    "main,controller.committed",
    "main,controller.wave-live",
    "main,controller.live",
    "dynamic,agent.staged",
    "dynamic,agent.checked",
    "dynamic,agent.commit-remembered",
    "dynamic,agent.committed",
    "dynamic,helper.staged-durable",
    "dynamic,helper.journal-durable",
    "dynamic,helper.renamed",
    "dynamic,helper.operations-due",
    "main,helper.renamed",
    "main,helper.operated",
  })
  void killedThere(String host, String step) {
    Lab.on(host, "install", "-d", "-m", "0777", "/run/croft-faults").expectSuccess();
    Lab.on(host, "install", "-m", "0666", "/dev/null", "/run/croft-faults/" + step).expectSuccess();
    Lab.Ran told = Lab.apply("mallory", "moor", PROGRAM.formatted("new"));
    assertThat(Lab.on(host, "ls", "/run/croft-faults").out())
        .as("the process died at the step")
        .isBlank();
    String settled = settled();
    if (told.exit() == 0) {
      assertThat(settled).as("told: %s", told.all()).isEqualTo("\"new\"");
    }
    Lab.apply("mallory", "moor", PROGRAM.formatted("next")).expectSuccess();
    assertThat(settled()).isEqualTo("\"next\"");
  }

  /** Waits until all servers say the same and nobody is behind; gives what they say. */
  private static String settled() {
    String[] value = {""};
    Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(500))
        .untilAsserted(
            () -> {
              value[0] = dig(Lab.MAIN, "moor.example", "TXT");
              assertThat(value[0]).isIn("\"old\"", "\"new\"", "\"next\"");
              assertThat(dig(Lab.DYNAMIC, "moor.example", "TXT")).isEqualTo(value[0]);
              assertThat(dig("192.0.2.14", "moor.example", "TXT")).isEqualTo(value[0]);
              assertThat('"' + Lab.get(Lab.DYNAMIC, "www.moor.example", "/").header("X-Moor") + '"')
                  .isEqualTo(value[0]);
              Lab.Ran status = Lab.as("mallory", "croft", "status").expectSuccess();
              assertThat(status.out()).doesNotContain("behind");
            });
    return value[0];
  }
}
