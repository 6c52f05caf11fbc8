package coop.croft.services.dns.master;

import java.util.Locale;

/**
 * The numbers of a {@code $GENERATE} line, and what becomes of a word of it for each of them (BIND
 * 9 Administrator Reference Manual, "BIND Primary File Extension: the $GENERATE Directive").
 */
record Generation(long first, long last, long step) {
  private static final int WIDEST = 255;

  /** {@code first-last} or {@code first-last/step}. */
  static Generation read(Word word) throws Unreadable {
    if (!word.units().matches("[0-9]{1,10}-[0-9]{1,10}(/[0-9]{1,10})?")) {
      throw bad(word, "expected a range such as 1-100 or 0-20/2");
    }
    String[] part = word.units().split("[-/]");
    Generation range =
        new Generation(
            Long.parseLong(part[0]),
            Long.parseLong(part[1]),
            part.length > 2 ? Long.parseLong(part[2]) : 1);
    if (range.first > range.last || range.last > Integer.MAX_VALUE || range.step == 0) {
      throw bad(word, "the range must rise, by at least 1, up to 2147483647 at most");
    }
    return range;
  }

  private static Unreadable bad(Word word, String why) {
    return new Unreadable(word.place(), word.shown() + ": " + why);
  }

  long count() {
    return (last - first) / step + 1;
  }

  /**
   * A word with a number in the place of each {@code $}.
   *
   * @return units, as a {@link Word} has them
   */
  static String filled(Word word, long number) throws Unreadable {
    String units = word.units();
    StringBuilder out = new StringBuilder(units.length() + 8);
    for (int i = 0; i < units.length(); i++) {
      char c = units.charAt(i);
      if (c != '$') {
        out.append(c);
      } else if (units.startsWith("$$", i)) {
        out.append((char) ('$' | Word.ESCAPED));
        i++;
      } else if (units.startsWith("${", i)) {
        int end = units.indexOf('}', i);
        if (end < 0) {
          throw bad(word, "${ is never closed");
        }
        out.append(Format.read(word, units.substring(i + 2, end)).of(number, word));
        i = end;
      } else {
        out.append(number);
      }
    }
    return out.toString();
  }

  /** {@code offset[,width[,base]]}. */
  private record Format(long offset, int width, char base) {
    static Format read(Word word, String text) throws Unreadable {
      if (!text.matches("-?[0-9]{1,10}(,[0-9]{1,3}(,[doxXnN])?)?")) {
        throw bad(word, "expected ${offset,width,base} with a base of d, o, x, X, n or N");
      }
      String[] part = text.split(",");
      int width = part.length > 1 ? Integer.parseInt(part[1]) : 0;
      if (width > WIDEST) {
        throw bad(word, "a width is at most " + WIDEST);
      }
      return new Format(Long.parseLong(part[0]), width, part.length > 2 ? part[2].charAt(0) : 'd');
    }

    String of(long number, Word word) throws Unreadable {
      long value = number + offset;
      if (value < 0 || value > Integer.MAX_VALUE) {
        throw bad(word, number + " with its offset is not from 0 to 2147483647");
      }
      return switch (base) {
        case 'o' -> padded(Long.toOctalString(value));
        case 'x' -> padded(Long.toHexString(value));
        case 'X' -> padded(Long.toHexString(value).toUpperCase(Locale.ROOT));
        case 'n' -> nibbles(Long.toHexString(value), width);
        case 'N' -> nibbles(Long.toHexString(value).toUpperCase(Locale.ROOT), width);
        default -> padded(Long.toString(value));
      };
    }

    private String padded(String digits) {
      return "0".repeat(Math.max(0, width - digits.length())) + digits;
    }

    /** Digits from the last to the first with dots between; the width counts the dots. */
    private static String nibbles(String digits, int width) {
      StringBuilder out = new StringBuilder();
      int at = digits.length() - 1;
      do {
        out.append(at >= 0 ? digits.charAt(at) : '0');
        at--;
        if (out.length() < width || at >= 0) {
          out.append('.');
        }
      } while (out.length() < width || at >= 0);
      return out.toString();
    }
  }
}
