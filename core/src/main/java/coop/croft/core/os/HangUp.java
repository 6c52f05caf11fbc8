package coop.croft.core.os;

import static coop.croft.core.os.Native.INT;
import static coop.croft.core.os.Native.LONG;
import static coop.croft.core.os.Native.POINTER;
import static coop.croft.core.os.Native.SHORT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** Whether the other end of a connection was closed (poll(2), POLLHUP): not only its writing. */
final class HangUp {
  private static final MethodHandle POLL =
      Native.function("poll", FunctionDescriptor.of(INT, POINTER, LONG, INT));
  private static final short POLLHUP = 0x10;

  private HangUp() {}

  static boolean happened(int number) throws OsException {
    short[] events = new short[1];
    Native.call(
        "poll",
        (state, arena) -> {
          MemorySegment one = arena.allocate(8, 4);
          one.set(INT, 0, number);
          int result = (int) POLL.invokeExact(state, one, 1L, 0);
          events[0] = one.get(SHORT, 6);
          return result;
        });
    return (events[0] & POLLHUP) != 0;
  }
}
