package coop.croft.cli;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import coop.croft.cli.LspConversation.Form;
import java.util.List;

/** What an editor says and asks, in any order, out of random bytes. */
final class LspScript {
  private static final int MOST_STEPS = 24;
  private static final int MOST_PIECES = 14;

  private static final List<String> URIS =
      List.of(
          "file:///home/alice/greenhouse.example.dtl",
          "file:///home/alice/b%20%C3%A4.dtl",
          "untitled:Untitled-1",
          "file:///%zz",
          "");
  private static final String SITE_FILE = Repository.SITE.resolve("fuzzed.dtl").toUri().toString();

  private static final List<String> OF_A_PLACE =
      List.of(
          "completion",
          "hover",
          "signatureHelp",
          "definition",
          "documentHighlight",
          "prepareRename",
          "references",
          "rename");
  private static final List<String> OF_A_DOCUMENT =
      List.of("documentSymbol", "foldingRange", "formatting", "semanticTokens/full");

  /** Of the protocol, but nothing that the server says that it can, and of nobody. */
  private static final List<String> UNKNOWN =
      List.of(
          "textDocument/nonsense",
          "textDocument/typeDefinition",
          "textDocument/codeLens",
          "textDocument/implementation",
          "workspace/diagnostic/refresh",
          "$/nonsense",
          "nonsense",
          "");

  private static final List<String> PIECES =
      List.of(
          "dom \"greenhouse.example\" with\n",
          "dom \"bank.example\" with ",
          "\nend",
          " end;\n",
          "web \"www\" with\r\n  errorDocument 404 \"/lost.html\"\r\nend;\r\n",
          "web \"\" ",
          "dns (dnsA \"a\" office);\n",
          "dns (dnsA \"a\" \"192.0.2.1\");",
          "dns (dnsTXT \"😀e\u0301\" \"v=spf1 -all\");",
          "dns (dnsCNAME \"a\" \"b.example\");",
          "val office : ip = \"203.0.113.80\";\n",
          "val Mine : int = 1;\n",
          "val f = \\x -> dns (dnsA x office);\n",
          "val g : host -> [Domain] = ",
          "val h = \\\\b -> begin b end;",
          "{{ Where\nwe are. }}",
          "for x in [\"shop\", \"ftp\"] do f x end;\n",
          "if true then dnssec else ",
          "let TTL = 600 in dnssec end;",
          " where TTL = 60 with ",
          "x <- TTL;\n",
          "begin dnssec end;",
          "(* a\n (* b\r *) *)",
          "# to the end \u2028 \r",
          "(",
          ")",
          "[",
          "]",
          "\"",
          ";",
          "\n",
          " ",
          "wb",
          "offic",
          "=",
          ":",
          "->",
          "1");

  /** What no keyboard makes. */
  private static final List<String> ODD_PIECES =
      List.of(
          "\ud83d",
          "\ude00",
          "\ufeff",
          "\u0000",
          "\r",
          "\r\n",
          "\u0085",
          "\u2029",
          "\t",
          "\u000b",
          "\u200f",
          "ｅｎｄ",
          "99999999999999999999",
          "(* ",
          "{{ ",
          "}}",
          "*)",
          "\\\\",
          "((((((((");

  private static final List<String> ODD_VALUES =
      List.of(
          "null",
          "7",
          "\"x\"",
          "[]",
          "{}",
          "[[[]]]",
          "1e99",
          "1.5",
          "true",
          "{\"textDocument\":null}",
          "{\"textDocument\":{\"uri\":null}}",
          "{\"textDocument\":{\"uri\":7},\"position\":{\"line\":0,\"character\":0}}",
          "{\"textDocument\":{\"uri\":\"untitled:Untitled-1\"},\"position\":null}",
          "{\"textDocument\":{\"uri\":\"untitled:Untitled-1\"},\"position\":{\"line\":1.5}}",
          "{\"textDocument\":{\"uri\":\"untitled:Untitled-1\"},\"position\":{\"line\":1e99,\"character\":0}}",
          "{\"textDocument\":{\"uri\":\"untitled:Untitled-1\"},\"position\":{\"line\":\"0\",\"character\":\"0\"}}",
          "{\"textDocument\":{\"uri\":\"untitled:Untitled-1\"},\"contentChanges\":[null]}",
          "{\"textDocument\":{\"uri\":\"untitled:Untitled-1\"},\"range\":{},\"context\":{}}",
          "{\"query\":null}",
          "{\"command\":null,\"arguments\":[null,7,{}]}",
          "{\"command\":\"croft.explain\",\"arguments\":[[\"syntax\"]]}");

  private final FuzzedDataProvider data;
  private final LspConversation editor = new LspConversation();
  private int lastAsked;

  LspScript(FuzzedDataProvider data) {
    this.data = data;
  }

  void run() throws InterruptedException {
    if (data.consumeInt(0, 15) > 0) {
      initialize(Form.RIGHT);
    }
    int steps = data.consumeInt(1, MOST_STEPS);
    for (int i = 0; i < steps && (i == 0 || data.remainingBytes() > 0); i++) {
      step();
    }
    boolean waits = data.consumeInt(0, 7) > 0;
    if (data.consumeBoolean()) {
      editor.ask("shutdown", Form.RIGHT, null);
    }
    editor.end(data.consumeBoolean(), waits);
  }

  private void initialize(Form form) {
    JsonObject item = new JsonObject();
    item.addProperty("snippetSupport", data.consumeBoolean());
    JsonElement nested = item;
    for (String key : List.of("completionItem", "completion", "textDocument", "capabilities")) {
      nested = object(key, nested);
    }
    editor.ask("initialize", form, nested);
    editor.tell("initialized", new JsonObject());
  }

  private void step() throws InterruptedException {
    switch (data.consumeInt(0, 27)) {
      case 0, 1, 2, 3 -> editor.open(uri(), text());
      case 4, 5, 6, 7 -> editor.change(uri(), changes());
      case 8 -> editor.close(uri());
      case 9, 10 -> editor.settle();
      case 11, 12, 13, 14, 15 -> ofAPlace();
      case 16, 17, 18 -> ofADocument();
      case 19 -> ofARange("codeAction");
      case 20 -> ofARange("inlayHint");
      case 21 -> lastAsked = editor.ask("workspace/symbol", Form.RIGHT, object("query", string()));
      case 22 -> execute();
      case 23 -> odd();
      case 24 -> editor.cancel(lastAsked - data.consumeInt(0, 2));
      case 25 -> saved();
      case 26 -> initialize(Form.RIGHT);
      default -> {
        if (data.consumeInt(0, 3) == 0) {
          lastAsked = editor.ask("shutdown", Form.RIGHT, null);
        } else {
          JsonObject params = document();
          params.add("position", position());
          lastAsked = editor.ask(data.pickValue(UNKNOWN), Form.UNKNOWN, params);
        }
      }
    }
  }

  private String uri() {
    int which = data.consumeInt(0, 31);
    return which == 31 ? SITE_FILE : which < 20 ? URIS.getFirst() : URIS.get(which % URIS.size());
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    int pieces = data.consumeInt(0, MOST_PIECES);
    for (int i = 0; i < pieces; i++) {
      text.append(piece());
    }
    return text.toString();
  }

  private String piece() {
    return switch (data.consumeInt(0, 15)) {
      case 0 -> data.consumeString(6);
      case 1 -> data.pickValue(ODD_PIECES);
      default -> data.pickValue(PIECES);
    };
  }

  private JsonElement string() {
    return new JsonPrimitive(piece());
  }

  private static JsonObject object(String key, JsonElement value) {
    JsonObject object = new JsonObject();
    object.add(key, value);
    return object;
  }

  private JsonArray changes() {
    JsonArray changes = new JsonArray();
    int count = data.consumeInt(1, 3);
    for (int i = 0; i < count; i++) {
      JsonObject change = new JsonObject();
      if (data.consumeInt(0, 7) > 0) {
        change.add("range", range());
        change.addProperty("text", data.consumeBoolean() ? piece() : "");
      } else {
        change.addProperty("text", text());
      }
      changes.add(change);
    }
    return changes;
  }

  private JsonObject position() {
    JsonObject position = new JsonObject();
    position.addProperty("line", coordinate(12));
    position.addProperty("character", coordinate(48));
    return position;
  }

  private int coordinate(int most) {
    int any = data.consumeInt(0, 63);
    return switch (any) {
      case 63 -> Integer.MAX_VALUE;
      case 62 -> -1;
      case 61 -> Integer.MIN_VALUE;
      case 60 -> 1_000;
      default -> any % (most + 1);
    };
  }

  private JsonObject range() {
    JsonObject range = new JsonObject();
    JsonObject start = position();
    JsonObject end = position();
    if (data.consumeBoolean()) {
      end.add("line", start.get("line"));
    }
    range.add("start", start);
    range.add("end", end);
    return range;
  }

  private JsonObject document() {
    return object("textDocument", object("uri", new JsonPrimitive(uri())));
  }

  private void ofAPlace() {
    String method = data.pickValue(OF_A_PLACE);
    JsonObject params = document();
    params.add("position", position());
    if (method.equals("references")) {
      params.add("context", object("includeDeclaration", new JsonPrimitive(data.consumeBoolean())));
    } else if (method.equals("rename")) {
      params.addProperty("newName", data.consumeBoolean() ? "bureau" : piece());
    }
    lastAsked = editor.ask("textDocument/" + method, Form.RIGHT, params);
  }

  private void ofADocument() {
    String method = data.pickValue(OF_A_DOCUMENT);
    JsonObject params = document();
    if (method.equals("formatting")) {
      JsonObject options = object("tabSize", new JsonPrimitive(2));
      options.addProperty("insertSpaces", true);
      params.add("options", options);
    }
    lastAsked = editor.ask("textDocument/" + method, Form.RIGHT, params);
  }

  private void ofARange(String method) {
    JsonObject params = document();
    params.add("range", range());
    if (method.equals("codeAction")) {
      params.add("context", object("diagnostics", new JsonArray()));
    }
    lastAsked = editor.ask("textDocument/" + method, Form.RIGHT, params);
  }

  private void execute() {
    JsonObject params = new JsonObject();
    params.addProperty(
        "command", data.pickValue(List.of("croft.explain", "croft.ask", "croft.nonsense")));
    JsonArray words = new JsonArray();
    words.add(data.pickValue(List.of("not-held", "syntax", "x")));
    words.add(piece());
    params.add("arguments", words);
    lastAsked = editor.ask("workspace/executeCommand", Form.RIGHT, params);
  }

  private void odd() {
    JsonElement value = JsonParser.parseString(data.pickValue(ODD_VALUES));
    JsonElement params = value.isJsonNull() && data.consumeBoolean() ? JsonNull.INSTANCE : value;
    switch (data.consumeInt(0, 4)) {
      case 0 ->
          editor.tell(
              data.pickValue(List.of("workspace/didChangeConfiguration", "$/setTrace", "$/x", "x")),
              params);
      case 1 -> editor.ask("workspace/symbol", Form.ODD, params);
      case 2 -> editor.ask("workspace/executeCommand", Form.ODD, params);
      case 3 -> editor.ask("textDocument/" + data.pickValue(OF_A_DOCUMENT), Form.ODD, params);
      default -> editor.ask("textDocument/" + data.pickValue(OF_A_PLACE), Form.ODD, params);
    }
  }

  private void saved() {
    if (data.consumeBoolean()) {
      editor.tell("textDocument/didSave", document());
    } else {
      editor.tell("workspace/didChangeWatchedFiles", object("changes", new JsonArray()));
    }
  }
}
