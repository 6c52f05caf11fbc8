package coop.croft.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TurnsTest {
  private static final long ALICE = 1001;
  private static final long BOB = 1002;

  private final List<String> went = new ArrayList<>();
  private final Turns<String> turns = new Turns<>(new Turns.Bounds(3, 2, 4, 3), went::add);

  @Test
  void aFewOfOneUserGoAtATimeAndTheOthersWait() {
    assertThat(turns.enter(ALICE, "a1")).isEqualTo(Turns.Place.GOES);
    assertThat(turns.enter(ALICE, "a2")).isEqualTo(Turns.Place.GOES);
    assertThat(turns.enter(ALICE, "a3")).isEqualTo(Turns.Place.WAITS);
    assertThat(turns.enter(BOB, "b1")).isEqualTo(Turns.Place.GOES);
    assertThat(went).containsExactly("a1", "a2", "b1");
    turns.leave(ALICE);
    assertThat(went).endsWith("a3");
  }

  @Test
  void nobodysLineKeepsAnothersCallFromItsTurn() {
    for (String call : List.of("a1", "a2", "a3", "a4", "a5")) {
      turns.enter(ALICE, call);
    }
    turns.enter(BOB, "b1");
    turns.enter(BOB, "b2");
    assertThat(went).containsExactly("a1", "a2", "b1");
    turns.leave(ALICE);
    turns.leave(ALICE);
    turns.leave(ALICE);
    assertThat(went).containsExactly("a1", "a2", "b1", "a3", "b2", "a4");
  }

  @Test
  void theLinesHaveAnEnd() {
    for (String call : List.of("a1", "a2", "a3", "a4", "a5")) {
      assertThat(turns.enter(ALICE, call)).isNotEqualTo(Turns.Place.NONE);
    }
    assertThat(turns.enter(ALICE, "a6")).isEqualTo(Turns.Place.NONE);
    turns.enter(BOB, "b1");
    assertThat(turns.enter(BOB, "b2")).isEqualTo(Turns.Place.WAITS);
    assertThat(turns.enter(BOB, "b3")).isEqualTo(Turns.Place.NONE);
    turns.leave(BOB);
    assertThat(turns.enter(BOB, "b4")).isEqualTo(Turns.Place.WAITS);
  }

  @Test
  void whoFoundNoPlaceHoldsUpNobody() {
    Turns<String> full = new Turns<>(new Turns.Bounds(1, 1, 1, 1), went::add);
    full.enter(ALICE, "a1");
    full.enter(ALICE, "a2");
    assertThat(full.enter(BOB, "b1")).isEqualTo(Turns.Place.NONE);
    full.leave(ALICE);
    full.leave(ALICE);
    assertThat(went).containsExactly("a1", "a2");
    assertThat(full.enter(BOB, "b2")).isEqualTo(Turns.Place.GOES);
  }
}
