package coop.croft.lab.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Asks as a stranger outside does, again and again, until the answer is the wanted one. */
final class Look {
  private static final int DNS = 53;
  private static final int MILLIS_BETWEEN = 5;

  private Look() {}

  /** When, by {@link System#nanoTime}, the last of the servers gave the wanted answer. */
  static long untilAll(List<String> servers, String name, int type, String wanted, int seconds)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + seconds * 1_000_000_000L;
    List<String> open = new ArrayList<>(servers);
    byte[] question = question(1, name, type);
    Map<String, DatagramChannel> channels = new HashMap<>();
    try {
      for (String server : servers) {
        channels.put(server, channel(server));
      }
      while (System.nanoTime() < end) {
        for (String server : open) {
          send(channels.get(server), question);
        }
        Thread.sleep(MILLIS_BETWEEN);
        open.removeIf(server -> hasAnswered(channels.get(server), wanted));
        if (open.isEmpty()) {
          return System.nanoTime();
        }
      }
    } finally {
      for (DatagramChannel c : channels.values()) {
        c.close();
      }
    }
    throw new IllegalStateException(name + " is not answered with " + wanted + " by " + open);
  }

  private static DatagramChannel channel(String server) throws IOException {
    DatagramChannel channel = DatagramChannel.open();
    channel.configureBlocking(false);
    channel.connect(new InetSocketAddress(InetAddress.ofLiteral(server), DNS));
    return channel;
  }

  /** A server that is off refuses the datagram: the next question may fare better. */
  private static void send(
      @org.jspecify.annotations.Nullable DatagramChannel channel, byte[] question) {
    try {
      java.util.Objects.requireNonNull(channel).write(ByteBuffer.wrap(question));
    } catch (IOException e) {
      // Asked again.
    }
  }

  private static byte[] question(int id, String name, int type) throws IOException {
    Message m = Message.newQuery(Record.newRecord(Name.fromString(name + "."), type, DClass.IN));
    m.getHeader().setID(id);
    m.getHeader().unsetFlag(Flags.RD);
    return m.toWire();
  }

  private static boolean hasAnswered(
      @org.jspecify.annotations.Nullable DatagramChannel channel, String wanted) {
    ByteBuffer buffer = ByteBuffer.allocate(4096);
    boolean seen = false;
    try {
      while (java.util.Objects.requireNonNull(channel).read(buffer.clear()) > 0) {
        byte[] bytes = new byte[buffer.flip().remaining()];
        buffer.get(bytes);
        seen |= says(new Message(bytes), wanted);
      }
    } catch (IOException e) {
      return false;
    }
    return seen;
  }

  /** An empty {@code wanted} is any answer with authority. */
  private static boolean says(Message m, String wanted) {
    return m.getHeader().getFlag(Flags.AA)
        && m.getSection(Section.ANSWER).stream()
            .anyMatch(r -> wanted.isEmpty() || r.rdataToString().equals(wanted));
  }

  /** When a server first gave an answer with authority for each of the zones. */
  static long untilServes(String server, List<String> zones, int seconds)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + seconds * 1_000_000_000L;
    BitSet open = new BitSet();
    open.set(0, zones.size());
    try (DatagramChannel channel = channel(server);
        Selector selector = Selector.open()) {
      channel.register(selector, java.nio.channels.SelectionKey.OP_READ);
      ByteBuffer buffer = ByteBuffer.allocate(4096);
      while (System.nanoTime() < end) {
        // A round asks for at most so many that the answers fit into the socket's buffer.
        int asked = 0;
        for (int i = open.nextSetBit(0); i >= 0 && asked < 200; i = open.nextSetBit(i + 1)) {
          send(channel, question(i, zones.get(i), Type.SOA));
          asked++;
        }
        long round = System.nanoTime() + 30_000_000L;
        while (asked > 0 && System.nanoTime() < round) {
          selector.select(5);
          selector.selectedKeys().clear();
          asked -= take(channel, buffer, open);
        }
        if (open.isEmpty()) {
          return System.nanoTime();
        }
      }
    }
    throw new IllegalStateException(
        server + " does not serve " + open.cardinality() + " zones after " + seconds + " s");
  }

  private static int take(DatagramChannel channel, ByteBuffer buffer, BitSet open) {
    int answers = 0;
    try {
      while (channel.read(buffer.clear()) > 0) {
        byte[] bytes = new byte[buffer.flip().remaining()];
        buffer.get(bytes);
        Message m = new Message(bytes);
        answers++;
        if (says(m, "")) {
          open.clear(m.getHeader().getID());
        }
      }
    } catch (IOException e) {
      return answers;
    }
    return answers;
  }

  /** When a web server answered for a name with a header line that ends so. */
  static long untilPage(String address, String host, String path, String wanted, int seconds)
      throws InterruptedException {
    long end = System.nanoTime() + seconds * 1_000_000_000L;
    String request = "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
    while (System.nanoTime() < end) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.ofLiteral(address), 80), 2000);
        socket.setSoTimeout(5000);
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        String answer =
            new String(socket.getInputStream().readNBytes(2000), StandardCharsets.ISO_8859_1);
        if (answer.lines().anyMatch(l -> l.endsWith(wanted))) {
          return System.nanoTime();
        }
      } catch (SocketTimeoutException e) {
        continue;
      } catch (IOException e) {
        // The server is between two configurations, or off.
      }
      Thread.sleep(MILLIS_BETWEEN);
    }
    throw new IllegalStateException(host + path + " is not answered with " + wanted);
  }
}
