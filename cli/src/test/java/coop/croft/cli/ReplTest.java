package coop.croft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import coop.croft.cli.terminal.Exit;
import coop.croft.core.wire.Calls;
import coop.croft.core.wire.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What scripts and strangers put into the dialogue, and the way to the controller. */
class ReplTest {
  /** Alice, without a controller. */
  static final List<String> OFFLINE =
      List.of(
          "repl",
          "--site",
          Repository.SITE.toString(),
          "--rights",
          Repository.RIGHTS.toString(),
          "--as",
          "alice");

  @TempDir Path directory;

  private Run enter(String typed, String... files) {
    List<String> arguments = new ArrayList<>(OFFLINE);
    arguments.addAll(List.of(files));
    return new Run.Setting(directory, typed, false).croft(arguments.toArray(String[]::new));
  }

  @Test
  void aScriptThatGoesWellSaysNothingButResults() {
    Run run = enter("val x = 1;\n:type x\n");
    assertThat(run).isEqualTo(new Run(Exit.DONE, "val x : int = 1\nx : int\n", ""));
  }

  @Test
  void theExitStatusSaysThatSomethingWasWrong() {
    assertThat(enter("nonsense\n5\n").exit()).isEqualTo(Exit.REFUSED);
    assertThat(enter(":nonsense\n").exit()).isEqualTo(Exit.REFUSED);
    assertThat(enter("").exit()).isEqualTo(Exit.DONE);
    assertThat(enter("dom \"greenhouse.example\" with").exit()).isEqualTo(Exit.REFUSED);
  }

  @Test
  void itGoesOnAfterWhateverComes() {
    String endless = "val t = \\f : (int -> int) -> \\x -> f (f x)\n";
    String doubled = "t (".repeat(40) + "\\x -> x" + ")".repeat(40) + " 1";
    for (String hostile :
        List.of(
            "x".repeat(10 << 20),
            "\"" + "x".repeat(10 << 20) + "\"",
            "val a\0b = 1",
            "\0\u0001\u001b;2J\u007f\u202e",
            "(".repeat(100_000) + ")".repeat(100_000),
            "[".repeat(100_000) + "]".repeat(100_000),
            ":" + "x".repeat(100_000),
            ":type " + "(".repeat(100_000),
            ":doc \u001b]0;title\u0007",
            ":load " + "x/".repeat(10_000),
            ":load a\0b",
            doubled)) {
      Run run = enter(endless + hostile + "\n5\n");
      assertThat(run.out())
          .as(hostile.substring(0, Math.min(20, hostile.length())))
          .endsWith("5 : int\n");
      assertThat(run.exit()).isEqualTo(Exit.REFUSED);
      assertThat(run.err()).isNotEmpty().doesNotContain("\u001b", "\0", "\u202e");
    }
  }

  @Test
  void bytesThatAreNoUtf8AreNamed() throws Exception {
    Path input = directory.resolve("input");
    Files.write(input, new byte[] {'"', (byte) 0xff, '"', '\n', '5', '\n'});
    Run run = enter("", input.toString());
    assertThat(run.err()).contains("error[syntax]", "not loaded");
  }

  @Test
  void aCommentOfManyLinesCostsWhatItSays() {
    String comment = "(* here\n" + "and there\n".repeat(100_000) + "*)\n";
    String records = "dns (dnsA \"shop\" \"203.0.113.80\");\n".repeat(20_000);
    Run run = enter(comment + "(begin\n" + "5;\n".repeat(10) + "end\n" + records + ")\n7\n");
    assertThat(run.out()).endsWith("7 : int\n");
  }

  /** Each line might be the last one of a piece that has ended too early so far. */
  @Test
  void aPieceThatIsNeverFinishedCostsWhatItSays() {
    Run run = enter("val x =\n" + "\n# more\n".repeat(20_000) + "5\nx\n");
    assertThat(run.out()).isEqualTo("val x : int = 5\n5 : int\n");
    String endless = "val x0 =\n";
    StringBuilder lines = new StringBuilder(endless);
    for (int i = 1; i < 5_000; i++) {
      lines.append(i).append("; val x").append(i).append(" =\n");
    }
    assertThat(enter(lines + "\n5\n").exit()).isEqualTo(Exit.REFUSED);
  }

  /** Where nobody answers any more, what was so before holds. */
  @Test
  void rightsAreAskedForWhenSomebodyBeginsAnew() throws Exception {
    String site = Files.readString(Repository.SITE.resolve("site.dtl"));
    List<Calls.Program> files = List.of(new Calls.Program("site", "site.dtl", site));
    Calls.Held held = new Calls.Held("alice", "domain", "greenhouse.example");
    Calls.Event before = premises(new Calls.Premises("alice", files, List.of()));
    Calls.Event after = premises(new Calls.Premises("alice", files, List.of(held)));
    Calls.Event done = new Calls.Event(Calls.Kind.DONE, "", null, null, 0);
    try (ScriptedController controller =
        new ScriptedController(
            directory,
            ScriptedController.answer(before, done),
            ScriptedController.answer(after, done),
            ScriptedController.answer(new Calls.Event(Calls.Kind.DONE, "", null, null, 3)))) {
      String typed =
          """
          dom "greenhouse.example" with end
          :reset
          dom "greenhouse.example" with end
          :reset
          dom "greenhouse.example" with end
          """;
      Run run = new Run.Setting(directory, typed, false).croft("repl");
      assertThat(run.err())
          .containsOnlyOnce("you do not hold the domain greenhouse.example")
          .containsOnlyOnce("rights and site are those of before");
      assertThat(run.out().split("domain: dns use", -1)).hasSize(3);
      assertThat(controller.calls()).extracting(Calls.Call::verb).containsOnly("premises");
    }
  }

  private static Calls.Event premises(Calls.Premises premises) {
    return new Calls.Event(Calls.Kind.TEXT, "", null, Wire.write(premises), null);
  }

  /** What is saved is a program that configures the same. */
  @Test
  void whatIsSavedMeansWhatWasEntered() throws IOException {
    String session =
        """
        val office : ip = "203.0.113.80"
        val record = \\h -> dns (dnsA h office); {{ An address of the office. }}
        dom "greenhouse.example" with record "a"; dns (dnsTXT "@" "before") end
        val office : ip = "203.0.113.81"; # moved
        TTL = 600; x <- TTL; dom "greenhouse.example" with record "a"; dns (dnsA "b" office) where TTL = x end end
        val dns = \\r -> begin TTL = 900; dns r end
        val web = web
        val x = 5
        val Mine : int = x
        Mine = 6; y <- Mine; dom "greenhouse.example" with dns (dnsMX y "mx.example.net"); record "c"; web "www" with end end
        """;
    Path saved = directory.resolve("saved.dtl");
    Run first = enter(session + ":show\n:save " + saved + "\n");
    assertThat(first.exit()).as(first.err()).isEqualTo(Exit.DONE);
    String shown = first.out().substring(first.out().lastIndexOf("\ngreenhouse.example\n"));
    Run second = enter(":show\n:save " + saved + "\n", saved.toString());
    assertThat(second.out()).contains(shown.substring(0, shown.indexOf(saved.toString())));
    assertThat(second.err()).contains("is there already and stays as it is");
    assertThat(enter("", saved.toString()).exit()).isEqualTo(Exit.DONE);
    assertThat(Run.croft("format", "--check", saved.toString()).exit()).isEqualTo(Exit.DONE);
  }

  @Test
  void aPlanIsTheControllers() throws Exception {
    String site = Files.readString(Repository.SITE.resolve("site.dtl"));
    Calls.Premises premises =
        new Calls.Premises(
            "alice",
            List.of(new Calls.Program("site", "site.dtl", site)),
            List.of(new Calls.Held("alice", "domain", "greenhouse.example")));
    Calls.Event told = new Calls.Event(Calls.Kind.TEXT, "", null, Wire.write(premises), null);
    Calls.Event planned = new Calls.Event(Calls.Kind.TEXT, "nothing changes", null, null, null);
    Calls.Event done = new Calls.Event(Calls.Kind.DONE, "", null, null, 0);
    try (ScriptedController controller =
        new ScriptedController(
            directory,
            ScriptedController.answer(told, done),
            ScriptedController.answer(planned, done))) {
      String typed =
          """
          dom "greenhouse.example" with end
          :plan
          :plan greenhouse.example
          """;
      Run run = new Run.Setting(directory, typed, false).croft("repl");
      assertThat(run.out()).endsWith("nothing changes\n");
      assertThat(run.err()).contains("what was entered has no name");
      Calls.Call call = controller.calls().getLast();
      assertThat(call.verb()).isEqualTo("plan");
      assertThat(call.programs())
          .containsExactly(
              new Calls.Program(
                  "greenhouse.example",
                  "greenhouse.example.dtl",
                  "dom \"greenhouse.example\" with end;\n"));
    }
  }

  @Test
  void standardInputIsNoFileHere() {
    Run run = enter("", "-");
    assertThat(run.exit()).isEqualTo(Exit.USAGE);
    assertThat(run.err()).contains("standard input is the dialogue itself");
  }
}
