package coop.croft.lab;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A WebSocket of a stranger's (RFC 6455), as far as an echo needs it: short texts, one a frame. */
final class WebSocketClient implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 10_000;
  private static final int TEXT = 0x81;
  private static final int PING = 0x89;
  private static final int PONG = 0x8A;
  private static final int MASKED = 0x80;

  private final Socket socket;
  private final InputStream in;

  private WebSocketClient(Socket socket) throws IOException {
    this.socket = socket;
    this.in = socket.getInputStream();
  }

  static WebSocketClient open(String host, String path) throws Exception {
    return ClientNetwork.call(
        () -> {
          Socket socket = new Socket();
          socket.connect(new InetSocketAddress(InetAddress.ofLiteral(Lab.DYNAMIC), 80));
          socket.setSoTimeout(PATIENCE_MILLIS);
          WebSocketClient client = new WebSocketClient(socket);
          client.greet(host, path);
          return client;
        });
  }

  private void greet(String host, String path) throws IOException {
    socket
        .getOutputStream()
        .write(
            ("GET "
                    + path
                    + " HTTP/1.1\r\nHost: "
                    + host
                    + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int b = in.read();
      if (b < 0) {
        throw new IOException("no greeting: " + head);
      }
      head.append((char) b);
    }
    // The answer to this key, from the RFC.
    if (!head.toString().startsWith("HTTP/1.1 101 ")
        || head.indexOf("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=") < 0) {
      throw new IOException("not the greeting of a WebSocket: " + head);
    }
  }

  /** Says something and gives what comes back; whoever asks whether we are there is answered. */
  String say(String text) throws IOException {
    send(TEXT, text.getBytes(StandardCharsets.UTF_8));
    while (true) {
      int kind = in.read();
      byte[] came = in.readNBytes(Math.max(in.read(), 0));
      if (kind == PING) {
        send(PONG, came);
      } else if (kind == TEXT) {
        return new String(came, StandardCharsets.UTF_8);
      } else {
        throw new IOException("neither a text nor a ping: " + kind);
      }
    }
  }

  private void send(int kind, byte[] bytes) throws IOException {
    byte[] frame = new byte[6 + bytes.length];
    frame[0] = (byte) kind;
    frame[1] = (byte) (MASKED | bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      frame[2 + i % 4] = (byte) (17 * (1 + i % 4));
    }
    for (int i = 0; i < bytes.length; i++) {
      frame[6 + i] = (byte) (bytes[i] ^ frame[2 + i % 4]);
    }
    socket.getOutputStream().write(frame);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
