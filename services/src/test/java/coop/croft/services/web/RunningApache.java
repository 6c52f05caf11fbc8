package coop.croft.services.web;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Debian's Apache on a port of 127.0.0.1, asked from several addresses of the loopback network. */
final class RunningApache implements AutoCloseable {
  private static final InetAddress HERE = InetAddress.getLoopbackAddress();

  /** So many questions are on their way at a time. */
  private static final int AT_A_TIME = 50;

  /**
   * @param user name and password, or empty
   */
  record Question(String method, String host, String path, String user) {}

  /** An answer; the body tells which file it was. */
  record Answer(int status, String body) {}

  private final Process process;
  private final int port;

  private RunningApache(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, HERE)) {
      return socket.getLocalPort();
    }
  }

  /**
   * @param main its configuration, which listens on the port
   */
  static RunningApache start(Path main, int port) throws IOException, InterruptedException {
    return start(List.of(), main, port);
  }

  /**
   * @param by what starts it: words in front of the command
   */
  static RunningApache start(List<String> by, Path main, int port)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(by);
    command.addAll(List.of(Apache.PROGRAM.toString(), "-f", main.toString(), "-DFOREGROUND"));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(main.resolveSibling("log").toFile())
            .start();
    RunningApache server = new RunningApache(process, port);
    for (int i = 0; i < 500; i++) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(HERE, port));
        return server;
      } catch (IOException e) {
        if (!process.isAlive()) {
          throw new AssertionError("Apache ends: " + Files.readString(main.resolveSibling("log")));
        }
        Thread.sleep(10);
      }
    }
    server.close();
    throw new AssertionError("Apache does not answer");
  }

  /** The same server on another of its ports. */
  RunningApache at(int port) {
    return new RunningApache(process, port);
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** The answers to some questions, in their order. */
  List<Answer> ask(String client, List<Question> questions) throws IOException {
    List<Answer> answers = new ArrayList<>();
    while (answers.size() < questions.size()) {
      int from = answers.size();
      int to = Math.min(questions.size(), from + AT_A_TIME);
      connection(client, questions.subList(from, to), answers);
      if (answers.size() == from) {
        throw new AssertionError("no answer to " + questions.get(from));
      }
    }
    return answers;
  }

  /** The values of a field of the answer to one question; its octets are read as UTF-8. */
  List<String> field(Question question, String name) throws IOException {
    try (Socket socket = new Socket(HERE, port)) {
      socket.setSoTimeout(20_000);
      String request =
          "%s %s HTTP/1.0\r\nHost: %s\r\n\r\n"
              .formatted(question.method, question.path, question.host);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      String start = name.toLowerCase(Locale.ROOT) + ": ";
      return all.lines()
          .takeWhile(l -> !l.isEmpty())
          .filter(l -> l.toLowerCase(Locale.ROOT).startsWith(start))
          .map(l -> l.substring(start.length()))
          .toList();
    }
  }

  /** As many as it answers on one connection. */
  private void connection(String client, List<Question> questions, List<Answer> answers)
      throws IOException {
    try (Socket socket = new Socket()) {
      socket.bind(new InetSocketAddress(client, 0));
      socket.connect(new InetSocketAddress(HERE, port));
      socket.setSoTimeout(20_000);
      StringBuilder all = new StringBuilder();
      for (Question q : questions) {
        all.append(q.method)
            .append(' ')
            .append(q.path)
            .append(" HTTP/1.1\r\nHost: ")
            .append(q.host);
        if (!q.user.isEmpty()) {
          byte[] user = q.user.getBytes(StandardCharsets.UTF_8);
          all.append("\r\nAuthorization: Basic ").append(Base64.getEncoder().encodeToString(user));
        }
        all.append("\r\n\r\n");
      }
      socket.getOutputStream().write(all.toString().getBytes(StandardCharsets.UTF_8));
      InputStream in = new BufferedInputStream(socket.getInputStream());
      boolean open = true;
      for (int i = 0; i < questions.size() && open; i++) {
        open = answer(in, questions.get(i).method.equals("HEAD"), answers);
      }
    }
  }

  /** Whether more follow. */
  private static boolean answer(InputStream in, boolean head, List<Answer> answers)
      throws IOException {
    String first = line(in);
    if (first.isEmpty()) {
      return false;
    }
    int status = Integer.parseInt(first.split(" ")[1]);
    int length = 0;
    boolean chunked = false;
    boolean open = true;
    for (String field = line(in); !field.isEmpty(); field = line(in)) {
      String lower = field.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        length = Integer.parseInt(lower.substring("content-length:".length()).strip());
      }
      chunked |= lower.startsWith("transfer-encoding:");
      open &= !lower.equals("connection: close");
    }
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    if (head) {
      answers.add(new Answer(status, ""));
      return open;
    }
    if (chunked) {
      for (int size = chunk(in); size > 0; size = chunk(in)) {
        body.write(in.readNBytes(size));
        line(in);
      }
      line(in);
    } else {
      body.write(in.readNBytes(length));
    }
    answers.add(new Answer(status, body.toString(StandardCharsets.UTF_8)));
    return open;
  }

  private static int chunk(InputStream in) throws IOException {
    return Integer.parseInt(line(in).strip(), 16);
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }
}
