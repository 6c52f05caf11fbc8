package coop.croft.cli;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import coop.croft.cli.terminal.Exit;
import coop.croft.cli.terminal.Screen;
import coop.croft.cli.terminal.Streams;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** An editor as {@code croft lsp} sees it: messages of JSON through two pipes, nothing else. */
final class Editor implements AutoCloseable {
  private static final Gson GSON = new Gson();
  private static final long PATIENCE = 30;

  private final OutputStream to;
  private final InputStream from;
  private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
  private final Map<Integer, CompletableFuture<JsonObject>> answers = new ConcurrentHashMap<>();
  private final BlockingQueue<JsonObject> notices = new LinkedBlockingQueue<>();
  private final CompletableFuture<Exit> exit = new CompletableFuture<>();
  private int last;

  private Editor(OutputStream to, InputStream from) {
    this.to = to;
    this.from = from;
    Thread.ofVirtual().start(this::listen);
  }

  /** The server in this process; its streams are real ones. */
  static Editor of(String member) throws IOException {
    return of(Path.of("/nonexistent"), arguments(member));
  }

  /**
   * @param sockets directory of the sockets
   */
  static Editor of(Path sockets, List<String> arguments) throws IOException {
    PipedOutputStream to = new PipedOutputStream();
    InputStream in = new PipedInputStream(to, 1 << 16);
    PipedInputStream from = new PipedInputStream(1 << 16);
    OutputStream out = new PipedOutputStream(from);
    Editor editor = new Editor(to, from);
    Streams streams = new Streams(in, out, editor.errors, false, false, false, false);
    Desk desk = new Desk(new Screen(streams), sockets);
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              Exit exit = new Croft(desk).run(arguments.toArray(String[]::new));
              editor.exit.complete(exit);
              try {
                out.close();
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });
    return editor;
  }

  static List<String> arguments(String member) {
    return List.of(
        "lsp",
        "--site",
        Repository.SITE.toString(),
        "--rights",
        Repository.RIGHTS.toString(),
        "--as",
        member);
  }

  /** What starts the server as a process of its own. */
  static List<String> command(String member) {
    List<String> command =
        new ArrayList<>(
            List.of(
                System.getProperty("java.home") + "/bin/java",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "coop.croft.cli.Main"));
    command.addAll(arguments(member));
    return command;
  }

  /** The server as a process of its own. */
  static Editor of(Process process) {
    return new Editor(process.getOutputStream(), process.getInputStream());
  }

  private void listen() {
    try (DataInputStream in = new DataInputStream(from)) {
      while (true) {
        int length = -1;
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
          if (!line.startsWith("Content-")) {
            throw new IllegalStateException("not the protocol's: " + line);
          }
          if (line.startsWith("Content-Length: ")) {
            length = Integer.parseInt(line.substring("Content-Length: ".length()));
          }
        }
        String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        hear(JsonParser.parseString(body).getAsJsonObject());
      }
    } catch (IOException | RuntimeException e) {
      answers.values().forEach(a -> a.completeExceptionally(e));
    }
  }

  private static String line(DataInputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new IOException("the server's stream has ended");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  private void hear(JsonObject message) {
    if (message.has("method")) {
      notices.add(message);
    } else if (message.has("id") && !message.get("id").isJsonNull()) {
      CompletableFuture<JsonObject> waiting = answers.remove(message.get("id").getAsInt());
      if (waiting != null) {
        waiting.complete(message);
      }
    } else {
      notices.add(message);
    }
  }

  void raw(byte[] bytes) throws IOException {
    to.write(bytes);
    to.flush();
  }

  void message(String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    raw(("Content-Length: " + bytes.length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
    raw(bytes);
  }

  void notify(String method, Object params) throws IOException {
    message(GSON.toJson(Map.of("jsonrpc", "2.0", "method", method, "params", params)));
  }

  /** The answer to a request that is sent as a message of its own. */
  CompletableFuture<JsonObject> expect(int id) {
    CompletableFuture<JsonObject> answer = new CompletableFuture<>();
    answers.put(id, answer);
    return answer;
  }

  CompletableFuture<JsonObject> send(String method, @Nullable Object params) throws IOException {
    int id = ++last;
    CompletableFuture<JsonObject> answer = expect(id);
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("jsonrpc", "2.0");
    request.put("id", id);
    request.put("method", method);
    if (params != null) {
      request.put("params", params);
    }
    message(GSON.toJson(request));
    return answer;
  }

  int lastId() {
    return last;
  }

  /** The whole answer, with its result or its error. */
  JsonObject answer(String method, @Nullable Object params) throws Exception {
    return send(method, params).get(PATIENCE, TimeUnit.SECONDS);
  }

  JsonElement result(String method, @Nullable Object params) throws Exception {
    JsonObject answer = answer(method, params);
    if (answer.has("error")) {
      throw new IllegalStateException(answer.toString());
    }
    return answer.get("result");
  }

  JsonObject initialize(boolean snippets) throws Exception {
    Map<String, Object> item = Map.of("completionItem", Map.of("snippetSupport", snippets));
    JsonElement result =
        result(
            "initialize",
            Map.of("capabilities", Map.of("textDocument", Map.of("completion", item))));
    notify("initialized", Map.of());
    return result.getAsJsonObject().getAsJsonObject("capabilities");
  }

  void open(String uri, String text) throws IOException {
    notify(
        "textDocument/didOpen",
        Map.of(
            "textDocument", Map.of("uri", uri, "languageId", "dtl", "version", 1, "text", text)));
  }

  void change(String uri, int version, Object... changes) throws IOException {
    notify(
        "textDocument/didChange",
        Map.of(
            "textDocument",
            Map.of("uri", uri, "version", version),
            "contentChanges",
            List.of(changes)));
  }

  /** The next diagnostics of a document in that version. */
  List<JsonObject> diagnostics(String uri, int version) throws InterruptedException {
    while (true) {
      JsonObject notice = notices.poll(PATIENCE, TimeUnit.SECONDS);
      if (notice == null) {
        throw new IllegalStateException("no diagnostics of " + uri + "; " + errors());
      }
      if (!"textDocument/publishDiagnostics".equals(text(notice, "method"))) {
        continue;
      }
      JsonObject params = notice.getAsJsonObject("params");
      if (uri.equals(text(params, "uri"))
          && params.has("version")
          && params.get("version").getAsInt() == version) {
        List<JsonObject> found = new ArrayList<>();
        params.getAsJsonArray("diagnostics").forEach(d -> found.add(d.getAsJsonObject()));
        return found;
      }
    }
  }

  /** Whether the server has said nothing that is not heard yet. */
  boolean isQuiet() {
    return notices.isEmpty();
  }

  /** The next message of the server that answers nothing. */
  JsonObject notice() throws InterruptedException {
    JsonObject notice = notices.poll(PATIENCE, TimeUnit.SECONDS);
    if (notice == null) {
      throw new IllegalStateException("nothing is said");
    }
    return notice;
  }

  private static String text(JsonObject of, String key) {
    JsonElement value = of.get(key);
    return value == null || value.isJsonNull() ? "" : value.getAsString();
  }

  static Map<String, Object> at(String uri, int line, int character) {
    return Map.of(
        "textDocument",
        Map.of("uri", uri),
        "position",
        Map.of("line", line, "character", character));
  }

  static Map<String, Object> range(int line, int character, int endLine, int endCharacter) {
    return Map.of(
        "start",
        Map.of("line", line, "character", character),
        "end",
        Map.of("line", endLine, "character", endCharacter));
  }

  /** {@code 3:4-3:9}, from 0. */
  static String range(JsonElement range) {
    JsonObject start = range.getAsJsonObject().getAsJsonObject("start");
    JsonObject end = range.getAsJsonObject().getAsJsonObject("end");
    return start.get("line")
        + ":"
        + start.get("character")
        + "-"
        + end.get("line")
        + ":"
        + end.get("character");
  }

  static List<JsonObject> objects(JsonElement array) {
    List<JsonObject> objects = new ArrayList<>();
    JsonArray all = array.getAsJsonArray();
    all.forEach(o -> objects.add(o.getAsJsonObject()));
    return objects;
  }

  Exit exit() throws Exception {
    return exit.get(PATIENCE, TimeUnit.SECONDS);
  }

  String errors() {
    return errors.toString(StandardCharsets.UTF_8);
  }

  /** Goes away without a word. */
  void hangUp() throws IOException {
    to.close();
  }

  @Override
  public void close() throws IOException {
    to.close();
  }
}
