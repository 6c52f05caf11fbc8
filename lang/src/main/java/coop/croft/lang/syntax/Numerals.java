package coop.croft.lang.syntax;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Numbers as other languages and tools write them, with signs between digits, or with a unit. */
public final class Numerals {
  private static final Pattern GROUPED = Pattern.compile("\\d{1,3}([_',]\\d{3})+|\\d+(_\\d+)+");

  private static final Pattern HEXADECIMAL = Pattern.compile("0[xX]([0-9a-fA-F]{1,15})");

  private static final Pattern PORT =
      Pattern.compile(
          "(\\d{1,5})/(tcp|udp)|https?://(?:localhost|127\\.0\\.0\\.1|\\[::1]):(\\d{1,5})/?");

  private static final Pattern TIME = Pattern.compile("(\\d{1,6}[wdhmsWDHMS])+");

  private static final Pattern PART = Pattern.compile("(\\d+)(\\w)");

  private static final Pattern FRACTION = Pattern.compile("\\d+\\.\\d+");

  private static final int LONGEST = 18;

  private Numerals() {}

  /** The digits that mean the same; null if it is no number. */
  public static @Nullable String meant(String written) {
    if (written.matches("[0-9]{1," + LONGEST + "}")) {
      return written;
    }
    if (GROUPED.matcher(written).matches()) {
      String digits = written.replaceAll("[_',]", "");
      return digits.length() <= LONGEST ? digits : null;
    }
    Matcher hexadecimal = HEXADECIMAL.matcher(written);
    if (hexadecimal.matches()) {
      return Long.toString(Long.parseLong(hexadecimal.group(1), 16));
    }
    Matcher port = PORT.matcher(written);
    if (port.matches()) {
      return port.group(1) == null ? port.group(3) : port.group(1);
    }
    return seconds(written);
  }

  /** Whether it is a number that is not whole; there are none here. */
  public static boolean isFraction(String written) {
    return FRACTION.matcher(written).matches();
  }

  /** Times of zone files, such as {@code 1h30m}, in seconds; null for anything else. */
  static @Nullable String seconds(String written) {
    if (written.length() > LONGEST || !TIME.matcher(written).matches()) {
      return null;
    }
    Matcher part = PART.matcher(written);
    long seconds = 0;
    while (part.find()) {
      long unit =
          switch (part.group(2)) {
            case "s", "S" -> 1;
            case "m", "M" -> 60;
            case "h", "H" -> 3600;
            case "d", "D" -> 86_400;
            default -> 604_800;
          };
      seconds += Long.parseLong(part.group(1)) * unit;
    }
    return Long.toString(seconds);
  }
}
