package coop.croft.services.base;

import coop.croft.lang.Verdict;
import org.jspecify.annotations.Nullable;

/** IPv4 and IPv6 addresses in text form; the normal form of the latter is RFC 5952's. */
public final class Addresses {
  private static final String[] PARTS = {"first", "second", "third", "last"};
  private static final String NO_ADDRESS = "an IPv4 address is four numbers with dots between them";

  private Addresses() {}

  /**
   * The type {@code ip}: four decimal numbers, none with a leading zero (some read those as octal).
   */
  public static Verdict ipv4(String text) {
    String fault = read4(text, 0, new int[4]);
    if (fault != null && !text.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'))) {
      // What is no address at all gets no advice about its parts.
      String more = more(text);
      fault =
          read6(text, new int[8]) == null
              ? "this is an IPv6 address, where an IPv4 address is needed"
              : more == null ? NO_ADDRESS : more;
    }
    return fault == null
        ? Verdict.accepted(text)
        : Verdict.invalid(Text.shown(text) + ": " + fault);
  }

  /** The type {@code ipv6} (RFC 4291, section 2.2), without a zone. */
  public static Verdict ipv6(String text) {
    int[] groups = new int[8];
    String fault = read6(text, groups);
    if (fault != null && read4(text, 0, new int[4]) == null) {
      fault = "this is an IPv4 address, where an IPv6 address is needed";
    } else if (fault != null) {
      String more = more(text);
      fault = more == null ? fault : more;
    }
    return fault == null
        ? Verdict.accepted(write6(groups))
        : Verdict.invalid(Text.shown(text) + ": " + fault);
  }

  /** What stands beside an address and is no part of one; null if it is not that. */
  private static @Nullable String more(String text) {
    String bare = text.replaceAll("[\\s\\u00a0\\u2007\\u202f\\u200b\\u2060\\ufeff]", "");
    if (bare.length() < text.length()) {
      return isAddress(bare) ? "leave out the blank" : null;
    }
    int slash = text.indexOf('/');
    if (slash >= 0 && isAddress(text.substring(0, slash))) {
      return "one address is needed, not a network: leave out what begins with '/'";
    }
    int colon = text.lastIndexOf(':');
    String address = colon < 0 ? "" : text.substring(0, colon);
    return read4(address, 0, new int[4]) == null
            || (address.startsWith("[") && address.endsWith("]"))
        ? "an address has no port: leave out what begins with the last ':'"
        : null;
  }

  private static boolean isAddress(String text) {
    return read4(text, 0, new int[4]) == null || read6(text, new int[8]) == null;
  }

  /** The 32 bits of an IPv4 address in normal form. */
  public static int bits4(String address) {
    int[] part = new int[4];
    if (read4(address, 0, part) != null) {
      throw new IllegalArgumentException("not an IPv4 address: " + address);
    }
    return part[0] << 24 | part[1] << 16 | part[2] << 8 | part[3];
  }

  private static @Nullable String read4(String text, int from, int[] out) {
    int part = 0;
    int digits = 0;
    int value = 0;
    for (int i = from; i <= text.length(); i++) {
      char c = i < text.length() ? text.charAt(i) : '.';
      if (c >= '0' && c <= '9') {
        if (digits > 0 && value == 0) {
          return "the " + PARTS[part] + " part must not begin with 0";
        }
        digits++;
        value = value * 10 + (c - '0');
        if (value > 255) {
          return "the " + PARTS[part] + " part must be at most 255";
        }
      } else if (c != '.') {
        return NO_ADDRESS;
      } else if (digits == 0) {
        return "the " + PARTS[part] + " part is missing";
      } else {
        out[part++] = value;
        digits = 0;
        value = 0;
        if (part == 4 && i == text.length() - 1) {
          return "leave out the final dot: only names have one, and none here";
        }
        if (part == 4 && i < text.length()) {
          return "an IPv4 address has four parts, here are more";
        }
      }
    }
    return part == 4 ? null : "an IPv4 address has four parts, here are " + part;
  }

  private static @Nullable String read6(String text, int[] out) {
    int gap = -1;
    int count = 0;
    int i = 0;
    if (text.startsWith("::")) {
      gap = 0;
      i = 2;
    }
    while (i < text.length()) {
      if (count == 8) {
        return "an IPv6 address has at most eight groups";
      }
      int end = i;
      int value = 0;
      while (end < text.length() && Character.digit(text.charAt(end), 16) >= 0) {
        // Character.digit knows other scripts' digits as well.
        if (text.charAt(end) >= 0x80) {
          return "groups are hexadecimal digits of ASCII";
        }
        value = value << 4 | Character.digit(text.charAt(end), 16);
        if (++end - i > 4) {
          return "a group has at most four hexadecimal digits";
        }
      }
      if (end < text.length() && text.charAt(end) == '.') {
        int[] v4 = new int[4];
        String fault = count > 6 ? "too many groups before the IPv4 part" : read4(text, i, v4);
        if (fault != null) {
          return fault;
        }
        out[count++] = v4[0] << 8 | v4[1];
        out[count++] = v4[2] << 8 | v4[3];
        break;
      }
      if (end == i) {
        return text.charAt(i) == '%'
            ? "an address with a zone is of no use to others"
            : "an IPv6 address is groups of hexadecimal digits with colons between them";
      }
      out[count++] = value;
      i = end;
      if (i < text.length()) {
        if (text.charAt(i) != ':' || i + 1 == text.length()) {
          return "an IPv6 address is groups of hexadecimal digits with colons between them";
        }
        i++;
        if (text.charAt(i) == ':') {
          if (gap >= 0) {
            return "\"::\" may stand only once in an address";
          }
          gap = count;
          i++;
        }
      }
    }
    return spread(out, count, gap);
  }

  /** Moves the groups behind {@code ::} to the end. */
  private static @Nullable String spread(int[] out, int count, int gap) {
    if (gap < 0) {
      return count == 8 ? null : "an IPv6 address has eight groups, here are " + count;
    }
    if (count == 8) {
      return "\"::\" stands for at least one group, and here are eight already";
    }
    int tail = count - gap;
    System.arraycopy(out, gap, out, 8 - tail, tail);
    for (int k = gap; k < 8 - tail; k++) {
      out[k] = 0;
    }
    return null;
  }

  private static String write6(int[] groups) {
    StringBuilder out = new StringBuilder(39);
    boolean mapped = groups[5] == 0xffff;
    for (int k = 0; k < 5; k++) {
      mapped &= groups[k] == 0;
    }
    if (mapped) {
      // RFC 5952, section 5: a known prefix with an embedded IPv4 address keeps its dots.
      return out.append("::ffff:")
          .append(groups[6] >> 8)
          .append('.')
          .append(groups[6] & 255)
          .append('.')
          .append(groups[7] >> 8)
          .append('.')
          .append(groups[7] & 255)
          .toString();
    }
    int start = -1;
    int length = 1;
    for (int k = 0; k < 8; k++) {
      int end = k;
      while (end < 8 && groups[end] == 0) {
        end++;
      }
      if (end - k > length) {
        start = k;
        length = end - k;
      }
      k = Math.max(k, end - 1);
    }
    for (int k = 0; k < 8; k++) {
      if (k == start) {
        out.append("::");
        k += length - 1;
      } else {
        if (k > 0 && out.charAt(out.length() - 1) != ':') {
          out.append(':');
        }
        out.append(Integer.toHexString(groups[k]));
      }
    }
    return out.toString();
  }
}
