package coop.croft.lab;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Threads of this process that stand in the network of the lab's client: sockets that they open go
 * out there, as a stranger's do. A network namespace belongs to a thread (setns(2)), so nothing
 * else of the process moves.
 */
final class ClientNetwork {
  private static final int CLONE_NEWNET = 0x40000000;
  private static final MethodHandle OPEN =
      function(
          "open",
          FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
  private static final MethodHandle SETNS =
      function(
          "setns",
          FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

  private ClientNetwork() {}

  private static MethodHandle function(String name, FunctionDescriptor type) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), type);
  }

  /** Starts a thread there; it must be one of the platform's and use blocking sockets. */
  static Thread start(String name, Runnable work) {
    return Thread.ofPlatform()
        .daemon()
        .name(name)
        .start(
            () -> {
              enter();
              work.run();
            });
  }

  /** Does something there and waits for it. */
  static <T> T call(Callable<T> work) throws IOException, InterruptedException {
    FutureTask<T> task = new FutureTask<>(work);
    start("client", task);
    try {
      return task.get();
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    }
  }

  private static void enter() {
    String path = "/run/netns/" + Lab.NAME + "-client";
    try (Arena arena = Arena.ofConfined()) {
      int file = (int) OPEN.invokeExact(arena.allocateFrom(path), 0);
      if (file < 0 || (int) SETNS.invokeExact(file, CLONE_NEWNET) != 0) {
        throw new IllegalStateException("cannot enter " + path + "; bin/lab up, and be root");
      }
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
