package coop.croft.lab;

import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.zip.CRC32;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** What people outside do all the time: ask again and again, and load large files slowly. */
final class Stranger {
  private static final int PATIENCE_MILLIS = 10_000;
  private static final int MILLIS_BETWEEN = 5;
  private static final int CHUNK = 64 << 10;
  private static final int SLOW_MILLIS = 100;

  private Stranger() {}

  /** Asks once, over a connection or socket of its own. */
  interface Question {
    void ask() throws IOException;
  }

  /** A page, over a fresh connection. */
  static Question page(String address, String host, String path) {
    return () -> {
      try (Socket socket = new Socket()) {
        InputStream in = open(socket, address, host, path);
        String status = new String(in.readNBytes(12), StandardCharsets.ISO_8859_1);
        if (!status.equals("HTTP/1.1 200")) {
          throw new IOException("the answer begins with " + status);
        }
        in.readAllBytes();
      }
    };
  }

  /** A record, over a fresh socket. */
  static Question record(String server, String name) {
    return () -> {
      Message question =
          Message.newQuery(Record.newRecord(Name.fromString(name + "."), Type.SOA, DClass.IN));
      byte[] bytes = question.toWire();
      try (DatagramSocket socket = new DatagramSocket()) {
        socket.connect(InetAddress.ofLiteral(server), 53);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.send(new DatagramPacket(bytes, bytes.length));
        DatagramPacket answer = new DatagramPacket(new byte[4096], 4096);
        socket.receive(answer);
        Message read = new Message(Arrays.copyOf(answer.getData(), answer.getLength()));
        if (read.getRcode() != Rcode.NOERROR) {
          throw new IOException(Rcode.string(read.getRcode()));
        }
      }
    };
  }

  private static InputStream open(Socket socket, String address, String host, String path)
      throws IOException {
    socket.connect(new InetSocketAddress(InetAddress.ofLiteral(address), 80), PATIENCE_MILLIS);
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket
        .getOutputStream()
        .write(
            ("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
    return socket.getInputStream();
  }

  /** Somebody who asks the same again a few milliseconds after each answer. */
  static final class Poller implements AutoCloseable {
    private final Thread thread;
    private volatile boolean closed;
    private int answers;
    private long longest;
    private final StringBuilder failures = new StringBuilder();

    Poller(String name, Question question) {
      thread = ClientNetwork.start(name, () -> poll(question));
    }

    private void poll(Question question) {
      // The first answer takes what the asking program needs to load.
      long last = 0;
      while (!closed) {
        try {
          question.ask();
          long now = System.nanoTime();
          longest = Math.max(longest, answers == 0 ? 0 : now - last);
          last = now;
          answers++;
          Thread.sleep(MILLIS_BETWEEN);
        } catch (IOException e) {
          failures.append(e).append('\n');
        } catch (InterruptedException e) {
          return;
        }
      }
    }

    @Override
    public void close() {
      closed = true;
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    /** Between two answers, in milliseconds; when it has been closed. */
    long longestMillis() {
      return longest / 1_000_000;
    }

    int answers() {
      return answers;
    }

    String failures() {
      return failures.toString();
    }
  }

  /** What a download came to. */
  record Loaded(long bytes, long crc) {}

  /** A download that is slow until it may hurry. */
  static FutureTask<Loaded> download(
      String address, String host, String path, CountDownLatch hurry) {
    FutureTask<Loaded> task = new FutureTask<>(() -> load(address, host, path, hurry));
    ClientNetwork.start("download", task);
    return task;
  }

  private static Loaded load(String address, String host, String path, CountDownLatch hurry)
      throws IOException, InterruptedException {
    try (Socket socket = new Socket()) {
      InputStream in = open(socket, address, host, path);
      skipHead(in);
      CRC32 crc = new CRC32();
      byte[] chunk = new byte[CHUNK];
      long bytes = 0;
      for (int got = in.read(chunk); got > 0; got = in.read(chunk)) {
        crc.update(chunk, 0, got);
        bytes += got;
        if (hurry.getCount() > 0) {
          Thread.sleep(SLOW_MILLIS);
        }
      }
      return new Loaded(bytes, crc.getValue());
    } catch (SocketTimeoutException e) {
      throw new IOException("no byte for " + PATIENCE_MILLIS + " ms", e);
    }
  }

  private static void skipHead(InputStream in) throws IOException {
    int ends = 0;
    while (ends < 4) {
      int b = in.read();
      if (b < 0) {
        throw new IOException("the answer ended within its head");
      }
      ends = b == (ends % 2 == 0 ? '\r' : '\n') ? ends + 1 : 0;
    }
  }
}
