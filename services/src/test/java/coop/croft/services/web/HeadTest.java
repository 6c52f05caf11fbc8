package coop.croft.services.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HeadTest {
  private static long within(int millis) {
    return System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
  }

  private static Head read(String text) throws IOException {
    return Head.read(
        new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)), within(60_000));
  }

  @Test
  void statusAndFields() throws Exception {
    Head head = read("HTTP/1.1 302 Found\r\nX-A: Location: no\r\nLOCATION:  /b \r\n\r\nrest");
    assertThat(head.status()).isEqualTo(302);
    assertThat(head.field("location")).contains("/b");
    assertThat(head.field("connection")).isEmpty();
  }

  @Test
  void whatIsNoHead() {
    assertThatThrownBy(() -> read("HTTP/1.1 200 OK\r\n")).hasMessageContaining("ended");
    assertThatThrownBy(() -> read("SSH-2.0-OpenSSH\r\n\r\n")).hasMessageContaining("HTTP");
    assertThatThrownBy(() -> read("HTTP/1.1 200 OK\r\nA: " + "x".repeat(20_000)))
        .hasMessageContaining("ended");
  }

  /** Each byte comes in time, and there is no end of them. */
  @Test
  void aServerThatDripsIsNotWaitedFor() throws Exception {
    try (PipedOutputStream server = new PipedOutputStream();
        PipedInputStream in = new PipedInputStream(server)) {
      Thread drips = Thread.ofVirtual().start(() -> drip(server));
      assertThatThrownBy(() -> Head.read(in, within(300)))
          .isInstanceOf(SocketTimeoutException.class);
      drips.interrupt();
    }
  }

  private static void drip(PipedOutputStream server) {
    try {
      while (true) {
        server.write('x');
        server.flush();
        Thread.sleep(5);
      }
    } catch (IOException | InterruptedException e) {
      // Nobody reads any more.
    }
  }
}
