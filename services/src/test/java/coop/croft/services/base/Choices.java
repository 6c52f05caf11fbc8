package coop.croft.services.base;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A generator as a sequence of choices: random at first, then replayed with choices left out or
 * made smaller for as long as the property still fails, so that a failure is reported by a small
 * example.
 */
final class Choices {
  private final List<Integer> made = new ArrayList<>();
  private final List<Integer> given;
  private final Random random;

  private Choices(List<Integer> given, Random random) {
    this.given = given;
    this.random = random;
  }

  /** A number from 0 to {@code bound - 1}; the smallest stand for the simplest examples. */
  int below(int bound) {
    int next =
        made.size() < given.size()
            ? given.get(made.size()) % bound
            : given.isEmpty() ? random.nextInt(bound) : 0;
    made.add(next);
    return next;
  }

  String of(String... words) {
    return words[below(words.length)];
  }

  /** Runs the property on examples; the seed is fixed, so that every run is the same. */
  static void forAll(int examples, Consumer<Choices> property) {
    for (int seed = 0; seed < examples; seed++) {
      Choices choices = new Choices(List.of(), new Random(seed));
      AssertionError failure = failure(property, choices);
      if (failure != null) {
        throw shrunk(property, choices.made, failure);
      }
    }
  }

  private static @Nullable AssertionError failure(Consumer<Choices> property, Choices choices) {
    try {
      property.accept(choices);
      return null;
    } catch (AssertionError e) {
      return e;
    } catch (RuntimeException e) {
      return new AssertionError(e);
    }
  }

  private static AssertionError shrunk(
      Consumer<Choices> property, List<Integer> first, AssertionError firstFailure) {
    List<Integer> best = first;
    AssertionError failure = firstFailure;
    boolean smaller = true;
    while (smaller) {
      smaller = false;
      for (int i = 0; i < best.size() && !smaller; i++) {
        for (List<Integer> candidate : simpler(best, i)) {
          Choices choices = new Choices(candidate, new Random(0));
          AssertionError again = candidate.isEmpty() ? null : failure(property, choices);
          if (again != null) {
            best = candidate;
            failure = again;
            smaller = true;
            break;
          }
        }
      }
    }
    return failure;
  }

  private static List<List<Integer>> simpler(List<Integer> choices, int i) {
    List<List<Integer>> out = new ArrayList<>();
    List<Integer> without = new ArrayList<>(choices);
    without.remove(/* index */ i);
    out.add(without);
    if (choices.get(i) > 0) {
      List<Integer> zero = new ArrayList<>(choices);
      zero.set(i, 0);
      List<Integer> half = new ArrayList<>(choices);
      half.set(i, choices.get(i) / 2);
      out.add(zero);
      out.add(half);
    }
    return out;
  }
}
