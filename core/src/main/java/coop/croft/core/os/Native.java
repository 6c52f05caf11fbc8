package coop.croft.core.os;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.Locale;

/** Functions of the C library by name, with {@code errno} as an exception. */
final class Native {
  static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
  static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT;
  static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;
  static final MemoryLayout POINTER = ValueLayout.ADDRESS;

  static final int ENOENT = 2;
  static final int EINTR = 4;
  static final int EEXIST = 17;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
  private static final boolean ARM =
      System.getProperty("os.arch", "").toLowerCase(Locale.ROOT).equals("aarch64");

  private Native() {}

  /**
   * One call; {@code state} is the handle's first argument, {@code arena} lives as long as the
   * call.
   */
  interface Call {
    long run(MemorySegment state, Arena arena) throws Throwable;
  }

  /** A function that reports failure by -1 and {@code errno}. */
  static MethodHandle function(String name, FunctionDescriptor type) {
    return LINKER.downcallHandle(
        LINKER.defaultLookup().findOrThrow(name), type, Linker.Option.captureCallState("errno"));
  }

  /** {@code syscall(2)} with all arguments as longs: for what the C library has no function for. */
  static MethodHandle systemCall(int arguments) {
    MemoryLayout[] types = new MemoryLayout[arguments + 1];
    java.util.Arrays.fill(types, LONG);
    return LINKER.downcallHandle(
        LINKER.defaultLookup().findOrThrow("syscall"),
        FunctionDescriptor.of(LONG, types),
        Linker.Option.captureCallState("errno"),
        Linker.Option.firstVariadicArg(1));
  }

  /** The value that differs between the two machines that Debian and we support. */
  static long perMachine(long x86, long arm) {
    return ARM ? arm : x86;
  }

  /**
   * Runs a call again while a signal interrupts it.
   *
   * @throws OsException if the call returns a negative number
   */
  static long call(String what, Call call) throws OsException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      while (true) {
        long result = call.run(state, arena);
        if (result >= 0) {
          return result;
        }
        int errno = (int) ERRNO.get(state, 0L);
        if (errno != EINTR) {
          throw OsException.of(what, errno);
        }
      }
    } catch (OsException | RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(what, e);
    }
  }
}
