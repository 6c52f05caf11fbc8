package coop.croft.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import coop.croft.controller.plaque.RegisterService;
import coop.croft.controller.rights.Actor;
import coop.croft.core.wire.Agents.Refusal;
import coop.croft.core.wire.Calls;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What moves stays where it was for as long as the world remembers the old place. */
class MoveTest {
  private static final String PLAQUE = "/etc/plaque/alice.example";
  private static final Duration TTL = Duration.ofMinutes(20);

  @TempDir private Path directory;
  private Town town;

  @BeforeEach
  void move() throws Exception {
    RegisterService.ttl = TTL;
    town = Town.founded(directory);
    town.expect(town.apply("alice", "a", on("main", "x")));
    Town.Said said = town.expect(town.apply("alice", "a", on("dynamic", "x")));
    assertThat(said.text())
        .contains("- main: take down the plaque of alice.example")
        .contains("main stops serving it at");
    assertThat(file("dynamic")).isEqualTo("x\n");
    assertThat(town.agent("main").files.get("/etc/register/alice.example")).endsWith("dynamic x\n");
    assertThat(file("main")).isEqualTo("x\n");
  }

  @AfterEach
  void leave() throws Exception {
    RegisterService.ttl = Duration.ZERO;
    town.close();
  }

  private static String on(String node, String text) {
    return "domain \"alice.example\" where WebNodes = [\""
        + node
        + "\"] with plaque \""
        + text
        + "\" end\n";
  }

  private String file(String host) {
    return town.agent(host).files.getOrDefault(PLAQUE, "none");
  }

  private String status() throws Exception {
    return town.expect(
            town.call(
                new Actor.Member("alice", "shell"),
                new Calls.Call("status", List.of(), List.of(), Map.of())))
        .text();
  }

  private void forgotten() {
    town.clock.advance(TTL.plusSeconds(1));
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(file("main")).isEqualTo("none"));
  }

  @Test
  void otherChangesOfBothHostsNeitherEndNorAwaitIt() throws Exception {
    assertThat(status()).contains("a  main stops serving it at");
    town.expect(town.apply("alice", "a", on("dynamic", "y")));
    String bobs = "domain \"bob.example\" where WebNodes = [\"main\"] with plaque \"b\" end\n";
    town.expect(town.apply("bob", "b", bobs));
    town.expect(town.site(Town.SITE + "# taken in again\n"));
    assertThat(file("main")).isEqualTo("x\n");
    assertThat(file("dynamic")).isEqualTo("y\n");
    assertThat(town.agent("main").files).containsEntry("/etc/plaque/bob.example", "b\n");
    town.clock.advance(TTL.minusMinutes(5));
    town.expect(town.apply("alice", "a", on("dynamic", "z")));
    assertThat(file("main")).isEqualTo("x\n");
    forgotten();
    assertThat(file("dynamic")).isEqualTo("z\n");
    await().untilAsserted(() -> assertThat(status()).doesNotContain("stops serving"));
  }

  @Test
  void itOutlivesTheController() throws Exception {
    town.reboot();
    town.settle();
    assertThat(town.agent("main").orders).noneMatch(o -> o.startsWith("COMMIT"));
    town.expect(town.apply("alice", "a", on("dynamic", "y")));
    assertThat(file("main")).isEqualTo("x\n");
    forgotten();
  }

  @Test
  void whatIsRemovedGoesAtOnce() throws Exception {
    town.expect(town.remove("alice", "a"));
    assertThat(file("main")).isEqualTo("none");
    assertThat(file("dynamic")).isEqualTo("none");
  }

  @Test
  void whatComesBackIsThereAlready() throws Exception {
    town.expect(town.apply("alice", "a", on("main", "y")));
    assertThat(file("main")).isEqualTo("y\n");
    assertThat(file("dynamic")).isEqualTo("x\n");
    town.clock.advance(TTL.plusSeconds(1));
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(file("dynamic")).isEqualTo("none"));
    assertThat(file("main")).isEqualTo("y\n");
  }

  @Test
  void whatHasMovedHoldsNobodyUp() throws Exception {
    town.agent("main").checker =
        files ->
            files.containsKey(PLAQUE)
                ? List.of(new Refusal("plaque", PLAQUE, 1, "its directory is gone"))
                : List.of();
    String bobs = "domain \"bob.example\" where WebNodes = [\"main\"] with plaque \"b\" end\n";
    town.expect(town.apply("bob", "b", bobs));
    assertThat(file("main")).isEqualTo("none");
  }
}
