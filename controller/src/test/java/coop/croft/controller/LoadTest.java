package coop.croft.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import coop.croft.controller.rights.Actor;
import coop.croft.core.wire.Agents.Refusal;
import coop.croft.core.wire.Calls;
import coop.croft.core.wire.Calls.Event;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many at once: who goes with whom, who is to blame, and who hears what. */
class LoadTest {
  @TempDir private Path directory;
  private Town town;
  private final ExecutorService people = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch held = new CountDownLatch(1);
  private final CountDownLatch checking = new CountDownLatch(1);
  private volatile Predicate<String> bad = path -> false;
  private final HttpClient client = HttpClient.newHttpClient();

  @BeforeEach
  void found() throws Exception {
    town = Town.founded(directory);
    town.agent("dynamic").checker =
        files -> {
          if (files.containsKey("/etc/plaque/hold.bob.example")) {
            checking.countDown();
            hold();
          }
          return files.keySet().stream()
              .filter(p -> bad.test(p))
              .map(p -> new Refusal("plaque", "", 1, "something is wrong"))
              .toList();
        };
  }

  @AfterEach
  void leave() throws Exception {
    held.countDown();
    people.shutdown();
    town.close();
  }

  private void hold() {
    try {
      assertThat(held.await(12, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String plaque(String domain, String text) {
    return "domain \"" + domain + "\" with plaque \"" + text + "\" end\n";
  }

  private Future<Town.Said> hand(String member, String name, String domain, String text) {
    return people.submit(() -> town.apply(member, name, plaque(domain, text)));
  }

  /** A round is under way until {@link #held} is let go; what comes meanwhile waits. */
  private Future<Town.Said> holdARound() throws Exception {
    Future<Town.Said> first = hand("bob", "hold", "hold.bob.example", "x");
    assertThat(checking.await(12, TimeUnit.SECONDS)).isTrue();
    return first;
  }

  private void awaitWaiting(int count) {
    await()
        .atMost(Duration.ofSeconds(12))
        .pollInterval(Duration.ofMillis(5))
        .until(() -> waiting() == count);
  }

  private int waiting() throws Exception {
    URI metrics =
        URI.create("http://127.0.0.1:" + town.controller.metricsPort().orElseThrow() + "/metrics");
    String text =
        client
            .send(HttpRequest.newBuilder(metrics).build(), HttpResponse.BodyHandlers.ofString())
            .body();
    return text.lines()
        .filter(l -> l.startsWith("croft_queue_length "))
        .mapToInt(l -> (int) Double.parseDouble(l.split(" ")[1]))
        .sum();
  }

  private long orders(String order) {
    return town.agent("dynamic").orders.stream().filter(o -> o.startsWith(order)).count();
  }

  private static long generation(Town.Said said) {
    var matcher = java.util.regex.Pattern.compile("generation (\\d+)").matcher(said.text());
    assertThat(matcher.find()).as(said.toString()).isTrue();
    return Long.parseLong(matcher.group(1));
  }

  @Test
  void oneOfFiftyThatNothingNamesIsFoundByPreparingPartsAndNothingElseIsReloaded()
      throws Exception {
    bad = path -> path.equals("/etc/plaque/n33.alice.example");
    Future<Town.Said> first = holdARound();
    List<Future<Town.Said>> answers = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      answers.add(hand("alice", "n" + i, "n" + i + ".alice.example", "x"));
      awaitWaiting(i + 1);
    }
    held.countDown();
    assertThat(first.get().exit()).isZero();
    long prepares = orders("PREPARE");
    long commits = orders("COMMIT");
    for (int i = 0; i < 50; i++) {
      assertThat(answers.get(i).get().exit()).as("submission %d", i).isEqualTo(i == 33 ? 1 : 0);
    }
    assertThat(answers.get(33).get().problems()).contains("something is wrong");
    // The whole, six halves, and the rest.
    assertThat(orders("PREPARE") - prepares).isLessThanOrEqualTo(8);
    assertThat(orders("COMMIT") - commits).isLessThanOrEqualTo(1);
  }

  @Test
  void whenAllAreBadEachIsToldAndFewPartsAreTried() throws Exception {
    bad = path -> path.endsWith(".alice.example");
    Future<Town.Said> first = holdARound();
    List<Future<Town.Said>> answers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      answers.add(hand("alice", "n" + i, "n" + i + ".alice.example", "x"));
    }
    answers.add(hand("bob", "good", "good.bob.example", "x"));
    awaitWaiting(21);
    held.countDown();
    first.get();
    for (int i = 0; i < 20; i++) {
      assertThat(answers.get(i).get().exit()).as("submission %d", i).isEqualTo(1);
    }
    assertThat(answers.getLast().get().exit()).isZero();
    assertThat(orders("PREPARE")).isLessThanOrEqualTo(60);
  }

  @Test
  void whatFailsLiveGoesBackAndTheOthersAreTriedAgainWithoutIt() throws Exception {
    town.agent("dynamic").probe =
        files ->
            files.containsKey("/etc/plaque/n3.alice.example")
                ? List.of(new Refusal("plaque", "/etc/plaque/n3.alice.example", 1, "fell over"))
                : List.of();
    Future<Town.Said> first = holdARound();
    List<Future<Town.Said>> answers = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      answers.add(hand("alice", "n" + i, "n" + i + ".alice.example", "x"));
    }
    awaitWaiting(6);
    held.countDown();
    first.get();
    for (int i = 0; i < 6; i++) {
      Town.Said said = answers.get(i).get();
      assertThat(said.exit()).as("submission %d: %s", i, said).isEqualTo(i == 3 ? 1 : 0);
    }
    assertThat(town.agent("dynamic").files)
        .containsKey("/etc/plaque/n5.alice.example")
        .doesNotContainKey("/etc/plaque/n3.alice.example");
  }

  @Test
  void twoSubmissionsOfOneProgramAreTwoGenerations() throws Exception {
    Future<Town.Said> first = holdARound();
    Future<Town.Said> one = hand("alice", "a", "alice.example", "one");
    awaitWaiting(1);
    Future<Town.Said> two = hand("alice", "a", "alice.example", "two");
    awaitWaiting(2);
    Future<Town.Said> stale =
        people.submit(
            () ->
                town.member("alice", "apply", "a", plaque("alice.example", "three"), "base", "0"));
    awaitWaiting(3);
    Future<Town.Said> other = hand("alice", "b", "b.alice.example", "x");
    awaitWaiting(4);
    held.countDown();
    assertThat(first.get().exit()).isZero();
    assertThat(generation(two.get())).isGreaterThan(generation(one.get()));
    assertThat(stale.get().problems()).contains("has changed since this plan was made");
    assertThat(other.get().exit()).isZero();
    assertThat(town.agent("dynamic").files.get("/etc/plaque/alice.example")).isEqualTo("two\n");
  }

  @Test
  void manyOfOneMemberDoNotHoldUpTheOneOfAnother() throws Exception {
    Future<Town.Said> first = holdARound();
    List<Future<Town.Said>> many = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      many.add(hand("alice", "n" + i, "n" + i + ".alice.example", "x"));
    }
    awaitWaiting(120);
    Future<Town.Said> one = hand("bob", "one", "one.bob.example", "x");
    awaitWaiting(121);
    held.countDown();
    long before = generation(first.get());
    assertThat(generation(one.get())).isEqualTo(before + 1);
    long last = 0;
    for (Future<Town.Said> said : many) {
      assertThat(said.get().exit()).isZero();
      last = Math.max(last, generation(said.get()));
    }
    assertThat(last).isEqualTo(before + 3);
  }

  @Test
  void oneMemberHasNoMoreThanItsShareAndIsToldSo() throws Exception {
    List<Future<Town.Said>> all = new ArrayList<>();
    all.add(holdARound());
    for (int i = 0; i < 200; i++) {
      all.add(hand("alice", "n" + i, "n" + i + ".alice.example", "x"));
    }
    awaitWaiting(200);
    Town.Said more = town.apply("alice", "more", plaque("alice.example", "x"));
    assertThat(more.exit()).isEqualTo(1);
    assertThat(more.problems())
        .contains("too many of your submissions wait already; nothing was changed, try again in");
    all.add(hand("bob", "one", "one.bob.example", "x"));
    awaitWaiting(201);
    held.countDown();
    for (Future<Town.Said> said : all) {
      assertThat(said.get().exit()).isZero();
    }
  }

  private Future<Integer> handTo(Consumer<Event> listener, String name) {
    Calls.Call call =
        new Calls.Call(
            "apply",
            List.of(),
            List.of(new Calls.Program(name, name + ".dtl", plaque(name + ".alice.example", "x"))),
            Map.of("yes", "true"));
    return people.submit(
        () -> {
          town.controller.api().handle(new Actor.Member("alice", "shell"), call, listener);
          return 0;
        });
  }

  private static void gone() {
    throw new UncheckedIOException(new IOException("Broken pipe"));
  }

  @Test
  void whoGoesAwayInLineIsWithdrawnAndWhoGoesAwayLaterIsDone() throws Exception {
    Future<Town.Said> first = holdARound();
    Future<Integer> waits = handTo(e -> gone(), "waits");
    waits.get(12, TimeUnit.SECONDS);
    awaitWaiting(0);
    Future<Integer> later =
        handTo(
            e -> {
              if (!e.text().startsWith("waiting")) {
                gone();
              }
            },
            "later");
    awaitWaiting(1);
    Future<Town.Said> beside = hand("alice", "beside", "beside.alice.example", "x");
    awaitWaiting(2);
    held.countDown();
    assertThat(first.get().exit()).isZero();
    later.get();
    assertThat(beside.get().exit()).isZero();
    assertThat(town.agent("dynamic").files)
        .containsKey("/etc/plaque/later.alice.example")
        .doesNotContainKey("/etc/plaque/waits.alice.example");
    String audit = town.admin("audit").text();
    assertThat(audit.lines().filter(l -> l.contains("later")))
        .allMatch(l -> l.contains("generation"));
    assertThat(audit.lines().filter(l -> l.contains("waits")))
        .allMatch(l -> l.contains("refused, 3"));
  }

  @Test
  void whoWaitsIsToldForHowLong() throws Exception {
    town.expect(town.apply("alice", "before", plaque("before.alice.example", "x")));
    Future<Town.Said> first = holdARound();
    Future<Town.Said> one = hand("alice", "a", "alice.example", "x");
    awaitWaiting(1);
    Future<Town.Said> two = hand("bob", "b", "bob.example", "x");
    awaitWaiting(2);
    held.countDown();
    assertThat(first.get().exit()).isZero();
    assertThat(progress(one.get()).getFirst())
        .matches("waiting about \\d+ s for the round that is under way");
    assertThat(progress(two.get()).getFirst())
        .matches("waiting about \\d+ s: 1 submission of others is ahead");
  }

  @Test
  void rightsOfOneClassAreGrantedTogetherOrNotAtAll() throws Exception {
    Town.Said bad = town.admin("grant", "bob", "domain", "one.example", "no domain", "two.example");
    assertThat(bad.exit()).isEqualTo(1);
    assertThat(town.admin("rights", "bob").text()).doesNotContain("one.example");
    Town.Said said =
        town.expect(town.admin("grant", "bob", "domain", "one.example", "two.example"));
    assertThat(said.text()).isEqualTo("bob holds domain one.example, domain two.example");
    assertThat(town.admin("rights", "bob").text()).contains("one.example").contains("two.example");
  }

  private static List<String> progress(Town.Said said) {
    return said.events().stream()
        .filter(e -> e.kind() == Calls.Kind.PROGRESS)
        .map(Event::text)
        .toList();
  }
}
