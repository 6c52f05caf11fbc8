package coop.croft.services.dns;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;

/**
 * Asks a name server for the serials of many zones at once: a question and its answer are one
 * datagram each (RFC 1035, section 4), so that looking costs less than a millisecond a zone.
 */
final class SoaClient {
  /** How many questions wait for their answers at one time. */
  private static final int WINDOW = 200;

  private static final long PATIENCE_MILLIS = 250;
  private static final int SOA = 6;

  /** What a server said about a zone. */
  sealed interface Answer {
    /** It serves the zone under this serial. */
    record Serial(long serial) implements Answer {}

    /** It answered, and does not serve the zone. */
    record NotServed() implements Answer {}

    /** It did not answer in time. */
    record Silence() implements Answer {}
  }

  private record Waiting(String zone, long sentMillis) {}

  private final InetSocketAddress server;
  private final Map<String, Answer> answers = new HashMap<>();
  private final Queue<String> open;
  private final Map<Integer, Waiting> waiting = new HashMap<>();
  private int nextId = 1 + (int) (System.nanoTime() & 0x3FFF);

  private SoaClient(InetSocketAddress server, Collection<String> zones) {
    this.server = server;
    this.open = new ArrayDeque<>(zones);
  }

  /**
   * Asks for all zones, again after a quarter of a second, until all are answered or time is up.
   */
  static Map<String, Answer> ask(
      InetSocketAddress server, Collection<String> zones, Duration limit) {
    SoaClient client = new SoaClient(server, zones);
    try {
      client.run(System.currentTimeMillis() + limit.toMillis());
    } catch (PortUnreachableException e) {
      // Nobody listens: as silent as a server that is off.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    zones.forEach(z -> client.answers.putIfAbsent(z, new Answer.Silence()));
    return client.answers;
  }

  private void run(long deadline) throws IOException {
    try (DatagramChannel channel = DatagramChannel.open();
        Selector selector = Selector.open()) {
      channel.configureBlocking(false);
      channel.connect(server);
      channel.register(selector, SelectionKey.OP_READ);
      ByteBuffer buffer = ByteBuffer.allocate(4096);
      while (!(open.isEmpty() && waiting.isEmpty()) && System.currentTimeMillis() < deadline) {
        send(channel);
        selector.select(20);
        selector.selectedKeys().clear();
        while (true) {
          buffer.clear();
          if (channel.read(buffer) <= 0) {
            break;
          }
          take(buffer.flip());
        }
        askAgain();
      }
    }
  }

  private void send(DatagramChannel channel) throws IOException {
    while (waiting.size() < WINDOW && !open.isEmpty()) {
      String zone = open.remove();
      int id = nextId++ & 0xFFFF;
      waiting.put(id, new Waiting(zone, System.currentTimeMillis()));
      channel.write(ByteBuffer.wrap(question(id, zone)));
    }
  }

  private void askAgain() {
    long late = System.currentTimeMillis() - PATIENCE_MILLIS;
    waiting.values().removeIf(w -> w.sentMillis() < late && open.add(w.zone()));
  }

  private static byte[] question(int id, String zone) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(zone.length() + 18);
    out.writeBytes(new byte[] {(byte) (id >> 8), (byte) id, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0});
    for (String label : zone.split("\\.")) {
      out.write(label.length());
      out.writeBytes(label.getBytes(StandardCharsets.US_ASCII));
    }
    out.writeBytes(new byte[] {0, 0, SOA, 0, 1});
    return out.toByteArray();
  }

  /** Reads one answer; what is malformed or not asked for is dropped. */
  private void take(ByteBuffer message) {
    try {
      int id = message.getShort() & 0xFFFF;
      int flags = message.getShort() & 0xFFFF;
      Waiting asked = waiting.get(id);
      if (asked == null || (flags & 0x8000) == 0) {
        return;
      }
      waiting.remove(id);
      boolean authoritative = (flags & 0x0400) != 0;
      int questions = message.getShort();
      int records = message.getShort();
      message.position(12);
      for (int i = 0; i < questions; i++) {
        skipName(message);
        message.position(message.position() + 4);
      }
      Answer answer = new Answer.NotServed();
      if (authoritative && records > 0) {
        skipName(message);
        int type = message.getShort();
        message.position(message.position() + 8);
        if (type == SOA) {
          skipName(message);
          skipName(message);
          answer = new Answer.Serial(message.getInt() & 0xFFFFFFFFL);
        }
      }
      answers.put(asked.zone(), answer);
    } catch (java.nio.BufferUnderflowException | IllegalArgumentException e) {
      // Not an answer: the question is asked again.
    }
  }

  private static void skipName(ByteBuffer message) {
    while (true) {
      int length = message.get() & 0xFF;
      if (length == 0) {
        return;
      }
      if (length >= 0xC0) {
        message.get();
        return;
      }
      message.position(message.position() + length);
    }
  }
}
