package coop.croft.services.dns;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A member's own name server, which gives its zones to whoever asks. */
final class OwnPrimary implements AutoCloseable {
  private final Process named;
  private final int port;

  private OwnPrimary(Process named, int port) {
    this.named = named;
    this.port = port;
  }

  /** With each of the zones under one serial. */
  static OwnPrimary of(Path directory, long serial, List<String> zones) throws IOException {
    int port;
    try (DatagramSocket free = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"))) {
      port = free.getLocalPort();
    }
    Path file =
        Files.writeString(
            directory.resolve("zone"),
            "$TTL 300\n@ SOA a. b. "
                + serial
                + " 3600 600 86400 300\n@ NS ns.other.test.\nwww A 192.0.2.99\n");
    List<String> lines = new ArrayList<>();
    lines.add("options { directory \"" + directory + "\"; recursion no; allow-transfer { any; };");
    lines.add("listen-on port " + port + " { 127.0.0.1; }; listen-on-v6 { none; };");
    lines.add("pid-file none; session-keyfile none; notify no; }; controls { };");
    zones.forEach(z -> lines.add("zone \"" + z + "\" { type primary; file \"" + file + "\"; };"));
    Path main = Files.write(directory.resolve("conf"), lines);
    Process named =
        new ProcessBuilder("/usr/sbin/named", "-g", "-c", main.toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("log").toFile())
            .start();
    return new OwnPrimary(named, port);
  }

  /** As it stands in a list of primaries. */
  String clause() {
    return "127.0.0.1 port " + port;
  }

  @Override
  public void close() {
    named.destroy();
    named.onExit().join();
  }
}
