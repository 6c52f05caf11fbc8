package coop.croft.services;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LooksTest {
  private final Looks looks = new Looks();

  @Test
  void looksAtEverythingFirstAndWhenTheDaemonIsAnotherOne() {
    assertThat(looks.next("one").isWhole()).isTrue();
    assertThat(looks.next("one").isWhole()).isFalse();
    assertThat(looks.next("two").isWhole()).isTrue();
    assertThat(looks.next("").isWhole()).isTrue();
    assertThat(looks.next("").isWhole()).isTrue();
  }

  @Test
  void looksAtEverythingAfterAFailure() {
    looks.next("one");
    looks.unsure();
    assertThat(looks.next("one").isWhole()).isTrue();
    assertThat(looks.next("one").isWhole()).isFalse();
  }

  @Test
  void seesEachThingOnceATurnWithoutLookingAtEverythingAtOnce() {
    Set<String> names =
        IntStream.range(0, 1000).mapToObj(i -> "z" + i + ".example").collect(Collectors.toSet());
    looks.next("one");
    Set<String> seen = new TreeSet<>();
    int sum = 0;
    Looks.Look look = looks.next("one");
    while (!look.beginsTurn()) {
      Set<String> now = Set.copyOf(look.of(names));
      assertThat(now).hasSizeBetween(1, 200);
      assertThat(seen.addAll(now)).isTrue();
      assertThat(seen).hasSize(sum += now.size());
      look = looks.next("one");
    }
    seen.addAll(look.of(names));
    assertThat(seen).isEqualTo(names);
  }

  @Test
  void seesFewThingsAllAtOnce() {
    looks.next("one");
    Set<String> names = Set.of("a.example", "b.example");
    assertThat(looks.next("one").of(names)).hasSameElementsAs(names);
    assertThat(looks.next("one").of(names)).hasSameElementsAs(names);
  }
}
