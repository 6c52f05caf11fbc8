package coop.croft.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import coop.croft.controller.audit.Audit;
import coop.croft.controller.rights.Actor;
import coop.croft.controller.store.Database;
import coop.croft.core.wire.Calls;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A move to a host that is off waits for it, and nobody else waits. */
class WaitTest {
  private static final String PLAQUE = "/etc/plaque/alice.example";
  private static final String WAITS = "waits for dynamic; it will be applied when dynamic is back";

  @TempDir private Path directory;
  private Town town;

  @BeforeEach
  void found() throws Exception {
    town = Town.founded(directory);
    town.expect(town.apply("alice", "a", on("main", "x")));
    town.agent("dynamic").stop();
  }

  @AfterEach
  void leave() throws Exception {
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

  private void move(String text) throws Exception {
    Town.Said said = town.apply("alice", "a", on("dynamic", text));
    assertThat(said.exit()).isEqualTo(3);
    assertThat(said.text()).contains(WAITS);
    assertThat(file("main")).isEqualTo("x\n");
  }

  private String status(String member) throws Exception {
    return town.expect(
            town.call(
                new Actor.Member(member, "shell"),
                new Calls.Call("status", List.of(), List.of(), Map.of())))
        .text();
  }

  private void awaitOnDynamic(String text) {
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(file("dynamic")).isEqualTo(text));
  }

  private List<String> log() throws Exception {
    try (Database db = Database.open(directory.resolve("state/croft.db"))) {
      return db.read(Audit::rows).stream()
          .map(
              r ->
                  String.join(
                      " ",
                      r.entry().actor(),
                      r.entry().verb(),
                      r.entry().about(),
                      r.entry().outcome()))
          .toList();
    }
  }

  @Test
  void itIsAppliedWhenTheHostIsBack() throws Exception {
    move("y");
    assertThat(status("alice")).contains("a change waits for dynamic since");
    assertThat(town.expect(town.admin("status")).text()).contains("alice/a  a change waits for");
    assertThat(status("bob")).doesNotContain("waits");
    assertThat(town.expect(town.admin("regen", "programs")).events())
        .extracting(Calls.Event::data)
        .filteredOn(data -> data != null && data.contains("\"waitsFor\":\"dynamic\""))
        .singleElement()
        .asString()
        .contains("\"name\":\"a\"", "\"resources\":[]");
    town.agent("dynamic").start();
    awaitOnDynamic("y\n");
    town.settle();
    await().untilAsserted(() -> assertThat(file("main")).isEqualTo("none"));
    assertThat(status("alice")).doesNotContain("waits").contains("live on dynamic, main");
    assertThat(log())
        .contains("alice apply a of alice waits for dynamic")
        .anyMatch(row -> row.matches("alice apply a of alice generation [34]"))
        .noneMatch(row -> row.contains("refused"));
  }

  @Test
  void thePlanSaysSo() throws Exception {
    move("y");
    Town.Said plan =
        town.expect(town.member("alice", "plan", "a", on("dynamic", "z"), "dry", "true"));
    assertThat(plan.text())
        .contains("note: " + WAITS)
        .contains("what waits for dynamic (a of alice) is given up for this")
        .doesNotContain("it gets this when it returns");
  }

  @Test
  void nobodyElseWaits() throws Exception {
    move("y");
    String bobs = "domain \"bob.example\" where WebNodes = [\"main\"] with plaque \"b\" end\n";
    assertThat(town.expect(town.apply("bob", "b", bobs)).text()).contains("live on main");
  }

  @Test
  void itOutlivesTheController() throws Exception {
    move("y");
    town.agent("main").stop();
    town.agent("shell").stop();
    town.restart();
    assertThat(status("alice")).contains("a change waits for dynamic");
    for (String host : List.of("main", "dynamic")) {
      TestAgent again = town.agent(host).at(town.controller.port(), town.authority());
      town.agents.put(host, again);
      again.start();
    }
    awaitOnDynamic("y\n");
    await().untilAsserted(() -> assertThat(status("alice")).doesNotContain("waits"));
  }

  @Test
  void aNewerSubmissionTakesItsPlace() throws Exception {
    move("y");
    move("z");
    town.expect(town.apply("alice", "a", on("main", "x")));
    assertThat(status("alice")).doesNotContain("waits");
    move("last");
    town.agent("dynamic").start();
    awaitOnDynamic("last\n");
  }

  /** What waits is read again and again, and is in no other bound. */
  @Test
  void whatWaitsOfAMemberHasABound() throws Exception {
    for (int i = 0; i < 5; i++) {
      town.expect(town.apply("alice", "p" + i, other(i, "main", 0)));
    }
    for (int i = 0; i < 4; i++) {
      Town.Said said = town.apply("alice", "p" + i, other(i, "dynamic", 1_000_000));
      assertThat(said.text()).contains(WAITS);
    }
    Town.Said much = town.apply("alice", "p4", other(4, "dynamic", 1_000_000));
    assertThat(much.exit()).isEqualTo(3);
    assertThat(much.problems())
        .isEqualTo(
            "croft: this moves something to dynamic, which cannot be reached; nothing was changed,"
                + " apply again when it is back");
    assertThat(status("alice")).contains("p3  a change waits").doesNotContain("p4  a change waits");
    // It takes the place of one that waits.
    assertThat(town.apply("alice", "p3", other(3, "dynamic", 1_000_001)).text()).contains(WAITS);
    assertThat(town.apply("alice", "p4", other(4, "dynamic", 900_000)).text()).contains(WAITS);
  }

  private static String other(int number, String node, int comment) {
    return on(node, "x").replace("alice", "p" + number + ".alice") + "#" + "x".repeat(comment);
  }

  @Test
  void aRemovalCancelsIt() throws Exception {
    move("y");
    town.expect(town.remove("alice", "a"));
    assertThat(status("alice")).contains("no programs yet");
    town.agent("dynamic").start();
    town.settle();
    assertThat(town.agent("dynamic").orders).noneMatch(o -> o.startsWith("COMMIT 3"));
    assertThat(file("dynamic")).isEqualTo("none");
  }

  @Test
  void rightsAreCheckedAgainAndTheOwnerSeesWhyItWasRefused() throws Exception {
    move("y");
    Map<String, String> yes = Map.of("yes", "true");
    town.expect(
        town.call(
            new Actor.Administrator(),
            new Calls.Call("revoke", List.of("alice", "domain", "alice.example"), List.of(), yes)));
    town.agent("dynamic").start();
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                assertThat(status("alice"))
                    .contains("a  the change that waited for dynamic was not made: a.dtl:1:8: ")
                    .contains("alice.example"));
    assertThat(file("dynamic")).isEqualTo("none");
    assertThat(log()).contains("alice apply a of alice refused");
    town.expect(town.remove("alice", "a"));
    assertThat(status("alice")).doesNotContain("not made");
  }
}
