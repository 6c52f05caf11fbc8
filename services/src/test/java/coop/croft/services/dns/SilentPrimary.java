package coop.croft.services.dns;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A member's primary that has every zone, says so, and lets whoever comes to transfer one wait for
 * ever.
 */
final class SilentPrimary implements AutoCloseable {
  private static final int HEADER = 12;

  private final DatagramSocket udp;
  private final ServerSocket tcp;

  private SilentPrimary(DatagramSocket udp, ServerSocket tcp) {
    this.udp = udp;
    this.tcp = tcp;
  }

  /**
   * @param address of the loopback interface
   */
  static SilentPrimary at(String address) throws IOException {
    InetAddress here = InetAddress.ofLiteral(address);
    while (true) {
      DatagramSocket udp = new DatagramSocket(0, here);
      try {
        SilentPrimary all =
            new SilentPrimary(udp, new ServerSocket(udp.getLocalPort(), 1000, here));
        Thread.ofPlatform().daemon().start(all::answer);
        return all;
      } catch (BindException e) {
        udp.close();
      }
    }
  }

  /** As it stands in a list of primaries. */
  String clause() {
    return udp.getLocalAddress().getHostAddress() + " port " + udp.getLocalPort();
  }

  private void answer() {
    DatagramPacket packet = new DatagramPacket(new byte[4096], 4096);
    try {
      while (true) {
        packet.setLength(4096);
        udp.receive(packet);
        byte[] soa = soa(Arrays.copyOf(packet.getData(), packet.getLength()));
        udp.send(new DatagramPacket(soa, soa.length, packet.getSocketAddress()));
      }
    } catch (SocketException e) {
      // Closed.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An answer of one SOA record (RFC 1035, sections 4.1 and 3.3.13). */
  private static byte[] soa(byte[] query) {
    int end = HEADER;
    while (query[end] != 0) {
      end += query[end] + 1;
    }
    end += 5;
    ByteBuffer out = ByteBuffer.allocate(end + 34);
    out.put(query, 0, 2).putShort((short) 0x8400).putShort((short) 1).putShort((short) 1);
    out.putInt(0).put(query, HEADER, end - HEADER);
    out.putShort((short) (0xC000 + HEADER)).putShort((short) 6).putShort((short) 1).putInt(300);
    out.putShort((short) 22).put((byte) 0).put((byte) 0);
    out.putInt(7).putInt(3600).putInt(600).putInt(86_400).putInt(300);
    return out.array();
  }

  @Override
  public void close() throws IOException {
    udp.close();
    tcp.close();
  }
}
