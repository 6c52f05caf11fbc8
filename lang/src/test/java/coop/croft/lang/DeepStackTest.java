package coop.croft.lang;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Work on a large stack is as if it were done on that of the caller. */
class DeepStackTest {
  private static int down(int levels) {
    return levels == 0 ? 0 : down(levels - 1) + 1;
  }

  @Test
  void bearsTheLevels() {
    assertThat(DeepStack.call(20_000, () -> down(300_000))).isEqualTo(300_000);
  }

  @Test
  void whatIsThrownComesBackAsItIs() {
    Fault fault = new Fault(Code.CONFLICT, "twice");
    DeepStack.TooSmall error = new DeepStack.TooSmall();
    assertThatThrownBy(() -> DeepStack.call(1, () -> thrown(fault))).isSameAs(fault);
    assertThatThrownBy(() -> DeepStack.call(1, () -> thrown(error))).isSameAs(error);
  }

  private static int thrown(RuntimeException exception) {
    throw exception;
  }

  private static int thrown(Error error) {
    throw error;
  }

  @Test
  void anInterruptionWaitsForTheCaller() {
    Thread.currentThread().interrupt();
    assertThat(DeepStack.call(1, () -> 5)).isEqualTo(5);
    assertThat(Thread.interrupted()).isTrue();
    DeepStack.call(1, () -> 5);
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void keepsNoProgramFromEnding() {
    assertThat(DeepStack.call(1, () -> Thread.currentThread().isDaemon())).isTrue();
  }
}
