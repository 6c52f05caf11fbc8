package coop.croft.cli;

import static coop.croft.cli.LspPeer.require;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import coop.croft.lang.Bounds;
import coop.croft.lang.SourceText;
import coop.croft.lang.format.Formatted;
import coop.croft.lang.format.Formatter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * What the protocol (LSP 3.17) says that answers about a document must be.
 *
 * @param text as it was when that was asked
 */
record LspAnswers(String uri, EditorText text) {
  private static final int KINDS_OF_TOKENS = 11;

  void check(String method, JsonObject params, JsonElement result) {
    if (result.isJsonNull()) {
      return;
    }
    ranges(result);
    switch (method) {
      case "textDocument/completion" -> completion(params, result.getAsJsonArray());
      case "textDocument/hover", "textDocument/prepareRename" -> around(params, result);
      case "textDocument/signatureHelp" -> signature(result.getAsJsonObject());
      case "textDocument/rename" -> edits(result);
      case "textDocument/formatting" -> laidOut(applied(result.getAsJsonArray()));
      case "textDocument/codeAction" ->
          result.getAsJsonArray().forEach(a -> action(a.getAsJsonObject()));
      case "textDocument/documentSymbol" -> symbols(result.getAsJsonArray());
      case "textDocument/foldingRange" -> folds(result.getAsJsonArray());
      case "textDocument/semanticTokens/full" -> tokens(result.getAsJsonObject());
      default -> {}
    }
  }

  /** All ranges anywhere in it, but those that say that they are another document's. */
  void ranges(JsonElement in) {
    if (in.isJsonArray()) {
      in.getAsJsonArray().forEach(this::ranges);
    } else if (in.isJsonObject()) {
      JsonObject object = in.getAsJsonObject();
      if (object.has("uri") && !object.get("uri").getAsString().equals(uri)) {
        return;
      }
      if (object.has("start") && object.has("end")) {
        require(text.hasRange(object), "not in the text: " + object + " of " + uri);
      } else if (object.has("position")) {
        require(text.has(object.getAsJsonObject("position")), "not in the text: " + object);
      }
      object.entrySet().forEach(e -> ranges(e.getValue()));
    }
  }

  private int asked(JsonObject params) {
    return text.offset(params.getAsJsonObject("position"));
  }

  private boolean holds(JsonObject range, int offset) {
    return text.offset(range.getAsJsonObject("start")) <= offset
        && offset <= text.offset(range.getAsJsonObject("end"));
  }

  /**
   * "must be a [single line] and … must contain the position at which completion was requested".
   */
  private void completion(JsonObject params, JsonArray items) {
    int at = asked(params);
    for (JsonElement item : items) {
      JsonObject range =
          item.getAsJsonObject().getAsJsonObject("textEdit").getAsJsonObject("range");
      require(holds(range, at), "completes elsewhere: " + item);
      require(
          range
              .getAsJsonObject("start")
              .get("line")
              .equals(range.getAsJsonObject("end").get("line")),
          "completes in several lines: " + item);
    }
  }

  private void around(JsonObject params, JsonElement result) {
    JsonObject object = result.getAsJsonObject();
    JsonObject range = object.has("range") ? object.getAsJsonObject("range") : object;
    require(holds(range, asked(params)), "is about another place: " + result);
  }

  private static void signature(JsonObject help) {
    JsonArray signatures = help.getAsJsonArray("signatures");
    JsonObject signature = signatures.get(help.get("activeSignature").getAsInt()).getAsJsonObject();
    int length = signature.get("label").getAsString().length();
    JsonArray parameters = signature.getAsJsonArray("parameters");
    require(help.get("activeParameter").getAsInt() < parameters.size(), "no such parameter");
    for (JsonElement parameter : parameters) {
      JsonArray label = parameter.getAsJsonObject().getAsJsonArray("label");
      require(
          label.get(0).getAsInt() < label.get(1).getAsInt() && label.get(1).getAsInt() <= length,
          "no part of the label: " + signature);
    }
  }

  private void action(JsonObject action) {
    require(!action.get("title").getAsString().isBlank(), "an action without a title");
    require(action.has("edit") || action.has("command"), "an action that does nothing");
    if (action.has("edit")) {
      edits(action.get("edit"));
    }
  }

  private void edits(JsonElement edit) {
    JsonObject changes = edit.getAsJsonObject().getAsJsonObject("changes");
    require(changes.keySet().equals(Set.of(uri)), "changes others: " + edit);
    applied(changes.getAsJsonArray(uri));
  }

  /** Edits of one text, which must not overlap, and what comes of them. */
  String applied(JsonArray edits) {
    List<JsonObject> sorted = new ArrayList<>();
    edits.forEach(e -> sorted.add(e.getAsJsonObject()));
    sorted.sort(Comparator.comparingInt(e -> start(e)));
    StringBuilder result = new StringBuilder();
    int from = 0;
    for (JsonObject edit : sorted) {
      require(from <= start(edit), "overlap: " + edits);
      result.append(text.all(), from, start(edit)).append(edit.get("newText").getAsString());
      from = text.offset(edit.getAsJsonObject("range").getAsJsonObject("end"));
    }
    return result.append(text.all().substring(from)).toString();
  }

  /** As {@code croft format} would, with the byte-order mark that it leaves out. */
  private void laidOut(String applied) {
    String all = text.all();
    SourceText program = new SourceText("f.dtl", all.getBytes(StandardCharsets.UTF_8));
    String mark = all.startsWith("\ufeff") ? "\ufeff" : "";
    String expected =
        switch (Formatter.format(program, Bounds.DEFAULT)) {
          case Formatted.Refused refused -> all;
          case Formatted.Text(String layout) -> mark + layout;
        };
    require(applied.equals(expected), "lays out as\n" + applied + "\nnot as\n" + expected);
  }

  private int start(JsonObject edit) {
    return text.offset(edit.getAsJsonObject("range").getAsJsonObject("start"));
  }

  /** "selectionRange … must be contained by the range". */
  private void symbols(JsonArray symbols) {
    for (JsonElement element : symbols) {
      JsonObject symbol = element.getAsJsonObject();
      JsonObject range = symbol.getAsJsonObject("range");
      JsonObject selection = symbol.getAsJsonObject("selectionRange");
      require(
          holds(range, text.offset(selection.getAsJsonObject("start")))
              && holds(range, text.offset(selection.getAsJsonObject("end"))),
          "selects elsewhere: " + symbol);
      require(!symbol.get("name").getAsString().isBlank(), "a symbol without a name: " + symbol);
      if (symbol.has("children")) {
        symbols(symbol.getAsJsonArray("children"));
      }
    }
  }

  private void folds(JsonArray folds) {
    for (JsonElement fold : folds) {
      int first = fold.getAsJsonObject().get("startLine").getAsInt();
      int last = fold.getAsJsonObject().get("endLine").getAsInt();
      require(0 <= first && first < last && last < text.lines().size(), "folds " + fold);
    }
  }

  /** Five numbers a token, in order, none over the end of its line. */
  private void tokens(JsonObject tokens) {
    JsonArray data = tokens.getAsJsonArray("data");
    require(data.size() % 5 == 0, "tokens of five numbers each: " + data.size());
    int line = 0;
    int start = 0;
    int end = 0;
    for (int i = 0; i < data.size(); i += 5) {
      int down = data.get(i).getAsInt();
      int length = data.get(i + 2).getAsInt();
      line += down;
      start = data.get(i + 1).getAsInt() + (down == 0 ? start : 0);
      require(down > 0 || (down == 0 && start >= end), "token " + i / 5 + " is out of order");
      end = start + length;
      require(
          length > 0 && line < text.lines().size() && end <= text.lines().get(line).length(),
          "token " + i / 5 + " is not in line " + line);
      require(data.get(i + 3).getAsInt() < KINDS_OF_TOKENS, "kind of token " + i / 5);
    }
  }
}
