package coop.croft.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coop.croft.controller.audit.Audit;
import coop.croft.controller.audit.Verifier;
import coop.croft.controller.store.Database;
import coop.croft.controller.store.Hosts;
import coop.croft.core.os.UnixStream;
import coop.croft.core.wire.Agents;
import coop.croft.core.wire.Agents.Standing;
import coop.croft.core.wire.Calls;
import coop.croft.core.wire.Calls.Call;
import coop.croft.core.wire.Wire;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who gets in, and as whom. */
class DoorTest {
  @TempDir private Path directory;
  private Town town;

  @BeforeEach
  void found() throws Exception {
    town = Town.founded(directory);
  }

  @AfterEach
  void leave() throws Exception {
    town.close();
  }

  private TestAgent.Response join(String token, String host) throws Exception {
    TestAgent.Token read = TestAgent.Token.of(token);
    return TestAgent.askToJoin(
        town.controller.port(),
        town.authority(),
        TestAgent.request(
            new TestAgent.Token(host, read.secret(), read.fingerprint()), TestAgent.newKeys()));
  }

  @Test
  void aTokenJoinsItsHostOnceWithinAnHour() throws Exception {
    String token = town.token("shell");
    assertThat(join(token, "main").status()).isEqualTo(403);
    assertThat(join(token, "shell").status()).isEqualTo(200);
    assertThat(join(token, "shell").status()).isEqualTo(403);
    String late = town.token("shell");
    town.clock.advance(Duration.ofMinutes(61));
    assertThat(join(late, "shell").status()).isEqualTo(403);
  }

  @Test
  void theTokenNamesTheAuthorityAndIsNotKept() throws Exception {
    TestAgent.Token token = TestAgent.Token.of(town.token("shell"));
    assertThat(token.fingerprint())
        .isEqualTo(coop.croft.controller.trust.Authority.fingerprint(town.authority()));
    assertThat(java.nio.file.Files.readAllBytes(directory.resolve("state/croft.db")))
        .satisfies(
            bytes ->
                assertThat(new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1))
                    .doesNotContain(token.secret()));
    assertThat(town.admin("host-add", "elsewhere").exit()).isEqualTo(1);
  }

  @Test
  void aHostThatJoinedAgainHasOneCertificateThatCounts() throws Exception {
    TestAgent old = town.agent("shell");
    old.stop();
    TestAgent fresh = town.join("shell");
    String state = Wire.write(new Agents.State(0, 0, 0));
    assertThat(old.post("/agent/work", state).status()).isEqualTo(403);
    assertThat(fresh.post("/agent/work", state).status()).isEqualTo(200);
  }

  @Test
  void withoutACertificateNothingButJoiningIsPossible() throws Exception {
    HttpClient stranger =
        HttpClient.newBuilder().sslContext(TestAgent.strangers(town.authority())).build();
    for (String path : List.of("/agent/work", "/agent/alive", "/agent/receipt", "/agent/relay")) {
      HttpResponse<String> response =
          stranger.send(
              HttpRequest.newBuilder(
                      URI.create("https://127.0.0.1:" + town.controller.port() + path))
                  .POST(HttpRequest.BodyPublishers.ofString("{}"))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(response.statusCode()).as(path).isEqualTo(401);
    }
  }

  @Test
  void anotherAuthoritysCertificateIsRefusedInTheHandshake() throws Exception {
    HttpClient forger = HttpClient.newBuilder().sslContext(TestAgent.forged()).build();
    assertThatThrownBy(
            () ->
                forger.send(
                    HttpRequest.newBuilder(
                            URI.create(
                                "https://127.0.0.1:" + town.controller.port() + "/agent/work"))
                        .POST(HttpRequest.BodyPublishers.ofString("{}"))
                        .build(),
                    HttpResponse.BodyHandlers.ofString()))
        .isInstanceOf(java.io.IOException.class);
  }

  @Test
  void aHostGetsWhatItsOwnManifestsReachAndNothingElse() throws Exception {
    town.expect(
        town.apply("alice", "a", "domain \"alice.example\" with plaque \"private words\" end\n"));
    String hash =
        coop.croft.core.manifest.Hash.of(
                "private words\n".getBytes(java.nio.charset.StandardCharsets.UTF_8))
            .hex();
    assertThat(town.agent("dynamic").blobs(hash).statusCode()).isEqualTo(200);
    assertThat(town.agent("main").blobs(hash).statusCode()).isEqualTo(404);
    assertThat(town.agent("shell").blobs(hash).statusCode()).isEqualTo(404);
    String key =
        coop.croft.core.manifest.Hash.of(
                java.util.Objects.requireNonNull(town.agent("main").files.get("/etc/register.key"))
                    .getBytes(java.nio.charset.StandardCharsets.UTF_8))
            .hex();
    assertThat(town.agent("main").blobs(key).statusCode()).isEqualTo(200);
    assertThat(town.agent("shell").blobs(key).statusCode()).isEqualTo(404);
    assertThat(town.agent("main").blobs(key, hash).statusCode()).isEqualTo(404);
    assertThat(town.agent("shell").blobs("../x").statusCode()).isEqualTo(400);
    assertThat(town.agent("shell").blobs().statusCode()).isEqualTo(400);
  }

  @Test
  void receiptsCountWithTheHostsSignatureAndInThisEpoch() throws Exception {
    TestAgent dynamic = town.agent("dynamic");
    TestAgent shell = town.agent("shell");
    Agents.Receipt foreign = shell.receipt(1, 9, Standing.LIVE, List.of());
    assertThat(dynamic.post("/agent/receipt", Wire.write(foreign)).status()).isEqualTo(403);
    Agents.Receipt good = dynamic.receipt(1, 9, Standing.LIVE, List.of());
    Agents.Receipt altered =
        new Agents.Receipt("dynamic", 1, 10, Standing.LIVE, List.of(), List.of(), good.signature());
    assertThat(dynamic.post("/agent/receipt", Wire.write(altered)).status()).isEqualTo(403);
    // Signed well, but for another epoch: taken note of and without effect.
    dynamic.stop();
    town.expect(town.apply("alice", "a", "domain \"alice.example\" with plaque \"words\" end\n"));
    long generation =
        Long.parseLong(
            town.admin("host-list")
                .text()
                .lines()
                .filter(l -> l.startsWith("dynamic"))
                .findFirst()
                .orElseThrow()
                .replaceAll(".*of ([0-9]+).*", "$1"));
    Agents.Receipt stale = dynamic.receipt(99, generation, Standing.LIVE, List.of());
    assertThat(dynamic.post("/agent/receipt", Wire.write(stale)).status()).isEqualTo(204);
    assertThat(town.admin("host-list").text()).contains("behind");
  }

  private Town.Said relay(String host, long uid, String user, Call call) throws Exception {
    return new Town.Said(town.agent(host).relay(uid, user, call));
  }

  private static Call call(String verb, String... arguments) {
    return new Call(verb, List.of(arguments), List.of(), Map.of());
  }

  @Test
  void aLoginHostSpeaksForMembersWhoMayLogInThereAndForNobodyElse() throws Exception {
    assertThat(relay("shell", 1001, "alice", call("whoami")).text()).contains("alice, a member");
    assertThat(relay("shell", 0, "root", call("whoami")).exit()).isEqualTo(1);
    assertThat(relay("shell", 0, "alice", call("whoami")).exit()).isEqualTo(1);
    assertThat(relay("shell", 1009, "stranger", call("whoami")).exit()).isEqualTo(1);
    assertThat(relay("dynamic", 1001, "alice", call("whoami")).exit()).isEqualTo(1);
    town.expect(town.admin("grant", "alice", "host", "elsewhere"));
    assertThat(relay("shell", 1001, "alice", call("whoami")).exit()).isEqualTo(1);
    town.expect(town.admin("grant", "alice", "host", "shell"));
    assertThat(relay("shell", 1001, "alice", call("whoami")).exit()).isZero();
  }

  private static Call apply(String text) {
    return new Call(
        "apply", List.of(), List.of(new Calls.Program("a", "a.dtl", text)), Map.of("yes", "true"));
  }

  private Town.Said relayed(long number, long since, Call call) throws Exception {
    return new Town.Said(
        town.agent("shell")
            .relay(new Agents.Relayed(1001, "alice", new Agents.Place(number, since)), call));
  }

  /** One that was stuck on its way, and given up by who made it. */
  @Test
  void aCallThatWasGivenUpBeforeALaterOneChangesNothing() throws Exception {
    String plaque = "domain \"alice.example\" with plaque \"%s\" end\n";
    town.expect(relayed(7, 7, apply(plaque.formatted("one"))));
    // Made side by side, and in at the door in another order.
    town.expect(relayed(10, 8, apply(plaque.formatted("late"))));
    town.expect(relayed(9, 8, apply(plaque.formatted("early"))));
    town.expect(relayed(11, 10, apply(plaque.formatted("two"))));
    Town.Said late = relayed(9, 8, apply(plaque.formatted("three")));
    assertThat(late.exit()).isEqualTo(1);
    assertThat(late.problems()).contains("this was given up on shell before");
    Town.Said removal =
        relayed(9, 9, new Call("remove", List.of("a"), List.of(), Map.of("yes", "true")));
    assertThat(removal.exit()).isEqualTo(1);
    assertThat(town.agent("dynamic").files).containsEntry("/etc/plaque/alice.example", "two\n");
    town.expect(relayed(10, 10, apply(plaque.formatted("four"))));
    // A host that joins again begins to count anew.
    town.clock.advance(Duration.ofSeconds(3));
    town.agent("shell").stop();
    town.join("shell");
    town.expect(relayed(1, 1, apply(plaque.formatted("five"))));
  }

  @Test
  void anAccountOfTwoMembersIsNobodys() throws Exception {
    town.expect(town.admin("grant", "bob", "user", "alice"));
    Town.Said said = relay("shell", 1001, "alice", call("whoami"));
    assertThat(said.exit()).isEqualTo(1);
    assertThat(said.problems()).contains("several members");
  }

  @Test
  void membersDoNotAdministerAndDoNotActForOthers() throws Exception {
    for (Call call :
        List.of(
            call("member-add", "eve"),
            call("member-list"),
            call("grant", "alice", "domain", "bob.example"),
            call("revoke", "bob", "domain", "bob.example"),
            call("whohas", "domain", "bob.example"),
            call("host-add", "shell"),
            call("host-list"),
            call("host-revoke", "dynamic"),
            call("host-drain", "dynamic"),
            call("host-undrain", "dynamic"),
            call("host-remove", "dynamic"),
            call("backup"),
            call("site"),
            call("rights", "bob"),
            new Call("status", List.of(), List.of(), Map.of("as", "bob")),
            new Call("remove", List.of("b"), List.of(), Map.of("as", "bob", "yes", "true")))) {
      Town.Said said = relay("shell", 1001, "alice", call);
      assertThat(said.exit()).as(call.verb()).isEqualTo(1);
      assertThat(said.text()).as(call.verb()).isEmpty();
    }
    town.expect(town.admin("grant", "alice", "priv", "admin"));
    assertThat(relay("shell", 1001, "alice", call("host-list")).exit()).isEqualTo(1);
    assertThat(town.expect(town.admin("rights", "alice")).text()).doesNotContain("bob.example");
  }

  @Test
  void aHostThatAsksWithoutEndIsSlowedDown() throws Exception {
    town.clock.stop();
    int slowed = 0;
    for (int i = 0; i < 203; i++) {
      Town.Said said = town.expect(relay("shell", 1001, "alice", call("whoami")));
      slowed +=
          said.events().stream().anyMatch(e -> e.text().startsWith("waiting: much is asked"))
              ? 1
              : 0;
    }
    assertThat(slowed).isEqualTo(3);
  }

  @Test
  void actsAreKeptInAChainThatHolds() throws Exception {
    relay("shell", 1001, "alice", call("grant", "alice", "domain", "bob.example"));
    town.expect(town.apply("alice", "a", "domain \"alice.example\" with plaque \"words\" end\n"));
    town.controller.stop();
    try (Database db = Database.open(directory.resolve("state/croft.db"))) {
      assertThat(db.read(Verifier::of).broken()).isEmpty();
      List<Audit.Entry> entries = db.read(Audit::rows).stream().map(Audit.Row::entry).toList();
      assertThat(entries)
          .contains(
              new Audit.Entry("alice", "shell", "grant", "alice domain bob.example", "refused, 1"))
          .anyMatch(
              e ->
                  e.actor().equals("alice")
                      && e.verb().equals("apply")
                      && e.outcome().startsWith("generation"))
          .anyMatch(e -> e.verb().equals("join") && e.about().equals("dynamic"));
      assertThat(db.read(Hosts::all)).hasSize(3);
    }
    town.restart();
  }

  @Test
  void rootSpeaksOnTheSocketAsAdministrator() throws Exception {
    List<Calls.Event> events = new ArrayList<>();
    try (UnixStream stream = UnixStream.connect(directory.resolve("run/c.sock"))) {
      stream.writeLine(Wire.write(call("whoami")));
      Optional<String> line = stream.readLine(1 << 16);
      while (line.isPresent()) {
        events.add(Wire.read(Calls.Event.class, line.get()));
        line = stream.readLine(1 << 16);
      }
    }
    Town.Said said = new Town.Said(events);
    assertThat(said.exit()).isZero();
    assertThat(said.text()).contains("an administrator");
  }
}
