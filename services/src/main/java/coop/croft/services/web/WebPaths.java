package coop.croft.services.web;

import coop.croft.lang.Code;
import coop.croft.lang.Fault;
import coop.croft.services.base.Text;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Paths of files and of URLs, in the form in which Apache compares them. */
final class WebPaths {
  private WebPaths() {}

  /**
   * A directory or file that shall be served, without a slash at its end.
   *
   * @throws Fault {@code invalid-value} if Apache would take the path for a pattern
   */
  static String served(String path) {
    return literal(path, stripped(path));
  }

  /**
   * A location as Apache compares it with a request's path: escapes decoded.
   *
   * @throws Fault {@code invalid-value} if an escape is no UTF-8, or Apache would take it for a
   *     pattern
   */
  static String decoded(String location) {
    if (location.indexOf('%') < 0) {
      return literal(location, location);
    }
    ByteBuffer out = ByteBuffer.allocate(3 * location.length());
    for (int i = 0; i < location.length(); ) {
      if (location.charAt(i) == '%') {
        out.put((byte) Integer.parseInt(location, i + 1, i + 3, 16));
        i += 3;
      } else {
        int end = i + Character.charCount(location.codePointAt(i));
        out.put(location.substring(i, end).getBytes(StandardCharsets.UTF_8));
        i = end;
      }
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(out.flip()).toString();
      return literal(location, Text.clean(text));
    } catch (CharacterCodingException e) {
      throw new Fault(
          Code.INVALID_VALUE, Text.shown(location) + ": what its escapes stand for is not UTF-8");
    }
  }

  /** Without the slash at the end, but for the root itself. */
  static String stripped(String path) {
    return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  /** Whether {@code path} is {@code above} or lies below it; both without a slash at the end. */
  static boolean isWithin(String path, String above) {
    return above.equals("/")
        || (path.startsWith(above)
            && (path.length() == above.length() || path.charAt(above.length()) == '/'));
  }

  /** The directories around a path, outermost first, and the path itself at the end. */
  static Stream<String> around(String path) {
    return Stream.concat(
        Stream.of("/"),
        IntStream.rangeClosed(2, path.length())
            .filter(i -> i == path.length() || path.charAt(i) == '/')
            .mapToObj(i -> path.substring(0, i)));
  }

  private static String literal(String shown, String path) {
    for (int i = 0; i < path.length(); i++) {
      if ("*?[]\\\"".indexOf(path.charAt(i)) >= 0) {
        throw new Fault(
            Code.INVALID_VALUE,
            Text.shown(shown)
                + ": a path that is served must not hold \""
                + path.charAt(i)
                + "\", which has a meaning of its own to Apache");
      }
    }
    return path;
  }
}
