package coop.croft.cli;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import coop.croft.cli.editor.Authors;
import coop.croft.cli.editor.Server;
import coop.croft.cli.terminal.Exit;
import coop.croft.cli.terminal.Screen;
import coop.croft.cli.terminal.Streams;
import coop.croft.cli.terminal.Trouble;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The language server, thousands of times in one process: it reads what is sent here, and what it
 * writes must be messages of the protocol. The site is read once for all.
 */
final class LspPeer {
  /** So long because runs of days have the lowest priority. */
  static final long PATIENCE_SECONDS = Long.getLong("croft.fuzz.patience", 300);

  private static final String FAULT = "croft lsp: this is a fault of croft";

  private static final Authors AUTHORS = authors();

  private final Feed feed = new Feed();
  private final Hearing hearing = new Hearing();
  private final Queue<String> remarks = new ConcurrentLinkedQueue<>();
  private final CompletableFuture<Exit> exit = new CompletableFuture<>();
  private final Consumer<JsonObject> heard;
  private volatile @Nullable Throwable fault;

  /**
   * @param heard each message of the server, one after the other
   */
  LspPeer(Consumer<JsonObject> heard) {
    this.heard = heard;
    Thread.ofPlatform().daemon().name("lsp-peer").start(this::serve);
  }

  private static Authors authors() {
    ByteArrayOutputStream shown = new ByteArrayOutputStream();
    Streams streams =
        new Streams(InputStream.nullInputStream(), shown, shown, false, false, false, false);
    try {
      return OfflineAuthors.of(
          new Offline(Repository.SITE, Repository.RIGHTS, "alice"), new Screen(streams));
    } catch (Trouble e) {
      throw new IllegalStateException(shown.toString(StandardCharsets.UTF_8), e);
    }
  }

  private void serve() {
    try {
      exit.complete(Server.serve(AUTHORS, feed, hearing, remarks::add));
    } catch (RuntimeException | Error e) {
      exit.completeExceptionally(e);
    }
  }

  void send(byte[] bytes) {
    if (bytes.length > 0) {
      feed.chunks.add(bytes);
    }
  }

  /** A body behind its header. */
  void frame(byte[] body) {
    String header = "Content-Length: " + body.length + "\r\n\r\n";
    send(header.getBytes(StandardCharsets.US_ASCII));
    send(body);
  }

  /** JSON in which halves of surrogates come through, as no encoder lets them. */
  void frame(JsonElement json) {
    String text = json.toString();
    StringBuilder ascii = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 127) {
        ascii.append(c);
      } else {
        ascii.append("\\u").append(Integer.toHexString(0x10000 | c), 1, 5);
      }
    }
    frame(ascii.toString().getBytes(StandardCharsets.US_ASCII));
  }

  /** The stream ends, in whatever it was. */
  void hangUp() {
    feed.chunks.add(Feed.END);
  }

  /** Waits for the server, which must end now, without a fault of its own. */
  Exit end() throws InterruptedException {
    try {
      Exit how = exit.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      throwFault();
      // What was sent may be said again behind these words.
      require(
          remarks.stream()
              .noneMatch(r -> r.startsWith(FAULT) || r.startsWith("croft lsp: the conversation")),
          remarks.toString());
      return how;
    } catch (ExecutionException e) {
      throw new AssertionError("the server failed", e.getCause());
    } catch (TimeoutException e) {
      throw new AssertionError("the server does not end\n" + threads(), e);
    }
  }

  boolean hasEnded() {
    return exit.isDone();
  }

  /** What was wrong with a message of the server, if anything was. */
  void throwFault() {
    Throwable found = fault;
    if (found != null) {
      throw new AssertionError(found.getMessage() + "\n" + remarks, found);
    }
  }

  static String threads() {
    StringBuilder all = new StringBuilder();
    Thread.getAllStackTraces()
        .forEach(
            (thread, trace) -> {
              all.append(thread.getName()).append('\n');
              for (StackTraceElement at : trace) {
                all.append("  at ").append(at).append('\n');
              }
            });
    return all.toString();
  }

  static void require(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }

  /** What the server reads. */
  private static final class Feed extends InputStream {
    /** No chunk that is sent is empty. */
    static final byte[] END = {};

    final BlockingQueue<byte[]> chunks = new LinkedBlockingQueue<>();
    private byte[] now = {};
    private int at;
    private boolean ended;

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      while (at == now.length && !ended) {
        try {
          now = chunks.take();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return -1;
        }
        at = 0;
        ended = now.length == 0;
      }
      if (ended) {
        return -1;
      }
      int part = Math.min(length, now.length - at);
      System.arraycopy(now, at, into, offset, part);
      at += part;
      return part;
    }

    @Override
    public int available() {
      return now.length - at;
    }
  }

  /** What the server writes: headers and bodies, strictly. */
  private final class Hearing extends OutputStream {
    private static final String LENGTH = "Content-Length: ";

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public synchronized void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] from, int offset, int length) {
      bytes.write(from, offset, length);
      try {
        while (fault == null && next()) {}
      } catch (CharacterCodingException | RuntimeException | AssertionError e) {
        fault = e;
      }
    }

    private boolean next() throws CharacterCodingException {
      byte[] all = bytes.toByteArray();
      int headerEnd = new String(all, StandardCharsets.ISO_8859_1).indexOf("\r\n\r\n");
      if (headerEnd < 0) {
        return false;
      }
      String header = new String(all, 0, headerEnd, StandardCharsets.ISO_8859_1);
      require(header.startsWith(LENGTH), "no header: " + header);
      int length = Integer.parseInt(header.substring(LENGTH.length()));
      int start = headerEnd + 4;
      if (all.length < start + length) {
        return false;
      }
      bytes.reset();
      bytes.write(all, start + length, all.length - start - length);
      String body =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(all, start, length))
              .toString();
      JsonObject message = JsonParser.parseString(body).getAsJsonObject();
      require("2.0".equals(message.get("jsonrpc").getAsString()), "no JSON-RPC: " + body);
      heard.accept(message);
      return true;
    }
  }
}
