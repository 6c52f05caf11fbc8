package coop.croft.cli;

import static coop.croft.cli.ScriptedController.answer;
import static org.assertj.core.api.Assertions.assertThat;

import coop.croft.cli.terminal.Exit;
import coop.croft.core.wire.Calls;
import coop.croft.core.wire.Calls.Event;
import coop.croft.core.wire.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said to the controller, and how its answers are shown. */
class OnlineTest {
  private static final Event DONE = Event.done(0);
  private static final Event PLAN = plan("add", "serve the zone a.example");
  private static final Event LOSS = plan("remove", "stop serving the zone a.example");

  @TempDir Path directory;

  @Test
  void argumentsTravelAndTheAnswerIsShown() throws Exception {
    try (var controller =
        new ScriptedController(
            directory,
            "\n"
                + answer(Event.progress("looking"), Event.text("alice holds it"))
                + "\n"
                + answer(DONE))) {
      Run run = plain().croft("whohas", "domain", "greenhouse.example");
      assertThat(run).isEqualTo(new Run(Exit.DONE, "alice holds it\n", ""));
      assertThat(controller.calls())
          .containsExactly(
              new Calls.Call(
                  "whohas", List.of("domain", "greenhouse.example"), List.of(), Map.of()));
    }
  }

  @Test
  void everyQuestionHasItsVerb() throws Exception {
    Map<String, List<String>> verbs =
        Map.ofEntries(
            Map.entry("status", List.of("status")),
            Map.entry("whoami", List.of("whoami")),
            Map.entry("rights", List.of("rights")),
            Map.entry("history", List.of("history", "x")),
            Map.entry("diff", List.of("diff", "3", "4")),
            Map.entry("audit", List.of("audit")),
            Map.entry("regen", List.of("regen", "status")),
            Map.entry("member-list", List.of("member", "list")),
            Map.entry("member-add", List.of("member", "add", "x")),
            Map.entry("grant", List.of("grant", "x", "path", "/srv/x")),
            Map.entry("host-list", List.of("host", "list")),
            Map.entry("host-add", List.of("host", "add", "x")));
    String[] answers = new String[verbs.size()];
    java.util.Arrays.fill(answers, answer(DONE));
    try (var controller = new ScriptedController(directory, answers)) {
      for (var entry : verbs.entrySet()) {
        assertThat(plain().croft(entry.getValue().toArray(String[]::new)).exit())
            .isEqualTo(Exit.DONE);
      }
      assertThat(controller.calls())
          .extracting(Calls.Call::verb)
          .containsExactlyInAnyOrderElementsOf(verbs.keySet());
    }
  }

  @Test
  void whoIsTurnedAwayBeforeHavingSaidAllHearsWhy() throws Exception {
    Path file = Files.writeString(directory.resolve("a.dtl"), "# ".repeat(500_000));
    String answer = answer(Event.problem("too many calls", null), Event.done(3));
    Run run =
        received(
            caller -> caller.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.UTF_8))),
            "check",
            file.toString());
    assertThat(run).isEqualTo(new Run(Exit.FAILED, "", "too many calls\n"));
  }

  /** What the agent does with a connection before it closes it. */
  private interface Reception {
    void receive(SocketChannel caller) throws IOException;
  }

  private Run received(Reception reception, String... arguments) throws Exception {
    try (ServerSocketChannel door = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      door.bind(UnixDomainSocketAddress.of(directory.resolve("agent.sock")));
      Thread agent =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try (SocketChannel caller = door.accept()) {
                      reception.receive(caller);
                    } catch (IOException e) {
                      throw new UncheckedIOException(e);
                    }
                  });
      Run run = plain().croft(arguments);
      agent.join();
      return run;
    }
  }

  @Test
  void optionsTravelByTheirNames() throws Exception {
    try (var controller = new ScriptedController(directory, answer(DONE), answer(DONE))) {
      plain().croft("audit", "--about", "a.example", "--since", "2026-11-22", "--last", "5");
      plain().croft("audit", "--verify", "--json");
      assertThat(controller.calls())
          .extracting(Calls.Call::options)
          .containsExactly(
              Map.of("about", "a.example", "since", "2026-11-22", "last", "5"),
              Map.of("verify", "true"));
    }
  }

  @Test
  void aRollbackShowsItsPlanAndAsksBeforeItTakesSomethingDown() throws Exception {
    try (var controller =
        new ScriptedController(
            directory, answer(LOSS, DONE), answer(Event.text("as it was"), DONE))) {
      Run yes = new Run.Setting(directory, "y\n", true).croft("rollback", "a", "7");
      assertThat(yes.exit()).isEqualTo(Exit.DONE);
      assertThat(yes.out()).endsWith("as it was\n");
      assertThat(controller.calls())
          .containsExactly(
              new Calls.Call("rollback", List.of("a", "7"), List.of(), Map.of("dry", "true")),
              new Calls.Call(
                  "rollback", List.of("a", "7"), List.of(), Map.of("base", "7", "yes", "true")));
    }
  }

  @Test
  void problemsGoToStandardErrorAndTheStatusIsTheControllers() throws Exception {
    Calls.Problem problem = new Calls.Problem("a.dtl", 1, 5, 1, 9, "error", "not-held", "no", null);
    String bad = answer(Event.problem("a.dtl:1:5: error[not-held]: no", problem), Event.done(1));
    try (var controller = new ScriptedController(directory, bad, bad, bad)) {
      Path file = program();
      Run run = plain().croft("check", file.toString());
      assertThat(run).isEqualTo(new Run(Exit.REFUSED, "", "a.dtl:1:5: error[not-held]: no\n"));
      Run json = plain().croft("check", "--json", file.toString());
      assertThat(json).isEqualTo(new Run(Exit.REFUSED, Wire.write(problem) + "\n", ""));
      Run colour = new Run.Setting(directory, "", true).croft("check", file.toString());
      assertThat(colour.err()).contains("\u001b[1;31merror[not-held]\u001b[0m");
      assertThat(controller.calls().getFirst().programs())
          .containsExactly(new Calls.Program("a", file.toString(), "# nothing\n"));
    }
  }

  @Test
  void aPlanThatRemovesNothingIsAppliedAtOnce() throws Exception {
    try (var controller =
        new ScriptedController(
            directory, answer(PLAN, DONE), answer(Event.text("live on main"), DONE))) {
      Run run = plain().croft("apply", "--diff", program().toString());
      assertThat(run).isEqualTo(new Run(Exit.DONE, PLAN.text() + "\nlive on main\n", ""));
      assertThat(controller.calls())
          .extracting(Calls.Call::options)
          .containsExactly(
              Map.of("diff", "true", "dry", "true"), Map.of("diff", "true", "base", "7"));
    }
  }

  @Test
  void aRemovalIsAskedForOnATerminal() throws Exception {
    try (var controller =
        new ScriptedController(
            directory, answer(LOSS, DONE), answer(Event.text("gone"), DONE), answer(LOSS, DONE))) {
      Run yes = new Run.Setting(directory, "y\n", true).croft("remove", "a");
      assertThat(yes.exit()).isEqualTo(Exit.DONE);
      assertThat(yes.err()).contains("This removes something. Go ahead? [y/N]");
      assertThat(yes.out()).endsWith("gone\n");
      Run no = new Run.Setting(directory, "\n", true).croft("remove", "a");
      assertThat(no.exit()).isEqualTo(Exit.REFUSED);
      assertThat(no.err()).contains("nothing was changed");
      assertThat(controller.calls())
          .extracting(Calls.Call::options)
          .containsExactly(
              Map.of("dry", "true"), Map.of("base", "7", "yes", "true"), Map.of("dry", "true"));
    }
  }

  @Test
  void withoutATerminalARemovalNeedsYes() throws Exception {
    try (var controller =
        new ScriptedController(
            directory, answer(LOSS, DONE), answer(Event.text("gone"), DONE), answer(DONE))) {
      Run refused = plain().croft("revoke", "alice", "domain", "a.example");
      assertThat(refused.exit()).isEqualTo(Exit.REFUSED);
      assertThat(refused.err()).contains("--yes");
      Run agreed = plain().croft("revoke", "--yes", "alice", "domain", "a.example");
      assertThat(agreed.exit()).isEqualTo(Exit.DONE);
      assertThat(controller.calls())
          .extracting(Calls.Call::options)
          .containsExactly(Map.of("dry", "true"), Map.of("yes", "true"));
    }
  }

  @Test
  void aRefusedPlanIsNotApplied() throws Exception {
    try (var controller =
        new ScriptedController(directory, answer(Event.problem("no", null), Event.done(1)))) {
      Run run = plain().croft("apply", program().toString());
      assertThat(run).isEqualTo(new Run(Exit.REFUSED, "", "no\n"));
      assertThat(controller.calls()).hasSize(1);
    }
  }

  @Test
  void theSitesFilesTravelSiteFirst() throws Exception {
    Files.writeString(directory.resolve("site.dtl"), "# site\n");
    Files.writeString(directory.resolve("more.dtl"), "# more\n");
    try (var controller = new ScriptedController(directory, answer(DONE))) {
      Run run = plain().croft("plan", "--site", directory.toString());
      assertThat(run.exit()).isEqualTo(Exit.DONE);
      Calls.Call call = controller.calls().getFirst();
      assertThat(call.verb()).isEqualTo("site");
      assertThat(call.programs()).extracting(Calls.Program::name).containsExactly("site", "more");
      assertThat(call.options()).isEqualTo(Map.of("dry", "true"));
    }
  }

  @Test
  void anAnswerThatBreaksOffIsAFailure() throws Exception {
    try (var controller =
        new ScriptedController(directory, answer(Event.text("half")), "{nonsense\n")) {
      Run half = plain().croft("status");
      assertThat(half.exit()).isEqualTo(Exit.FAILED);
      assertThat(half.err()).contains("broke off");
      assertThat(plain().croft("status").exit()).isEqualTo(Exit.FAILED);
      assertThat(controller.calls()).hasSize(2);
    }
  }

  /** The agent was killed: the kernel resets the connection if it had not read all. */
  @Test
  void aCallThatWasPerhapsHeardIsNoCallThatWasNot() throws Exception {
    Run run = received(caller -> caller.read(ByteBuffer.allocate(1)), "status");
    assertThat(run.exit()).isEqualTo(Exit.FAILED);
    assertThat(run.err()).contains("broke off", "croft status").doesNotContain("nobody answers");
  }

  @Test
  void nobodyThere() throws Exception {
    Run none = plain().croft("status");
    assertThat(none.exit()).isEqualTo(Exit.FAILED);
    assertThat(none.err()).contains("neither controller nor agent", "croft check --site");
    Files.createFile(directory.resolve("agent.sock"));
    Run deaf = plain().croft("status");
    assertThat(deaf.exit()).isEqualTo(Exit.FAILED);
    assertThat(deaf.err()).contains("nobody answers at " + directory.resolve("agent.sock"));
  }

  /** The name of the socket leads nowhere until the agent is back. */
  @Test
  void anAgentThatIsJustStartingIsWaitedFor() throws Exception {
    Path elsewhere = Files.createDirectory(directory.resolve("agent"));
    Files.createSymbolicLink(
        directory.resolve("agent.sock"), directory.relativize(elsewhere.resolve("agent.sock")));
    try (ExecutorService member = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Run> run = member.submit(() -> plain().croft("status"));
      Thread.sleep(300);
      assertThat(run.isDone()).isFalse();
      try (var controller = new ScriptedController(elsewhere, answer(Event.text("live"), DONE))) {
        assertThat(run.get().out()).isEqualTo("live\n");
        assertThat(controller.calls()).hasSize(1);
      }
    }
  }

  @Test
  void progressIsForTerminals() throws Exception {
    String answer = answer(Event.progress("waiting for main"), Event.text("live"), DONE);
    try (var controller = new ScriptedController(directory, answer, answer)) {
      assertThat(plain().croft("status").err()).isEmpty();
      assertThat(new Run.Setting(directory, "", true).croft("status").err())
          .isEqualTo("\r\u001b[Kwaiting for main\r\u001b[K");
      assertThat(controller.calls()).hasSize(2);
    }
  }

  @Test
  void textOfOthersCannotSteerTheTerminal() throws Exception {
    try (var controller =
        new ScriptedController(directory, answer(Event.text("a\u001b]0;title\u0007b"), DONE))) {
      assertThat(plain().croft("status").out()).isEqualTo("a\uFFFD]0;title\uFFFDb\n");
      assertThat(controller.calls()).hasSize(1);
    }
  }

  private Run.Setting plain() {
    return new Run.Setting(directory, "", false);
  }

  private Path program() throws java.io.IOException {
    return Files.writeString(directory.resolve("a.dtl"), "# nothing\n");
  }

  private static Event plan(String kind, String sentence) {
    Calls.Planned planned =
        new Calls.Planned(
            7, List.of(new Calls.Move("main", "dns", "/etc/x", kind, sentence)), List.of());
    return new Event(Calls.Kind.TEXT, "main: " + sentence, null, Wire.write(planned), null);
  }
}
