package coop.croft.lang.predicate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The automaton agrees with the definition of predicates, tried on all short stacks. */
class ImplicationTest {
  private static final Predicates TABLE = new Predicates(null);
  private static final Pred A = TABLE.context("A");
  private static final Pred B = TABLE.context("B");
  private static final List<String> LETTERS = List.of("A", "B", Implication.OTHER);

  /** Whether a stack, outermost first, satisfies a predicate: by the words of its definition. */
  static boolean holds(Pred pred, List<String> stack) {
    return switch (pred.form()) {
      case ROOT -> stack.isEmpty();
      case CONTEXT -> !stack.isEmpty() && stack.getLast().equals(pred.name());
      case SOMEWHERE -> {
        for (int outer = 0; outer <= stack.size(); outer++) {
          if (holds(pred.parts().getFirst(), stack.subList(0, outer))) {
            yield true;
          }
        }
        yield false;
      }
      case NOT -> !holds(pred.parts().getFirst(), stack);
      case ALL -> pred.parts().stream().allMatch(part -> holds(part, stack));
      case FAULTY -> throw new IllegalArgumentException("faulty");
    };
  }

  private static List<List<String>> stacks(int longest) {
    List<List<String>> stacks = new ArrayList<>();
    stacks.add(List.of());
    int from = 0;
    for (int length = 1; length <= longest; length++) {
      int to = stacks.size();
      for (List<String> stack : List.copyOf(stacks.subList(from, to))) {
        for (String letter : LETTERS) {
          List<String> longer = new ArrayList<>(stack);
          longer.add(letter);
          stacks.add(List.copyOf(longer));
        }
      }
      from = to;
    }
    return stacks;
  }

  /** All predicates of that many operators over Root, A and B. */
  private static List<List<Pred>> bySize(int most) {
    List<List<Pred>> sizes = new ArrayList<>();
    sizes.add(List.of(TABLE.root(), A, B));
    for (int size = 1; size <= most; size++) {
      List<Pred> made = new ArrayList<>();
      for (Pred inner : sizes.get(size - 1)) {
        made.add(TABLE.not(inner));
        made.add(TABLE.somewhere(inner));
      }
      for (int left = 0; left < size; left++) {
        for (Pred a : sizes.get(left)) {
          for (Pred b : sizes.get(size - 1 - left)) {
            made.add(TABLE.all(List.of(a, b)));
          }
        }
      }
      sizes.add(made.stream().distinct().toList());
    }
    return sizes;
  }

  private static void agrees(Pred p, Pred q, List<List<String>> stacks) throws Exception {
    List<String> shortest = null;
    for (List<String> stack : stacks) {
      if (holds(p, stack) && !holds(q, stack)) {
        shortest = stack;
        break;
      }
    }
    List<String> found = Implication.decide(p, q, 2_000_000).counterExample();
    if (found != null) {
      assertThat(holds(p, found) && !holds(q, found)).as(p + " => " + q + ": " + found).isTrue();
    }
    if (shortest == null) {
      assertThat(found == null || found.size() > stacks.getLast().size())
          .as(p + " => " + q + ": " + found)
          .isTrue();
    } else {
      assertThat(found).as(p + " => " + q).hasSameSizeAs(shortest);
    }
  }

  @Test
  void agreesWithTheDefinitionForAllSmallPairs() throws Exception {
    List<List<String>> stacks = stacks(5);
    List<Pred> small = new ArrayList<>();
    bySize(2).forEach(small::addAll);
    for (Pred p : small) {
      for (Pred q : small) {
        agrees(p, q, stacks);
      }
    }
  }

  @Test
  void agreesWithTheDefinitionForLargerOnes() throws Exception {
    List<List<String>> stacks = stacks(6);
    List<List<Pred>> sizes = bySize(3);
    Random random = new Random(1);
    for (int i = 0; i < 4_000; i++) {
      agrees(larger(sizes, random), larger(sizes, random), stacks);
    }
  }

  private static Pred larger(List<List<Pred>> sizes, Random random) {
    List<Pred> parts = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      List<Pred> size = sizes.get(random.nextInt(sizes.size()));
      Pred part = size.get(random.nextInt(size.size()));
      part = random.nextBoolean() ? TABLE.somewhere(part) : part;
      parts.add(random.nextBoolean() ? TABLE.not(part) : part);
    }
    return TABLE.all(parts);
  }

  @Test
  void knowsTheOnesOfTheReference() throws Exception {
    assertThat(implies(A, TABLE.somewhere(A))).isTrue();
    assertThat(implies(TABLE.somewhere(A), A)).isFalse();
    assertThat(implies(TABLE.root(), TABLE.anywhere())).isTrue();
    assertThat(implies(A, TABLE.anywhere())).isTrue();
    assertThat(implies(TABLE.anywhere(), A)).isFalse();
    assertThat(implies(A, TABLE.not(B))).isTrue();
    assertThat(implies(TABLE.all(List.of(A, B)), TABLE.root())).isTrue();
    assertThat(implies(TABLE.somewhere(TABLE.somewhere(A)), TABLE.somewhere(A))).isTrue();
    assertThat(Implication.decide(TABLE.somewhere(A), TABLE.somewhere(B), 1_000).counterExample())
        .containsExactly("A");
    assertThat(Implication.decide(TABLE.anywhere(), A, 1_000).counterExample()).isEmpty();
    assertThat(
            Implication.decide(TABLE.not(TABLE.root()), TABLE.somewhere(A), 1_000).counterExample())
        .hasSize(1)
        .doesNotContain("A");
  }

  private static boolean implies(Pred p, Pred q) throws Exception {
    return Implication.decide(p, q, 2_000_000).holds();
  }

  @Test
  void equalPredicatesAreOneObject() {
    Predicates above = new Predicates(TABLE);
    assertThat(above.context("A")).isSameAs(A);
    assertThat(above.all(List.of(A, B, A))).isSameAs(TABLE.all(List.of(A, B)));
    assertThat(above.all(List.of())).isSameAs(TABLE.anywhere());
    assertThat(above.somewhere(TABLE.root())).isSameAs(TABLE.anywhere());
  }

  @Test
  void theWorkIsBounded() {
    List<Pred> parts = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      parts.add(TABLE.somewhere(TABLE.context("N" + i)));
    }
    assertThatThrownBy(() -> Implication.decide(TABLE.all(parts), A, 2_000_000))
        .isInstanceOf(Implication.TooMuchWork.class);
  }
}
