package coop.croft.services.base;

import coop.croft.lang.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The type {@code url}: an absolute http or https address (RFC 3986). Its normal form has scheme
 * and host in lower case, a path of at least {@code /}, no port that goes without saying, and
 * characters outside ASCII escaped as UTF-8.
 */
public final class Urls {
  private static final int LONGEST = 4096;
  private static final String IN_PATH = "-._~!$&'()*+,;=:@/";

  private Urls() {}

  static Verdict url(String text) {
    String scheme =
        text.regionMatches(true, 0, "https://", 0, 8)
            ? "https://"
            : text.regionMatches(true, 0, "http://", 0, 7) ? "http://" : "";
    if (scheme.isEmpty()) {
      return refused(text, "must begin with http:// or https://");
    }
    if (text.length() > LONGEST) {
      return refused(text, "an address has at most 4096 characters");
    }
    int end = scheme.length();
    while (end < text.length() && "/?#".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    StringBuilder out = new StringBuilder(scheme);
    String fault = authority(text.substring(scheme.length(), end), scheme, out);
    if (fault != null) {
      return refused(text, fault);
    }
    if (end == text.length() || text.charAt(end) != '/') {
      out.append('/');
    }
    fault = rest(text, end, out);
    return fault == null ? Verdict.accepted(out.toString()) : refused(text, fault);
  }

  private static Verdict refused(String text, String why) {
    return Verdict.invalid(Text.shown(text) + ": " + why);
  }

  /** Reads {@code host} or {@code host:port}; appends the normal form, or says what is wrong. */
  private static @Nullable String authority(String text, String scheme, StringBuilder out) {
    if (text.indexOf('@') >= 0) {
      return "must not hold a user in front of the host";
    }
    int colon = text.indexOf(':', text.startsWith("[") ? Math.max(text.indexOf(']'), 0) : 0);
    String host = colon < 0 ? text : text.substring(0, colon);
    if (host.isEmpty()) {
      return "the host is missing";
    }
    Verdict verdict =
        host.startsWith("[") && host.endsWith("]")
            ? Addresses.ipv6(host.substring(1, host.length() - 1))
            : Names.endsInNumber(host.toLowerCase(Locale.ROOT))
                ? Addresses.ipv4(host)
                : Names.strict(host);
    switch (verdict) {
      case Verdict.Accepted(Object normal) ->
          out.append(host.startsWith("[") ? "[" + normal + "]" : normal);
      case Verdict.Invalid(String why) -> {
        return "its host: " + why;
      }
      case Verdict.NotHeld(String why, String hint) ->
          throw new IllegalStateException("no right is asked for here: " + why + hint);
    }
    return colon < 0 ? null : port(text.substring(colon + 1), scheme, out);
  }

  private static @Nullable String port(String digits, String scheme, StringBuilder out) {
    if (digits.isEmpty()
        || digits.length() > 5
        || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return "the port must be a number";
    }
    int port = Integer.parseInt(digits);
    if (port < 1 || port > Ports.HIGHEST) {
      return "the port must be from 1 to 65535";
    }
    if (port != (scheme.equals("https://") ? 443 : 80)) {
      out.append(':').append(port);
    }
    return null;
  }

  private static @Nullable String rest(String text, int from, StringBuilder out) {
    boolean fragment = false;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%') {
        if (escaped(text, i) < 0) {
          return "\"%\" must be followed by two hexadecimal digits";
        }
        out.append(c);
      } else if (c == '#') {
        if (fragment) {
          return "\"#\" may stand only once";
        }
        fragment = true;
        out.append(c);
      } else if (c == '?' || isPathCharacter(c)) {
        out.append(c);
      } else if (c >= 0x80 && !Text.isControl(c)) {
        int whole = text.codePointAt(i);
        for (byte b : Character.toString(whole).getBytes(StandardCharsets.UTF_8)) {
          out.append('%').append(String.format("%02X", b & 255));
        }
        i += Character.charCount(whole) - 1;
      } else {
        return "must not hold "
            + (Text.isControl(c) ? Text.name(c) : c == ' ' ? "blanks" : "\"" + c + "\"");
      }
    }
    return null;
  }

  /** Whether a character may stand in the path of a URL as it is. */
  static boolean isPathCharacter(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || IN_PATH.indexOf(c) >= 0;
  }

  /** The byte that the escape at {@code at} stands for; -1 if it is none. */
  static int escaped(String text, int at) {
    if (at + 2 >= text.length()) {
      return -1;
    }
    int high = hex(text.charAt(at + 1));
    int low = hex(text.charAt(at + 2));
    return high < 0 || low < 0 ? -1 : high << 4 | low;
  }

  private static int hex(char c) {
    return c < 0x80 ? Character.digit(c, 16) : -1;
  }
}
