package coop.croft.core.os;

import static coop.croft.core.os.Native.INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.invoke.MethodHandle;

/**
 * A descriptor that several threads may use: its number goes back to the kernel only when the last
 * of them has left, or one of them could meet a stranger's file.
 */
final class Fd {
  private static final MethodHandle CLOSE =
      Native.function("close", FunctionDescriptor.of(INT, INT));

  private final int number;
  private int users;
  private boolean closing;
  private boolean closed;

  Fd(int number) {
    this.number = number;
  }

  /** Something to do with the number. */
  interface Use<T> {
    T with(int number) throws OsException;
  }

  <T> T use(Use<T> use) throws OsException {
    synchronized (this) {
      if (closing) {
        throw new OsException("use of a closed file", 9);
      }
      users++;
    }
    try {
      return use.with(number);
    } finally {
      synchronized (this) {
        users--;
        releaseIfIdle();
      }
    }
  }

  /** No new uses; {@code wake} makes those under way return. */
  void close(Use<?> wake) {
    synchronized (this) {
      if (closing) {
        return;
      }
      closing = true;
      if (users == 0) {
        releaseIfIdle();
        return;
      }
    }
    try {
      wake.with(number);
    } catch (OsException e) {
      // The other end has gone first: then nobody waits on this one either.
    }
  }

  void close() {
    close(n -> n);
  }

  private void releaseIfIdle() {
    if (closing && !closed && users == 0) {
      closed = true;
      try {
        Native.call("close", (state, arena) -> (int) CLOSE.invokeExact(state, number));
      } catch (OsException e) {
        // close(2) frees the number whatever it answers; data were made durable by fsync before.
      }
    }
  }
}
