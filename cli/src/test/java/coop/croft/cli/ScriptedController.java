package coop.croft.cli;

import coop.croft.core.wire.Calls;
import coop.croft.core.wire.Wire;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The other end of a member's socket, which answers each call with the next prepared text. */
final class ScriptedController implements AutoCloseable {
  private final ServerSocketChannel server;
  private final Thread thread;
  private final List<Calls.Call> calls = new CopyOnWriteArrayList<>();

  ScriptedController(Path sockets, String... answers) throws IOException {
    server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(sockets.resolve("agent.sock")));
    thread = Thread.ofVirtual().start(() -> serve(List.of(answers)));
  }

  /** Events as the lines of an answer. */
  static String answer(Calls.Event... events) {
    StringBuilder lines = new StringBuilder();
    for (Calls.Event e : events) {
      lines.append(Wire.write(e)).append('\n');
    }
    return lines.toString();
  }

  List<Calls.Call> calls() {
    return new ArrayList<>(calls);
  }

  private void serve(List<String> answers) {
    for (String answer : answers) {
      try (SocketChannel caller = server.accept()) {
        BufferedReader lines =
            new BufferedReader(Channels.newReader(caller, StandardCharsets.UTF_8));
        calls.add(Wire.read(Calls.Call.class, lines.readLine()));
        ByteBuffer bytes = ByteBuffer.wrap(answer.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
          caller.write(bytes);
        }
      } catch (IOException e) {
        return;
      }
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
