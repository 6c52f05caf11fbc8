package coop.croft.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The engine dies at each of its steps, and the next run of the controller finishes or forgets. */
class CrashTest {
  private static final String PLAQUE = "/etc/plaque/alice.example";
  private static final String REGISTER = "/etc/register/alice.example";

  @TempDir private Path directory;
  private Town town;

  @BeforeEach
  void found() throws Exception {
    town = Town.founded(directory);
    town.expect(town.apply("alice", "a", plaque("old")));
  }

  @AfterEach
  void leave() throws Exception {
    Killer.wanted = "";
    town.close();
  }

  private static String plaque(String text) {
    return "domain \"alice.example\" with plaque \"" + text + "\" end\n";
  }

  /**
   * What is decided before the record is durable is forgotten, what is decided after it happens.
   */
  @ParameterizedTest
  @CsvSource({
    "controller.drafted, old",
    "controller.staged, old",
    "controller.committed, new",
    "controller.wave-live, new",
    "controller.live, new",
  })
  void killedThere(String step, String then) throws Exception {
    Killer.wanted = step;
    Thread caller =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    town.apply("alice", "a", plaque("new"));
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
    await()
        .dontCatchUncaughtExceptions()
        .atMost(Duration.ofSeconds(10))
        .until(() -> Killer.wanted.isEmpty());
    town.reboot();
    town.settle();
    assertThat(town.agent("dynamic").files.get(PLAQUE)).isEqualTo(then + "\n");
    assertThat(town.agent("main").files.get(REGISTER)).endsWith("dynamic " + then + "\n");
    town.expect(town.apply("alice", "a", plaque("next")));
    assertThat(town.agent("dynamic").files.get(PLAQUE)).isEqualTo("next\n");
    caller.interrupt();
    caller.join();
  }
}
