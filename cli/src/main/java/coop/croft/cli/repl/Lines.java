package coop.croft.cli.repl;

import coop.croft.cli.terminal.Trouble;
import coop.croft.lang.Bounds;
import coop.croft.lang.syntax.Continuation;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Lines as they come: from a pipe, a file, or a terminal that can do nothing. */
public final class Lines implements Inputs {
  /** One byte more than a program may have is enough to be refused. */
  private static final int MOST = Bounds.DEFAULT.sourceBytes() + 1;

  private final InputStream in;
  private final Consumer<String> prompt;
  private final boolean attended;
  private final AtomicBoolean dropped = new AtomicBoolean();

  /**
   * @param prompt shows one
   * @param attended whether somebody sits there
   */
  public Lines(InputStream in, Consumer<String> prompt, boolean attended) {
    this.in = new BufferedInputStream(in);
    this.prompt = prompt;
    this.attended = attended;
  }

  /** What has come of the next piece is to be forgotten; for another thread to call. */
  public void drop() {
    dropped.set(true);
    prompt.accept("\n" + PROMPT);
  }

  @Override
  public byte @Nullable [] next() throws Trouble {
    prompt.accept(PROMPT);
    ByteArrayOutputStream piece = new ByteArrayOutputStream();
    Continuation lines = new Continuation();
    boolean first = true;
    while (true) {
      byte[] line = line(MOST - piece.size());
      if (dropped.getAndSet(false)) {
        piece.reset();
        lines = new Continuation();
        first = true;
      }
      if (line == null) {
        return first ? null : piece.toByteArray();
      }
      if (!first) {
        piece.write('\n');
      }
      piece.writeBytes(line);
      String text = new String(line, StandardCharsets.UTF_8);
      if (piece.size() >= MOST || (first && Inputs.isCommand(text))) {
        return piece.toByteArray();
      }
      lines.add(text);
      if (!lines.isOpen() && !Inputs.isCutShort(piece.toString(StandardCharsets.UTF_8))) {
        return piece.toByteArray();
      }
      first = false;
      prompt.accept(CONTINUED);
    }
  }

  /**
   * The next line without its line feed, and without what it has beyond a length; null at the end.
   */
  private byte @Nullable [] line(int most) throws Trouble {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    try {
      int next = in.read();
      if (next < 0) {
        return null;
      }
      while (next >= 0 && next != '\n') {
        if (line.size() < most) {
          line.write(next);
        }
        next = in.read();
      }
    } catch (IOException e) {
      throw Trouble.failed("standard input cannot be read: " + e.getMessage());
    }
    return line.toByteArray();
  }

  @Override
  public boolean isAttended() {
    return attended;
  }

  @Override
  public void close() {}
}
