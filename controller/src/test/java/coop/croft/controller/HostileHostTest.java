package coop.croft.controller;

import static org.assertj.core.api.Assertions.assertThat;

import coop.croft.core.wire.Agents;
import coop.croft.core.wire.Agents.Standing;
import coop.croft.core.wire.Calls;
import coop.croft.core.wire.Calls.Call;
import coop.croft.core.wire.Wire;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A host with a good certificate that says what it likes, as often as it likes. */
class HostileHostTest {
  private static final String PROGRAM = "domain \"alice.example\" with plaque \"%s\" end\n";

  private static final Call WHOAMI = new Call("whoami", List.of(), List.of(), Map.of());

  @TempDir private Path directory;
  private Town town;

  @BeforeEach
  void found() throws Exception {
    town = Town.founded(directory);
    town.expect(town.apply("alice", "a", PROGRAM.formatted("one")));
    town.settle();
  }

  @AfterEach
  void leave() throws Exception {
    town.close();
  }

  private String elsewhere() throws Exception {
    return town.admin("host-list")
            .text()
            .lines()
            .filter(l -> !l.startsWith("shell"))
            .reduce("", (a, b) -> a + b + "\n")
        + town.admin("history").text()
        + town.agent("main").files
        + town.agent("dynamic").files;
  }

  @Test
  void whatItSaysOfItselfOrOfOthersChangesNothingElsewhere() throws Exception {
    TestAgent shell = town.agent("shell");
    TestAgent dynamic = town.agent("dynamic");
    shell.stop();
    String before = elsewhere();
    List<String> states = new ArrayList<>();
    for (long number : new long[] {-1, 0, 1, 2, 99, Long.MAX_VALUE, Long.MIN_VALUE}) {
      states.add(Wire.write(new Agents.State(0, number, number)));
      states.add(Wire.write(new Agents.State(number, 0, 0)));
    }
    try (ExecutorService all = Executors.newVirtualThreadPerTaskExecutor()) {
      // A later question ends the ones before it: so many at once, and each is answered.
      List<Callable<Integer>> asked =
          states.stream()
              .<Callable<Integer>>map(s -> () -> shell.post("/agent/work", s).status())
              .toList();
      for (Future<Integer> status : all.invokeAll(asked)) {
        assertThat(status.get()).isEqualTo(200);
      }
    }
    for (Standing standing : Standing.values()) {
      for (long generation : new long[] {-1, 0, 1, 2, 3, 4, 5, 99, Long.MAX_VALUE}) {
        Agents.Receipt own = shell.receipt(shell.epochAtJoin, generation, standing, List.of());
        assertThat(shell.post("/agent/receipt", Wire.write(own)).status()).isEqualTo(204);
        assertThat(shell.post("/agent/receipt", Wire.write(own)).status()).isEqualTo(204);
        Agents.Receipt foreign =
            dynamic.receipt(shell.epochAtJoin, generation, standing, List.of());
        assertThat(shell.post("/agent/receipt", Wire.write(foreign)).status()).isEqualTo(403);
        Agents.Receipt renamed =
            new Agents.Receipt(
                "dynamic",
                shell.epochAtJoin,
                generation,
                standing,
                List.of(),
                List.of(),
                own.signature());
        assertThat(shell.post("/agent/receipt", Wire.write(renamed)).status()).isEqualTo(403);
        Agents.Receipt unsigned =
            new Agents.Receipt(
                "shell", shell.epochAtJoin, generation, standing, List.of(), List.of(), "");
        assertThat(shell.post("/agent/receipt", Wire.write(unsigned)).status()).isEqualTo(403);
      }
    }
    assertThat(elsewhere()).isEqualTo(before);
    town.expect(town.apply("alice", "a", PROGRAM.formatted("two")));
    assertThat(dynamic.files.toString()).contains("two");
  }

  @Test
  void garbageIsRefusedOnEveryRoute() throws Exception {
    TestAgent shell = town.agent("shell");
    String before = elsewhere();
    List<String> garbage =
        List.of(
            "",
            "{",
            "null",
            "[]",
            "\"x\"",
            "{\"epoch\":\"x\"}",
            "{\"hashes\":null}",
            "{\"hashes\":[null]}",
            "{\"hashes\":[\"../../etc/shadow\"]}",
            "{\"host\":\"shell\",\"standing\":\"LOVELY\"}",
            "{\"verb\":null}",
            "{\"verb\":\"apply\",\"programs\":[null]}",
            "[".repeat(5_000),
            "{\"a\":".repeat(1_000),
            "\u0000\uffff");
    for (String route :
        List.of(
            "/agent/join",
            "/agent/work",
            "/agent/alive",
            "/agent/receipt",
            "/agent/blobs",
            "/agent/relay?uid=1001&user=alice&call=1&since=1",
            "/agent/nothing")) {
      for (String body : garbage) {
        TestAgent.Response response = shell.post(route, body);
        assertThat(response.status()).as("%s %s", route, body).isLessThan(500);
        assertThat(response.body()).as("%s %s", route, body).doesNotContain("\"exit\":0");
        town.clock.advance(Duration.ofSeconds(3));
      }
    }
    assertThat(elsewhere()).isEqualTo(before);
  }

  /** The status; 413 also if the server hangs up without reading to the end. */
  private static int refusal(Callable<TestAgent.Response> request) throws Exception {
    try {
      return request.call().status();
    } catch (IOException e) {
      return 413;
    }
  }

  @Test
  void tooLongIsRefusedBeforeItIsRead() throws Exception {
    TestAgent shell = town.agent("shell");
    String message = " ".repeat(2 << 20);
    for (String route :
        List.of("/agent/join", "/agent/work", "/agent/alive", "/agent/receipt", "/agent/blobs")) {
      assertThat(refusal(() -> shell.post(route, message))).as(route).isEqualTo(413);
      assertThat(refusal(() -> shell.chunked(route, message))).as(route).isEqualTo(413);
    }
    String relay = "/agent/relay?uid=1001&user=alice&call=1&since=1";
    String call = " ".repeat(Calls.MOST_BYTES + 1);
    assertThat(refusal(() -> shell.post(relay, call))).isEqualTo(413);
    assertThat(refusal(() -> shell.chunked(relay, call))).isIn(400, 413);
    town.expect(new Town.Said(shell.relay(1001, "alice", WHOAMI)));
  }

  private static List<Agents.Refusal> refusals(int count, int characters) {
    List<Agents.Refusal> out = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      out.add(new Agents.Refusal("plaque", "", 0, i + "x".repeat(characters)));
    }
    return out;
  }

  @Test
  void ofManyRefusalsSomeAreToldAndTheRoundIsRefused() throws Exception {
    TestAgent dynamic = town.agent("dynamic");
    String files = town.agent("main").files.toString();
    dynamic.checker = staged -> refusals(9_000, 50);
    Town.Said said = town.apply("alice", "a", PROGRAM.formatted("two"));
    assertThat(said.exit()).as(said.toString()).isEqualTo(1);
    assertThat(said.toString())
        .contains("refuses the change: 98x", "refuses the change: and 8901 more");
    assertThat(said.toString()).doesNotContain("99x").doesNotContain("more error");
    assertThat(town.agent("main").files).hasToString(files);
    dynamic.checker = staged -> refusals(1, 500_000);
    said = town.apply("alice", "a", PROGRAM.formatted("two"));
    assertThat(said.exit()).as(said.toString()).isEqualTo(1);
    assertThat(said.toString()).contains("0xxx").hasSizeLessThan(5_000);
    dynamic.checker = staged -> List.of();
    town.expect(town.apply("alice", "a", PROGRAM.formatted("two")));
  }

  @Test
  void aReceiptHasABound() throws Exception {
    TestAgent shell = town.agent("shell");
    Agents.Receipt large =
        shell.receipt(shell.epochAtJoin, 1, Standing.LIVE, refusals(1, (1 << 20) - 1_000));
    String text = Wire.write(large);
    int room = Agents.Receipt.MOST_BYTES - text.length();
    assertThat(room).isPositive();
    assertThat(shell.post("/agent/receipt", text + " ".repeat(room)).status()).isEqualTo(204);
    assertThat(refusal(() -> shell.post("/agent/receipt", text + " ".repeat(room + 1))))
        .isEqualTo(413);
  }

  @Test
  void whoeverTriesToJoinWithoutEndIsSlowedDownAndAGoodTokenStillServes() throws Exception {
    String token = town.token("shell");
    TestAgent.Token bad =
        new TestAgent.Token("shell", "wrong", TestAgent.Token.of(token).fingerprint());
    int slowed = 0;
    for (int i = 0; i < 60; i++) {
      int status =
          TestAgent.askToJoin(
                  town.controller.port(),
                  town.authority(),
                  TestAgent.request(bad, TestAgent.newKeys()))
              .status();
      assertThat(status).isIn(403, 429);
      slowed += status == 429 ? 1 : 0;
    }
    assertThat(slowed).isPositive();
    town.clock.advance(Duration.ofMinutes(1));
    assertThat(
            TestAgent.askToJoin(
                    town.controller.port(),
                    town.authority(),
                    TestAgent.request(TestAgent.Token.of(token), TestAgent.newKeys()))
                .status())
        .isEqualTo(200);
  }

  @Test
  void manyLargeCallsAtOnceWaitForEachOtherAndForNobodyElse() throws Exception {
    TestAgent shell = town.agent("shell");
    String text = "#" + "x".repeat((1 << 20) - 1);
    List<Calls.Program> programs = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      programs.add(new Calls.Program("p" + i, "p.dtl", text));
    }
    Call large = new Call("check", List.of(), programs, Map.of());
    try (ExecutorService all = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<List<Calls.Event>>> asked = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        asked.add(all.submit(() -> shell.relay(1001, "alice", large)));
      }
      long began = System.nanoTime();
      town.expect(town.admin("host-list"));
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
      for (Future<List<Calls.Event>> one : asked) {
        assertThat(new Town.Said(one.get()).exit()).isIn(0, 3);
      }
    }
  }

  @Test
  void aControllerThatAnotherHasReplacedIsToldAndOrdersNothing() throws Exception {
    TestAgent dynamic = town.agent("dynamic");
    dynamic.stop();
    Agents.State later = new Agents.State(9_999, 1, 0);
    Agents.Work work =
        Wire.read(Agents.Work.class, dynamic.post("/agent/work", Wire.write(later)).body());
    assertThat(work.order()).isEqualTo(Agents.Order.NOTHING);
    assertThat(town.admin("host-list").text()).contains("obeys another controller, of epoch 9999");
    Town.Said said = town.apply("alice", "a", PROGRAM.formatted("two"));
    assertThat(said.toString()).contains("obeys another controller");
  }
}
