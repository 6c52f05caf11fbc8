package coop.croft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import coop.croft.cli.terminal.Exit;
import coop.croft.core.wire.Calls;
import coop.croft.core.wire.Wire;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The language server and editors that misbehave, programs that do, and ends of all kinds. */
class LspRobustnessTest {
  private static final String URI = "file:///home/alice/greenhouse.example.dtl";

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\nHost: x\r\n\r\n",
        "Content-Length: -5\r\n\r\n{}",
        "Content-Length: 99999999\r\n\r\n{}",
        "Content-Length: 99999999999999999999\r\n\r\n{}",
        "Content-Length: x\r\n\r\n{}",
        "Content-Type: y\r\n\r\n{}",
        "Content-Length: 10\r\n\r\n{}",
        "Content-",
        "\u0000\u0001\u0002",
        "{\"jsonrpc\":\"2.0\"}"
      })
  void whatIsNoMessageEndsItWithASentence(String bytes) throws Exception {
    try (Editor editor = Editor.of("alice")) {
      editor.initialize(false);
      editor.raw(bytes.getBytes(StandardCharsets.ISO_8859_1));
      editor.hangUp();
      assertThat(editor.exit()).isEqualTo(Exit.REFUSED);
      assertThat(editor.errors())
          .startsWith("croft lsp: ")
          .contains("message")
          .doesNotContain("\tat ");
    }
  }

  @Test
  void messagesThatMakeNoSenseAreAnsweredAndTheServerGoesOn() throws Exception {
    try (Editor editor = Editor.of("alice")) {
      editor.initialize(false);
      for (String body :
          List.of(
              "{",
              "[]",
              "null",
              "\"x\"",
              "{}",
              "{\"jsonrpc\":\"2.0\",\"id\":900,\"method\":\"textDocument/hover\",\"params\":7}",
              "{\"jsonrpc\":\"2.0\",\"id\":901,\"method\":\"textDocument/hover\"}",
              "{\"jsonrpc\":\"2.0\",\"id\":902,\"method\":\"textDocument/hover\",\"params\":{}}",
              "{\"jsonrpc\":\"2.0\",\"method\":\"textDocument/didOpen\",\"params\":{}}",
              "{\"jsonrpc\":\"2.0\",\"method\":\"textDocument/didChange\",\"params\":null}",
              "{\"jsonrpc\":\"2.0\",\"id\":{\"a\":1},\"method\":\"shutdown\"}",
              "{\"jsonrpc\":\"2.0\",\"id\":903,\"method\":\"initialize\",\"params\":"
                  + "[".repeat(100_000)
                  + "]".repeat(100_000)
                  + "}")) {
        editor.message(body);
      }
      editor.open(URI, "dom \"greenhouse.example\" with\nend\n");
      assertThat(editor.diagnostics(URI, 1)).isEmpty();
      for (int line : List.of(-1, 0, 1, 7, Integer.MAX_VALUE)) {
        for (int character : List.of(-1, 0, 1_000_000, Integer.MAX_VALUE)) {
          for (String method : List.of("hover", "completion", "signatureHelp", "definition")) {
            assertThat(
                    editor
                        .answer("textDocument/" + method, Editor.at(URI, line, character))
                        .has("result"))
                .isTrue();
          }
        }
      }
      editor.change(URI, 2, Map.of("range", Editor.range(5, 5, 0, 0), "text", "#"));
      assertThat(editor.result("textDocument/hover", Editor.at(URI, 0, 1)).isJsonObject()).isTrue();
    }
  }

  @Test
  void boundsHoldInAnEditorToo() throws Exception {
    try (Editor editor = Editor.of("alice")) {
      editor.initialize(false);
      String nested = "(".repeat(100_000);
      String faults = "wrong; ".repeat(100_000);
      List<String> programs =
          List.of("x".repeat((8 << 20) + 1), nested, faults, "\ud83d", "\u0000", "\r\r\n\r");
      for (int i = 0; i < programs.size(); i++) {
        String uri = "file:///hostile" + i + ".dtl";
        editor.open(uri, programs.get(i));
        editor.diagnostics(uri, 1);
        for (String method : List.of("hover", "completion", "definition")) {
          assertThat(editor.answer("textDocument/" + method, Editor.at(uri, 0, 1)).has("result"))
              .as(i + method)
              .isTrue();
        }
        for (String method : List.of("documentSymbol", "foldingRange", "semanticTokens/full")) {
          assertThat(
                  editor
                      .answer("textDocument/" + method, Map.of("textDocument", Map.of("uri", uri)))
                      .has("result"))
              .as(i + method)
              .isTrue();
        }
      }
    }
  }

  /** LSP 3.17, section "Server lifecycle". */
  @Test
  void whatComesTooEarlyOrTooLateIsRefused() throws Exception {
    try (Editor editor = Editor.of("alice")) {
      editor.open(URI, "wrong");
      assertThat(code(editor.answer("textDocument/hover", Editor.at(URI, 0, 0)))).isEqualTo(-32002);
      assertThat(code(editor.answer("shutdown", null))).isEqualTo(-32002);
      editor.initialize(false);
      assertThat(code(editor.answer("initialize", Map.of("capabilities", Map.of()))))
          .isEqualTo(-32600);
      assertThat(editor.answer("textDocument/hover", Editor.at(URI, 0, 0)).has("result")).isTrue();
      editor.open(URI, "dom \"greenhouse.example\" with end\n");
      assertThat(editor.diagnostics(URI, 1)).isEmpty();
      editor.result("shutdown", null);
      assertThat(code(editor.answer("textDocument/hover", Editor.at(URI, 0, 1)))).isEqualTo(-32600);
      assertThat(code(editor.answer("shutdown", null))).isEqualTo(-32600);
      editor.notify("exit", Map.of());
      assertThat(editor.exit()).isEqualTo(Exit.DONE);
    }
  }

  /** JSON-RPC 2.0, section 5.1; of the protocol or of nobody. */
  @Test
  void whatIsNotOfferedIsSaidToBeSo() throws Exception {
    try (Editor editor = Editor.of("alice")) {
      editor.initialize(false);
      for (String method :
          List.of(
              "textDocument/implementation",
              "textDocument/didClose",
              "exit",
              "textDocument/x",
              "$/x",
              "x")) {
        assertThat(code(editor.answer(method, Editor.at(URI, 0, 0)))).as(method).isEqualTo(-32601);
      }
      assertThat(editor.errors()).doesNotContain("fault");
    }
  }

  /** JSON has no order in objects. */
  @Test
  void aRequestIsAnsweredWhereverItsIdentifierStands() throws Exception {
    try (Editor editor = Editor.of("alice")) {
      editor.initialize(false);
      CompletableFuture<JsonObject> answer = editor.expect(700);
      editor.message(
          "{\"params\":7,\"method\":\"textDocument/hover\",\"jsonrpc\":\"2.0\",\"id\":700}");
      assertThat(code(answer.get(30, TimeUnit.SECONDS))).isEqualTo(-32602);
      CompletableFuture<JsonObject> oddOption = editor.expect(701);
      editor.message(
          "{\"jsonrpc\":\"2.0\",\"id\":701,\"method\":\"textDocument/formatting\",\"params\":"
              + "{\"textDocument\":{\"uri\":\"file:///a.dtl\"},\"options\":{\"x\":[]}}}");
      assertThat(code(oddOption.get(30, TimeUnit.SECONDS))).isEqualTo(-32602);
      CompletableFuture<JsonObject> twoMethods = editor.expect(702);
      editor.message(
          "{\"jsonrpc\":\"2.0\",\"id\":702,\"method\":\"textDocument/hover\",\"params\":"
              + "{\"textDocument\":{\"uri\":\"file:///a.dtl\"},"
              + "\"position\":{\"line\":0,\"character\":0}},"
              + "\"method\":\"textDocument/signatureHelp\"}");
      assertThat(code(twoMethods.get(30, TimeUnit.SECONDS))).isEqualTo(-32602);
      assertThat(editor.errors()).doesNotContain("fault of croft");
    }
  }

  private static int code(JsonObject answer) {
    return answer.getAsJsonObject("error").get("code").getAsInt();
  }

  @Test
  void whatIsOpenedFarTooLargeIsNotLookedAt() throws Exception {
    try (Editor editor = Editor.of("alice")) {
      editor.initialize(false);
      editor.open(URI, " ".repeat((32 << 20) + 1));
      assertThat(editor.answer("textDocument/hover", Editor.at(URI, 0, 0)).toString())
          .contains("\"id\"")
          .doesNotContain("error");
      assertThat(editor.errors()).contains(URI + " is far larger than a program may be");
    }
  }

  /** A run at the bounds lasts; what the checker knows is told meanwhile. */
  @Test
  void nobodyWaitsForARunWhoAsksTheChecker() throws Exception {
    try (Editor editor = Editor.of("alice")) {
      editor.initialize(false);
      String thousand = "[" + "1, ".repeat(999) + "1]";
      String program =
          "dom \"greenhouse.example\" with for a in "
              + thousand
              + " do for b in "
              + thousand
              + " do dns (dnsA \"x\" \"203.0.113.1\") end end end";
      editor.open(URI, program);
      assertThat(editor.result("textDocument/hover", Editor.at(URI, 0, 1)).isJsonObject()).isTrue();
      assertThat(editor.isQuiet()).isTrue();
      assertThat(editor.diagnostics(URI, 1)).isNotEmpty();
    }
  }

  /** Administrators write the site's files in the same editor. */
  private static List<String> onSite(Path site) {
    return List.of(
        "lsp",
        "--site",
        site.toString(),
        "--rights",
        Repository.RIGHTS.toString(),
        "--as",
        "alice");
  }

  @Test
  void filesOfTheSiteAreLookedAtAsTheSiteIs() throws Exception {
    Path site = Files.createDirectory(directory.resolve("site"));
    String main = Files.readString(Repository.SITE.resolve("site.dtl"));
    Files.writeString(site.resolve("site.dtl"), main);
    Files.writeString(site.resolve("more.dtl"), "val office : ip = \"203.0.113.80\";\n");
    try (Editor editor = Editor.of(directory, onSite(site))) {
      editor.initialize(false);
      String uri = site.resolve("more.dtl").toUri().toString();
      editor.open(uri, "val office : ip = \"203.0.113.80\";\nval home : ip = offce;\n");
      assertThat(editor.diagnostics(uri, 1))
          .extracting(d -> d.get("code").getAsString() + " " + Editor.range(d.get("range")))
          .containsExactly("unknown-name 1:16-1:21");
      editor.change(uri, 2, Map.of("text", "val office : ip = \"203.0.113.80\";\n"));
      assertThat(editor.diagnostics(uri, 2)).isEmpty();
      String mainFile = site.resolve("site.dtl").toUri().toString();
      editor.open(mainFile, main.replace("host \"dynamic\"", "host \"main\""));
      assertThat(editor.diagnostics(mainFile, 1)).isNotEmpty();
    }
  }

  /** Other files of the site, and programs of members, see what a file of the site declares. */
  @Test
  void namesOfTheSiteAreFoundInAllItsFilesAndNotRenamed() throws Exception {
    Path site = Files.createDirectory(directory.resolve("site"));
    Files.writeString(
        site.resolve("site.dtl"), Files.readString(Repository.SITE.resolve("site.dtl")));
    Path first = Files.writeString(site.resolve("a.dtl"), "val aa = 5;\n");
    Path second =
        Files.writeString(
            site.resolve("b.dtl"), "val bb = aa;\nval cc = aa;\nval ff = \\x : (int) -> x;\n");
    String a = first.toUri().toString();
    String b = second.toUri().toString();
    String program = "file:///home/alice/program.dtl";
    try (Editor editor = Editor.of(directory, onSite(site))) {
      editor.initialize(false);
      // What the editor has may be ahead of what is saved.
      editor.open(a, "# Five.\nval aa = 5;\n");
      editor.open(program, "dom \"greenhouse.example\" with TTL = aa end\n");
      List<String> all = List.of("a 1:4-1:6", "b 0:9-0:11", "b 1:9-1:11", "program 0:36-0:38");
      assertThat(places(editor, a, 1, 4)).containsExactlyInAnyOrderElementsOf(all);
      assertThat(places(editor, program, 0, 36)).containsExactlyInAnyOrderElementsOf(all);
      editor.open(b, Files.readString(second));
      assertThat(places(editor, b, 0, 9)).containsExactlyInAnyOrderElementsOf(all);
      assertThat(refusal(editor, a, 1, 4)).contains("'aa' is the site's", "croft test");
      assertThat(refusal(editor, b, 0, 9)).contains("'aa' is the site's");
      assertThat(refusal(editor, program, 0, 36)).contains("'aa' is the site's");
      assertThat(refusal(editor, b, 0, 4)).contains("'bb' is the site's");
      // A name that nobody else sees.
      JsonObject edit = rename(editor, b, 2, 23).getAsJsonObject("result");
      assertThat(Editor.objects(edit.getAsJsonObject("changes").get(b))).hasSize(2);
    }
  }

  private static List<String> places(Editor editor, String uri, int line, int column)
      throws Exception {
    Map<String, Object> at = new HashMap<>(Editor.at(uri, line, column));
    at.put("context", Map.of("includeDeclaration", true));
    return Editor.objects(editor.result("textDocument/references", at)).stream()
        .map(
            l ->
                l.get("uri").getAsString().replaceFirst(".*/(\\w+)\\.dtl$", "$1 ")
                    + Editor.range(l.get("range")))
        .toList();
  }

  private static JsonObject rename(Editor editor, String uri, int line, int column)
      throws Exception {
    Map<String, Object> at = new HashMap<>(Editor.at(uri, line, column));
    at.put("newName", "zz");
    return editor.answer("textDocument/rename", at);
  }

  private static String refusal(Editor editor, String uri, int line, int column) throws Exception {
    JsonObject prepared = editor.answer("textDocument/prepareRename", Editor.at(uri, line, column));
    JsonObject renamed = rename(editor, uri, line, column);
    assertThat(renamed.get("error")).isEqualTo(prepared.get("error"));
    return renamed.getAsJsonObject("error").get("message").getAsString();
  }

  /** Where a shell starts the server, its end is not that of the stream. */
  @Test
  void itEndsWithTheProcessThatStartedIt() throws Exception {
    String line =
        Editor.command("alice").stream()
            .map(w -> "'" + w + "'")
            .collect(Collectors.joining(" ", "exec 3<&0; ", " <&3 & wait"));
    Process shell = new ProcessBuilder("sh", "-c", line).start();
    Editor editor = Editor.of(shell);
    Map<String, Object> params = Map.of("processId", shell.pid(), "capabilities", Map.of());
    editor.result("initialize", params);
    ProcessHandle server = shell.children().findFirst().orElseThrow();
    try {
      shell.toHandle().destroyForcibly();
      assertThat(server.onExit().get(60, TimeUnit.SECONDS).isAlive()).isFalse();
    } finally {
      server.destroyForcibly();
    }
  }

  /** What was open before the site changed, and was not touched since, sees the same library. */
  @Test
  void referencesAreFoundAcrossAReload() throws Exception {
    Path site = Files.createDirectory(directory.resolve("site"));
    String main = Files.readString(Repository.SITE.resolve("site.dtl"));
    Path file = Files.writeString(site.resolve("site.dtl"), main);
    try (Editor editor = Editor.of(directory, onSite(site))) {
      editor.initialize(false);
      String first = "file:///home/alice/first.dtl";
      String second = "file:///home/alice/dns.dtl";
      String program = "dom \"greenhouse.example\" with dnssec end\n";
      editor.open(first, program);
      assertThat(editor.diagnostics(first, 1)).isEmpty();
      Files.writeString(file, main.replace("hostmaster@", "host``master@"));
      Files.setLastModifiedTime(file, java.nio.file.attribute.FileTime.fromMillis(1));
      editor.open(second, program);
      assertThat(editor.diagnostics(second, 1)).isEmpty();
      assertThat(
              Editor.objects(
                      editor.result(
                          "textDocument/references",
                          Map.of(
                              "textDocument",
                              Map.of("uri", second),
                              "position",
                              Map.of("line", 0, "character", 1),
                              "context",
                              Map.of("includeDeclaration", false))))
                  .stream()
                  .map(l -> l.get("uri").getAsString()))
          .containsExactlyInAnyOrder(first, second);
      // Named like a file of the library, which makes none of the library's names its own.
      assertThat(
              Editor.objects(editor.result("textDocument/completion", Editor.at(second, 0, 31)))
                  .stream()
                  .filter(i -> i.get("label").getAsString().startsWith("dns"))
                  .map(i -> i.get("sortText").getAsString().substring(0, 1)))
          .isNotEmpty()
          .containsOnly("3");
      editor.change(second, 2, Map.of("text", "Contact = \"x\""));
      assertThat(editor.result("textDocument/hover", Editor.at(second, 0, 3)).toString())
          .contains("Default: ``` ", "host``master@");
    }
  }

  /** Somebody types quickly: each version is answered for or given up, and the last one counts. */
  @Test
  void newerChangesSupersedeOlderOnes() throws Exception {
    try (Editor editor = Editor.of("alice")) {
      editor.initialize(false);
      editor.open(URI, "");
      List<CompletableFuture<JsonObject>> answers = new ArrayList<>();
      int version = 1;
      String program = "dom \"greenhouse.example\" with dnssec end";
      for (int i = 0; i < program.length(); i++) {
        editor.change(
            URI,
            ++version,
            Map.of("range", Editor.range(0, i, 0, i), "text", program.substring(i, i + 1)));
        answers.add(editor.send("textDocument/completion", Editor.at(URI, 0, i + 1)));
        if (i % 5 == 0) {
          editor.notify("$/cancelRequest", Map.of("id", editor.lastId()));
        }
      }
      assertThat(editor.diagnostics(URI, version)).isEmpty();
      for (CompletableFuture<JsonObject> answer : answers) {
        JsonObject said = answer.get(30, TimeUnit.SECONDS);
        if (said.has("error")) {
          assertThat(said.getAsJsonObject("error").get("code").getAsInt()).isIn(-32800, -32801);
        }
      }
    }
  }

  @Test
  void aProcessSpeaksTheProtocolAloneAndEndsWithItsEditor() throws Exception {
    Process process = start();
    try (Editor editor = Editor.of(process)) {
      editor.initialize(true);
      editor.open(URI, "dom \"bank.example\" with end\n");
      assertThat(editor.diagnostics(URI, 1)).hasSize(1);
      editor.result("shutdown", null);
      editor.notify("exit", Map.of());
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
    } finally {
      process.destroyForcibly();
    }
  }

  /** As an editor does whose own end comes so. */
  @Test
  void aSignalTakesTheFilesOfTheLibraryAway() throws Exception {
    List<String> command = new ArrayList<>(Editor.command("alice"));
    command.add(1, "-Djava.io.tmpdir=" + directory);
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try (Editor editor = Editor.of(process)) {
      editor.initialize(true);
      editor.open(URI, "dom \"greenhouse.example\" with end\n");
      editor.result("textDocument/definition", Editor.at(URI, 0, 1));
      assertThat(directory).isDirectoryContaining("glob:**/croft-library-*");
      process.destroy();
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(directory).isEmptyDirectory();
    } finally {
      process.destroyForcibly();
    }
  }

  private Process start() throws Exception {
    return new ProcessBuilder(Editor.command("alice"))
        .directory(directory.toFile())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /** An editor that says goodbye may have asked for something just before, or go on behind it. */
  @Test
  void whatIsAskedWhileItEndsIsNoFault() throws Exception {
    for (int i = 0; i < 40; i++) {
      LspPeer peer = new LspPeer(heard -> {});
      peer.frame(
          bytes(
              "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{\"capabilities\":{}}}"));
      peer.frame(
          bytes(
              "{\"jsonrpc\":\"2.0\",\"method\":\"textDocument/didOpen\",\"params\":{\"textDocument\":{\"uri\":\""
                  + URI
                  + "\",\"languageId\":\"croft\",\"version\":1,\"text\":\"\"}}}"));
      peer.frame(bytes("{\"jsonrpc\":\"2.0\",\"method\":\"exit\"}"));
      for (int request = 1; request <= 200; request++) {
        peer.frame(
            bytes(
                "{\"jsonrpc\":\"2.0\",\"id\":"
                    + request
                    + ",\"method\":\"textDocument/hover\",\"params\":{\"textDocument\":{\"uri\":\""
                    + URI
                    + "\"},\"position\":{\"line\":0,\"character\":0}}}"));
      }
      peer.hangUp();
      assertThat(peer.end()).isEqualTo(Exit.REFUSED);
    }
  }

  /** As it is in the moment in which a second text is begun. */
  @Test
  void aSecondTextThatIsOpenStillBreaksNothing() throws Exception {
    try (Editor editor = Editor.of("alice")) {
      editor.initialize(false);
      editor.open(URI, "dom \"greenhouse.example\" with\n  dns (dnsTXT \"a\" \"1\" \"\n);\nend\n");
      assertThat(editor.diagnostics(URI, 1)).isNotEmpty();
      assertThat(editor.result("textDocument/hover", Editor.at(URI, 1, 4)).isJsonObject()).isTrue();
    }
  }

  private static byte[] bytes(String message) {
    return message.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void anEditorThatIsGoneEndsIt() throws Exception {
    try (Editor editor = Editor.of("alice")) {
      editor.initialize(false);
      editor.hangUp();
      assertThat(editor.exit()).isEqualTo(Exit.REFUSED);
      assertThat(editor.errors()).isEmpty();
    }
  }

  @Test
  void withoutPremisesItSaysWhatIsMissing() {
    Run run = Run.croft("lsp");
    assertThat(run.exit()).isEqualTo(Exit.FAILED);
    assertThat(run.err()).contains("--site DIR --rights FILE --as MEMBER");
    assertThat(run.out()).isEmpty();
    assertThat(Run.croft("lsp", "--site", "x").exit()).isEqualTo(Exit.USAGE);
  }

  /** With a controller, what it says of the member decides. */
  @Test
  void theControllerSaysWhatIsHeld() throws Exception {
    Calls.Premises premises =
        new Calls.Premises(
            "alice",
            List.of(
                new Calls.Program(
                    "site.dtl", "site.dtl", Files.readString(Repository.SITE.resolve("site.dtl")))),
            List.of(
                new Calls.Held("alice", "domain", "alice.example"),
                new Calls.Held("", "domain", "inner.alice.example")));
    Calls.Event told = new Calls.Event(Calls.Kind.TEXT, "", null, Wire.write(premises), null);
    try (ScriptedController controller =
            new ScriptedController(
                directory, ScriptedController.answer(told, Calls.Event.done(0)));
        Editor editor = Editor.of(directory, List.of("lsp"))) {
      editor.initialize(false);
      editor.open(URI, "dom \"alice.example\" with end;\ndom \"inner.alice.example\" with end\n");
      assertThat(editor.diagnostics(URI, 1))
          .extracting(d -> Editor.range(d.get("range")))
          .containsExactly("1:4-1:25");
      assertThat(controller.calls()).extracting(Calls.Call::verb).containsExactly("premises");
    }
  }
}
