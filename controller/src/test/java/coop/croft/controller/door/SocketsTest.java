package coop.croft.controller.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SocketsTest {
  private static final int MOST = 3;

  private final Server server = new Server();
  private final Sockets sockets = new Sockets(server, MOST, new HttpConnectionFactory());

  @BeforeEach
  void start() throws Exception {
    sockets.setHost("127.0.0.1");
    server.addConnector(sockets);
    server.start();
  }

  @AfterEach
  void stop() throws Exception {
    server.stop();
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), sockets.getLocalPort());
    socket.setSoTimeout(20_000);
    return socket;
  }

  /** Whether an answer comes, of whatever kind; not, if the server closes the connection. */
  private static boolean isAnswered(Socket socket) {
    try {
      socket
          .getOutputStream()
          .write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      return socket.getInputStream().read() == 'H';
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void oneAddressHasSoManyAtATime() throws IOException {
    List<Socket> open = new ArrayList<>();
    try {
      for (int i = 0; i < MOST; i++) {
        open.add(connect());
        assertThat(isAnswered(open.getLast())).as("connection %d", i).isTrue();
      }
      try (Socket more = connect()) {
        assertThat(isAnswered(more)).isFalse();
      }
      open.removeLast().close();
      awaitRoom();
    } finally {
      for (Socket socket : open) {
        socket.close();
      }
    }
  }

  /** What is closed makes room, whoever closed it. */
  @Test
  void connectionsThatAreOverDoNotCount() throws IOException {
    for (int i = 0; i < 3 * MOST; i++) {
      awaitRoom();
      try (Socket closedByTheServer = connect()) {
        closedByTheServer
            .getOutputStream()
            .write(
                "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
        closedByTheServer.getInputStream().readAllBytes();
      }
    }
  }

  private void awaitRoom() {
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .pollInterval(Duration.ofMillis(20))
        .until(
            () -> {
              try (Socket next = connect()) {
                return isAnswered(next);
              }
            });
  }
}
