package coop.croft.core.os;

import static coop.croft.core.os.Native.INT;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Touching files as somebody else. */
public final class Identity {
  private static final long SYS_SETGROUPS = Native.perMachine(116, 159);
  private static final MethodHandle SETFSUID =
      Native.function("setfsuid", FunctionDescriptor.of(INT, INT));
  private static final MethodHandle SETFSGID =
      Native.function("setfsgid", FunctionDescriptor.of(INT, INT));
  private static final MethodHandle SYSCALL2 = Native.systemCall(2);

  private Identity() {}

  /**
   * Runs {@code work} in a thread of its own which the kernel treats, where files are concerned, as
   * the user {@code uid} with the one group {@code gid}: without root's powers, setfsuid(2). The
   * thread ends afterwards, so nothing else ever runs as that user.
   *
   * @throws IOException what {@code work} throws
   */
  public static <T> T as(long uid, long gid, Callable<T> work) throws IOException {
    FutureTask<T> task =
        new FutureTask<>(
            () -> {
              become(uid, gid);
              return work.call();
            });
    Thread thread = Thread.ofPlatform().name("as-" + uid).start(task);
    try {
      return task.get();
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException cause -> throw cause;
        case RuntimeException cause -> throw cause;
        case Error cause -> throw cause;
        case null, default -> throw new IOException(e.getCause());
      }
    }
  }

  private static void become(long uid, long gid) throws OsException {
    // The raw call: the C library's setgroups changes all threads of the process.
    Native.call(
        "setgroups", (state, arena) -> (long) SYSCALL2.invokeExact(state, SYS_SETGROUPS, 0L, 0L));
    change("setfsgid", SETFSGID, gid);
    change("setfsuid", SETFSUID, uid);
  }

  /**
   * These calls answer the old number and never fail: only asking again tells whether it worked.
   */
  private static void change(String what, MethodHandle handle, long id) throws OsException {
    int[] now = new int[1];
    Native.call(
        what,
        (state, arena) -> {
          int before = (int) handle.invokeExact(state, (int) id);
          now[0] = (int) handle.invokeExact(state, -1);
          return before < 0 ? 0 : before;
        });
    if (now[0] != (int) id) {
      throw new OsException(what, 1);
    }
  }
}
