package coop.croft.lang.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Names that somebody who mistyped may have meant. */
public final class Suggestions {
  private static final int MOST = 3;
  private static final int LONGEST = 64;

  /** Pairs of characters that are compared in the time of a step. */
  private static final int PAIRS_A_STEP = 8;

  private Suggestions() {}

  private record Candidate(String name, int distance) {}

  /** A hint with these names; null if there is none. */
  static @Nullable String hint(List<String> names) {
    return names.isEmpty() ? null : "did you mean " + String.join(" or ", names) + "?";
  }

  /** The nearest of the known names, at most three, nearest first; empty if none is near. */
  public static List<String> near(String wanted, Collection<String> known) {
    return near(wanted, known, name -> true);
  }

  /** The very name if it is known; else those near it. */
  static List<String> like(String name, Collection<String> known) {
    return known.contains(name) ? List.of(name) : near(name, known);
  }

  /** Steps that looking for one name among so many takes. */
  static long steps(String wanted, int known) {
    long length = wanted.length() > LONGEST ? 0 : wanted.length();
    return known * (1 + length * length / PAIRS_A_STEP);
  }

  /** The nearest of the known names that are allowed, nearest first. */
  static List<String> near(String wanted, Collection<String> known, Predicate<String> allowed) {
    if (wanted.length() > LONGEST) {
      return List.of();
    }
    int most = 1 + wanted.length() / 4;
    List<Candidate> near = new ArrayList<>();
    for (String name : known) {
      if (name.length() > 2 * LONGEST) {
        continue;
      }
      if (isPart(wanted, name)) {
        near.add(new Candidate(name, 1));
      } else if (Math.abs(name.length() - wanted.length()) <= most && !name.equals(wanted)) {
        int distance = distance(wanted, name);
        if (distance <= most) {
          near.add(new Candidate(name, distance));
        }
      }
    }
    near.sort(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::name));
    List<String> names = new ArrayList<>();
    for (Candidate candidate : near) {
      if (names.size() < MOST && allowed.test(candidate.name())) {
        names.add(candidate.name());
      }
    }
    return names;
  }

  /**
   * Whether one name is the other but for a part of its own: {@code MX} of {@code dnsMX}, where
   * nothing else has a capital letter, or {@code redirect} of {@code redirectPermanent}.
   */
  private static boolean isPart(String wanted, String name) {
    int prefix = name.length() - wanted.length();
    if (wanted.isEmpty()) {
      return false;
    }
    if (prefix > 0) {
      return name.regionMatches(true, prefix, wanted, 0, wanted.length())
          && isCapital(name.charAt(prefix))
          && name.chars().limit(prefix).noneMatch(c -> isCapital((char) c));
    }
    return -prefix > 3
        && name.length() > 3
        && wanted.startsWith(name)
        && isCapital(wanted.charAt(name.length()));
  }

  private static boolean isCapital(char c) {
    return c >= 'A' && c <= 'Z';
  }

  /**
   * Edits that lead from one name to the other; a swap of neighbours is one, a change of case none.
   */
  private static int distance(String a, String b) {
    String from = a.toLowerCase(Locale.ROOT);
    String to = b.toLowerCase(Locale.ROOT);
    int[] before = new int[to.length() + 1];
    int[] last = new int[to.length() + 1];
    int[] row = new int[to.length() + 1];
    for (int j = 0; j < last.length; j++) {
      last[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int change = from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1;
        row[j] = Math.min(Math.min(row[j - 1], last[j]) + 1, last[j - 1] + change);
        if (i > 1
            && j > 1
            && from.charAt(i - 1) == to.charAt(j - 2)
            && from.charAt(i - 2) == to.charAt(j - 1)) {
          row[j] = Math.min(row[j], before[j - 2] + 1);
        }
      }
      int[] free = before;
      before = last;
      last = row;
      row = free;
      Arrays.fill(row, 0);
    }
    return last[to.length()];
  }
}
