package coop.croft.cli.editor;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The messages of a client, each behind a header that tells its length (LSP, base protocol). What
 * is no such header, or announces more than a program may be, ends the input: from then on nothing
 * could be told apart.
 */
final class Frames extends InputStream {
  /** A program of the largest size, each of its characters escaped. */
  private static final int MOST = 64 << 20;

  private static final int LONGEST_HEADER = 4096;
  private static final String LENGTH = "content-length:";

  private final InputStream in;
  private final Consumer<String> fault;
  private byte[] header = new byte[0];
  private int headerAt;
  private int body;
  private boolean ended;

  /**
   * @param fault told why the input ends, if it should not
   */
  Frames(InputStream in, Consumer<String> fault) {
    this.in = new BufferedInputStream(in, 1 << 16);
    this.fault = fault;
  }

  /**
   * A single byte is only ever wanted of a header: who reads bodies reads many at once. So what is
   * left of a body was given up as no message, and the next header comes behind it.
   */
  @Override
  public int read() throws IOException {
    if (headerAt == header.length && body > 0) {
      long left = body;
      body = 0;
      in.skipNBytes(left);
    }
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (headerAt == header.length && body == 0 && !next()) {
      return -1;
    }
    if (headerAt < header.length) {
      int part = Math.min(length, header.length - headerAt);
      System.arraycopy(header, headerAt, into, offset, part);
      headerAt += part;
      return part;
    }
    int part = in.read(into, offset, Math.min(length, body));
    if (part < 0) {
      return end("the input ended in the middle of a message");
    }
    body -= part;
    return part;
  }

  /** Reads the next header. */
  private boolean next() throws IOException {
    if (ended) {
      return false;
    }
    StringBuilder lines = new StringBuilder();
    while (lines.length() < 4 || !lines.substring(lines.length() - 4).equals("\r\n\r\n")) {
      int c = in.read();
      if (c < 0) {
        if (!lines.isEmpty()) {
          end("the input ended in the header of a message");
        }
        ended = true;
        return false;
      }
      if (lines.length() == LONGEST_HEADER || (c < ' ' && c != '\r' && c != '\n') || c > '~') {
        end("this is no message of an editor: a header Content-Length is missing");
        return false;
      }
      lines.append((char) c);
    }
    Integer length = length(lines.toString());
    if (length == null) {
      end("a message has no header Content-Length that makes sense, or is larger than 64 MiB");
      return false;
    }
    header = ("Content-Length: " + length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
    headerAt = 0;
    body = length;
    return true;
  }

  private static @Nullable Integer length(String header) {
    for (String line : header.split("\r\n")) {
      if (line.regionMatches(true, 0, LENGTH, 0, LENGTH.length())) {
        String digits = line.substring(LENGTH.length()).strip();
        if (digits.isEmpty()
            || digits.length() > 9
            || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
          return null;
        }
        int length = Integer.parseInt(digits);
        return length == 0 || length > MOST ? null : length;
      }
    }
    return null;
  }

  private int end(String why) {
    ended = true;
    body = 0;
    headerAt = header.length;
    fault.accept("croft lsp: " + why);
    return -1;
  }
}
