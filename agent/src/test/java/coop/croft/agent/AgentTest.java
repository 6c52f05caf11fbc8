package coop.croft.agent;

import static org.assertj.core.api.Assertions.assertThat;

import coop.croft.core.os.UnixStream;
import coop.croft.core.wire.Agents;
import coop.croft.core.wire.Agents.Order;
import coop.croft.core.wire.Agents.Standing;
import coop.croft.core.wire.Calls;
import coop.croft.core.wire.Wire;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Agent and helper as processes, against a controller that this test plays. Runs as root. */
@Timeout(120)
class AgentTest {
  @TempDir Path dir;
  private TestController controller;
  private TrialHost host;

  @BeforeEach
  void start() throws Exception {
    controller = new TestController(dir.resolve("controller"));
    host = new TrialHost(Files.createDirectories(dir.resolve("host")));
  }

  @AfterEach
  void end() throws Exception {
    host.end();
    controller.close();
  }

  private Agents.Receipt apply(long generation, Map<String, String> files) throws Exception {
    var manifest = controller.manifest(1, generation, files);
    controller.order(Order.PREPARE, manifest);
    Agents.Receipt prepared = controller.awaitReceipt();
    if (prepared.standing() != Standing.STAGED) {
      return prepared;
    }
    controller.order(Order.COMMIT, manifest);
    return controller.awaitReceipt();
  }

  private void up() throws Exception {
    assertThat(host.join(controller.token())).as(host.log()).isZero();
    host.helper();
    host.agent("");
  }

  @Test
  void joinPinsTheControllerAndRootKeepsThePin() throws Exception {
    assertThat(host.join(controller.token("secret", "0".repeat(64)))).isEqualTo(3);
    assertThat(host.log()).contains("could not join").contains("not the controller");
    assertThat(host.join(controller.token("used", "0".repeat(64)))).isEqualTo(3);
    assertThat(host.join("nonsense")).isEqualTo(2);
    assertThat(host.root.resolve("var/lib/croft/helper/trust")).doesNotExist();
    assertThat(host.join(controller.token())).isZero();
    Path trust = host.root.resolve("var/lib/croft/helper/trust");
    assertThat(Files.readString(trust)).startsWith("site trial-site\nhost main\nkey ");
    assertThat(Files.getPosixFilePermissions(trust.getParent()))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    assertThat(Files.getPosixFilePermissions(host.root.resolve("var/lib/croft/agent/agent.pem")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void stagesAndMakesLive() throws Exception {
    up();
    Map<String, String> files = Map.of("/etc/trial/a", "one", "/etc/trial/b", "please note");
    var manifest = controller.manifest(1, 3, files);
    controller.order(Order.PREPARE, manifest);
    Agents.Receipt staged = controller.awaitReceipt();
    assertThat(staged.standing()).as(staged + host.log()).isEqualTo(Standing.STAGED);
    assertThat(staged.generation()).isEqualTo(3);
    assertThat(controller.isSigned(staged)).isTrue();
    assertThat(host.live().keySet()).allMatch(p -> p.contains("/.croft-"));
    controller.order(Order.COMMIT, manifest);
    Agents.Receipt live = controller.awaitReceipt();
    assertThat(live.standing()).as(live + host.log()).isEqualTo(Standing.LIVE);
    assertThat(live.notes()).containsExactly("note on /etc/trial/b");
    assertThat(host.live()).isEqualTo(files);
    controller.states.clear();
    Thread.sleep(300);
    assertThat(controller.states).isNotEmpty().allMatch(s -> s.equals(new Agents.State(1, 3, 0)));

    assertThat(apply(4, Map.of("/etc/trial/a", "two")).standing()).isEqualTo(Standing.LIVE);
    assertThat(host.live()).isEqualTo(Map.of("/etc/trial/a", "two"));
  }

  @Test
  void whoeverIsLongAtWorkSaysSo() throws Exception {
    up();
    apply(1, Map.of("/etc/trial/a", "quick"));
    assertThat(controller.signs).hasValue(0);
    assertThat(apply(2, Map.of("/etc/trial/a", "slow")).standing()).isEqualTo(Standing.LIVE);
    assertThat(controller.signs).hasValueBetween(1, 3);
    int said = controller.signs.get();
    Thread.sleep(3_000);
    assertThat(controller.signs).as("at rest").hasValue(said);
  }

  @Test
  void whatTheDaemonRefusesChangesNothing() throws Exception {
    up();
    Map<String, String> good = Map.of("/etc/trial/a", "one");
    apply(1, good);
    Agents.Receipt refused = apply(2, Map.of("/etc/trial/a", "refuse"));
    assertThat(refused.standing()).isEqualTo(Standing.REFUSED);
    assertThat(refused.refusals())
        .containsExactly(new Agents.Refusal("trial", "/etc/trial/a", 1, "refused by the daemon"));
    assertThat(host.live()).isEqualTo(good);
    assertThat(apply(3, Map.of("/etc/trial/a", "three")).standing()).isEqualTo(Standing.LIVE);
  }

  /** The notes alone are more than the controller takes. */
  @Test
  void ofMuchThatIsToBeSaidAsMuchIsToldAsTheControllerTakes() throws Exception {
    up();
    Map<String, String> good =
        Map.of("/etc/trial/a", "note much", "/etc/trial/" + "n".repeat(250), "note much");
    Agents.Receipt live = apply(1, good);
    assertThat(live.standing()).as(host.log()).isEqualTo(Standing.LIVE);
    assertThat(live.notes()).hasSize(100).endsWith("and 9901 more");
    Agents.Receipt refused = apply(2, Map.of("/etc/trial/a", "refuse much"));
    assertThat(refused.standing()).isEqualTo(Standing.REFUSED);
    assertThat(refused.refusals())
        .hasSize(100)
        .startsWith(new Agents.Refusal("trial", "/etc/trial/a", 1, "refused by the daemon"))
        .endsWith(new Agents.Refusal("agent", "", 0, "and 4901 more"));
    Agents.Receipt back = apply(3, Map.of("/etc/trial/a", "dead much"));
    assertThat(back.standing()).isEqualTo(Standing.ROLLED_BACK);
    assertThat(back.refusals()).hasSize(100);
    assertThat(controller.refused).hasValue(0);
    assertThat(host.live()).isEqualTo(good);
  }

  @Test
  void whatTheControllerDoesNotTakeIsToldInBriefAndNotForEver() throws Exception {
    up();
    Map<String, String> good = Map.of("/etc/trial/a", "one");
    apply(1, good);
    controller.mostBytes = 1_000;
    Agents.Receipt refused = apply(2, Map.of("/etc/trial/a", "refuse much"));
    assertThat(refused.standing()).isEqualTo(Standing.REFUSED);
    assertThat(refused.refusals()).hasSize(1);
    assertThat(refused.refusals().getFirst().message())
        .startsWith("what was found here could not be told: the controller answers 413");
    assertThat(controller.refused).hasValue(1);
    Agents.Receipt live = apply(3, Map.of("/etc/trial/a", "note much"));
    assertThat(live.standing()).isEqualTo(Standing.LIVE);
    assertThat(live.notes()).hasSize(1);
    // A controller that takes nothing at all: the agent goes on to ask for work.
    controller.mostBytes = 0;
    controller.order(Order.PREPARE, controller.manifest(1, 4, good));
    Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> controller.refused.get() >= 4);
    controller.mostBytes = Agents.Receipt.MOST_BYTES;
    assertThat(controller.awaitReceipt().generation()).isEqualTo(4);
    assertThat(apply(5, good).standing()).isEqualTo(Standing.LIVE);
  }

  @Test
  void whatIsTooLargeForAHostIsRefusedAndNotFetchedForEver() throws Exception {
    up();
    Map<String, String> most = Map.of("/etc/trial/a", "x".repeat(Agents.Blobs.MOST_BYTES));
    assertThat(apply(1, most).standing()).as(host.log()).isEqualTo(Standing.LIVE);
    Agents.Receipt refused =
        apply(2, Map.of("/etc/trial/a", "x".repeat(Agents.Blobs.MOST_BYTES + 1)));
    assertThat(refused.standing()).isEqualTo(Standing.REFUSED);
    assertThat(refused.refusals())
        .containsExactly(
            new Agents.Refusal(
                "agent",
                "",
                0,
                "a file of this generation has more than the 8388608 bytes that a host takes"));
    assertThat(apply(3, Map.of("/etc/trial/a", "three")).standing()).isEqualTo(Standing.LIVE);
  }

  @Test
  void whatDoesNotComeUpIsTakenBack() throws Exception {
    up();
    Map<String, String> good = Map.of("/etc/trial/a", "one");
    apply(1, good);
    Agents.Receipt back = apply(2, Map.of("/etc/trial/a", "dead", "/etc/trial/b", "x"));
    assertThat(back.standing()).as(host.log()).isEqualTo(Standing.ROLLED_BACK);
    assertThat(back.refusals().getFirst().message()).isEqualTo("deadd by the daemon");
    assertThat(host.live()).isEqualTo(good);
    assertThat(apply(3, Map.of("/etc/trial/a", "three")).standing()).isEqualTo(Standing.LIVE);
  }

  @Test
  void aFirstGenerationThatFailsLeavesNothing() throws Exception {
    up();
    assertThat(apply(1, Map.of("/etc/trial/a", "dead")).standing()).isEqualTo(Standing.ROLLED_BACK);
    assertThat(host.live()).isEmpty();
    assertThat(apply(2, Map.of("/etc/trial/a", "two")).standing()).isEqualTo(Standing.LIVE);
  }

  @Test
  void abandonsAndCatchesUpToTheLatestAtOnce() throws Exception {
    up();
    controller.order(Order.PREPARE, controller.manifest(1, 1, Map.of("/etc/trial/a", "one")));
    controller.awaitReceipt();
    controller.work = new Agents.Work(Order.ABANDON, 1, null, null);
    controller.states.clear();
    while (controller.states.take().staged() != 0) {
      assertThat(host.log()).isNotNull();
    }
    assertThat(host.live()).isEmpty();
    // A commit of what it never staged: it fetches and checks first.
    controller.order(Order.COMMIT, controller.manifest(1, 9, Map.of("/etc/trial/a", "nine")));
    assertThat(controller.awaitReceipt().standing()).isEqualTo(Standing.LIVE);
    assertThat(host.live()).isEqualTo(Map.of("/etc/trial/a", "nine"));
  }

  @Test
  void listensToNoReplacedController() throws Exception {
    up();
    apply(1, Map.of("/etc/trial/a", "one"));
    controller.order(Order.COMMIT, controller.manifest(5, 2, Map.of("/etc/trial/a", "two")));
    assertThat(controller.awaitReceipt().standing()).isEqualTo(Standing.LIVE);
    controller.order(Order.COMMIT, controller.manifest(4, 3, Map.of("/etc/trial/a", "stale")));
    Thread.sleep(500);
    assertThat(controller.receipts).isEmpty();
    assertThat(host.live()).isEqualTo(Map.of("/etc/trial/a", "two"));
  }

  @ParameterizedTest
  @EnumSource(Step.class)
  void convergesAfterADeathAtEachStep(Step step) throws Exception {
    up();
    apply(1, Map.of("/etc/trial/a", "one"));
    host.end();
    host.helper();
    String name = "agent." + step.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    Process agent = host.agent(name);
    boolean dies = step == Step.ROLLED_BACK;
    var manifest =
        controller.manifest(
            1, 2, Map.of("/etc/trial/a", dies ? "dead" : "two", "/etc/trial/b", "b"));
    controller.order(Order.COMMIT, manifest);
    assertThat(agent.waitFor()).as(host.log()).isEqualTo(137);
    controller.receipts.clear();
    controller.order(Order.COMMIT, manifest);
    host.agent("");
    Agents.Receipt receipt = controller.awaitReceipt();
    assertThat(receipt.standing())
        .as(host.log())
        .isEqualTo(dies ? Standing.ROLLED_BACK : Standing.LIVE);
    assertThat(host.live())
        .isEqualTo(
            dies
                ? Map.of("/etc/trial/a", "one")
                : Map.of("/etc/trial/a", "two", "/etc/trial/b", "b"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"journal-written", "renamed", "operations-due", "operated"})
  void convergesAfterADeathOfTheHelper(String step) throws Exception {
    up();
    apply(1, Map.of("/etc/trial/a", "one"));
    host.end();
    Process helper = host.helper("helper." + step);
    host.agent("");
    Map<String, String> files = Map.of("/etc/trial/a", "two", "/etc/trial/b", "b");
    controller.order(Order.COMMIT, controller.manifest(1, 2, files));
    assertThat(helper.waitFor()).as(host.log()).isEqualTo(137);
    host.helper();
    assertThat(controller.awaitReceipt().standing()).as(host.log()).isEqualTo(Standing.LIVE);
    assertThat(host.live()).isEqualTo(files);
    assertThat(host.root.resolve("var/lib/croft/agent/pending")).doesNotExist();
  }

  @Test
  void passesMembersCallsOnUnderTheKernelsName() throws Exception {
    up();
    apply(1, Map.of("/etc/trial/a", "one"));
    Path socket = host.root.resolve("run/croft/agent/agent.sock");
    // Root is nobody here.
    try (var stream = UnixStream.connect(socket)) {
      stream.writeLine(
          Wire.write(new Calls.Call("whoami", List.of(), List.of(), Map.of("as", "bob"))));
      assertThat(stream.readLine(10_000).orElseThrow()).contains("only members may speak here");
      assertThat(Wire.read(Calls.Event.class, stream.readLine(10_000).orElseThrow()).exit())
          .isEqualTo(1);
      assertThat(stream.readLine(10)).isEmpty();
    }
    assertThat(controller.relayed).isEmpty();
  }

  private void awaitShown(String certificate) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(controller.shown).as(host.log()).isEqualTo(certificate));
  }

  @Test
  void aNewKeyAndCertificateReplaceTheOldOnes() throws Exception {
    up();
    apply(1, Map.of("/etc/trial/a", "one"));
    String before = Files.readString(host.root.resolve("var/lib/croft/agent/agent.pem"));
    controller.order(Order.RENEW);
    awaitShown(controller.awaitRenewal());
    assertThat(Files.readString(host.root.resolve("var/lib/croft/agent/agent.pem")))
        .isNotEqualTo(before);
    assertThat(Files.getPosixFilePermissions(host.root.resolve("var/lib/croft/agent/agent.pem")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    Agents.Receipt signedByTheNewKey = apply(2, Map.of("/etc/trial/a", "two"));
    assertThat(signedByTheNewKey.standing()).isEqualTo(Standing.LIVE);
    assertThat(controller.isSigned(signedByTheNewKey)).isTrue();
  }

  @ParameterizedTest
  @EnumSource(Renewal.class)
  void killedWhileItRenewsItMaySpeakAllTheSame(Renewal step) throws Exception {
    assertThat(host.join(controller.token())).as(host.log()).isZero();
    host.helper();
    if (step == Renewal.USED) {
      // The first certificate is used, too.
      TestController.awaitDeath(host.agent("renewal.used"));
    }
    controller.order(Order.RENEW);
    Process doomed = host.agent("renewal." + step.name().toLowerCase(java.util.Locale.ROOT));
    if (step == Renewal.USED) {
      // It has the answer and dies before it obeys.
      TestController.awaitDeath(doomed);
      doomed = host.agent("");
      awaitShown(controller.awaitRenewal());
      TrialHost.kill(doomed);
    } else {
      controller.awaitRenewal();
      TestController.awaitDeath(doomed);
    }
    host.agent("");
    assertThat(apply(1, Map.of("/etc/trial/a", "one")).standing()).isEqualTo(Standing.LIVE);
    controller.order(Order.RENEW);
    awaitShown(controller.awaitRenewal());
    assertThat(apply(2, Map.of("/etc/trial/a", "two")).standing()).isEqualTo(Standing.LIVE);
  }

  @Test
  void aReplacedControllerGivesNoCertificate() throws Exception {
    up();
    apply(1, Map.of("/etc/trial/a", "one"));
    controller.work = new Agents.Work(Order.NOTHING, 7, null, null);
    controller.states.clear();
    Awaitility.await().until(() -> controller.states.stream().anyMatch(s -> s.epoch() == 7));
    controller.work = new Agents.Work(Order.RENEW, 6, null, null);
    assertThat(controller.renewals.poll(2, java.util.concurrent.TimeUnit.SECONDS)).isNull();
  }

  @Test
  void anAgentThatRunsTakesUpThatItsHostHasJoinedAgain() throws Exception {
    up();
    apply(1, Map.of("/etc/trial/a", "one"));
    controller.revoke();
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> host.log().contains("it joins again"));
    assertThat(host.join(controller.token())).as(host.log()).isZero();
    assertThat(apply(2, Map.of("/etc/trial/a", "two")).standing()).isEqualTo(Standing.LIVE);
  }
}
