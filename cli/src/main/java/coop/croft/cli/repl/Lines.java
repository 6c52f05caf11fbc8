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

  /** What has come of the next piece is forgotten; for another thread to call. */
  public void drop() {
    dropped.set(true);
    prompt.accept("\n" + PROMPT);
  }

  @Override
  public byte @Nullable [] next() throws Trouble {
    prompt.accept(PROMPT);
    ByteArrayOutputStream piece = new ByteArrayOutputStream();
    Unfinished unfinished = new Unfinished();
    boolean first = true;
    while (true) {
      byte[] line = line(MOST - piece.size());
      if (dropped.getAndSet(false)) {
        piece.reset();
        unfinished = new Unfinished();
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
      if (!unfinished.goesOn(text, piece)) {
        return piece.toByteArray();
      }
      first = false;
      prompt.accept(CONTINUED);
    }
  }

  /** Whether more lines of a piece are to come. */
  private static final class Unfinished {
    /**
     * So many bytes of a piece are parsed to find out whether it ends too early, and a large one so
     * many times; after that it ends where nothing in it is open, and the parser says what is
     * wrong.
     */
    private static final long PATIENCE = 1L << 20;

    private static final long LOOKS = 8;

    private final Continuation lines = new Continuation();
    private boolean changed;
    private boolean cutShort;
    private long parsed;

    /**
     * @param line the last one
     * @param piece all lines
     */
    boolean goesOn(String line, ByteArrayOutputStream piece) {
      changed |= lines.add(line);
      if (!lines.isOpen() && changed) {
        changed = false;
        parsed += piece.size();
        cutShort =
            parsed <= Math.max(PATIENCE, LOOKS * piece.size())
                && Inputs.isCutShort(piece.toString(StandardCharsets.UTF_8));
      }
      return lines.isOpen() || cutShort;
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
