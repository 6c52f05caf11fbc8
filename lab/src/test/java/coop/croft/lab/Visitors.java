package coop.croft.lab;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** People outside who ask for pages, many at a time, and one who looks at how long a page takes. */
final class Visitors {
  private static final int PATIENCE_MILLIS = 60_000;
  private static final int MOST_BYTES = 1 << 20;
  private static final int MILLIS_BETWEEN = 10;

  private Visitors() {}

  /**
   * What came back.
   *
   * @param status 0 if there was no answer
   */
  record Answer(int status, String body, long millis) {}

  /** Asks once, over a connection of its own; to be called in the network of the client. */
  private static Answer ask(String host, String path) {
    long began = System.nanoTime();
    String text = "";
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(InetAddress.ofLiteral(Lab.DYNAMIC), 80), PATIENCE_MILLIS);
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket
          .getOutputStream()
          .write(
              ("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      text = read(socket.getInputStream());
    } catch (IOException e) {
      // No answer, or the end of one is missing.
    }
    long millis = (System.nanoTime() - began) / 1_000_000;
    if (!text.startsWith("HTTP/1.1 ")) {
      return new Answer(0, "", millis);
    }
    int body = text.indexOf("\r\n\r\n");
    return new Answer(
        Integer.parseInt(text.substring(9, 12)), body < 0 ? "" : text.substring(body + 4), millis);
  }

  /** No more than a megabyte: whoever goes on for ever has been heard then. */
  private static String read(InputStream in) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] chunk = new byte[8192];
    for (int n = in.read(chunk); n > 0 && out.size() < MOST_BYTES; n = in.read(chunk)) {
      out.write(chunk, 0, n);
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  /** That many at once; their answers come later. */
  static List<FutureTask<Answer>> begin(int count, String host, String path) {
    List<FutureTask<Answer>> tasks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      FutureTask<Answer> task = new FutureTask<>(() -> ask(host, path));
      ClientNetwork.start("visitor", task);
      tasks.add(task);
    }
    return tasks;
  }

  static List<Answer> end(List<FutureTask<Answer>> tasks) throws InterruptedException {
    List<Answer> answers = new ArrayList<>();
    for (FutureTask<Answer> task : tasks) {
      try {
        answers.add(task.get());
      } catch (ExecutionException e) {
        throw new IllegalStateException(e);
      }
    }
    return answers;
  }

  /** How often each status came. */
  static Map<Integer, Integer> statuses(List<Answer> answers) {
    Map<Integer, Integer> counts = new TreeMap<>();
    answers.forEach(a -> counts.merge(a.status(), 1, Integer::sum));
    return counts;
  }

  /** Somebody who asks for a page again and again, and keeps how long it took. */
  static final class Watch implements AutoCloseable {
    private final List<Long> millis = new ArrayList<>();
    private final List<Integer> failures = new ArrayList<>();
    private final Thread thread;
    private volatile boolean closed;

    Watch(String host, String path) {
      thread =
          ClientNetwork.start(
              "watch",
              () -> {
                // The first takes what the asking program needs to load.
                ask(host, path);
                while (!closed) {
                  look(host, path);
                }
              });
    }

    private void look(String host, String path) {
      Answer answer = ask(host, path);
      millis.add(answer.millis());
      if (answer.status() != 200) {
        failures.add(answer.status());
      }
      try {
        Thread.sleep(MILLIS_BETWEEN);
      } catch (InterruptedException e) {
        closed = true;
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
      millis.sort(Long::compare);
    }

    /** When it has been closed: how long all but that share of the answers took at most. */
    long percentile(double share) {
      return millis.get((int) Math.ceil(share * millis.size()) - 1);
    }

    int answers() {
      return millis.size();
    }

    List<Integer> failures() {
      return failures;
    }

    @Override
    public String toString() {
      return "p50 %d ms, p99 %d ms, longest %d ms of %d"
          .formatted(percentile(0.5), percentile(0.99), percentile(1), answers());
    }
  }
}
