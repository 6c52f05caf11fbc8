package coop.croft.services.base;

import coop.croft.lang.Verdict;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Paths of files and of URLs, compared as text: absolute, and one spelling for one place. */
public final class Paths {
  /** Linux: PATH_MAX with its final zero, and NAME_MAX. */
  private static final int LONGEST_PATH = 4095;

  private static final int LONGEST_PART = 255;

  /** As URLs spell it. A request has 8,190 in all, and Apache's expressions take no 12,000. */
  private static final int LONGEST_URL = 1_000;

  private Paths() {}

  /** An absolute, normalised path of a file or directory; may end in {@code /}. */
  public static Verdict file(String text) {
    String fault = fault(text);
    if (fault != null && (text.startsWith("~") || text.startsWith("$"))) {
      fault = "must begin with \"/\": a home is written in full, such as /home/name";
    }
    if (fault == null && text.getBytes(StandardCharsets.UTF_8).length > LONGEST_PATH) {
      fault = "a path has at most 4095 bytes";
    }
    return fault == null
        ? Verdict.accepted(text)
        : Verdict.invalid(Text.shown(text) + ": " + fault);
  }

  /** The type {@code location}: the path of a URL (RFC 3986, section 3.3). */
  static Verdict url(String text) {
    String fault = fault(text);
    if (text.startsWith("http://") || text.startsWith("https://")) {
      fault = "this is a whole address, where its path alone is needed, which begins with \"/\"";
    }
    for (int i = 0; fault == null && i < text.length(); i++) {
      char c = text.charAt(i);
      fault =
          switch (c) {
            case '?' -> "a location has no query, so no \"?\"";
            case '#' -> "a location has no fragment, so no \"#\"";
            case '%' -> escape(text, i);
            default ->
                Character.isSpaceChar(c)
                    ? "a location must not hold blanks"
                    : c >= 0x80 || Urls.isPathCharacter(c)
                        ? null
                        : "a location must not hold \"" + c + "\"";
          };
    }
    if (fault == null && octets(text) > LONGEST_URL) {
      fault = "a location has at most 1,000 octets as URLs spell it";
    }
    return fault == null
        ? Verdict.accepted(text)
        : Verdict.invalid(Text.shown(text) + ": " + fault);
  }

  /** Octets of a location as URLs spell it: three for each that is not of ASCII. */
  public static int octets(String location) {
    int octets = 0;
    for (byte b : location.getBytes(StandardCharsets.UTF_8)) {
      octets += b < 0 ? 3 : 1;
    }
    return octets;
  }

  /** An escape must not smuggle in what may not stand there openly. */
  private static @Nullable String escape(String text, int at) {
    int value = Urls.escaped(text, at);
    if (value < 0) {
      return "\"%\" must be followed by two hexadecimal digits";
    }
    return value < ' ' || value == 0x7f || value == '.' || value == '/' || value == '\\'
        ? "\"" + text.substring(at, at + 3) + "\" must not be hidden behind an escape"
        : null;
  }

  private static @Nullable String fault(String text) {
    if (text.isEmpty() || text.charAt(0) != '/') {
      return "must begin with \"/\"";
    }
    int start = 1;
    for (int i = 1; i <= text.length(); i++) {
      if (i < text.length() && text.charAt(i) != '/') {
        if (Text.isControl(text.charAt(i))) {
          return "must not hold control characters, here " + Text.name(text.charAt(i));
        }
        continue;
      }
      int length = i - start;
      if (length == 0 && i < text.length()) {
        return "must not hold \"//\"";
      }
      if ((length == 1 || length == 2) && text.startsWith("..".substring(0, length), start)) {
        return "must not hold the part \"" + text.substring(start, i) + "\"";
      }
      if (length > LONGEST_PART) {
        return "a part between two \"/\" has at most 255 characters";
      }
      start = i + 1;
    }
    return null;
  }
}
