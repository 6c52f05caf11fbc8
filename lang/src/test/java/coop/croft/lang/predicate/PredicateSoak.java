package coop.croft.lang.predicate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Random;

/**
 * Compares the decision about random pairs of predicates of size 7 with brute force, by {@code
 * bin/soak predicates}. Batches that passed are written down line by line, so that a run that was
 * interrupted goes on where it was.
 *
 * <p>Arguments: the file for what passed, and how many pairs shall have passed in all.
 */
public final class PredicateSoak {
  private static final int SIZE = 7;
  private static final int BATCH = 100_000;

  private PredicateSoak() {}

  public static void main(String[] args) throws IOException {
    Path passed = Path.of(args[0]);
    long wanted = Long.parseLong(args[1]);
    List<String> before = Files.exists(passed) ? Files.readAllLines(passed) : List.of();
    for (long seed = before.size(); seed * BATCH < wanted; seed++) {
      BruteForce tried = new BruteForce();
      try {
        run(tried, seed, BATCH);
      } catch (AssertionError | Implication.TooMuchWork e) {
        System.out.println("FAILED seed " + seed + ", pair " + tried.pairs() + ": " + e);
        System.exit(1);
      }
      String line =
          "seed %d: %d pairs, %d implications, longest counter-example %d"
              .formatted(seed, tried.pairs(), tried.implications(), tried.longest());
      System.out.println(line);
      Files.writeString(passed, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
  }

  /** So many pairs of a seed. */
  static void run(BruteForce tried, long seed, int pairs) throws Implication.TooMuchWork {
    Random random = new Random(seed);
    for (int i = 0; i < pairs; i++) {
      tried.compare(Formula.random(SIZE, random), Formula.random(SIZE, random));
    }
  }
}
