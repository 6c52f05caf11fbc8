package coop.croft.services.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FetchingTest {
  private static final SoaClient.Answer OLD = new SoaClient.Answer.Serial(1);

  private final AtomicLong now = new AtomicLong(-5);
  private final Fetching fetching = new Fetching(now::get);

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  @Test
  void whatWasToldLongAgoIsOverdueUntilItIsThere() {
    assertThat(fetching.isOverdue("a.example", OLD)).isFalse();
    pass(Duration.ofSeconds(30));
    assertThat(fetching.isOverdue("b.example", OLD)).isFalse();
    assertThat(fetching.isOverdue("a.example", OLD)).isTrue();
    fetching.has("a.example");
    assertThat(fetching.isOverdue("a.example", OLD)).isFalse();
  }

  @Test
  void whatMovesIsNotOverdue() {
    assertThat(fetching.isOverdue("a.example", OLD)).isFalse();
    pass(Duration.ofSeconds(30));
    assertThat(fetching.isOverdue("a.example", new SoaClient.Answer.Serial(2))).isFalse();
  }

  @Test
  void veryManyAreUnderWayAsLongAsTheyBecomeFewer() {
    assertThat(fetching.isUnderWay(50, true)).isFalse();
    assertThat(fetching.isUnderWay(500, false)).isTrue();
    assertThat(fetching.isUnderWay(9_000, true)).isTrue();
    assertThat(fetching.isUnderWay(4_000, true)).isTrue();
    assertThat(fetching.isUnderWay(4_000, true)).isFalse();
    assertThat(fetching.isUnderWay(3, true)).isFalse();
    assertThat(fetching.isUnderWay(4_000, true)).isTrue();
  }

  @Test
  void startsThatDoNotHelpBecomeRare() {
    int starts = 0;
    for (int look = 0; look < 2 * 24 * 60; look++) {
      fetching.has("current.example");
      if (fetching.isOverdue("a.example", OLD) && fetching.mayStart()) {
        starts++;
      }
      pass(Duration.ofSeconds(30));
    }
    assertThat(starts).isBetween(8, 11);
  }

  @Test
  void aZoneThatComesAndGoesDoesNotMakeStartsFrequent() {
    int starts = 0;
    for (int look = 0; look < 2 * 24 * 60; look++) {
      if (fetching.isOverdue("a.example", OLD) && fetching.mayStart()) {
        starts++;
        fetching.has("a.example");
      }
      pass(Duration.ofSeconds(30));
    }
    assertThat(starts).isBetween(8, 11);
  }

  @Test
  void aDayWithoutAStartEndsThePause() {
    assertThat(fetching.mayStart()).isTrue();
    pass(Duration.ofMinutes(2));
    assertThat(fetching.mayStart()).isTrue();
    pass(Duration.ofMinutes(4).minusNanos(1));
    assertThat(fetching.mayStart()).isFalse();
    pass(Duration.ofDays(1).plusNanos(1));
    assertThat(fetching.mayStart()).isTrue();
    pass(Duration.ofMinutes(8).minusNanos(1));
    assertThat(fetching.mayStart()).isFalse();
    pass(Duration.ofDays(1).plusNanos(2));
    assertThat(fetching.mayStart()).isTrue();
    pass(Duration.ofMinutes(2));
    assertThat(fetching.mayStart()).isTrue();
  }
}
