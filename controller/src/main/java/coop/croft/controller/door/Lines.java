package coop.croft.controller.door;

import coop.croft.core.wire.Calls;
import coop.croft.core.wire.Calls.Event;
import coop.croft.core.wire.Wire;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Events to a caller far away, one JSON value a line. While nothing is to be told there is an empty
 * line from time to time, so that the other side knows a long call from a dead connection.
 */
final class Lines implements AutoCloseable {
  private final OutputStream out;
  private final Thread beats;
  private boolean closed;

  Lines(OutputStream out) {
    this.out = out;
    this.beats = Thread.ofVirtual().name("beats").start(this::beat);
  }

  private void beat() {
    try {
      while (true) {
        Thread.sleep(Calls.BEAT);
        write("\n");
      }
    } catch (InterruptedException | IOException e) {
      // The answer has ended, or whoever gives it finds out.
    }
  }

  private synchronized void write(String text) throws IOException {
    if (!closed) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
      out.flush();
    }
  }

  /**
   * @throws UncheckedIOException if the caller has gone away
   */
  void say(Event event) {
    try {
      write(Wire.write(event) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException("the caller went away", e);
    }
  }

  void refuse(String why, int exit) {
    say(Event.problem("croft: " + why, null));
    say(Event.done(exit));
  }

  /** From now on the stream is nobody's here. */
  @Override
  public void close() {
    beats.interrupt();
    synchronized (this) {
      closed = true;
    }
  }
}
