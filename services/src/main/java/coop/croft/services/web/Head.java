package coop.croft.services.web;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an answer of a web server begins with: status and header fields (RFC 9112). */
record Head(String text) {
  private static final int LONGEST = 16_384;
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([0-9]{3}) ");

  /**
   * Reads up to the blank line.
   *
   * @param in gives what has come at once, whatever little that is
   * @param end by {@link System#nanoTime}: a server that sends a byte now and then is not waited
   *     for
   * @throws IOException also if it is no head
   */
  static Head read(InputStream in, long end) throws IOException {
    StringBuilder text = new StringBuilder();
    while (text.indexOf("\r\n\r\n", Math.max(0, text.length() - 4)) < 0) {
      int c = in.read();
      if (System.nanoTime() - end > 0) {
        throw new SocketTimeoutException("the answer takes too long");
      }
      if (c < 0 || text.length() > LONGEST) {
        throw new IOException("the server ended the connection");
      }
      text.append((char) c);
    }
    if (!STATUS.matcher(text).lookingAt()) {
      throw new IOException("the server does not speak HTTP");
    }
    return new Head(text.toString());
  }

  int status() {
    Matcher status = STATUS.matcher(text);
    return status.lookingAt() ? Integer.parseInt(status.group(1)) : 0;
  }

  /** The first field of that name. */
  Optional<String> field(String name) {
    Matcher field =
        Pattern.compile("(?im)^" + Pattern.quote(name) + ":[ \\t]*([^\\r\\n]*)").matcher(text);
    return field.find() ? Optional.of(field.group(1).strip()) : Optional.empty();
  }
}
