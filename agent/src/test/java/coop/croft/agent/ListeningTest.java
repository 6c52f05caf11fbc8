package coop.croft.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ListeningTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private Socket here;
  private Socket there;

  @BeforeEach
  void connect() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      here = new Socket(server.getInetAddress(), server.getLocalPort());
      there = server.accept();
    }
  }

  @AfterEach
  void hangUp() throws IOException {
    here.close();
    there.close();
  }

  @Test
  void whoeverSaysNothingMoreIsNotWaitedFor() throws Exception {
    try (Listening listening = new Listening(here.getInputStream(), Duration.ofMillis(500))) {
      there.getOutputStream().write("half".getBytes(StandardCharsets.UTF_8));
      assertThatThrownBy(() -> listening.transferTo(out)).isInstanceOf(Listening.Silent.class);
      assertThat(out).hasToString("half");
    }
  }

  @Test
  void whoeverGoesOnIsHeardToTheEnd() throws Exception {
    try (Listening listening = new Listening(here.getInputStream(), Duration.ofSeconds(20))) {
      Thread speaker = Thread.ofVirtual().start(this::speak);
      listening.transferTo(out);
      speaker.join();
      assertThat(out).hasToString("0\n1\n2\n");
    }
  }

  private void speak() {
    try (OutputStream stream = there.getOutputStream()) {
      for (int i = 0; i < 3; i++) {
        stream.write((i + "\n").getBytes(StandardCharsets.UTF_8));
        Thread.sleep(20);
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
