package coop.croft.cli.online;

import coop.croft.cli.terminal.Exit;
import coop.croft.cli.terminal.Trouble;
import coop.croft.core.wire.Calls;
import coop.croft.core.wire.Wire;
import io.avaje.json.JsonException;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

/** The way to the controller: a socket on this host, where the kernel says who is calling. */
public final class Controller {
  private static final String OFFLINE =
      "Offline works anywhere: croft check --site DIR --rights FILE --as MEMBER FILE…";

  /** Agent and controller come back a second after they ended. */
  private static final Duration RESTART = Duration.ofSeconds(3);

  private static final Duration BETWEEN_TRIES = Duration.ofMillis(50);

  private final Path socket;

  private Controller(Path socket) {
    this.socket = socket;
  }

  /**
   * Root on the controller's own host is an administrator; everybody else is a member, known to the
   * agent of a login host.
   *
   * @param run directory of the sockets
   */
  public static Controller reach(Path run) throws Trouble {
    Path administrators = run.resolve("controller.sock");
    Path members = run.resolve("agent.sock");
    if (isRoot() && isPromised(administrators)) {
      return new Controller(administrators);
    }
    if (isPromised(members)) {
      return new Controller(members);
    }
    if (isPromised(administrators)) {
      throw Trouble.failed(
          "on this host only root may speak to the controller",
          "Try a host where members log in, or sudo croft as an administrator.");
    }
    throw Trouble.failed(
        "neither controller nor agent of Croft runs on this host (no socket in " + run + ")",
        "Try a host where members log in. " + OFFLINE);
  }

  /** The name of a socket stays while the program behind it starts again. */
  private static boolean isPromised(Path socket) {
    return Files.exists(socket, LinkOption.NOFOLLOW_LINKS);
  }

  /**
   * Makes one call.
   *
   * @param events takes every event but the last
   * @return how it ended, as the controller says
   */
  public Exit call(Calls.Call call, Consumer<Calls.Event> events) throws Trouble {
    try (SocketChannel channel = connect()) {
      ByteBuffer line = ByteBuffer.wrap((Wire.write(call) + "\n").getBytes(StandardCharsets.UTF_8));
      try {
        while (line.hasRemaining()) {
          channel.write(line);
        }
      } catch (IOException e) {
        // Whoever hangs up before having heard all has said why.
      }
      return listen(channel, events);
    } catch (IOException e) {
      throw brokenOff();
    } catch (JsonException e) {
      throw Trouble.failed("the answer from " + socket + " makes no sense: " + e.getMessage());
    }
  }

  private SocketChannel connect() throws Trouble {
    long end = System.nanoTime() + RESTART.toNanos();
    while (true) {
      try {
        return SocketChannel.open(UnixDomainSocketAddress.of(socket));
      } catch (IOException e) {
        if (System.nanoTime() - end > 0 || !pause()) {
          throw Trouble.failed(
              "nobody answers at " + socket + ": " + e.getMessage(),
              "An administrator sees why with: systemctl status croft-agent croft-controller");
        }
      }
    }
  }

  private static boolean pause() {
    try {
      Thread.sleep(BETWEEN_TRIES);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Whether the call was heard cannot be known. */
  private static Trouble brokenOff() {
    return Trouble.failed(
        "the connection broke off before the answer was complete",
        "What was begun may still go on; croft status shows what came of it.");
  }

  private static Exit listen(SocketChannel channel, Consumer<Calls.Event> events)
      throws IOException, Trouble {
    BufferedReader lines = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.isEmpty()) {
        // A sign of life.
        continue;
      }
      Calls.Event event = Wire.read(Calls.Event.class, line);
      if (event.kind() == Calls.Kind.DONE) {
        Integer status = event.exit();
        return Exit.of(status == null ? Exit.FAILED.status() : status);
      }
      events.accept(event);
    }
    throw brokenOff();
  }

  private static boolean isRoot() {
    try {
      return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }
}
