package coop.croft.controller;

import static org.assertj.core.api.Assertions.assertThat;

import coop.croft.controller.rights.Actor;
import coop.croft.core.wire.Agents;
import coop.croft.core.wire.Calls.Call;
import coop.croft.core.wire.Wire;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A host on its way out of the site. */
class DrainTest {
  private static final String MAIN =
      """
      host "main" with
        address "192.0.2.11"; release "bookworm"; nameServer "ns1.croft.example";
        role "controller"; role "dns-primary"; role "web"
      end;
      host "shell" with address "192.0.2.13"; release "bookworm"; role "login" end
      """;
  private static final String SETTINGS =
      """
      val SiteDomain : domain = "croft.example";
      val Contact : email = "hostmaster@croft.example";
      """;
  private static final String DYNAMIC =
      """
      host "dynamic" with address "192.0.2.12"; release "bookworm"; role "web" end;
      """;
  private static final String SITE = SETTINGS + DYNAMIC + MAIN;

  @TempDir private Path directory;
  private Town town;

  @BeforeEach
  void found() throws Exception {
    town = Town.founded(directory);
    town.expect(town.site(SITE));
    town.expect(town.apply("alice", "a", "domain \"alice.example\" with plaque \"a\" end\n"));
    town.expect(town.apply("bob", "b", bob("dynamic")));
    town.settle();
    assertThat(files("dynamic")).contains("/etc/plaque/alice.example", "/etc/plaque/bob.example");
  }

  @AfterEach
  void leave() throws Exception {
    town.close();
  }

  private static String bob(String node) {
    return "domain \"bob.example\" where\n WebNodes = [\"" + node + "\"]\nwith plaque \"b\" end\n";
  }

  private java.util.Set<String> files(String host) {
    return town.agent(host).files.keySet();
  }

  private Town.Said agreed(String verb, String host) throws Exception {
    return town.call(
        new Actor.Administrator(), new Call(verb, List.of(host), List.of(), Map.of("yes", "true")));
  }

  private Town.Said dry(String verb, String host) throws Exception {
    return town.call(
        new Actor.Administrator(), new Call(verb, List.of(host), List.of(), Map.of("dry", "true")));
  }

  private void drain() throws Exception {
    town.expect(town.apply("bob", "b", bob("main")));
    town.expect(agreed("host-drain", "dynamic"));
    town.settle();
  }

  @Test
  void programsThatNameTheHostAreInTheWay() throws Exception {
    Town.Said refused = agreed("host-drain", "dynamic");
    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.problems())
        .contains("the program bob/b would no longer be right: dynamic: is drained")
        .doesNotContain("alice");
    assertThat(files("dynamic")).contains("/etc/plaque/alice.example");
    assertThat(town.admin("host-list").text()).doesNotContain("drained");
  }

  @Test
  void whatTheSitePutsThereMovesAndNothingNewComes() throws Exception {
    town.expect(town.apply("bob", "b", bob("main")));
    assertThat(town.expect(dry("host-drain", "dynamic")).text())
        .contains("+ main: put up a plaque for alice.example")
        .contains("- dynamic: take down the plaque of alice.example");
    assertThat(town.admin("host-drain", "dynamic").exit()).as("nobody agreed").isEqualTo(1);
    drain();
    assertThat(files("main")).contains("/etc/plaque/alice.example", "/etc/plaque/bob.example");
    assertThat(files("dynamic")).noneMatch(f -> f.startsWith("/etc/plaque/"));
    assertThat(town.admin("host-list").text()).contains("dynamic  drained web  ");
    assertThat(town.apply("bob", "b", bob("dynamic")).problems()).contains("is drained");
    // The administrators' own files say nothing of it, and taking them in again does not end it.
    town.expect(town.site(SITE + "# again\n"));
    assertThat(town.admin("host-list").text()).contains("drained");
    town.reboot();
    town.settle();
    assertThat(town.admin("host-list").text()).contains("drained");
    town.expect(agreed("host-undrain", "dynamic"));
    town.settle();
    assertThat(files("dynamic")).contains("/etc/plaque/alice.example");
    assertThat(town.admin("host-list").text()).doesNotContain("drained");
  }

  @Test
  void whatOnlyOneHostCanDoIsNotDrained() throws Exception {
    Town.Said refused = agreed("host-drain", "main");
    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.problems()).contains("main cannot be drained").contains("controller");
    assertThat(agreed("host-drain", "nowhere").problems()).contains("no host nowhere");
    town.expect(town.site(Town.SITE.replace("\"dynamic\"];", "\"dynamic\"]; # by name")));
    assertThat(agreed("host-drain", "dynamic").problems()).contains("site.dtl:3");
  }

  @Test
  void aHostIsForgottenWhenTheSiteNamesItNoLonger() throws Exception {
    Town.Said refused = agreed("host-remove", "dynamic");
    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.problems())
        .contains("take it out of site.dtl")
        .contains("alice/a has something on dynamic");
    assertThat(agreed("host-remove", "nowhere").problems()).contains("there is no host");
    drain();
    town.expect(town.site(SETTINGS + MAIN));
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(files("dynamic")).isEmpty());
    assertThat(town.admin("host-remove", "dynamic").exit()).as("nobody agreed").isEqualTo(1);
    assertThat(town.expect(dry("host-remove", "dynamic")).text()).contains("forget its");
    TestAgent gone = town.agent("dynamic");
    town.agents.remove("dynamic");
    gone.stop();
    town.expect(agreed("host-remove", "dynamic"));
    assertThat(gone.post("/agent/work", Wire.write(new Agents.State(0, 0, 0))).status())
        .isEqualTo(403);
    assertThat(agreed("host-remove", "dynamic").problems()).contains("there is no host");
    assertThat(town.expect(town.admin("audit")).text()).contains("host-remove");
    town.reboot();
    town.settle();
    assertThat(agreed("host-remove", "dynamic").problems()).contains("there is no host");
    town.expect(
        town.site(SETTINGS + MAIN.stripTrailing() + ";\n" + DYNAMIC.replace("end;", "end")));
    town.join("dynamic").start();
    town.settle();
    // It is as new: nobody has drained this one.
    town.expect(town.apply("bob", "b", bob("dynamic")));
    town.settle();
    assertThat(files("dynamic")).contains("/etc/plaque/bob.example");
  }
}
