package coop.croft.services.dns;

import java.util.List;
import java.util.Random;

/** Where a generator's decisions come from: a seeded generator of numbers, or a fuzzer. */
interface Choices {
  /** From 0 to {@code bound - 1}. */
  int below(int bound);

  default boolean oneIn(int n) {
    return below(n) == 0;
  }

  default long within(long least, long most) {
    return least + below((int) Math.min(Integer.MAX_VALUE, most - least + 1));
  }

  default <T> T of(List<T> list) {
    return list.get(below(list.size()));
  }

  static Choices seeded(long seed) {
    Random random = new Random(seed);
    return random::nextInt;
  }
}
