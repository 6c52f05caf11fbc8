package coop.croft.controller.door;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * How much of the controller's memory the calls of one host, and of one member on it, may take up
 * at a time. Who wants more waits for the own calls before, and nobody else does.
 */
final class Shares {
  private static final int UNIT = 1 << 10;

  /** Two of the largest calls. */
  private static final int HOST = 8 << 10;

  private static final int MEMBER = 4 << 10;
  private static final long PATIENCE_SECONDS = 60;

  private final Map<String, Semaphore> hosts = new ConcurrentHashMap<>();
  private final Map<String, Semaphore> members = new ConcurrentHashMap<>();

  /** Something that is done with what was taken. */
  interface Work {
    void run() throws java.io.IOException, InterruptedException;
  }

  /**
   * Does something that needs that many bytes.
   *
   * @return whether it was done; not, if the share was not free for a minute
   */
  boolean with(String host, String user, int bytes, Work work)
      throws java.io.IOException, InterruptedException {
    int units = Math.max(1, Math.ceilDiv(bytes, UNIT));
    Semaphore member =
        members.computeIfAbsent(host + " " + user, name -> new Semaphore(MEMBER, true));
    Semaphore all = hosts.computeIfAbsent(host, name -> new Semaphore(HOST, true));
    if (!member.tryAcquire(units, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      return false;
    }
    try {
      if (!all.tryAcquire(units, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        return false;
      }
      try {
        work.run();
        return true;
      } finally {
        all.release(units);
      }
    } finally {
      member.release(units);
    }
  }
}
