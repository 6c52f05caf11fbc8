package coop.croft.services.base;

import java.util.BitSet;
import java.util.Map;

/** Sets of bytes that a character, a class or a shorthand of a {@link SafePattern} matches. */
final class PatternSets {
  static final int BYTES = 256;

  /** POSIX classes as ranges, each a pair of characters. */
  static final Map<String, String> POSIX =
      Map.ofEntries(
          Map.entry("alpha", "az AZ"),
          Map.entry("digit", "09"),
          Map.entry("alnum", "az AZ 09"),
          Map.entry("lower", "az"),
          Map.entry("upper", "AZ"),
          Map.entry("xdigit", "09 af AF"),
          Map.entry("punct", "!/ :@ [` {~"));

  private PatternSets() {}

  static BitSet shorthand(char c) {
    BitSet set = new BitSet(BYTES);
    switch (Character.toLowerCase(c)) {
      case 'd' -> set.set('0', '9' + 1);
      case 'w' -> {
        ranges("az AZ 09", set);
        set.set('_');
      }
      case 's' -> {
        set.set('\t', '\r' + 1);
        set.set(' ');
      }
      default -> {
        return set;
      }
    }
    if (Character.isUpperCase(c)) {
      set.flip(0, BYTES);
    }
    return set;
  }

  static void ranges(String pairs, BitSet into) {
    for (String pair : pairs.split(" ")) {
      into.set(pair.charAt(0), pair.charAt(1) + 1);
    }
  }

  static BitSet all() {
    BitSet set = new BitSet(BYTES);
    set.set(0, BYTES);
    return set;
  }

  /**
   * A flag beside the pattern may make it blind to case, so alternatives are told apart without.
   */
  static BitSet folded(char c) {
    BitSet set = new BitSet(BYTES);
    set.set(Character.toLowerCase(c));
    set.set(Character.toUpperCase(c));
    return set;
  }

  /** Makes a class blind to case: of a negated one, fewer members is the wider reading. */
  static void foldCase(BitSet set, boolean negated) {
    for (char c = 'a'; c <= 'z'; c++) {
      char upper = Character.toUpperCase(c);
      boolean in = negated ? set.get(c) && set.get(upper) : set.get(c) || set.get(upper);
      set.set(c, in);
      set.set(upper, in);
    }
  }
}
