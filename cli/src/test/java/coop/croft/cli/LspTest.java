package coop.croft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import coop.croft.cli.reference.Keyword;
import coop.croft.cli.terminal.Exit;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The language server as an editor meets it: what is asked and answered, as JSON. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LspTest {
  private static final String PROGRAM =
      """
      val office : ip = "203.0.113.80"; {{ Where we are. }}
      val greeting = "v=spf1 -all";

      dom "greenhouse.example" with
        web "www" with
          errorDocument 404 "/lost.html"
        end;
        for name in ["shop", "ftp"] do dns (dnsA name office) end;
        dns (dnsTXT "@" greeting)
      end
      """;

  private Editor editor;
  private JsonObject capabilities;
  private int documents;

  @BeforeAll
  void start() throws Exception {
    editor = Editor.of("alice");
    capabilities = editor.initialize(true);
  }

  @AfterAll
  void endsAsItShould() throws Exception {
    assertThat(editor.result("shutdown", null).isJsonNull()).isTrue();
    editor.notify("exit", Map.of());
    assertThat(editor.exit()).isEqualTo(Exit.DONE);
    assertThat(editor.errors()).isEmpty();
  }

  private String open(String text) throws Exception {
    String uri = "file:///home/alice/program" + ++documents + ".dtl";
    editor.open(uri, text);
    return uri;
  }

  /** The place behind the first occurrence of a text. */
  private static Map<String, Object> behind(String uri, String program, String text) {
    int offset = program.indexOf(text) + text.length();
    String before = program.substring(0, offset);
    int line = (int) before.chars().filter(c -> c == '\n').count();
    return Editor.at(uri, line, offset - before.lastIndexOf('\n') - 1);
  }

  private List<String> completions(String marked) throws Exception {
    return items(marked).stream().map(i -> i.get("label").getAsString()).toList();
  }

  private List<JsonObject> items(String marked) throws Exception {
    String program = marked.replace("‸", "");
    String uri = open(program);
    String before = marked.substring(0, marked.indexOf('‸'));
    return Editor.objects(
        editor.result("textDocument/completion", behind(uri, before + "‸", before)));
  }

  @Test
  void saysWhatItCan() {
    assertThat(capabilities.keySet())
        .contains(
            "hoverProvider",
            "completionProvider",
            "signatureHelpProvider",
            "definitionProvider",
            "referencesProvider",
            "renameProvider",
            "documentSymbolProvider",
            "workspaceSymbolProvider",
            "foldingRangeProvider",
            "documentFormattingProvider",
            "inlayHintProvider",
            "codeActionProvider",
            "semanticTokensProvider");
  }

  @Test
  void whatIsRightHasNoDiagnostics() throws Exception {
    assertThat(editor.diagnostics(open(PROGRAM), 1)).isEmpty();
  }

  @Test
  void diagnosticsSayWhatCheckSays() throws Exception {
    String uri = open("dom \"bank.example\" with web \"www\" with end end\n");
    JsonObject found = editor.diagnostics(uri, 1).getFirst();
    assertThat(Editor.range(found.get("range"))).isEqualTo("0:4-0:18");
    assertThat(found.get("code").getAsString()).isEqualTo("not-held");
    assertThat(found.get("source").getAsString()).isEqualTo("croft");
    assertThat(found.get("message").getAsString())
        .isEqualTo(
            """
            you do not hold the domain bank.example
            hint: ask hostmaster@croft.example for the right: domain bank.example""");
  }

  @Test
  void whatOnlyShowsWhenItRunsIsSaidToo() throws Exception {
    String uri =
        open(
            "dom \"greenhouse.example\" with dns (dnsA \"a\" \"192.0.2.1\"); dns (dnsCNAME \"a\" \"b.example\") end\n");
    assertThat(editor.diagnostics(uri, 1))
        .extracting(d -> d.get("code").getAsString())
        .containsExactly("conflict");
  }

  /** Columns of the protocol are UTF-16 units; a line may end with CRLF or CR, too. */
  @Test
  void changesAndPlacesCountAsTheProtocolDoes() throws Exception {
    String uri =
        open(
            "\ufeff# 😀 n\u0303\r\ndom \"greenhouse.example\" with\r\n  dns (dnsTXT \"😀e\u0301\" nam) end\r\n");
    JsonObject found = editor.diagnostics(uri, 1).getLast();
    assertThat(Editor.range(found.get("range"))).isEqualTo("2:21-2:24");
    editor.change(uri, 2, Map.of("range", Editor.range(2, 14, 2, 20), "text", "\"@\""));
    assertThat(Editor.range(editor.diagnostics(uri, 2).getFirst().get("range")))
        .isEqualTo("2:18-2:21");
    editor.change(
        uri,
        3,
        Map.of("range", Editor.range(2, 18, 2, 21), "text", "\"😀\""),
        Map.of("range", Editor.range(0, 0, 1, 0), "text", ""));
    assertThat(editor.diagnostics(uri, 3)).isEmpty();
  }

  /**
   * A byte-order mark is no part of a program: what would be about a place before it is not said.
   */
  @Test
  void nothingIsSaidOfThePlaceBeforeTheMark() throws Exception {
    String uri = open("\ufeffdom \"greenhouse.example\" with end\n");
    for (String asked : List.of("completion", "hover", "signatureHelp", "documentHighlight")) {
      String method = "textDocument/" + asked;
      assertThat(editor.result(method, Editor.at(uri, 0, 0)).toString()).isIn("null", "[]");
    }
    assertThat(editor.result("textDocument/hover", Editor.at(uri, 0, 1)).toString())
        .contains("dom : your_domain");
    assertThat(Editor.objects(editor.result("textDocument/completion", Editor.at(uri, 0, 1))))
        .extracting(i -> i.get("label").getAsString())
        .contains("dom");
  }

  @Test
  void syntaxIsSaidAloneAndTheRestGoesOn() throws Exception {
    String uri =
        open("dom \"greenhouse.example\" with\n  web \"www\" with direc\n  dns (dnsA \"a\"\nend\n");
    assertThat(editor.diagnostics(uri, 1))
        .extracting(d -> d.get("code").getAsString())
        .containsOnly("syntax");
    JsonElement hover = editor.result("textDocument/hover", Editor.at(uri, 1, 4));
    assertThat(hover.toString()).contains("web : host");
    assertThat(Editor.objects(editor.result("textDocument/completion", Editor.at(uri, 1, 22))))
        .extracting(i -> i.get("label").getAsString())
        .contains("directoryIndex", "directory")
        .doesNotContain("dom", "dns_node", "requireValidUser");
  }

  @Test
  void completionOffersWhatIsLegal() throws Exception {
    assertThat(completions("‸")).contains("dom", "domain", "val").doesNotContain("web", "dns");
    assertThat(completions("dom \"greenhouse.example\" with ‸ end"))
        .contains("web", "dns", "dnssec", "TTL", "if", "end")
        .doesNotContain("dom", "errorDocument", "dnsA", "val", "SiteDomain");
    assertThat(completions("val Mine : int = 1; dom \"greenhouse.example\" with ‸ end"))
        .contains("Mine", "DocumentRoot");
    assertThat(completions("dom \"greenhouse.example\" with dns ‸ end"))
        .contains("dnsA", "dnsTXT")
        .doesNotContain("dns", "web", "true");
    assertThat(completions("dom \"greenhouse.example\" with web \"www\" ‸ end"))
        .contains("with", "where")
        .doesNotContain("web", "dnsA");
    assertThat(completions("dom \"greenhouse.example\" with web \"www\" with SSL = ‸ end end"))
        .contains("acme", "no_ssl", "use_cert")
        .doesNotContain("dnsA");
    assertThat(completions("# no‸\n")).isEmpty();
  }

  @Test
  void nothingIsOfferedForAName() throws Exception {
    String domain = "dom \"greenhouse.example\" with ";
    assertThat(completions("val ‸")).isEmpty();
    assertThat(completions("extern ‸")).isEmpty();
    assertThat(completions("val f = \\‸")).isEmpty();
    assertThat(completions(domain + "for ‸ end")).isEmpty();
    assertThat(completions("(* not yet ‸")).isEmpty();
  }

  /** Behind what is whole, the form around it goes on. */
  @Test
  void completionOffersTheWordThatGoesOn() throws Exception {
    String domain = "dom \"greenhouse.example\" with ";
    assertThat(completions(domain + "for x in [\"a\"] ‸ end")).containsExactly("do");
    assertThat(completions(domain + "if true ‸ end")).containsExactly("then");
    assertThat(completions(domain + "let TTL = 60 ‸ end")).containsExactly("in");
    assertThat(completions(domain + "dnssec ‸ end"))
        .containsExactlyInAnyOrder("with", "where", "end");
    assertThat(completions(domain + "if true then dnssec ‸ end"))
        .containsExactlyInAnyOrder("with", "where", "end", "else");
    assertThat(completions("dom \"greenhouse.example\" ‸"))
        .containsExactlyInAnyOrder("with", "where");
    assertThat(completions("dom \"greenhouse.example\" where TTL = 60 ‸"))
        .containsExactlyInAnyOrder("with", "end");
  }

  @Test
  void completionOffersWhatIsHeld() throws Exception {
    assertThat(completions("dom \"‸\" with end")).contains("greenhouse.example");
    assertThat(completions("dom \"‸\" with end")).doesNotContain("forge.example");
    assertThat(completions("dom ‸ with end")).contains("\"greenhouse.example\"");
    assertThat(completions("val u : your_user = \"‸\";")).containsExactly("alice");
    assertThat(completions("val p : your_path = \"‸"))
        .containsExactly("/home/alice", "/home/alice/public_html");
    assertThat(completions("val n : [web_node] = [\"‸\"];")).isNotEmpty();
  }

  @Test
  void whereIsForVariables() throws Exception {
    String site = "dom \"greenhouse.example\" with web \"www\" where ‸";
    for (String rest : List.of("", " end", " with end end", " SSL = no_ssl with end end")) {
      assertThat(completions(site + rest))
          .as(rest)
          .contains("DocumentRoot", "SSL", "TTL", "ProxyTimeout", "with", "end")
          .doesNotContain("web", "vhost", "redirect", "dns", "let", "SiteDomain");
    }
    assertThat(
            completions(
                "dom \"greenhouse.example\" with dns (dnsA \"a\" \"192.0.2.1\") where TT‸ end"))
        .contains("TTL")
        .doesNotContain("dnssec", "for");
    // What the head reads comes first.
    assertThat(items(site + " end"))
        .filteredOn(i -> i.get("sortText").getAsString().startsWith("1"))
        .extracting(i -> i.get("label").getAsString())
        .contains("DocumentRoot", "TTL")
        .doesNotContain("ProxyTimeout", "HstsDays");
  }

  @Test
  void whatThereIsFewOfIsOffered() throws Exception {
    String site = "dom \"greenhouse.example\" with web \"www\" with php ‸ end end";
    assertThat(completions(site)).contains("\"8.2\"");
    assertThat(completions(site.replace("‸", "\"‸\""))).containsExactly("8.2");
    assertThat(completions("val role : host_role = \"‸\";")).contains("dns-primary", "login");
  }

  @Test
  void wordsOfTheLanguageAreExplained() throws Exception {
    String program =
        """
        val f = \\x -> if true then x else x end;
        dom "greenhouse.example" with # with
          for x in ["a"] do dns (dnsTXT x "with") where TTL = 60 end end;
          let y <- TTL in begin end end
        end
        """;
    String uri = open(program);
    assertThat(hover(behind(uri, program, "\"greenhouse.example\" wi")))
        .isEqualTo(
            """
            ```dtl
            f x with … end
            ```

            Gives a block to what takes one: what stands between with and end is inside of what stands in front.

            More: `croft doc 'with'`""");
    assertThat(hover(behind(uri, program, "for x i"))).contains("croft doc 'for'");
    assertThat(hover(behind(uri, program, "TTL i"))).contains("croft doc 'let'");
    assertThat(hover(behind(uri, program, "y <"))).contains("has here");
    assertThat(hover(behind(uri, program, "val f = "))).contains("A function");
    assertThat(hover(behind(uri, program, "\"wi"))).contains("`string`");
    assertThat(editor.result("textDocument/hover", behind(uri, program, "# wi")).isJsonNull())
        .isTrue();
  }

  @Test
  void programsThatExplainWordsAreRight() throws Exception {
    for (Keyword keyword : Keyword.values()) {
      for (String example : keyword.doc().examples()) {
        String uri = open(example + "\n");
        assertThat(editor.diagnostics(uri, 1)).as(example).isEmpty();
        assertThat(formatting(uri)).as(example).isEmpty();
      }
    }
  }

  @Test
  void descriptionsKeepTheirExamples() throws Exception {
    String program = "dom \"greenhouse.example\" with dns (dnsTXT \"@\" \"a\") end\n";
    assertThat(hover(behind(open(program), program, "with dn")))
        .contains(
            """
            kept for `TTL` seconds.""",
            """

            ```dtl
            dns (dnsA "shop" "203.0.113.80");
            """);
  }

  @Test
  void completionFillsInTheForm() throws Exception {
    JsonObject record =
        items("dom \"greenhouse.example\" with dns dnsA‸ end").stream()
            .filter(i -> i.get("label").getAsString().equals("dnsA"))
            .findFirst()
            .orElseThrow();
    assertThat(record.getAsJsonObject("textEdit").get("newText").getAsString())
        .isEqualTo("(dnsA ${1:\"host\"} ${2:\"ip\"})");
    assertThat(Editor.range(record.getAsJsonObject("textEdit").get("range")))
        .isEqualTo("0:34-0:38");
    JsonObject domain =
        items("‸").stream()
            .filter(i -> i.get("label").getAsString().equals("dom"))
            .findFirst()
            .orElseThrow();
    assertThat(domain.getAsJsonObject("textEdit").get("newText").getAsString())
        .isEqualTo("dom ${1:\"your_domain\"} with\n  $0\nend");
  }

  @Test
  void hoverTellsTypeDocAndDefault() throws Exception {
    String uri = open(PROGRAM + "# TTL\n");
    assertThat(hover(behind(uri, PROGRAM, "dns (dns")))
        .contains("dnsA : host -> ip -> dnsRecord")
        .contains("```dtl");
    assertThat(hover(behind(uri, PROGRAM, "errorDoc"))).contains("Legal anywhere inside Vhost");
    assertThat(hover(behind(uri, PROGRAM, "name off")))
        .contains("office : ip")
        .contains("Where we are");
    assertThat(hover(behind(uri, PROGRAM, "\"/lost"))).contains("`location`");
    String variable = open("dom \"greenhouse.example\" with TTL = 600 end\n");
    assertThat(hover(Editor.at(variable, 0, 31)))
        .contains("TTL : int")
        .contains("Default: `3600`")
        .contains("Read by");
  }

  private String hover(Map<String, Object> at) throws Exception {
    return editor
        .result("textDocument/hover", at)
        .getAsJsonObject()
        .getAsJsonObject("contents")
        .get("value")
        .getAsString();
  }

  @Test
  void signatureSaysWhichArgumentComes() throws Exception {
    String program = "dom \"greenhouse.example\" with dns (dnsA \"a\" ";
    String uri = open(program);
    JsonObject help =
        editor
            .result("textDocument/signatureHelp", behind(uri, program, program))
            .getAsJsonObject();
    assertThat(help.get("activeParameter").getAsInt()).isEqualTo(1);
    assertThat(help.getAsJsonArray("signatures").toString())
        .contains("dnsA : host -> ip -> dnsRecord");
  }

  @Test
  void definitionsAreFound() throws Exception {
    String uri = open(PROGRAM);
    JsonObject own =
        Editor.objects(editor.result("textDocument/definition", behind(uri, PROGRAM, "name off")))
            .getFirst();
    assertThat(own.get("uri").getAsString()).isEqualTo(uri);
    assertThat(Editor.range(own.get("range"))).isEqualTo("0:4-0:10");
    JsonObject library =
        Editor.objects(editor.result("textDocument/definition", behind(uri, PROGRAM, "errorDoc")))
            .getFirst();
    Path file = Path.of(URI.create(library.get("uri").getAsString()));
    int line = library.getAsJsonObject("range").getAsJsonObject("start").get("line").getAsInt();
    assertThat(Files.readAllLines(file).get(line)).contains("errorDocument");
    assertThat(Files.isReadable(file)).isTrue();
    // Built in, and a keyword.
    assertThat(Editor.objects(editor.result("textDocument/definition", behind(uri, PROGRAM, "va"))))
        .isEmpty();
  }

  @Test
  void referencesAndRename() throws Exception {
    String uri = open(PROGRAM);
    Map<String, Object> at = behind(uri, PROGRAM, "name off");
    JsonElement references =
        editor.result(
            "textDocument/references",
            Map.of(
                "textDocument",
                at.get("textDocument"),
                "position",
                at.get("position"),
                "context",
                Map.of("includeDeclaration", true)));
    assertThat(Editor.objects(references))
        .extracting(r -> Editor.range(r.get("range")))
        .containsExactly("0:4-0:10", "7:48-7:54");
    JsonObject edit = rename(at, "bureau").getAsJsonObject("result").getAsJsonObject("changes");
    assertThat(Editor.objects(edit.get(uri))).hasSize(2);
  }

  private JsonObject rename(Map<String, Object> at, String name) throws Exception {
    return editor.answer(
        "textDocument/rename",
        Map.of(
            "textDocument",
            at.get("textDocument"),
            "position",
            at.get("position"),
            "newName",
            name));
  }

  @Test
  void renameRefusesWhatWouldChangeTheMeaning() throws Exception {
    String uri = open(PROGRAM);
    Map<String, Object> at = behind(uri, PROGRAM, "name off");
    for (String name : List.of("name", "greeting", "dnsA", "1x", "Office", "with", "a b", "")) {
      assertThat(rename(at, name).has("error")).as(name).isTrue();
    }
    assertThat(rename(behind(uri, PROGRAM, "errorDoc"), "x").toString()).contains("the library's");
    assertThat(rename(behind(uri, PROGRAM, "for na"), "office").has("error")).isTrue();
  }

  @Test
  void outlineFoldsAndWorkspaceSymbols() throws Exception {
    String uri = open(PROGRAM);
    Map<String, Object> document = Map.of("textDocument", Map.of("uri", uri));
    List<JsonObject> symbols =
        Editor.objects(editor.result("textDocument/documentSymbol", document));
    assertThat(symbols)
        .extracting(s -> s.get("name").getAsString())
        .containsExactly("office", "greeting", "dom \"greenhouse.example\"");
    assertThat(Editor.objects(symbols.getLast().get("children")))
        .extracting(s -> s.get("name").getAsString())
        .containsExactly("web \"www\"");
    assertThat(Editor.objects(editor.result("textDocument/foldingRange", document)))
        .extracting(f -> f.get("startLine") + "-" + f.get("endLine"))
        .containsExactlyInAnyOrder("4-5", "3-8");
    assertThat(Editor.objects(editor.result("workspace/symbol", Map.of("query", "errordoc"))))
        .extracting(s -> s.get("name").getAsString())
        .containsExactly("errorDocument");
  }

  @Test
  void coloursAndHints() throws Exception {
    String program = "val f = \\x -> dns (dnsA x \"192.0.2.1\"); # 😀\n(* a\nb *)\n";
    String uri = open(program);
    JsonObject tokens =
        editor
            .result("textDocument/semanticTokens/full", Map.of("textDocument", Map.of("uri", uri)))
            .getAsJsonObject();
    List<Integer> data =
        tokens.getAsJsonArray("data").asList().stream().map(JsonElement::getAsInt).toList();
    // val: keyword; f: function, declared here.
    assertThat(data.subList(0, 10)).containsExactly(0, 0, 3, 0, 0, 0, 4, 1, 5, 1);
    // The comment of two lines comes as two.
    assertThat(data.subList(data.size() - 10, data.size()))
        .containsExactly(1, 0, 4, 3, 0, 1, 0, 4, 3, 0);
    // A line may end with CR alone.
    String lines = open("(* a\rb *)");
    assertThat(
            editor
                .result(
                    "textDocument/semanticTokens/full",
                    Map.of("textDocument", Map.of("uri", lines)))
                .toString())
        .contains("[0,0,4,3,0,1,0,4,3,0]");
    List<JsonObject> hints =
        Editor.objects(
            editor.result(
                "textDocument/inlayHint",
                Map.of("textDocument", Map.of("uri", uri), "range", Editor.range(0, 0, 9, 0))));
    assertThat(hints)
        .extracting(h -> h.get("label").getAsString())
        .containsExactlyInAnyOrder(": host", ": host -> [^Domain]");
  }

  @Test
  void actionsPutErrorsRight() throws Exception {
    String program = "dom \"greenhouse.example\" with wb \"www\" with end end\n";
    String uri = open(program);
    List<JsonObject> actions = actions(uri, Editor.range(0, 30, 0, 30));
    assertThat(actions)
        .extracting(a -> a.get("title").getAsString())
        .contains("Write web", "Explain unknown-name");
    JsonObject edit =
        Editor.objects(
                actions.getFirst().getAsJsonObject("edit").getAsJsonObject("changes").get(uri))
            .getFirst();
    assertThat(Editor.range(edit.get("range"))).isEqualTo("0:30-0:32");
    assertThat(edit.get("newText").getAsString()).isEqualTo("web");
    String open = open("dom \"greenhouse.example\" with\n  dnssec # so far\n");
    JsonObject end =
        Editor.objects(
                actions(open, Editor.range(2, 0, 2, 0))
                    .getFirst()
                    .getAsJsonObject("edit")
                    .getAsJsonObject("changes")
                    .get(open))
            .getFirst();
    assertThat(Editor.range(end.get("range"))).isEqualTo("1:8-1:8");
    editor.change(
        open, 2, Map.of("range", end.get("range"), "text", end.get("newText").getAsString()));
    assertThat(editor.diagnostics(open, 2)).isEmpty();
    String foreign = open("dom \"bank.example\" with end\n");
    assertThat(actions(foreign, Editor.range(0, 5, 0, 5)))
        .extracting(a -> a.get("title").getAsString())
        .contains("Ask hostmaster@croft.example for the right: domain bank.example");
    assertThat(
            editor
                .result(
                    "workspace/executeCommand",
                    Map.of("command", "croft.explain", "arguments", List.of("not-held")))
                .getAsString())
        .contains("not-held");
  }

  @Test
  void whatIsHardlyMeantIsAWarningWithAnAction() throws Exception {
    String program =
        "dom \"greenhouse.example\" with web \"www\" with DocumentRoot = \"/home/alice\" end end\n";
    String uri = open(program);
    JsonObject warning = editor.diagnostics(uri, 1).getFirst();
    assertThat(warning.get("severity").getAsInt()).isEqualTo(2);
    assertThat(warning.get("message").getAsString())
        .contains("DocumentRoot set here changes nothing")
        .contains("hint: set it before the block: web \"www\" where DocumentRoot = ");
    JsonObject edit =
        Editor.objects(
                actions(uri, warning.get("range"))
                    .getFirst()
                    .getAsJsonObject("edit")
                    .getAsJsonObject("changes")
                    .get(uri))
            .getFirst();
    editor.change(uri, 2, Map.of("range", edit.get("range"), "text", edit.get("newText")));
    assertThat(editor.diagnostics(uri, 2)).isEmpty();
  }

  @Test
  void whatAServiceFindsOddIsAWarning() throws Exception {
    String uri =
        open(
            """
            dom "greenhouse.example" with
              dns (dnsMX 10 "mail.greenhouse.example")
            end
            """);
    JsonObject warning = editor.diagnostics(uri, 1).getFirst();
    assertThat(warning.get("severity").getAsInt()).isEqualTo(2);
    assertThat(warning.get("message").getAsString())
        .contains("leads to mail.greenhouse.example, which has no address in this zone");
    assertThat(actions(uri, warning.get("range"))).isEmpty();
  }

  private List<JsonObject> actions(String uri, Object range) throws Exception {
    return Editor.objects(
        editor.result(
            "textDocument/codeAction",
            Map.of(
                "textDocument",
                Map.of("uri", uri),
                "range",
                range,
                "context",
                Map.of("diagnostics", List.of()))));
  }

  private List<JsonObject> formatting(String uri) throws Exception {
    return Editor.objects(
        editor.result(
            "textDocument/formatting",
            Map.of(
                "textDocument",
                Map.of("uri", uri),
                "options",
                Map.of("tabSize", 2, "insertSpaces", true))));
  }

  @Test
  void formattingChangesBlanksAlone() throws Exception {
    String uri = open("dom   \"greenhouse.example\" with dnssec   end\n");
    assertThat(formatting(uri))
        .extracting(e -> Editor.range(e.get("range")) + " " + e.get("newText"))
        .containsExactly("0:3-0:6 \" \"", "0:31-0:32 \"\\n  \"", "0:38-0:41 \"\\n\"");
    String broken = open("dom (");
    assertThat(formatting(broken)).isEmpty();
  }

  @Test
  void everyPlaceOfEverySampleHasAnAnswer() throws Exception {
    try (Stream<Path> files = Repository.programs("accepted").stream()) {
      for (Path file : files.toList()) {
        String text = Files.readString(file);
        String uri = open(text);
        for (int line = 0; line < text.lines().count(); line += 3) {
          for (String method : List.of("completion", "hover", "signatureHelp", "definition")) {
            assertThat(
                    editor
                        .answer("textDocument/" + method, Editor.at(uri, line, line % 17))
                        .has("error"))
                .isFalse();
          }
        }
      }
    }
  }

  @Test
  void whatIsNotOpenHasNoAnswer() throws Exception {
    assertThat(editor.result("textDocument/hover", Editor.at("file:///none", 0, 0)).isJsonNull())
        .isTrue();
    assertThat(editor.answer("textDocument/nonsense", Map.of()).has("error")).isTrue();
  }
}
