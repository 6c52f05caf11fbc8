package coop.croft.core.os;

import static coop.croft.core.os.Native.BYTE;
import static coop.croft.core.os.Native.INT;
import static coop.croft.core.os.Native.LONG;
import static coop.croft.core.os.Native.POINTER;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;

/**
 * Tells systemd how this service is, sd_notify(3). Does nothing when systemd did not start it so.
 */
public final class SdNotify {
  private static final int AF_UNIX = 1;
  private static final int SOCK_DGRAM_CLOEXEC = 2 | 0x80000;
  private static final int MSG_NOSIGNAL = 0x4000;

  private SdNotify() {}

  /** The service does its work from now on. */
  public static void ready() throws IOException {
    send("READY=1");
  }

  /** The service ends on purpose. */
  public static void stopping() throws IOException {
    send("STOPPING=1");
  }

  /** One line for {@code systemctl status}. */
  public static void status(String line) throws IOException {
    send("STATUS=" + line.replace('\n', ' '));
  }

  private static void send(String text) throws IOException {
    String socket = System.getenv("NOTIFY_SOCKET");
    if (socket == null || socket.isEmpty()) {
      return;
    }
    MethodHandle open = Native.function("socket", FunctionDescriptor.of(INT, INT, INT, INT));
    MethodHandle sendTo =
        Native.function(
            "sendto", FunctionDescriptor.of(LONG, INT, POINTER, LONG, INT, POINTER, INT));
    Fd fd =
        new Fd(
            (int)
                Native.call(
                    "socket",
                    (state, arena) ->
                        (int) open.invokeExact(state, AF_UNIX, SOCK_DGRAM_CLOEXEC, 0)));
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      Native.call(
          "notify " + socket,
          (state, arena) -> {
            MemorySegment message = arena.allocateFrom(BYTE, bytes);
            MemorySegment address = UnixServer.address(arena, socket);
            // An abstract name begins with a zero byte, written as @, and has no end mark.
            int size = 2 + socket.getBytes(StandardCharsets.UTF_8).length;
            if (socket.startsWith("@")) {
              address.set(BYTE, 2, (byte) 0);
            } else {
              size++;
            }
            return (long)
                sendTo.invokeExact(
                    state, number(fd), message, (long) bytes.length, MSG_NOSIGNAL, address, size);
          });
    } finally {
      fd.close();
    }
  }

  private static int number(Fd fd) throws OsException {
    return fd.use(n -> n);
  }
}
