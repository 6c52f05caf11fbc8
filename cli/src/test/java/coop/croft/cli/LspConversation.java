package coop.croft.cli;

import static coop.croft.cli.LspPeer.require;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import coop.croft.cli.terminal.Exit;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An editor that knows what it has said, and so what it may hear: each request is answered once,
 * with a result that fits the text it was about or the error that the protocol wants; diagnostics
 * come for the newest version of each document, and lie in it.
 */
final class LspConversation {
  private static final int NOT_INITIALIZED = -32002;
  private static final int INVALID_REQUEST = -32600;
  private static final int METHOD_NOT_FOUND = -32601;
  private static final int INVALID_PARAMS = -32602;
  private static final int REQUEST_FAILED = -32803;
  private static final int CONTENT_MODIFIED = -32801;
  private static final int REQUEST_CANCELLED = -32800;

  private static final Set<String> RENAMES =
      Set.of("textDocument/rename", "textDocument/prepareRename");

  private enum Phase {
    BEFORE,
    OPEN,
    AFTER
  }

  /** What is asked of a method. */
  enum Form {
    /** As the protocol has it. */
    RIGHT,
    /** Parameters of any form, which may be right by chance. */
    ODD,
    /** A method that the server does not have. */
    UNKNOWN
  }

  private static final class Asked {
    final String method;
    final JsonObject params;
    final Form form;
    final String uri;
    final @Nullable EditorText text;
    final Phase phase;
    final int changes;
    boolean cancelled;

    Asked(
        String method,
        JsonObject params,
        Form form,
        String uri,
        @Nullable EditorText text,
        Phase phase,
        int changes) {
      this.method = method;
      this.params = params;
      this.form = form;
      this.uri = uri;
      this.text = text;
      this.phase = phase;
      this.changes = changes;
    }
  }

  private final LspPeer peer = new LspPeer(this::hear);
  private final Map<Integer, Asked> waiting = new HashMap<>();
  private final Map<String, Integer> open = new HashMap<>();
  private final Map<Integer, EditorText> versions = new HashMap<>();
  private final Map<String, Integer> heardOf = new HashMap<>();
  private final Map<String, Integer> silences = new HashMap<>();
  private Phase phase = Phase.BEFORE;
  private int lastId;
  private int changes;

  /** Asks; the answer is held against what is known now when it comes. */
  synchronized int ask(String method, Form form, @Nullable JsonElement params) {
    JsonObject right =
        params != null && params.isJsonObject() ? params.getAsJsonObject() : new JsonObject();
    String uri = form == Form.RIGHT ? uri(right) : "";
    Integer version = open.get(uri);
    int id = ++lastId;
    waiting.put(
        id,
        new Asked(
            method,
            right,
            form,
            uri,
            version == null ? null : versions.get(version),
            phase,
            changes));
    JsonObject message = message(method, params);
    message.addProperty("id", id);
    peer.frame(message);
    if (form == Form.RIGHT) {
      if (method.equals("initialize") && phase == Phase.BEFORE) {
        phase = Phase.OPEN;
      } else if (method.equals("shutdown") && phase == Phase.OPEN) {
        phase = Phase.AFTER;
      }
    }
    return id;
  }

  private static String uri(JsonObject params) {
    return params.has("textDocument")
        ? params.getAsJsonObject("textDocument").get("uri").getAsString()
        : "";
  }

  private static JsonObject message(String method, @Nullable JsonElement params) {
    JsonObject message = new JsonObject();
    message.addProperty("jsonrpc", "2.0");
    message.addProperty("method", method);
    if (params != null) {
      message.add("params", params);
    }
    return message;
  }

  /** A notification that changes no document. */
  synchronized void tell(String method, @Nullable JsonElement params) {
    peer.frame(message(method, params));
  }

  synchronized void cancel(int id) {
    Asked asked = waiting.get(id);
    if (asked != null) {
      asked.cancelled = true;
    }
    JsonObject params = new JsonObject();
    params.addProperty("id", id);
    tell("$/cancelRequest", params);
  }

  synchronized void open(String uri, String text) {
    int version = version(uri, new EditorText(text));
    JsonObject document = new JsonObject();
    document.addProperty("uri", uri);
    document.addProperty("languageId", "dtl");
    document.addProperty("version", version);
    document.addProperty("text", text);
    tell("textDocument/didOpen", about(document));
  }

  private static JsonObject about(JsonObject document) {
    JsonObject params = new JsonObject();
    params.add("textDocument", document);
    return params;
  }

  /** The number that a text goes by from now on; greater than all before. */
  private int version(String uri, EditorText text) {
    int version = ++changes;
    if (phase == Phase.OPEN) {
      versions.put(version, text);
      open.put(uri, version);
    }
    return version;
  }

  @Nullable EditorText text(String uri) {
    Integer version = open.get(uri);
    return version == null ? null : versions.get(version);
  }

  /**
   * @param edits each with a text, and a range unless the text is a whole new one
   */
  synchronized void change(String uri, JsonArray edits) {
    EditorText text = text(uri);
    int version = ++changes;
    if (text != null && phase == Phase.OPEN) {
      for (JsonElement each : edits) {
        JsonObject edit = each.getAsJsonObject();
        String written = edit.get("text").getAsString();
        text =
            edit.has("range")
                ? text.with(edit.getAsJsonObject("range"), written)
                : new EditorText(written);
      }
      versions.put(version, text);
      open.put(uri, version);
    } else {
      silence(uri);
    }
    JsonObject document = new JsonObject();
    document.addProperty("uri", uri);
    document.addProperty("version", version);
    JsonObject params = about(document);
    params.add("contentChanges", edits);
    tell("textDocument/didChange", params);
  }

  synchronized void close(String uri) {
    changes++;
    silence(uri);
    if (phase == Phase.OPEN) {
      open.remove(uri);
    }
    JsonObject document = new JsonObject();
    document.addProperty("uri", uri);
    tell("textDocument/didClose", about(document));
  }

  /** The server will say that there is nothing to say of what is not open. */
  private void silence(String uri) {
    if (phase == Phase.OPEN) {
      silences.merge(uri, 1, Integer::sum);
    }
  }

  private synchronized void hear(JsonObject message) {
    if (message.has("method")) {
      notice(message.get("method").getAsString(), message.getAsJsonObject("params"));
      require(!message.has("id"), "the server asks: " + message);
    } else {
      JsonElement id = message.get("id");
      require(id != null && !id.isJsonNull(), "answers nothing: " + message);
      answer(
          known(waiting.remove(id.getAsInt()), "answers again, or unasked: " + message), message);
    }
    notifyAll();
  }

  private static <T> T known(@Nullable T value, String what) {
    if (value == null) {
      throw new AssertionError(what);
    }
    return value;
  }

  private void notice(String method, JsonObject params) {
    switch (method) {
      case "textDocument/publishDiagnostics" -> diagnostics(params);
      case "window/showMessage" ->
          require(params.get("type").getAsInt() == 3, "shows an error: " + params);
      default -> throw new AssertionError("the server says " + method);
    }
  }

  private void diagnostics(JsonObject params) {
    String uri = params.get("uri").getAsString();
    JsonArray found = params.getAsJsonArray("diagnostics");
    if (!params.has("version")) {
      require(found.isEmpty(), "of no version: " + params);
      silences.merge(uri, -1, Integer::sum);
      return;
    }
    int version = params.get("version").getAsInt();
    EditorText text = known(versions.get(version), "no such version: " + params);
    require(version > heardOf.getOrDefault(uri, 0), "an old version: " + params);
    heardOf.put(uri, version);
    new LspAnswers(uri, text).ranges(found);
    for (JsonElement each : found) {
      JsonObject diagnostic = each.getAsJsonObject();
      require(!diagnostic.get("message").getAsString().isBlank(), "says nothing: " + diagnostic);
      require(diagnostic.get("source").getAsString().equals("croft"), "source " + diagnostic);
    }
  }

  private void answer(Asked asked, JsonObject message) {
    String about = asked.method + " " + asked.params + ": " + message;
    require(message.has("result") != message.has("error"), about);
    int code = message.has("error") ? message.getAsJsonObject("error").get("code").getAsInt() : 0;
    boolean changed = asked.changes != changes;
    switch (asked.phase) {
      case BEFORE -> {
        if (asked.form != Form.RIGHT || !asked.method.equals("initialize")) {
          require(code == NOT_INITIALIZED || asked.form == Form.ODD, about);
        } else {
          require(code == 0, about);
        }
      }
      case AFTER -> require(code == INVALID_REQUEST || asked.form == Form.ODD, about);
      case OPEN -> {
        boolean fits =
            switch (code) {
              case 0 -> asked.form != Form.UNKNOWN && !asked.method.equals("initialize");
              case METHOD_NOT_FOUND -> asked.form == Form.UNKNOWN;
              case INVALID_PARAMS ->
                  asked.form == Form.ODD || asked.method.equals("workspace/executeCommand");
              case INVALID_REQUEST -> asked.method.equals("initialize") || asked.form == Form.ODD;
              case REQUEST_FAILED -> RENAMES.contains(asked.method);
              case REQUEST_CANCELLED -> asked.cancelled;
              case CONTENT_MODIFIED -> changed;
              default -> false;
            };
        require(fits, about);
      }
    }
    // What is found in all open documents is found in them as they are by then.
    boolean everywhere =
        asked.method.equals("textDocument/references") || asked.method.equals("workspace/symbol");
    EditorText text = asked.text;
    if (code == 0 && text != null && asked.form == Form.RIGHT && !(everywhere && changed)) {
      JsonElement result = message.has("result") ? message.get("result") : JsonNull.INSTANCE;
      new LspAnswers(asked.uri, text).check(asked.method, asked.params, result);
    }
  }

  /** Waits until everything is answered, and diagnostics are those of the newest versions. */
  synchronized void settle() throws InterruptedException {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(LspPeer.PATIENCE_SECONDS);
    while (!isSettled()) {
      long left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
      peer.throwFault();
      require(!peer.hasEnded(), "the server has ended");
      require(left > 0, "no end of waiting for " + missing() + "\n" + LspPeer.threads());
      wait(Math.min(left, 1_000));
    }
    peer.throwFault();
  }

  private boolean isSettled() {
    boolean settled = waiting.isEmpty();
    if (phase == Phase.OPEN) {
      settled &= open.equals(heardOfOpen());
      settled &= silences.values().stream().allMatch(n -> n == 0);
    }
    return settled;
  }

  private Map<String, Integer> heardOfOpen() {
    Map<String, Integer> heard = new HashMap<>(heardOf);
    heard.keySet().retainAll(open.keySet());
    return heard;
  }

  /** What is not there yet. */
  private String missing() {
    StringBuilder missing = new StringBuilder();
    waiting
        .values()
        .forEach(a -> missing.append(a.method + " " + a.params + " of " + a.text + "\n"));
    return missing
        .append("open " + open + ", heard of " + heardOf + ", silences " + silences)
        .toString();
  }

  /**
   * Ends it.
   *
   * @param says exit, or goes without a word
   * @param waits whether all answers are waited for
   */
  void end(boolean says, boolean waits) throws InterruptedException {
    Phase last;
    if (waits) {
      settle();
    }
    synchronized (this) {
      last = phase;
      if (says) {
        tell("exit", null);
      }
    }
    if (!says) {
      peer.hangUp();
    }
    Exit how = peer.end();
    require(how == (last == Phase.AFTER ? Exit.DONE : Exit.REFUSED), "ends as " + how);
    peer.hangUp();
  }
}
