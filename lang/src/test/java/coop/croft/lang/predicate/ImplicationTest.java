package coop.croft.lang.predicate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The automaton agrees with the definition of predicates, tried on all stacks that matter. */
class ImplicationTest {
  private static final Predicates TABLE = new Predicates(null);
  private static final Pred A = TABLE.context("A");
  private static final Pred B = TABLE.context("B");

  /**
   * All 748 predicates of up to five names and operators over {@code Root} and three names, each
   * with each.
   */
  @Test
  void agreesWithBruteForceForAllSmallPairs() throws Exception {
    BruteForce tried = new BruteForce();
    List<Formula> formulas = Formula.bySize(5).stream().flatMap(List::stream).toList();
    int parts = formulas.stream().mapToInt(f -> f.memories().size()).max().orElseThrow();
    List<BruteForce.Prepared> all =
        formulas.stream().map(f -> tried.prepare(f, 2 * parts + 1)).toList();
    for (BruteForce.Prepared premise : all) {
      for (BruteForce.Prepared conclusion : all) {
        tried.compare(premise, conclusion);
      }
    }
    assertThat(tried.pairs()).isEqualTo(748L * 748);
    // Were nearly all of them false, or all examples empty stacks, little would have been shown.
    assertThat(tried.implications()).isBetween(200_000L, 400_000L);
    assertThat(tried.longest()).isGreaterThanOrEqualTo(2);
  }

  /** {@code bin/soak predicates} goes on from here. */
  @Test
  @Tag("thorough")
  void agreesWithBruteForceForRandomPairsOfSizeSeven() throws Exception {
    BruteForce tried = new BruteForce();
    PredicateSoak.run(tried, -1, 400_000);
    assertThat(tried.implications()).isBetween(100_000L, 300_000L);
    assertThat(tried.longest()).isGreaterThanOrEqualTo(3);
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

  /** Behind the first name, the second one gives a state the hash code of another name alone. */
  @Test
  void statesThatShareAHashCodeAreTold() throws Exception {
    List<Pred> names = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      names.add(TABLE.context("N" + i));
    }
    Pred premise = TABLE.all(List.of(TABLE.somewhere(names.get(0)), names.get(1)));
    assertThat(Implication.decide(premise, TABLE.all(names), 2_000_000).counterExample())
        .containsExactly("N0", "N1");
  }

  @Test
  void equalPredicatesAreOneObject() {
    Predicates above = new Predicates(TABLE);
    assertThat(above.context("A")).isSameAs(A);
    Pred both = TABLE.all(List.of(A, B));
    assertThat(above.all(List.of(A, B, A))).isSameAs(both);
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

  @Test
  void theBoundIsTheMostThatMayBeDone() throws Exception {
    Pred premise = TABLE.somewhere(A);
    long work = Implication.decide(premise, B, 1_000).work();
    assertThat(work).isPositive();
    assertThat(Implication.decide(premise, B, work).holds()).isFalse();
    assertThatThrownBy(() -> Implication.decide(premise, B, work - 1))
        .isInstanceOf(Implication.TooMuchWork.class);
  }

  @Test
  void isShownAsItIsWritten() {
    Pred both = TABLE.all(List.of(A, TABLE.not(B)));
    assertThat(both).hasToString("A & !B");
    assertThat(TABLE.not(both)).hasToString("!(A & !B)");
    assertThat(TABLE.somewhere(TABLE.not(TABLE.root()))).hasToString("^!Root");
    assertThat(TABLE.all(List.of(TABLE.somewhere(both), TABLE.root())))
        .hasToString("^(A & !B) & Root");
    List<Pred> many = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      many.add(TABLE.context("Context" + i));
    }
    assertThat(TABLE.all(many).toString()).startsWith("Context0 & Context1 & ").endsWith("…");
    assertThat(TABLE.all(many).toString().length()).isBetween(100, 200);
  }
}
