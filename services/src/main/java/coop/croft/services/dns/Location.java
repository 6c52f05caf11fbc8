package coop.croft.services.dns;

import static coop.croft.services.dns.Checks.invalid;

import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/**
 * A place on earth as RFC 1876 writes it: {@code 52 22 23 N 4 53 32 E -2m 0m 100m 10m}. Minutes,
 * seconds, size and both precisions may be left out.
 *
 * @param latitude thousandths of a second of arc, north is positive
 * @param longitude the same, east is positive
 * @param altitude centimetres above the reference ellipsoid
 * @param size diameter in centimetres, one significant digit as on the wire
 * @param horizontal precision likewise
 * @param vertical precision likewise
 */
record Location(
    long latitude, long longitude, long altitude, long size, long horizontal, long vertical) {
  private static final long DEGREE = 3_600_000;
  private static final long MINUTE = 60_000;
  private static final long LARGEST = 9_000_000_000L;

  static Location parse(String text) {
    Deque<String> words = new ArrayDeque<>(List.of(text.strip().split(" +")));
    long latitude = angle(words, "N", "S", 90);
    long longitude = angle(words, "E", "W", 180);
    if (words.isEmpty()) {
      throw invalid("the altitude is missing after " + text, "write it in metres, as in 12.5m");
    }
    long altitude = metres(words.removeFirst(), "-?");
    if (altitude < -10_000_000 || altitude > 4_284_967_295L) {
      throw invalid("the altitude must be from -100000m to 42849672.95m");
    }
    long size = precision(words, 100);
    long horizontal = precision(words, 1_000_000);
    long vertical = precision(words, 1_000);
    if (!words.isEmpty()) {
      throw invalid("\"" + words.getFirst() + "\" is too much: a place ends with its precisions");
    }
    return new Location(latitude, longitude, altitude, size, horizontal, vertical);
  }

  private static long angle(Deque<String> words, String plus, String minus, int most) {
    long[] part = new long[3];
    int count = 0;
    while (!words.isEmpty()) {
      String word = words.removeFirst().toUpperCase(Locale.ROOT);
      if (word.equals(plus) || word.equals(minus)) {
        long sum = part[0] * DEGREE + part[1] * MINUTE + part[2];
        if (count == 0 || sum > most * DEGREE) {
          throw invalid(
              "before " + word + " there must be degrees up to " + most + ", minutes and seconds");
        }
        return word.equals(plus) ? sum : -sum;
      }
      if (count == 3 || !word.matches(count == 2 ? "[0-9]{1,2}(\\.[0-9]{1,3})?" : "[0-9]{1,3}")) {
        throw invalid("\"" + word + "\": expected " + plus + " or " + minus + ", or a number");
      }
      part[count] =
          count == 2
              ? new BigDecimal(word).movePointRight(3).longValueExact()
              : Long.parseLong(word);
      if ((count == 1 && part[1] > 59) || (count == 2 && part[2] > 59_999)) {
        throw invalid("\"" + word + "\": minutes and seconds must be below 60");
      }
      count++;
    }
    throw invalid("a place needs " + plus + " or " + minus, "as in 52 22 23 N 4 53 32 E -2m");
  }

  private static long metres(String word, String sign) {
    if (!word.matches(sign + "[0-9]{1,8}(\\.[0-9]{1,2})?[mM]?")) {
      throw invalid("\"" + word + "\": expected metres with at most two decimals, as in 12.5m");
    }
    String number = word.replaceAll("[mM]", "");
    return new BigDecimal(number).movePointRight(2).longValueExact();
  }

  /** One significant digit and a power of ten are all that the wire form holds: rounded down. */
  private static long precision(Deque<String> words, long otherwise) {
    if (words.isEmpty()) {
      return otherwise;
    }
    long value = metres(words.removeFirst(), "");
    if (value > LARGEST) {
      throw invalid("a size or precision is at most 90000000m");
    }
    long power = 1;
    while (value / power >= 10) {
      power *= 10;
    }
    return value / power * power;
  }

  /** The canonical text, every part written out. */
  String text() {
    return angle(latitude, "N", "S")
        + " "
        + angle(longitude, "E", "W")
        + " "
        + metres(altitude)
        + " "
        + metres(size)
        + " "
        + metres(horizontal)
        + " "
        + metres(vertical);
  }

  private static String angle(long value, String plus, String minus) {
    long v = Math.abs(value);
    return String.format(
        Locale.ROOT,
        "%d %d %d.%03d %s",
        v / DEGREE,
        v % DEGREE / MINUTE,
        v % MINUTE / 1000,
        v % 1000,
        value < 0 ? minus : plus);
  }

  private static String metres(long centimetres) {
    return BigDecimal.valueOf(centimetres, 2).toPlainString() + "m";
  }
}
