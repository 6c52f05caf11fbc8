package coop.croft.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import coop.croft.controller.plaque.PlaqueService;
import coop.croft.controller.rights.Actor;
import coop.croft.core.wire.Agents.Refusal;
import coop.croft.core.wire.Calls;
import coop.croft.core.wire.Wire;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a program to files on hosts, and back when something is wrong. */
class ApplyTest {
  private static final String PLAQUE = "/etc/plaque/alice.example";
  private static final String REGISTER = "/etc/register/alice.example";

  @TempDir private Path directory;
  private Town town;

  @BeforeEach
  void found() throws Exception {
    town = Town.founded(directory);
  }

  @AfterEach
  void leave() throws Exception {
    town.close();
  }

  private static String plaque(String... lines) {
    StringBuilder out = new StringBuilder("domain \"alice.example\" with\n");
    for (String line : lines) {
      out.append("  plaque \"").append(line).append("\";\n");
    }
    return out.append("  plaque \"end\"\nend\n").toString();
  }

  private static String on(String node) {
    return "domain \"alice.example\" where WebNodes = [\"" + node + "\"] with plaque \"x\" end\n";
  }

  private String file(String host, String path) {
    return town.agent(host).files.getOrDefault(path, "none");
  }

  private long serial() {
    return Long.parseLong(file("main", REGISTER).lines().findFirst().orElseThrow());
  }

  @Test
  void aSettingThatChangesNothingIsToldAndKeepsNobodyOut() throws Exception {
    String program =
        "dom \"alice.example\" where DefaultAddress = false with\n  TTL = 7;\n  plaque \"x\"\nend\n";
    String said =
        "a.dtl:2:3: TTL set here changes nothing: 'dom' reads it outside of its block, and nothing"
            + " behind it in the block does; set it before the block: dom \"alice.example\" where …;"
            + " TTL = 7 with";
    assertThat(town.expect(town.member("alice", "check", "a", program)).text())
        .isEqualTo("warning: " + said);
    assertThat(town.expect(town.apply("alice", "a", program)).text())
        .contains("note: " + said)
        .contains("live on dynamic");
  }

  @Test
  void whatAServiceFindsOddIsToldWithIt() throws Exception {
    String program =
        "dom \"alice.example\" with\n  plaque \" \"\nend;\n"
            + "dom \"shop.alice.example\" with TTL = 7; plaque \"x\" end";
    assertThat(town.expect(town.member("alice", "check", "a", program)).text().lines())
        .hasSize(2)
        .first()
        .isEqualTo(
            "warning: a.dtl:2:3: the plaque of alice.example has nothing on it;"
                + " write what people shall read");
    assertThat(town.expect(town.apply("alice", "a", program)).text())
        .contains("note: a.dtl:2:3: the plaque of alice.example has nothing on it")
        .contains("note: a.dtl:4:");
  }

  @Test
  void ofManyWarningsItIsToldHowManyMoreThereAre() throws Exception {
    String sites =
        IntStream.range(0, 22)
            .mapToObj(i -> "dom \"d%d.alice.example\" with TTL = 7 end;\n".formatted(i))
            .collect(Collectors.joining());
    assertThat(town.expect(town.member("alice", "check", "a", sites)).text().lines())
        .hasSize(21)
        .endsWith("warning: and 2 more warnings");
  }

  @Test
  void aProgramIsLiveWhereItBelongsAndNowhereElse() throws Exception {
    Town.Said said = town.expect(town.apply("alice", "a", plaque("hello")));
    assertThat(file("dynamic", PLAQUE)).isEqualTo("hello\nend\n");
    assertThat(file("main", REGISTER)).endsWith("dynamic hello\ndynamic end\n");
    assertThat(town.agent("shell").orders).isEmpty();
    assertThat(said.text())
        .contains("+ dynamic: put up a plaque for alice.example")
        .contains("live on dynamic, main");
  }

  @Test
  void applyingTwiceTouchesNothing() throws Exception {
    town.expect(town.apply("alice", "a", plaque("hello")));
    List<String> before = List.copyOf(town.agent("dynamic").orders);
    long serial = serial();
    Town.Said plan = town.expect(town.member("alice", "plan", "a", plaque("hello")));
    assertThat(plan.text()).contains("nothing");
    Town.Said again = town.expect(town.apply("alice", "a", plaque("hello")));
    assertThat(again.text()).contains("nothing to do").doesNotContain("generation");
    assertThat(town.agent("dynamic").orders).isEqualTo(before);
    assertThat(serial()).isEqualTo(serial);
  }

  @Test
  void aPlanIsDataAndChangesNothing() throws Exception {
    Town.Said plan =
        town.expect(town.member("alice", "plan", "a", plaque("hello"), "diff", "true"));
    List<String> data =
        plan.events().stream()
            .flatMap(e -> java.util.Optional.ofNullable(e.data()).stream())
            .toList();
    Calls.Planned planned = Wire.read(Calls.Planned.class, data.getFirst());
    assertThat(data).hasSize(1);
    assertThat(planned.moves()).extracting(Calls.Move::kind).contains("add");
    assertThat(plan.text()).contains("dynamic:" + PLAQUE).contains("+hello");
    assertThat(file("dynamic", PLAQUE)).isEqualTo("none");
    assertThat(town.expect(town.admin("status")).text()).doesNotContain("alice.example");
  }

  @Test
  void whoHasSeenThePlanDoesNotSeeItAgain() throws Exception {
    Town.Said said = town.expect(town.member("alice", "apply", "a", plaque("one"), "base", "0"));
    assertThat(said.text())
        .doesNotContain("put up a plaque")
        .contains("dynamic  live")
        .contains("live on dynamic, main");
  }

  @Test
  void anErrorIsShownAtItsPlace() throws Exception {
    Town.Said said = town.apply("alice", "a", "domain \"bank.example\" with end\n");
    assertThat(said.exit()).isEqualTo(1);
    assertThat(said.places()).extracting(Calls.Problem::code).containsExactly("not-held");
    assertThat(said.problems()).startsWith("a.dtl:1:8: error[not-held]");
  }

  @Test
  void aDomainIsConfiguredByOneSource() throws Exception {
    town.expect(town.apply("alice", "a", plaque("hello")));
    Town.Said said = town.apply("alice", "b", plaque("other"));
    assertThat(said.exit()).isEqualTo(1);
    assertThat(said.problems()).contains("error[conflict]").contains("alice/a");
    assertThat(file("dynamic", PLAQUE)).isEqualTo("hello\nend\n");
  }

  @Test
  void whatADaemonRefusesComesBackToTheLineAndChangesNothing() throws Exception {
    town.expect(town.apply("alice", "a", plaque("good")));
    long serial = serial();
    town.agent("dynamic").checker =
        files ->
            files.getOrDefault(PLAQUE, "").contains("bad")
                ? List.of(new Refusal("plaque", PLAQUE, 2, "no such word: bad"))
                : List.of();
    Town.Said said = town.apply("alice", "a", plaque("good", "bad"));
    assertThat(said.exit()).isEqualTo(1);
    Calls.Problem problem = said.places().getFirst();
    assertThat(problem.line()).isEqualTo(3);
    assertThat(problem.message()).contains("no such word: bad").contains("dynamic");
    assertThat(file("dynamic", PLAQUE)).isEqualTo("good\nend\n");
    assertThat(serial()).isEqualTo(serial);
    assertThat(town.expect(town.apply("alice", "a", plaque("good"))).text()).contains("nothing");
    town.expect(town.apply("alice", "a", plaque("fine")));
    assertThat(file("dynamic", PLAQUE)).isEqualTo("fine\nend\n");
  }

  @Test
  void oneBadSubmissionOfManyDoesNotHoldUpTheOthers() throws Exception {
    town.agent("dynamic").checker =
        files ->
            files.containsKey("/etc/plaque/n7.bob.example")
                ? List.of(new Refusal("plaque", "/etc/plaque/n7.bob.example", 1, "bad"))
                : List.of();
    List<Future<Town.Said>> answers = new ArrayList<>();
    try (var people = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 12; i++) {
        String name = "n" + i;
        String text = "domain \"" + name + ".bob.example\" with plaque \"x\" end\n";
        answers.add(people.submit(() -> town.apply("bob", name, text)));
      }
    }
    for (int i = 0; i < 12; i++) {
      assertThat(answers.get(i).get().exit()).as("submission %d", i).isEqualTo(i == 7 ? 1 : 0);
    }
    assertThat(town.agent("dynamic").files)
        .containsKey("/etc/plaque/n11.bob.example")
        .doesNotContainKey("/etc/plaque/n7.bob.example");
  }

  @Test
  void aRefusalThatNamesNoFileIsFoundByTryingHalves() throws Exception {
    town.agent("dynamic").checker =
        files ->
            files.containsKey("/etc/plaque/n3.bob.example")
                ? List.of(new Refusal("plaque", "", 0, "something is wrong"))
                : List.of();
    List<Future<Town.Said>> answers = new ArrayList<>();
    try (var people = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 6; i++) {
        String name = "n" + i;
        String text = "domain \"" + name + ".bob.example\" with plaque \"x\" end\n";
        answers.add(people.submit(() -> town.apply("bob", name, text)));
      }
    }
    for (int i = 0; i < 6; i++) {
      assertThat(answers.get(i).get().exit()).as("submission %d", i).isEqualTo(i == 3 ? 1 : 0);
    }
    assertThat(answers.get(3).get().problems()).contains("something is wrong");
  }

  @Test
  void aSiteIsTakenInThoughAHostIsOffWhichCatchesUp() throws Exception {
    town.expect(town.apply("alice", "a", plaque("one")));
    town.agent("main").stop();
    String both = Town.SITE.replace("= [\"dynamic\"]", "= [\"dynamic\", \"main\"]");
    Town.Said said = town.expect(town.site(both));
    assertThat(said.text()).contains("main is behind");
    town.expect(town.apply("alice", "a", plaque("two")));
    assertThat(file("dynamic", PLAQUE)).isEqualTo("two\nend\n");
    town.agent("main").start();
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(file("main", PLAQUE)).isEqualTo("two\nend\n"));
    assertThat(town.expect(town.site(both)).text()).contains("nothing to do");
  }

  @Test
  void aHostThatIsOffDoesNotStopTheOthersAndCatchesUp() throws Exception {
    town.expect(town.apply("alice", "a", plaque("one")));
    town.agent("dynamic").stop();
    Town.Said said = town.expect(town.apply("alice", "a", plaque("two")));
    assertThat(said.text()).contains("live on 1 of 2, dynamic is behind");
    assertThat(file("main", REGISTER)).contains("two");
    town.expect(town.apply("alice", "a", plaque("three")));
    assertThat(town.expect(town.member("alice", "status", "x", "")).text()).contains("behind");
    town.agent("dynamic").start();
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> assertThat(file("dynamic", PLAQUE)).isEqualTo("three\nend\n"));
    town.settle();
    assertThat(town.expect(town.member("alice", "status", "x", "")).text())
        .doesNotContain("behind");
  }

  @Test
  void aHostThatIsLongAtWorkIsNotOneThatIsOff() throws Exception {
    town.expect(town.apply("alice", "a", plaque("one")));
    TestAgent main = town.agent("main");
    main.probe =
        files -> {
          try {
            // Longer than a host may be silent, shorter than a change is waited for.
            for (int i = 0; i < 4; i++) {
              Thread.sleep(500);
              assertThat(main.post("/agent/alive", "").status()).isEqualTo(204);
            }
          } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
          }
          return List.of();
        };
    assertThat(town.expect(town.apply("alice", "a", plaque("two"))).text())
        .contains("live on dynamic, main");
  }

  @Test
  void aHostThatFallsSilentAtWorkIsNotWaitedForAsLongAsOneAtWork() throws Exception {
    town.expect(town.apply("alice", "a", plaque("one")));
    java.util.concurrent.CountDownLatch told = new java.util.concurrent.CountDownLatch(1);
    town.agent("dynamic").checker =
        files -> {
          try {
            told.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return List.of();
        };
    Town.Said said = town.expect(town.apply("alice", "a", plaque("two")));
    told.countDown();
    assertThat(said.text()).contains("dynamic  behind: cannot be reached");
    town.settle();
  }

  @Test
  void hostsHaveAMomentToComeBackToAControllerThatHasJustStarted() throws Exception {
    town.expect(town.apply("alice", "a", plaque("one")));
    town.reboot("dynamic");
    Thread returning =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    Thread.sleep(300);
                    town.agent("dynamic").start();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
    assertThat(town.expect(town.apply("alice", "a", plaque("two"))).text())
        .contains("live on dynamic, main");
    returning.join();
    town.reboot("dynamic");
    assertThat(town.admin("host-list").text()).contains("cannot be reached");
    assertThat(town.expect(town.apply("alice", "a", plaque("three"))).text())
        .contains("dynamic  behind: cannot be reached");
    town.agent("dynamic").start();
    town.settle();
  }

  @Test
  void whoAppliesOnceMoreHearsWhoIsStillBehind() throws Exception {
    town.expect(town.apply("alice", "a", plaque("one")));
    town.agent("dynamic").stop();
    for (int i = 0; i < 2; i++) {
      assertThat(town.expect(town.apply("alice", "a", plaque("two"))).text())
          .contains("live on 1 of 2, dynamic is behind")
          .doesNotContain("everything is as it should be");
    }
    assertThat(town.expect(town.apply("alice", "a", plaque("two"))).text())
        .isEqualTo(
            """
            nothing to do: live on 1 of 2, dynamic is behind
              dynamic cannot be reached; it gets this when it returns""");
    town.agent("dynamic").start();
    town.settle();
    assertThat(town.expect(town.apply("alice", "a", plaque("two"))).text())
        .isEqualTo("nothing to do: everything is as it should be");
  }

  @Test
  void whatNoHostHadCheckedIsTakenBackIfTheFirstOneRefusesIt() throws Exception {
    town.expect(town.apply("alice", "a", plaque("one")));
    town.agent("dynamic").stop();
    town.agent("dynamic").checker =
        files ->
            files.getOrDefault(PLAQUE, "").contains("bad")
                ? List.of(new Refusal("plaque", PLAQUE, 1, "no such plaque"))
                : List.of();
    Town.Said said = town.expect(town.apply("alice", "a", plaque("bad")));
    assertThat(said.text()).contains("dynamic is behind");
    town.expect(town.apply("bob", "b", "domain \"bob.example\" with plaque \"bob\" end\n"));
    town.agent("dynamic").start();
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(file("main", REGISTER)).contains("dynamic one"));
    town.settle();
    assertThat(file("dynamic", PLAQUE)).isEqualTo("one\nend\n");
    assertThat(file("dynamic", "/etc/plaque/bob.example")).isEqualTo("bob\n");
    assertThat(status("alice"))
        .contains("dynamic was away when this was taken, and refuses it; undone by generation 5")
        .contains("a.dtl:2:")
        .contains("plaque on dynamic refuses this: no such plaque");
    assertThat(status("bob")).doesNotContain("refuses");
  }

  @Test
  void aProbeThatFailsTakesEverythingBackUnderANewSerial() throws Exception {
    town.expect(town.apply("alice", "a", plaque("one")));
    long serial = serial();
    town.agent("main").probe =
        files ->
            files.getOrDefault(REGISTER, "").contains("two")
                ? List.of(new Refusal("register", REGISTER, 1, "does not answer"))
                : List.of();
    Town.Said said = town.apply("alice", "a", plaque("two"));
    assertThat(said.exit()).isEqualTo(1);
    assertThat(said.problems()).contains("does not answer").contains("undone everywhere");
    town.settle();
    assertThat(file("dynamic", PLAQUE)).isEqualTo("one\nend\n");
    assertThat(file("main", REGISTER)).contains("one");
    assertThat(serial()).isGreaterThan(serial);
    assertThat(town.expect(town.apply("alice", "a", plaque("one"))).text()).contains("nothing");
  }

  /** Takes its time with a plaque "two", longer than anybody waits, and then fails at it. */
  private java.util.concurrent.CountDownLatch slowToFail() {
    var latch = new java.util.concurrent.CountDownLatch(1);
    town.agent("main").probe =
        files -> {
          if (!files.getOrDefault(REGISTER, "").contains("two")) {
            return List.of();
          }
          try {
            latch.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return List.of(new Refusal("register", REGISTER, 1, "does not answer"));
        };
    return latch;
  }

  @Test
  void aProbeThatFailsAfterEverybodyWentHomeTakesEverythingBackToo() throws Exception {
    town.expect(town.apply("alice", "a", plaque("one")));
    long serial = serial();
    var latch = slowToFail();
    Town.Said said = town.expect(town.apply("alice", "a", plaque("two")));
    assertThat(said.text()).contains("main is behind");
    assertThat(file("dynamic", PLAQUE)).isEqualTo("two\nend\n");
    latch.countDown();
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> assertThat(file("dynamic", PLAQUE)).isEqualTo("one\nend\n"));
    town.settle();
    assertThat(serial()).isGreaterThan(serial);
    assertThat(status("alice"))
        .contains("a  generation 3 was undone everywhere by generation 4: ")
        .contains("register on main")
        .contains("does not answer");
    assertThat(status("bob")).doesNotContain("undone");
    town.expect(town.apply("alice", "a", plaque("three")));
    assertThat(status("alice")).doesNotContain("undone");
  }

  @Test
  void aLateFailureOfWhatWasReplacedSinceUndoesNothing() throws Exception {
    town.expect(town.apply("alice", "a", plaque("one")));
    var latch = slowToFail();
    town.expect(town.apply("alice", "a", plaque("two")));
    town.expect(town.apply("alice", "a", plaque("three")));
    latch.countDown();
    town.settle();
    assertThat(file("dynamic", PLAQUE)).isEqualTo("three\nend\n");
    assertThat(file("main", REGISTER)).contains("three");
    assertThat(status("alice")).doesNotContain("undone");
  }

  private String status(String member) throws Exception {
    return town.expect(
            town.call(
                new coop.croft.controller.rights.Actor.Member(member, "shell"),
                new Calls.Call("status", List.of(), List.of(), Map.of())))
        .text();
  }

  @Test
  void whatMovesIsThereBeforeItIsAnnouncedAndGoesLast() throws Exception {
    town.expect(town.apply("alice", "a", on("main")));
    List<String> order = new java.util.concurrent.CopyOnWriteArrayList<>();
    for (String host : List.of("main", "dynamic")) {
      town.agent(host).probe =
          files -> {
            order.add(host);
            return List.of();
          };
    }
    town.expect(town.apply("alice", "a", on("dynamic")));
    assertThat(order).containsExactly("dynamic", "main");
    order.clear();
    town.expect(town.apply("alice", "a", on("main")));
    assertThat(order).containsExactly("main", "dynamic");
    assertThat(file("dynamic", PLAQUE)).isEqualTo("none");
  }

  @Test
  void removingNeedsAgreement() throws Exception {
    town.expect(town.apply("alice", "a", plaque("hello")));
    Town.Said said =
        town.call(
            new coop.croft.controller.rights.Actor.Member("alice", "shell"),
            new Calls.Call("remove", List.of("a"), List.of(), Map.of()));
    assertThat(said.exit()).isEqualTo(1);
    assertThat(file("dynamic", PLAQUE)).isEqualTo("hello\nend\n");
    town.expect(town.remove("alice", "a"));
    assertThat(file("dynamic", PLAQUE)).isEqualTo("none");
    assertThat(file("main", REGISTER)).isEqualTo("none");
  }

  @Test
  void aPlanThatIsOutOfDateIsNotApplied() throws Exception {
    town.expect(town.apply("alice", "a", plaque("one")));
    town.expect(town.apply("alice", "a", plaque("two")));
    Town.Said said =
        town.member("alice", "apply", "a", plaque("three"), "yes", "true", "base", "1");
    assertThat(said.exit()).isEqualTo(1);
    assertThat(said.problems()).contains("plan again");
  }

  @Test
  void revokingTakesDownWhatUsedTheRight() throws Exception {
    town.expect(town.apply("alice", "a", plaque("hello")));
    town.expect(town.apply("bob", "b", "domain \"bob.example\" with plaque \"bob\" end\n"));
    Calls.Call revoke =
        new Calls.Call(
            "revoke",
            List.of("alice", "domain", "alice.example"),
            List.of(),
            Map.of("yes", "true"));
    Town.Said said =
        town.expect(town.call(new coop.croft.controller.rights.Actor.Administrator(), revoke));
    assertThat(said.text()).contains("taken down: alice/a");
    assertThat(file("dynamic", PLAQUE)).isEqualTo("none");
    assertThat(file("dynamic", "/etc/plaque/bob.example")).isEqualTo("bob\n");
    assertThat(town.expect(town.admin("rights", "alice")).text()).doesNotContain("alice.example");
  }

  @Test
  void rightsAreKeptInTheirNormalFormAndSystemAccountsAreNotHeld() throws Exception {
    town.expect(town.admin("grant", "alice", "domain", "Bücher.Example"));
    assertThat(town.expect(town.admin("whohas", "domain", "xn--bcher-kva.example")).text())
        .isEqualTo("alice");
    assertThat(town.expect(town.admin("whohas", "domain", "nobody.example")).text())
        .isEqualTo("nobody holds domain nobody.example");
    for (String account : List.of("root", "www-data")) {
      assertThat(town.admin("grant", "alice", "user", account).exit()).isEqualTo(1);
    }
    assertThat(town.admin("grant", "alice", "domain", "not a domain").exit()).isEqualTo(1);
    assertThat(town.admin("grant", "nobody-here", "domain", "a.example").exit()).isEqualTo(2);
  }

  @Test
  void aSiteThatLeavesAProgramInTheAirIsRefused() throws Exception {
    town.expect(town.apply("alice", "a", on("dynamic")));
    Town.Said said = town.site(Town.SITE.replace("\"dynamic\"", "\"other\""));
    assertThat(said.exit()).isEqualTo(1);
    assertThat(said.problems()).contains("alice/a");
    Town.Said broken = town.site("host \"main\" with");
    assertThat(broken.exit()).isEqualTo(1);
    assertThat(broken.problems()).contains("site.dtl:1:");
  }

  @Test
  void afterARestartTheHostsStayAsTheyAreAndTheEpochHasRisen() throws Exception {
    town.expect(town.apply("alice", "a", plaque("one")));
    town.reboot();
    town.settle();
    assertThat(town.agent("dynamic").orders).isEmpty();
    assertThat(town.expect(town.apply("alice", "a", plaque("one"))).text()).contains("nothing");
    town.expect(town.apply("alice", "a", plaque("two")));
    assertThat(file("dynamic", PLAQUE)).isEqualTo("two\nend\n");
  }

  @Test
  void whatAnotherVersionRendersOtherwiseIsBroughtToTheHosts() throws Exception {
    town.expect(town.apply("alice", "a", plaque("one")));
    for (TestAgent agent : town.agents.values()) {
      agent.stop();
    }
    PlaqueService.flourish = "!";
    try {
      town.restart();
      TestAgent dynamic = town.agent("dynamic").at(town.controller.port(), town.authority());
      town.agents.put("dynamic", dynamic);
      dynamic.start();
      await()
          .atMost(Duration.ofSeconds(40))
          .untilAsserted(() -> assertThat(file("dynamic", PLAQUE)).isEqualTo("one!\nend!\n"));
    } finally {
      PlaqueService.flourish = "";
    }
  }

  @Test
  void whatWasDecidedReachesAHostThatWasOffOverARestart() throws Exception {
    town.agent("dynamic").stop();
    town.expect(town.apply("alice", "a", plaque("late")));
    for (TestAgent agent : town.agents.values()) {
      agent.stop();
    }
    town.restart();
    TestAgent dynamic = town.agent("dynamic").at(town.controller.port(), town.authority());
    town.agents.put("dynamic", dynamic);
    dynamic.start();
    await()
        .atMost(Duration.ofSeconds(25))
        .untilAsserted(() -> assertThat(file("dynamic", PLAQUE)).isEqualTo("late\nend\n"));
  }

  @Test
  void whoeverWaitsHearsThatTheControllerStops() throws Exception {
    CountDownLatch checking = new CountDownLatch(1);
    CountDownLatch stopped = new CountDownLatch(1);
    town.agent("dynamic").checker =
        files -> {
          checking.countDown();
          try {
            stopped.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return List.of();
        };
    try (ExecutorService members = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Town.Said> begun = members.submit(() -> town.apply("alice", "a", plaque("one")));
      checking.await();
      CountDownLatch waiting = new CountDownLatch(1);
      List<Calls.Event> told = Collections.synchronizedList(new ArrayList<>());
      Future<?> queued =
          members.submit(
              () -> {
                town.controller
                    .api()
                    .handle(
                        new Actor.Member("bob", "shell"),
                        new Calls.Call(
                            "apply",
                            List.of(),
                            List.of(
                                new Calls.Program(
                                    "b",
                                    "b.dtl",
                                    "domain \"bob.example\" with plaque \"two\" end\n")),
                            Map.of("yes", "true")),
                        event -> {
                          told.add(event);
                          waiting.countDown();
                        });
                return 0;
              });
      waiting.await();
      town.controller.stop();
      stopped.countDown();
      assertThat(begun.get().exit()).isEqualTo(3);
      assertThat(begun.get().problems()).contains("stopping", "may still go on", "croft status");
      queued.get();
      Town.Said later = new Town.Said(told);
      assertThat(later.exit()).isEqualTo(1);
      assertThat(later.problems()).contains("stopping", "nothing was changed");
    }
    town.reboot();
  }

  @Test
  void secretsAndOthersProgramsAreNotShown() throws Exception {
    String secret = file("main", "/etc/register.key");
    assertThat(secret).hasSizeGreaterThan(40);
    town.expect(town.apply("bob", "b", "domain \"bob.example\" with plaque \"hush\" end\n"));
    town.agent("main").checker =
        files -> List.of(new Refusal("register", "/etc/register.key", 1, "bad key " + secret));
    Town.Said said = town.apply("alice", "a", plaque("one"));
    assertThat(said.exit()).isEqualTo(1);
    assertThat(said.toString()).doesNotContain(secret).contains("<secret register/key/main>");
    assertThat(town.member("alice", "status", "x", "").toString()).doesNotContain("bob.example");
  }
}
