package coop.croft.controller.door;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** Listens, and takes so many sockets from one address at a time that others find room. */
final class Sockets extends ServerConnector {
  /** Bytes of an IPv6 address that name a network: whoever has one of its addresses has all. */
  private static final int NETWORK_BYTES = 8;

  private final int most;

  /** How many are open, by where they come from. */
  private final Map<String, Integer> open = new ConcurrentHashMap<>();

  /** Where each that is counted comes from: a socket that is closed does not tell any more. */
  private final Map<EndPoint, String> counted = new ConcurrentHashMap<>();

  Sockets(Server server, int most, ConnectionFactory... factories) {
    super(server, factories);
    this.most = most;
  }

  @Override
  protected void onEndPointOpened(EndPoint socket) {
    super.onEndPointOpened(socket);
    String from = from(socket);
    counted.put(socket, from);
    if (open.merge(from, 1, Integer::sum) > most) {
      socket.close();
    }
    if (!socket.isOpen()) {
      // It may have been closed before it was counted.
      forget(socket);
    }
  }

  @Override
  protected void onEndPointClosed(EndPoint socket) {
    forget(socket);
    super.onEndPointClosed(socket);
  }

  private void forget(EndPoint socket) {
    String from = counted.remove(socket);
    if (from != null) {
      open.computeIfPresent(from, (f, count) -> count > 1 ? count - 1 : null);
    }
  }

  private static String from(EndPoint socket) {
    if (!(socket.getRemoteSocketAddress() instanceof InetSocketAddress remote)) {
      return "";
    }
    InetAddress address = remote.getAddress();
    byte[] bytes = address.getAddress();
    return bytes.length <= NETWORK_BYTES
        ? address.getHostAddress()
        : java.util.HexFormat.of().formatHex(bytes, 0, NETWORK_BYTES);
  }
}
