package coop.croft.agent;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;

/**
 * Passes on what the controller says. A host that lost its power or its cable closes no connection:
 * whoever says nothing for longer than the controller ever does is not listened to any more.
 */
final class Listening implements Closeable {
  private final InputStream in;
  private final Thread watch;
  private volatile long heard = System.nanoTime();
  private volatile boolean silent;

  /** Nothing was said for too long. */
  static final class Silent extends IOException {
    private static final long serialVersionUID = 1L;
  }

  /**
   * @param in wakes its reader when it is closed by somebody else
   * @param longest that nothing may be said
   */
  Listening(InputStream in, Duration longest) {
    this.in = in;
    this.watch = Thread.ofVirtual().start(() -> watch(longest.toNanos()));
  }

  private void watch(long longest) {
    try {
      for (long left = longest; left > 0; left = heard + longest - System.nanoTime()) {
        Thread.sleep(Duration.ofNanos(left));
      }
      silent = true;
      in.close();
    } catch (InterruptedException | IOException e) {
      // The answer has ended, or its reader finds out.
    }
  }

  /**
   * Passes everything on, to the end.
   *
   * @throws Silent if the end did not come
   */
  void transferTo(OutputStream out) throws IOException {
    try {
      byte[] some = new byte[8 << 10];
      for (int n = in.read(some); n >= 0; n = in.read(some)) {
        out.write(some, 0, n);
        heard = System.nanoTime();
      }
      out.flush();
    } catch (IOException e) {
      throw silent ? new Silent() : e;
    }
    if (silent) {
      throw new Silent();
    }
  }

  @Override
  public void close() throws IOException {
    watch.interrupt();
    in.close();
  }
}
