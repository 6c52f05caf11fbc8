package coop.croft.core.os;

import static coop.croft.core.os.Native.BYTE;
import static coop.croft.core.os.Native.INT;
import static coop.croft.core.os.Native.LONG;
import static coop.croft.core.os.Native.POINTER;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * An open file: what is asked of it and done to it concerns this very file, whatever its name
 * becomes.
 */
public final class OpenFile implements Closeable {
  private static final int AT_EMPTY_PATH = 0x1000;
  private static final int CHUNK = 1 << 16;

  /** What is read first: most files are small, and there are very many. */
  private static final int SMALL = 1 << 12;

  private static final MethodHandle READ =
      Native.function("read", FunctionDescriptor.of(LONG, INT, POINTER, LONG));
  private static final MethodHandle WRITE =
      Native.function("write", FunctionDescriptor.of(LONG, INT, POINTER, LONG));
  private static final MethodHandle FCHOWN =
      Native.function("fchown", FunctionDescriptor.of(INT, INT, INT, INT));
  private static final MethodHandle FCHMOD =
      Native.function("fchmod", FunctionDescriptor.of(INT, INT, INT));
  private static final MethodHandle FSYNC =
      Native.function("fsync", FunctionDescriptor.of(INT, INT));

  private final Fd fd;
  private final String shown;

  OpenFile(Fd fd, String shown) {
    this.fd = fd;
    this.shown = shown;
  }

  public Stat stat() throws OsException {
    return fd.use(n -> Directory.stat(n, "", AT_EMPTY_PATH, shown));
  }

  /**
   * The rest of the content.
   *
   * @throws IOException if there is more than {@code maxBytes} of it
   */
  public byte[] read(int maxBytes) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int chunk = SMALL; ; chunk = Math.min(2 * chunk, CHUNK)) {
      byte[] some = new byte[Math.min(chunk, maxBytes - all.size() + 1)];
      int got = (int) (long) fd.use(n -> read(n, some));
      if (got == 0) {
        return all.toByteArray();
      }
      all.write(some, 0, got);
      if (all.size() > maxBytes) {
        throw new IOException(shown + " has more than " + maxBytes + " bytes");
      }
    }
  }

  private Long read(int number, byte[] into) throws OsException {
    return Native.call(
        shown,
        (state, arena) -> {
          MemorySegment buffer = arena.allocate(into.length);
          long result = (long) READ.invokeExact(state, number, buffer, (long) into.length);
          if (result > 0) {
            MemorySegment.copy(buffer, BYTE, 0, into, 0, (int) result);
          }
          return result;
        });
  }

  public void write(byte[] bytes) throws OsException {
    for (int done = 0; done < bytes.length; ) {
      int from = done;
      int size = Math.min(CHUNK, bytes.length - done);
      done +=
          (int)
              (long)
                  fd.use(
                      n ->
                          Native.call(
                              shown,
                              (state, arena) -> {
                                MemorySegment buffer = arena.allocate(size);
                                MemorySegment.copy(bytes, from, buffer, BYTE, 0, size);
                                return (long) WRITE.invokeExact(state, n, buffer, (long) size);
                              }));
    }
  }

  /** Owner and mode; the mode last, because a change of owner takes bits away. */
  public void own(long uid, long gid, int mode) throws OsException {
    own(fd, shown, uid, gid, mode);
  }

  static void own(Fd fd, String shown, long uid, long gid, int mode) throws OsException {
    fd.use(
        n -> {
          Native.call(
              shown, (state, arena) -> (int) FCHOWN.invokeExact(state, n, (int) uid, (int) gid));
          return Native.call(shown, (state, arena) -> (int) FCHMOD.invokeExact(state, n, mode));
        });
  }

  /** Makes content, owner and mode durable; its name needs {@link Directory#sync}. */
  public void sync() throws OsException {
    fd.use(n -> Native.call(shown, (state, arena) -> (int) FSYNC.invokeExact(state, n)));
  }

  @Override
  public void close() {
    fd.close();
  }
}
