package coop.croft.core.os;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** One connection on a Unix socket: bytes, or lines of UTF-8 text. */
public final class UnixStream implements Closeable {
  private final InputStream in;
  private final OutputStream out;
  private final Closeable end;

  UnixStream(InputStream in, OutputStream out, Closeable end) {
    this.in = new BufferedInputStream(in);
    this.out = out;
    this.end = end;
  }

  /**
   * Calls the server at {@code path}. Uses the Java library alone, which starts faster than foreign
   * calls.
   */
  public static UnixStream connect(Path path) throws IOException {
    SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(path));
    return new UnixStream(
        Channels.newInputStream(channel), Channels.newOutputStream(channel), channel);
  }

  public InputStream in() {
    return in;
  }

  /** Unbuffered: what is written is on its way. */
  public OutputStream out() {
    return out;
  }

  /**
   * The next line without its line feed; empty at the end of the stream.
   *
   * @throws IOException if the line is longer than {@code maxBytes}, or the stream ends within it
   */
  public Optional<String> readLine(int maxBytes) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        if (line.size() == 0) {
          return Optional.empty();
        }
        throw new IOException("the connection ended within a line");
      }
      if (line.size() == maxBytes) {
        throw new IOException("a line is longer than " + maxBytes + " bytes");
      }
      line.write(b);
    }
    return Optional.of(line.toString(StandardCharsets.UTF_8));
  }

  /**
   * Copies the next line without its line feed.
   *
   * @return whether it had at most {@code maxBytes}; what is more is read and dropped, so that the
   *     caller hears an answer
   * @throws IOException if the stream ends before the line
   */
  public boolean copyLine(OutputStream to, int maxBytes) throws IOException {
    int count = 0;
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new IOException("the connection ended within a line");
      }
      if (count < maxBytes) {
        to.write(b);
      }
      count = count <= maxBytes ? count + 1 : count;
    }
    return count <= maxBytes;
  }

  /** Sends {@code line}, which must not contain a line feed, and a line feed. */
  public void writeLine(String line) throws IOException {
    if (line.indexOf('\n') >= 0) {
      throw new IllegalArgumentException("a line with a line feed");
    }
    out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  /** Also wakes a thread that waits on this connection. */
  @Override
  public void close() throws IOException {
    end.close();
  }
}
