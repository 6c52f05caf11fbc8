package coop.croft.controller;

import static org.assertj.core.api.Assertions.assertThat;

import coop.croft.core.wire.Agents.Answer;
import coop.croft.core.wire.Agents.Question;
import coop.croft.core.wire.Calls.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of changed things once they are live. */
class FirstLookTest {
  private static final Duration BOUND = Duration.ofSeconds(3);

  @TempDir private Path directory;
  private Town town;
  private final ExecutorService others = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch end = new CountDownLatch(1);

  @BeforeEach
  void found() throws Exception {
    town = Town.founded(directory);
  }

  @AfterEach
  void leave() throws Exception {
    end.countDown();
    others.shutdownNow();
    town.close();
  }

  private static String plaque(String domain, String node, String text) {
    return "domain \"%s\" where WebNodes = [\"%s\"] with plaque \"%s\" end\n"
        .formatted(domain, node, text);
  }

  private static Answer crooked(Question q) {
    String found = "the plaque of " + q.words().getFirst() + " hangs crooked\tset it straight";
    return new Answer(q.number(), List.of(found), null);
  }

  private Answer silent(Question q) {
    asked.countDown();
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return new Answer(q.number(), List.of(), null);
  }

  @Test
  void whatIsWrongIsSaidAfterItIsLiveAndChangesNothing() throws Exception {
    town.agent("dynamic").says = FirstLookTest::crooked;
    Town.Said said = town.apply("alice", "a", plaque("alice.example", "dynamic", "one"));
    assertThat(said.exit()).isZero();
    assertThat(said.text())
        .containsSubsequence(
            "live on dynamic, main",
            "warning: the plaque of alice.example hangs crooked",
            "     do: set it straight");
    assertThat(said.events())
        .filteredOn(e -> e.kind() == Kind.TEXT)
        .last()
        .extracting(e -> e.data())
        .isEqualTo(
            "{\"warning\":\"the plaque of alice.example hangs crooked\",\"do\":\"set it straight\"}");
  }

  @Test
  void onlyWhatChangedAndIsLeftIsLookedAt() throws Exception {
    List<String> looks = new CopyOnWriteArrayList<>();
    town.agent("dynamic").says =
        q -> {
          looks.add(q.about() + " " + q.words());
          return new Answer(q.number(), List.of(), null);
        };
    town.expect(town.apply("alice", "a", plaque("alice.example", "dynamic", "one")));
    town.expect(town.apply("bob", "b", plaque("bob.example", "dynamic", "one")));
    assertThat(looks).contains("looks [alice.example]", "looks [bob.example]");
    looks.clear();
    Town.Said said =
        town.expect(town.apply("bob", "b", plaque("bob.example", "dynamic", "another")));
    assertThat(looks).contains("looks [bob.example]").doesNotContain("looks [alice.example]");
    assertThat(said.text()).doesNotContain("warning").doesNotContain("croft doctor");
    looks.clear();
    town.expect(town.apply("bob", "b", plaque("bob.example", "dynamic", "another")));
    town.expect(town.remove("alice", "a"));
    assertThat(looks).isEmpty();
  }

  @Test
  void aHostThatDoesNotAnswerHoldsUpItsCallerForAWhileAndNobodyElse() throws Exception {
    town.agent("dynamic").says = this::silent;
    long start = System.nanoTime();
    Future<Town.Said> alice =
        others.submit(() -> town.apply("alice", "a", plaque("alice.example", "dynamic", "one")));
    assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
    town.expect(town.member("bob", "plan", "b", plaque("bob.example", "main", "one")));
    town.expect(
        town.member("bob", "apply", "b", plaque("bob.example", "main", "one"), "yes", "true"));
    Town.Said said = town.expect(alice.get());
    assertThat(said.text())
        .containsSubsequence(
            "live on dynamic, main",
            "alice.example could not all be looked at in 3 s; croft doctor alice.example looks again");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(BOUND.multipliedBy(4));
  }

  @Test
  void aHostThatIsAwayIsNotWaitedFor() throws Exception {
    town.expect(town.apply("alice", "a", plaque("alice.example", "dynamic", "one")));
    town.agent("dynamic").stop();
    org.awaitility.Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> town.admin("host-list").text().contains("cannot be reached"));
    Town.Said said = town.expect(town.apply("alice", "a", plaque("alice.example", "dynamic", "b")));
    assertThat(said.text()).contains("behind").doesNotContain("croft doctor");
  }
}
