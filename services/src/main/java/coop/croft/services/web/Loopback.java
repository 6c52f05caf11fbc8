package coop.croft.services.web;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * Asks the server on this host, over loopback, what it serves. A connection is kept while the
 * server keeps it; the requests are our own, and their answers have no body.
 */
final class Loopback implements Closeable {
  private static final int PATIENCE_MILLIS = 5_000;

  private final int port;
  private Socket socket = new Socket();

  Loopback(int port) {
    this.port = port;
  }

  /** Whether anything answers on a port of this host. */
  static boolean listens(int port) {
    try (Socket socket = connect(port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private static Socket connect(int port) throws IOException {
    Socket socket = new Socket();
    socket.connect(
        new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port),
        PATIENCE_MILLIS);
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.setTcpNoDelay(true);
    return socket;
  }

  /** Whether a site has read the file with this state. */
  boolean serves(String name, String state) throws IOException {
    return status(name, SiteNames.STATE + "site/" + name + "/" + state) == 204;
  }

  /** Whether there is a site of this name at all. */
  boolean knows(String name) throws IOException {
    return status(name, SiteNames.STATE + "site/" + name) == 204;
  }

  /**
   * The status that a HEAD request gets; a connection that the server has closed is opened anew.
   */
  int status(String host, String path) throws IOException {
    if (socket.isConnected() && !socket.isClosed()) {
      try {
        return ask(host, path);
      } catch (IOException e) {
        socket.close();
      }
    }
    socket.close();
    socket = connect(port);
    return ask(host, path);
  }

  private int ask(String host, String path) throws IOException {
    String request = "HEAD " + path + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
    Head head = Head.read(new BufferedInputStream(socket.getInputStream()), end);
    if (head.field("connection").filter("close"::equalsIgnoreCase).isPresent()) {
      socket.close();
    }
    return head.status();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
