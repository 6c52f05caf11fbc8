package coop.croft.core.os;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Messages on a stream: a list of byte strings each. Big-endian 32-bit numbers: how many strings,
 * then for each its length and its bytes.
 */
public final class Frames {
  private static final int STRINGS = 1 << 20;

  private Frames() {}

  public static void write(OutputStream out, List<byte[]> strings) throws IOException {
    int size = 4;
    for (byte[] s : strings) {
      size = Math.addExact(size, 4 + s.length);
    }
    var buffer = new java.io.ByteArrayOutputStream(size);
    var data = new DataOutputStream(buffer);
    data.writeInt(strings.size());
    for (byte[] s : strings) {
      data.writeInt(s.length);
      data.write(s);
    }
    out.write(buffer.toByteArray());
    out.flush();
  }

  /** What is answered to a message. */
  public interface Answer {
    List<byte[]> to(List<byte[]> request);
  }

  /** Answers one message after the other until the stream ends; none may have more bytes. */
  public static void answer(UnixStream stream, int maxBytes, Answer answer) throws IOException {
    Optional<List<byte[]>> request = read(stream.in(), maxBytes);
    while (request.isPresent()) {
      write(stream.out(), answer.to(request.get()));
      request = read(stream.in(), maxBytes);
    }
  }

  /** A message is larger than whoever reads it takes. */
  public static final class TooLarge extends IOException {
    private static final long serialVersionUID = 1L;

    TooLarge() {
      super("a message that is too large");
    }
  }

  /**
   * The next message; empty at the end of the stream.
   *
   * @param maxBytes that all its strings may have together
   * @throws TooLarge if it is larger
   * @throws IOException if it has too many strings, or the stream ends within it
   */
  public static Optional<List<byte[]>> read(InputStream in, int maxBytes) throws IOException {
    int first = in.read();
    if (first < 0) {
      return Optional.empty();
    }
    DataInputStream data = new DataInputStream(in);
    int count = first << 24 | data.readUnsignedByte() << 16 | data.readUnsignedShort();
    if (count < 0 || count > STRINGS) {
      throw new IOException("a message with too large a number of parts");
    }
    List<byte[]> strings = new ArrayList<>();
    int left = maxBytes;
    for (int i = 0; i < count; i++) {
      int length = data.readInt();
      if (length < 0 || length > left) {
        throw new TooLarge();
      }
      left -= length;
      byte[] bytes = in.readNBytes(length);
      if (bytes.length < length) {
        throw new EOFException("the connection ended within a message");
      }
      strings.add(bytes);
    }
    return Optional.of(strings);
  }
}
