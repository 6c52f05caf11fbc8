package coop.croft.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import coop.croft.controller.plaque.PlaqueService;
import coop.croft.controller.rights.Actor;
import coop.croft.core.wire.Agents.Refusal;
import coop.croft.core.wire.Calls.Call;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hosts made equal to what this version renders, while members go on working. */
class RegenTest {
  private static final int DOMAINS = 250;
  private static final String FIRST = "/etc/plaque/n100.bob.example";
  private static final String SECOND = "/etc/plaque/n220.bob.example";

  @TempDir private Path directory;
  private Town town;
  private final CountDownLatch arrived = new CountDownLatch(1);
  private final CountDownLatch free = new CountDownLatch(1);

  @BeforeEach
  void found() throws Exception {
    town = Town.founded(directory);
    StringBuilder program = new StringBuilder();
    for (int i = 0; i < DOMAINS; i++) {
      program.append(i == 0 ? "" : ";\n");
      program.append("domain \"n" + (100 + i) + ".bob.example\" with plaque \"x\" end");
    }
    town.expect(town.apply("bob", "b", program + "\n"));
  }

  @AfterEach
  void leave() throws Exception {
    PlaqueService.flourish = "";
    free.countDown();
    town.close();
  }

  private Town.Said regen(String word, String... options) throws Exception {
    Map<String, String> set = options.length == 0 ? Map.of() : Map.of(options[0], "true");
    return town.call(new Actor.Administrator(), new Call("regen", List.of(word), List.of(), set));
  }

  private void awaitStatus(String text) {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(regen("status").text()).contains(text));
  }

  private String plaque(String path) {
    return town.agent("dynamic").files.getOrDefault(path, "none");
  }

  /** From now on the host takes its time over the second piece, until it is let go. */
  private void holdUpTheSecondPiece() {
    town.agent("dynamic").checker =
        files -> {
          if (files.getOrDefault(SECOND, "").contains("!")) {
            arrived.countDown();
            try {
              assertThat(free.await(4, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          }
          return List.of();
        };
  }

  @Test
  void everyDomainIsRenderedAnewAndThenNothingIsLeftToDo() throws Exception {
    assertThat(town.expect(regen("start", "check")).text()).contains("nothing to change");
    PlaqueService.flourish = "!";
    assertThat(town.expect(regen("start", "check")).text()).contains(DOMAINS + " to change");
    assertThat(plaque(FIRST)).isEqualTo("x\n");
    assertThat(town.expect(regen("start")).text()).startsWith("regen runs: 0 of " + DOMAINS);
    awaitStatus("regen done: 250 of 250 domains, started by root");
    assertThat(plaque(FIRST)).isEqualTo("x!\n");
    assertThat(plaque(SECOND)).isEqualTo("x!\n");
    assertThat(town.expect(regen("start", "check")).text()).contains("nothing to change");
    assertThat(town.expect(town.admin("history")).text())
        .contains("root  regen n100.bob.example to n199.bob.example")
        .contains("root  regen n300.bob.example to n349.bob.example");
    assertThat(town.expect(town.admin("audit")).text()).contains("root  regen start: done");
  }

  @Test
  void membersDoNotWaitForTheWholeOfIt() throws Exception {
    PlaqueService.flourish = "!";
    holdUpTheSecondPiece();
    town.expect(regen("start"));
    assertThat(arrived.await(20, TimeUnit.SECONDS)).isTrue();
    long hers;
    try (var people = Executors.newVirtualThreadPerTaskExecutor()) {
      var alice =
          people.submit(
              () -> town.apply("alice", "a", "domain \"alice.example\" with plaque \"y\" end\n"));
      Thread.sleep(1000);
      assertThat(alice).isNotDone();
      free.countDown();
      hers = number(town.expect(alice.get()).text(), "generation (\\d+)");
    }
    awaitStatus("regen done");
    List<String> history = town.expect(town.admin("history")).text().lines().toList();
    long second = number(history, "regen n200").orElseThrow();
    assertThat(hers).isGreaterThan(second);
    // If both are in one generation, one of them stands for it in the history.
    assertThat(number(history, "regen n300").orElse(hers)).isGreaterThanOrEqualTo(hers);
  }

  private static long number(String text, String pattern) {
    var number = Pattern.compile(pattern).matcher(text);
    assertThat(number.find()).as(text).isTrue();
    return Long.parseLong(number.group(1));
  }

  /** Of the generation that the history tells so. */
  private static Optional<Long> number(List<String> history, String what) {
    return history.stream()
        .filter(line -> line.contains(what))
        .findFirst()
        .map(line -> number(line, "^(\\d+)"));
  }

  @Test
  void itIsStoppedAfterThePieceInHandAndGoesOnFromThere() throws Exception {
    PlaqueService.flourish = "!";
    holdUpTheSecondPiece();
    town.expect(regen("start"));
    assertThat(arrived.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(town.expect(regen("stop")).text()).startsWith("regen stopped: 100 of 250");
    assertThat(regen("stop").exit()).isEqualTo(1);
    free.countDown();
    awaitStatus("regen stopped: 200 of 250");
    assertThat(plaque("/etc/plaque/n320.bob.example")).isEqualTo("x\n");
    assertThat(town.expect(regen("start")).text()).contains("200 of 250");
    awaitStatus("regen done: 250 of 250");
    assertThat(plaque("/etc/plaque/n320.bob.example")).isEqualTo("x!\n");
    assertThat(town.expect(regen("start", "anew")).text()).contains("0 of 250");
    awaitStatus("regen done: 250 of 250");
  }

  @Test
  void itGoesOnAfterARestartOfTheController() throws Exception {
    PlaqueService.flourish = "!";
    holdUpTheSecondPiece();
    town.expect(regen("start"));
    assertThat(arrived.await(20, TimeUnit.SECONDS)).isTrue();
    free.countDown();
    for (TestAgent agent : town.agents.values()) {
      agent.stop();
    }
    town.restart();
    for (String host : List.copyOf(town.agents.keySet())) {
      TestAgent again = town.agent(host).at(town.controller.port(), town.authority());
      town.agents.put(host, again);
      again.start();
    }
    awaitStatus("regen done: 250 of 250");
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(plaque("/etc/plaque/n349.bob.example")).isEqualTo("x!\n"));
  }

  @Test
  void whatADaemonRefusesEndsItWithTheReason() throws Exception {
    PlaqueService.flourish = "!";
    town.agent("dynamic").checker =
        files ->
            files.getOrDefault(SECOND, "").contains("!")
                ? List.of(new Refusal("plaque", SECOND, 1, "too loud"))
                : List.of();
    town.expect(regen("start"));
    awaitStatus("regen failed: 100 of 250");
    assertThat(regen("status").text()).contains("plaque on dynamic refuses the change: ");
    assertThat(plaque(FIRST)).isEqualTo("x!\n");
    assertThat(plaque(SECOND)).isEqualTo("x\n");
    town.agent("dynamic").checker = files -> List.of();
    town.expect(regen("start"));
    awaitStatus("regen done: 250 of 250");
  }

  @Test
  void itIsForAdministrators() throws Exception {
    Town.Said said =
        town.call(
            new Actor.Member("alice", "shell"),
            new Call("regen", List.of("status"), List.of(), Map.of()));
    assertThat(said.exit()).isEqualTo(1);
    assertThat(regen("status").text()).isEqualTo("regen never ran");
    assertThat(regen("faster").exit()).isEqualTo(2);
  }
}
