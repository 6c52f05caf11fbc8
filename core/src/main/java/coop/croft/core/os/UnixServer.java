package coop.croft.core.os;

import static coop.croft.core.os.Native.BYTE;
import static coop.croft.core.os.Native.INT;
import static coop.croft.core.os.Native.LONG;
import static coop.croft.core.os.Native.POINTER;
import static coop.croft.core.os.Native.SHORT;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Objects;

/**
 * Listens on a Unix stream socket and learns from the kernel, by number, who calls (the Java
 * library gives names only, and no process). Accept and serve on platform threads: the calls block.
 */
public final class UnixServer implements Closeable {
  private static final int AF_UNIX = 1;
  private static final int SOCK_STREAM = 1;
  private static final int SOCK_CLOEXEC = 0x80000;
  private static final int SOL_SOCKET = 1;
  private static final int SO_PEERCRED = 17;
  private static final int SO_RCVTIMEO = 20;
  private static final int SO_SNDTIMEO = 21;
  private static final int MSG_NOSIGNAL = 0x4000;
  private static final int PATH_BYTES = 108;
  private static final int CHUNK = 65536;

  private static final MethodHandle SOCKET = handle("socket", INT, INT, INT);
  private static final MethodHandle BIND = handle("bind", INT, POINTER, INT);
  private static final MethodHandle LISTEN = handle("listen", INT, INT);
  private static final MethodHandle ACCEPT = handle("accept4", INT, POINTER, POINTER, INT);
  private static final MethodHandle SHUTDOWN = handle("shutdown", INT, INT);
  private static final MethodHandle GETSOCKOPT =
      handle("getsockopt", INT, INT, INT, POINTER, POINTER);
  private static final MethodHandle SETSOCKOPT = handle("setsockopt", INT, INT, INT, POINTER, INT);
  private static final MethodHandle RECV =
      Native.function("recv", FunctionDescriptor.of(LONG, INT, POINTER, LONG, INT));
  private static final MethodHandle SEND =
      Native.function("send", FunctionDescriptor.of(LONG, INT, POINTER, LONG, INT));

  private final Fd fd;
  private final Path path;

  private UnixServer(Fd fd, Path path) {
    this.fd = fd;
    this.path = path;
  }

  /** A connection and who made it. */
  public static final class Caller {
    private final UnixStream stream;
    private final Peer peer;
    private final Fd fd;

    private Caller(Fd fd, Peer peer) {
      this.stream = new UnixStream(new In(fd), new Out(fd), () -> fd.close(UnixServer::shutdown));
      this.peer = peer;
      this.fd = fd;
    }

    public UnixStream stream() {
      return stream;
    }

    public Peer peer() {
      return peer;
    }

    /** Whether the other end is closed, or this one. */
    public boolean gone() {
      try {
        return fd.use(HangUp::happened);
      } catch (OsException e) {
        return true;
      }
    }
  }

  private static MethodHandle handle(String name, java.lang.foreign.MemoryLayout... arguments) {
    return Native.function(name, FunctionDescriptor.of(INT, arguments));
  }

  /**
   * Binds {@code path}, replacing a socket that an earlier run left behind.
   *
   * @param mode of the socket file, as {@code rw-rw-rw-}; its directory must not be writable by
   *     others
   */
  public static UnixServer listen(Path path, String mode) throws IOException {
    Files.deleteIfExists(path);
    int number =
        (int)
            Native.call(
                "socket",
                (state, arena) ->
                    (int) SOCKET.invokeExact(state, AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    Fd fd = new Fd(number);
    try {
      Native.call(
          "bind " + path,
          (state, arena) -> {
            MemorySegment address = address(arena, path.toString());
            return (int) BIND.invokeExact(state, number, address, (int) address.byteSize());
          });
      // Between bind and here the mode is what the umask leaves; nobody can connect before listen.
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
      Native.call("listen " + path, (state, arena) -> (int) LISTEN.invokeExact(state, number, 128));
      return new UnixServer(fd, path);
    } catch (IOException e) {
      fd.close();
      throw e;
    }
  }

  static MemorySegment address(Arena arena, String path) {
    byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
    if (bytes.length >= PATH_BYTES) {
      throw new IllegalArgumentException("too long for the path of a socket: " + path);
    }
    MemorySegment address = arena.allocate(2 + PATH_BYTES, 8);
    address.set(SHORT, 0, (short) AF_UNIX);
    MemorySegment.copy(bytes, 0, address, BYTE, 2, bytes.length);
    return address;
  }

  /**
   * Waits for the next caller.
   *
   * @param idle how long the caller may keep a read or a write waiting before it fails; zero: for
   *     ever
   * @throws OsException also when the server is closed meanwhile
   */
  public Caller accept(Duration idle) throws IOException {
    int number =
        (int)
            (long)
                fd.use(
                    n ->
                        Native.call(
                            "accept on " + path,
                            (state, arena) ->
                                (int)
                                    ACCEPT.invokeExact(
                                        state,
                                        n,
                                        MemorySegment.NULL,
                                        MemorySegment.NULL,
                                        SOCK_CLOEXEC)));
    Fd caller = new Fd(number);
    try {
      limit(number, SO_RCVTIMEO, idle);
      limit(number, SO_SNDTIMEO, idle);
      Peer peer = peer(number);
      return new Caller(caller, peer);
    } catch (IOException e) {
      caller.close();
      throw e;
    }
  }

  /**
   * Answers messages of callers with the user number {@code uid}, each caller in a thread of its
   * own, until the server is closed. Others are turned away, which is told on standard error.
   *
   * @param maxBytes of one message
   */
  public void serve(long uid, Duration idle, int maxBytes, Frames.Answer answer)
      throws IOException {
    while (true) {
      Caller caller = accept(idle);
      if (caller.peer().uid() == uid) {
        Thread.ofPlatform()
            .name("caller-" + caller.peer().pid())
            .start(() -> converse(caller.stream(), maxBytes, answer));
      } else {
        System.err.println("turned away: " + caller.peer());
        caller.stream().close();
      }
    }
  }

  private static void converse(UnixStream stream, int maxBytes, Frames.Answer answer) {
    try (stream) {
      Frames.answer(stream, maxBytes, answer);
    } catch (IOException e) {
      System.err.println("the caller has gone: " + e.getMessage());
    }
  }

  private static void limit(int number, int option, Duration idle) throws OsException {
    Native.call(
        "setsockopt",
        (state, arena) -> {
          MemorySegment time = arena.allocate(16, 8);
          time.set(LONG, 0, idle.toSeconds());
          time.set(LONG, 8, idle.toNanosPart() / 1000L);
          return (int) SETSOCKOPT.invokeExact(state, number, SOL_SOCKET, option, time, 16);
        });
  }

  private static Peer peer(int number) throws OsException {
    int[] ids = new int[3];
    Native.call(
        "getsockopt",
        (state, arena) -> {
          MemorySegment credentials = arena.allocate(12, 4);
          MemorySegment size = arena.allocateFrom(INT, 12);
          int result =
              (int)
                  GETSOCKOPT.invokeExact(state, number, SOL_SOCKET, SO_PEERCRED, credentials, size);
          MemorySegment.copy(credentials, INT, 0, ids, 0, 3);
          return result;
        });
    return new Peer(ids[0], Integer.toUnsignedLong(ids[1]), Integer.toUnsignedLong(ids[2]));
  }

  private static Long shutdown(int number) throws OsException {
    return Native.call("shutdown", (state, arena) -> (int) SHUTDOWN.invokeExact(state, number, 2));
  }

  /** Stops listening, wakes the thread in {@link #accept} and removes the socket. */
  @Override
  public void close() throws IOException {
    fd.close(UnixServer::shutdown);
    Files.deleteIfExists(path);
  }

  private static final class In extends InputStream {
    private final Fd fd;

    In(Fd fd) {
      this.fd = fd;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      Objects.checkFromIndexSize(offset, length, bytes.length);
      if (length == 0) {
        return 0;
      }
      int size = Math.min(length, CHUNK);
      long got =
          fd.use(
              n ->
                  Native.call(
                      "read from a socket",
                      (state, arena) -> {
                        MemorySegment buffer = arena.allocate(size);
                        long result = (long) RECV.invokeExact(state, n, buffer, (long) size, 0);
                        if (result > 0) {
                          MemorySegment.copy(buffer, BYTE, 0, bytes, offset, (int) result);
                        }
                        return result;
                      }));
      return got == 0 ? -1 : (int) got;
    }
  }

  private static final class Out extends OutputStream {
    private final Fd fd;

    Out(Fd fd) {
      this.fd = fd;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      Objects.checkFromIndexSize(offset, length, bytes.length);
      for (int done = 0; done < length; ) {
        int from = offset + done;
        int size = Math.min(length - done, CHUNK);
        done +=
            (int)
                (long)
                    fd.use(
                        n ->
                            Native.call(
                                "write to a socket",
                                (state, arena) -> {
                                  MemorySegment buffer = arena.allocate(size);
                                  MemorySegment.copy(bytes, from, buffer, BYTE, 0, size);
                                  return (long)
                                      SEND.invokeExact(state, n, buffer, (long) size, MSG_NOSIGNAL);
                                }));
      }
    }
  }
}
