package coop.croft.lang.predicate;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Decides an implication by trying all stacks that there is a need to try, and holds the checker's
 * decision against it.
 *
 * <p>How long stacks must be: whether a formula holds for a stack depends on nothing but the name
 * on top, whether there is one, and which of the parts {@code ^P} hold. Reading a stack from its
 * outermost name inwards, a part {@code ^P} that holds once holds from there on. Let a
 * counter-example be as short as any. If one of its names, other than the one on top, made no
 * further part hold, it could be left out: the names inside of it would find the same parts to hold
 * as before, and a stack that was not empty still is not. So each name below the top makes at least
 * one part hold for the first time, and there are at most as many of them as distinct parts in both
 * formulas. {@code ^^P} says the same as {@code ^P} and is not counted again. Hence no
 * counter-example of that length plus one means that there is none at all. This is the bound of the
 * automaton's states, too: they are the parts that hold and the last name, and the parts only grow.
 *
 * <p>Names that no formula mentions are all alike; one of them stands for all.
 */
final class BruteForce {
  private static final int LETTERS = Formula.NAMES.size() + 1;

  private final Predicates table = new Predicates(null);
  private long pairs;
  private long implications;
  private int longest;

  /** Pairs that were compared. */
  long pairs() {
    return pairs;
  }

  /** Those among them where the first formula implied the second. */
  long implications() {
    return implications;
  }

  /** Names in the longest of all shortest counter-examples. */
  int longest() {
    return longest;
  }

  /** A formula with what comes of it again and again. */
  record Prepared(Formula formula, Pred pred, Set<Formula> memories, long[] onStacks) {}

  /**
   * @param most names in the longest stack for which it is computed
   */
  Prepared prepare(Formula formula, int most) {
    return new Prepared(
        formula, formula.in(table), formula.memories(), onStacks(formula, stacks(most)));
  }

  /** Compares the two decisions about two formulas. */
  void compare(Formula premise, Formula conclusion) throws Implication.TooMuchWork {
    Set<Formula> memories = premise.memories();
    memories.addAll(conclusion.memories());
    int most = memories.size() + 1;
    compare(prepare(premise, most), prepare(conclusion, most), most);
  }

  /** Compares the two decisions about two formulas that were prepared for long enough stacks. */
  void compare(Prepared premise, Prepared conclusion) throws Implication.TooMuchWork {
    Set<Formula> memories = new HashSet<>(premise.memories());
    memories.addAll(conclusion.memories());
    compare(premise, conclusion, memories.size() + 1);
  }

  private void compare(Prepared premise, Prepared conclusion, int most)
      throws Implication.TooMuchWork {
    int first = first(premise.onStacks(), conclusion.onStacks(), stacks(most));
    List<String> found =
        Implication.decide(premise.pred(), conclusion.pred(), 2_000_000).counterExample();
    pairs++;
    if (found == null) {
      implications++;
      require(first < 0, premise, conclusion, "holds, yet stack " + first + " is against it");
      return;
    }
    require(first >= 0, premise, conclusion, "holds, yet refuted by " + found);
    longest = Math.max(longest, found.size());
    require(found.size() == length(first), premise, conclusion, "not the shortest: " + found);
    require(
        premise.formula().holds(found) && !conclusion.formula().holds(found),
        premise,
        conclusion,
        "not refuted by " + found);
  }

  private static void require(
      boolean holds, Prepared premise, Prepared conclusion, String otherwise) {
    if (!holds) {
      throw new AssertionError(
          premise.formula() + " => " + conclusion.formula() + ": " + otherwise);
    }
  }

  /** Number of stacks of at most so many names. */
  private static int stacks(int most) {
    int stacks = 1;
    for (int i = 0; i < most; i++) {
      stacks = stacks * LETTERS + 1;
    }
    return stacks;
  }

  private static int length(int stack) {
    int length = 0;
    for (int i = stack; i > 0; i = (i - 1) / LETTERS) {
      length++;
    }
    return length;
  }

  /**
   * For which stacks it holds. Stack 0 is empty; stack {@code i} has the name {@code (i - 1) % 4}
   * on top of stack {@code (i - 1) / 4}, so shorter ones come first.
   */
  private static long[] onStacks(Formula formula, int stacks) {
    long[] bits = new long[(stacks + 63) / 64];
    switch (formula) {
      case Formula.Root() -> bits[0] = 1;
      case Formula.Name(String name) -> {
        for (int i = 1 + Formula.NAMES.indexOf(name); i < stacks; i += LETTERS) {
          set(bits, i);
        }
      }
      case Formula.Not(Formula part) -> {
        long[] inner = onStacks(part, stacks);
        for (int i = 0; i < bits.length; i++) {
          bits[i] = ~inner[i];
        }
      }
      case Formula.Both(Formula left, Formula right) -> {
        long[] a = onStacks(left, stacks);
        long[] b = onStacks(right, stacks);
        for (int i = 0; i < bits.length; i++) {
          bits[i] = a[i] & b[i];
        }
      }
      case Formula.Somewhere(Formula part) -> {
        long[] inner = onStacks(part, stacks);
        for (int i = 0; i < stacks; i++) {
          if (isSet(inner, i) || (i > 0 && isSet(bits, (i - 1) / LETTERS))) {
            set(bits, i);
          }
        }
      }
    }
    return bits;
  }

  private static void set(long[] bits, int i) {
    bits[i >> 6] |= 1L << i;
  }

  private static boolean isSet(long[] bits, int i) {
    return (bits[i >> 6] & 1L << i) != 0;
  }

  /** The first stack for which one holds and the other does not, or -1. */
  private static int first(long[] holds, long[] fails, int stacks) {
    for (int i = 0; i * 64 < stacks; i++) {
      long both = holds[i] & ~fails[i];
      if (both != 0) {
        int stack = i * 64 + Long.numberOfTrailingZeros(both);
        return stack < stacks ? stack : -1;
      }
    }
    return -1;
  }
}
