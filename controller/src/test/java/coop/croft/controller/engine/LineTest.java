package coop.croft.controller.engine;

import static org.assertj.core.api.Assertions.assertThat;

import coop.croft.core.model.SourceId;
import coop.croft.lang.SourceText;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Whose submission goes next, and how long the others are told to wait. */
class LineTest {
  private static final Line.Bounds WIDE = new Line.Bounds(1_000, 200, 1 << 20, 1 << 20);

  private static Pending of(String member, String name, String text) {
    return new Pending(
        Submission.agreedTo(
            member,
            "shell",
            "apply",
            name,
            List.of(
                new Change.Put(
                    new SourceId(member, name),
                    new SourceText(name, text.getBytes(StandardCharsets.UTF_8)))),
            sentence -> {}));
  }

  private static List<String> names(List<Pending> group) {
    return group.stream().map(p -> p.submission.about()).toList();
  }

  private static List<String> next(Line line) throws InterruptedException {
    return names(line.take(Duration.ofMillis(1)));
  }

  @Test
  void submittersGoByTurnsAndEachInOrder() throws Exception {
    Line line = new Line(WIDE, 4, Duration.ofMinutes(1));
    for (int i = 0; i < 6; i++) {
      line.enter(of("alice", "a" + i, ""));
    }
    line.enter(of("bob", "b0", ""));
    line.enter(of("chidi", "c0", ""));
    line.enter(of("chidi", "c1", ""));
    assertThat(next(line)).containsExactly("a0", "b0", "c0", "a1");
    assertThat(next(line)).containsExactly("c1", "a2", "a3", "a4");
    line.enter(of("bob", "b1", ""));
    assertThat(next(line)).containsExactly("a5", "b1");
    assertThat(next(line)).isEmpty();
  }

  @Test
  void whoeverIsAtTheDoorIsWaitedFor() throws Exception {
    Line line = new Line(WIDE, 50, Duration.ofMinutes(1));
    line.enter(of("alice", "a", ""));
    line.expect();
    CompletableFuture<List<Pending>> group = new CompletableFuture<>();
    Thread round =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    group.complete(line.take(Duration.ofMillis(1)));
                  } catch (InterruptedException e) {
                    group.completeExceptionally(e);
                  }
                });
    Thread.sleep(200);
    assertThat(group).isNotDone();
    line.enter(of("bob", "b", ""));
    line.settled();
    round.join();
    assertThat(names(group.get())).containsExactly("a", "b");
  }

  @Test
  void whoeverIsLongAtTheDoorIsNot() throws Exception {
    Line line = new Line(WIDE, 50, Duration.ofMillis(10));
    line.enter(of("alice", "a", ""));
    line.expect();
    assertThat(next(line)).containsExactly("a");
  }

  @Test
  void twoOfOneProgramNeverGoTogetherAndStayInOrder() throws Exception {
    Line line = new Line(WIDE, 50, Duration.ofMinutes(1));
    Pending first = of("alice", "a", "1");
    Pending second = of("alice", "a", "2");
    for (Pending p : List.of(first, second, of("alice", "b", ""), of("bob", "a", ""))) {
      assertThat(line.enter(p)).isEmpty();
    }
    assertThat(line.ahead(second)).contains(new Line.Ahead(1, 1, 1));
    List<Pending> group = line.take(Duration.ofMillis(1));
    assertThat(names(group)).containsExactly("a", "a");
    assertThat(group).contains(first).doesNotContain(second);
    assertThat(next(line)).containsExactly("a", "b");
  }

  @Test
  void aThousandAndNoMoreAndOfEachItsShare() {
    Line line = new Line(WIDE, 50, Duration.ofMinutes(1));
    List<Optional<Line.Full>> said = new ArrayList<>();
    for (int i = 0; i < 201; i++) {
      said.add(line.enter(of("alice", "a" + i, "")));
    }
    assertThat(said.subList(0, 200)).containsOnly(Optional.empty());
    assertThat(said.getLast()).contains(Line.Full.OF_ONE);
    for (int i = 0; i < 800; i++) {
      assertThat(line.enter(of("m" + i, "m", ""))).isEmpty();
    }
    assertThat(line.enter(of("bob", "b", ""))).contains(Line.Full.IN_ALL);
    assertThat(line.size()).isEqualTo(1_000);
    assertThat(line.rounds(Optional.empty())).isEqualTo(20);
  }

  @Test
  void programsAreBoundedBySizeAndLeaveRoomWhenTheyGo() throws Exception {
    Line line = new Line(new Line.Bounds(10, 10, 100, 60), 50, Duration.ofMinutes(1));
    assertThat(line.enter(of("alice", "a", "x".repeat(50)))).isEmpty();
    assertThat(line.enter(of("alice", "b", "x".repeat(11)))).contains(Line.Full.OF_ONE);
    assertThat(line.enter(of("bob", "b", "x".repeat(51)))).contains(Line.Full.IN_ALL);
    Pending last = of("bob", "c", "x".repeat(50));
    assertThat(line.enter(last)).isEmpty();
    assertThat(line.withdraw(last)).isTrue();
    assertThat(line.withdraw(last)).isFalse();
    assertThat(line.enter(of("bob", "b", "x".repeat(50)))).isEmpty();
    assertThat(next(line)).containsExactly("a", "b");
    assertThat(line.enter(of("alice", "a", "x".repeat(60)))).isEmpty();
  }

  @Test
  void whatIsAheadIsWhatGoesBefore() throws Exception {
    Line line = new Line(WIDE, 10, Duration.ofMinutes(1));
    List<Pending> all = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      all.add(of("alice", "a" + i, ""));
      all.add(of("m" + i % 7, "p" + i, ""));
    }
    all.forEach(line::enter);
    List<Integer> told =
        all.stream().map(p -> line.ahead(p).orElseThrow()).map(a -> a.own() + a.others()).toList();
    List<Pending> went = new ArrayList<>();
    while (line.size() > 0) {
      went.addAll(line.take(Duration.ofMillis(1)));
    }
    for (int i = 0; i < all.size(); i++) {
      assertThat(told.get(i)).isEqualTo(went.indexOf(all.get(i)));
    }
    assertThat(line.ahead(all.getFirst())).isEmpty();
  }

  @Test
  void theWaitIsToldFromTheRoundsThatEnded() {
    AtomicLong now = new AtomicLong();
    Pace pace = new Pace(now::get);
    assertThat(pace.until(3)).isEmpty();
    pace.begin();
    now.addAndGet(Duration.ofSeconds(4).toNanos());
    pace.end();
    pace.begin();
    now.addAndGet(Duration.ofSeconds(8).toNanos());
    pace.end();
    assertThat(pace.until(5)).contains(Duration.ofSeconds(30));
    pace.begin();
    now.addAndGet(Duration.ofSeconds(2).toNanos());
    assertThat(pace.until(5)).contains(Duration.ofSeconds(34));
    now.addAndGet(Duration.ofSeconds(18).toNanos());
    assertThat(pace.until(0)).contains(Duration.ofSeconds(20));
    assertThat(Pace.words(Duration.ofMillis(200))).isEqualTo("about 5 s");
    assertThat(Pace.words(Duration.ofSeconds(34))).isEqualTo("about 35 s");
    assertThat(Pace.words(Duration.ofSeconds(61))).isEqualTo("about 2 min");
    assertThat(Words.wait(new Line.Ahead(1, 120, 2), pace.until(2)))
        .isEqualTo("waiting about 35 s: 1 submission of yours and 120 of others are ahead");
    assertThat(Words.wait(new Line.Ahead(0, 1, 0), Optional.empty()))
        .isEqualTo("waiting: 1 submission of others is ahead");
    assertThat(Words.wait(new Line.Ahead(0, 0, 0), Optional.empty()))
        .isEqualTo("waiting for the round that is under way");
  }
}
