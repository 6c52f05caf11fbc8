package coop.croft.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coop.croft.controller.engine.Engine;
import coop.croft.controller.rights.Actor;
import coop.croft.controller.store.Database;
import coop.croft.controller.store.Sources;
import coop.croft.core.model.SourceId;
import coop.croft.core.wire.Calls.Call;
import coop.croft.lang.SourceText;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was, who did it, and back to it. */
class PastTest {
  private static final Actor ROOT = new Actor.Administrator();
  private static final Actor ALICE = new Actor.Member("alice", "shell");
  private static final Actor BOB = new Actor.Member("bob", "shell");
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

  private Town.Said say(Actor actor, String line) throws Exception {
    List<String> words = List.of(line.split(" "));
    Map<String, String> options = new TreeMap<>();
    List<String> arguments = new java.util.ArrayList<>();
    for (String word : words.subList(1, words.size())) {
      if (word.startsWith("--")) {
        String[] parts = word.substring(2).split("=", 2);
        options.put(parts[0], parts.length == 2 ? parts[1] : "true");
      } else {
        arguments.add(word);
      }
    }
    return town.call(actor, new Call(words.getFirst(), arguments, List.of(), options));
  }

  private Town.Said done(Actor actor, String line) throws Exception {
    return town.expect(say(actor, line));
  }

  private static String plaque(String domain, String words) {
    return "domain \"" + domain + "\" with\n  plaque \"" + words + "\"\nend\n";
  }

  /** Applies a program of alice; gives the generation. */
  private long alice(String words) throws Exception {
    town.expect(town.apply("alice", "a", plaque("alice.example", words)));
    return latest();
  }

  private long latest() throws Exception {
    return Long.parseLong(done(ROOT, "history --last=1").text().split(" ")[0]);
  }

  private String file(String host, String path) {
    return town.agent(host).files.getOrDefault(path, "none");
  }

  private long serial() {
    return Long.parseLong(file("main", REGISTER).lines().findFirst().orElseThrow());
  }

  @Test
  void historySaysWhoDidWhatNewestFirst() throws Exception {
    long one = alice("one");
    long two = alice("two");
    town.expect(town.apply("bob", "b", plaque("bob.example", "hush")));
    assertThat(done(ROOT, "history").text().lines().map(l -> l.replaceAll("  .*?  ", " ")))
        .startsWith(
            latest() + " bob  apply b of bob",
            two + " alice  apply a of alice",
            one + " alice  apply a of alice")
        .endsWith("1 root  site the site");
    assertThat(done(ROOT, "history --last=1").text()).contains("there are older ones");
    assertThat(done(ROOT, "history a").text().lines()).hasSize(2);
  }

  @Test
  void membersSeeTheGenerationsThatTouchedWhatIsTheirs() throws Exception {
    long one = alice("one");
    town.expect(town.apply("bob", "b", plaque("bob.example", "hush")));
    assertThat(done(ALICE, "history").text().lines()).hasSize(1);
    assertThat(done(ALICE, "history").text()).startsWith(one + "  ").doesNotContain("bob");
    assertThat(say(ALICE, "history b").exit()).isEqualTo(1);
    assertThat(done(ALICE, "history a").text()).isEqualTo(done(ALICE, "history").text());
    assertThat(say(ALICE, "history --as=bob").exit()).isEqualTo(1);
    done(ROOT, "revoke alice domain alice.example --yes");
    assertThat(done(ALICE, "history").text()).contains("root  revoke alice domain alice.example");
  }

  @Test
  void aDifferenceIsToldInThePlansWordsAndInTheOwnersLines() throws Exception {
    long one = alice("one");
    town.expect(town.apply("bob", "b", plaque("bob.example", "hush")));
    long bobs = latest();
    long three = alice("three");
    assertThat(done(ALICE, "diff " + one).text())
        .contains("+ dynamic: put up a plaque for alice.example", "+  plaque \"one\"");
    assertThat(done(ALICE, "diff " + one + " " + three).text())
        .contains("~ dynamic: change the plaque of alice.example")
        .contains("-  plaque \"one\"\n+  plaque \"three\"")
        .doesNotContain("bob.example", "hush");
    assertThat(done(ALICE, "diff " + three + " " + one).text())
        .contains("-  plaque \"three\"\n+  plaque \"one\"");
    assertThat(done(ALICE, "diff " + bobs).text()).isEqualTo("nothing to change on any host");
    assertThat(done(ROOT, "diff " + one + " " + three).text())
        .contains("+ dynamic: put up a plaque for bob.example")
        .contains("~ dynamic: change the plaque of alice.example")
        .doesNotContain("hush", "\"one\"");
    assertThat(done(ROOT, "diff " + one + " " + three + " --as=alice").text())
        .contains("+  plaque \"three\"")
        .doesNotContain("bob.example");
    assertThat(done(ROOT, "diff 1").text()).contains("+host \"main\" with");
    assertThat(say(ALICE, "diff 4711").problems()).contains("there is no generation 4711");
    assertThat(say(ALICE, "diff x").exit()).isEqualTo(2);
  }

  @Test
  void secretsAreInNoDifference() throws Exception {
    String secret = file("main", "/etc/register.key");
    alice("one");
    assertThat(secret).hasSizeGreaterThan(40);
    assertThat(done(ROOT, "diff 1").toString()).doesNotContain(secret);
    assertThat(done(ROOT, "diff 1 " + latest()).toString()).doesNotContain(secret);
  }

  @Test
  void aProgramGoesBackAsANewGenerationWithAHigherSerial() throws Exception {
    long one = alice("one");
    long two = alice("two");
    long serial = serial();
    Town.Said plan = done(ALICE, "rollback a " + one + " --dry --diff");
    assertThat(plan.text())
        .contains("~ dynamic: change the plaque of alice.example", "-two", "+one");
    assertThat(file("dynamic", PLAQUE)).isEqualTo("two\n");
    done(ALICE, "rollback a " + one);
    assertThat(file("dynamic", PLAQUE)).isEqualTo("one\n");
    assertThat(serial()).isGreaterThan(serial);
    assertThat(latest()).isGreaterThan(two);
    assertThat(done(ALICE, "history a").text().lines().findFirst().orElseThrow())
        .endsWith("alice  rollback a of alice to generation " + one);
    assertThat(done(ALICE, "rollback a " + one).text()).contains("nothing to do");
  }

  @Test
  void goingBackBehindTheBeginningTakesAProgramDownIfSomebodyAgrees() throws Exception {
    long one = alice("one");
    long before = 1;
    assertThat(say(ALICE, "rollback a " + before).exit()).isEqualTo(1);
    assertThat(file("dynamic", PLAQUE)).isEqualTo("one\n");
    done(ALICE, "rollback a " + before + " --yes");
    assertThat(file("dynamic", PLAQUE)).isEqualTo("none");
    done(ALICE, "rollback a " + one);
    assertThat(file("dynamic", PLAQUE)).isEqualTo("one\n");
  }

  @Test
  void aPlanThatIsOutOfDateDoesNotGoBack() throws Exception {
    long one = alice("one");
    alice("two");
    assertThat(say(ALICE, "rollback a " + one + " --base=" + one).problems())
        .contains("plan again");
  }

  @Test
  void whatARightWasTakenFromDoesNotComeBack() throws Exception {
    long one = alice("one");
    done(ROOT, "revoke alice domain alice.example --yes");
    assertThat(file("dynamic", PLAQUE)).isEqualTo("none");
    for (Town.Said said :
        List.of(
            say(ALICE, "rollback a " + one + " --yes"), say(ROOT, "rollback " + one + " --yes"))) {
      assertThat(said.exit()).isEqualTo(1);
      assertThat(said.problems())
          .contains("error[not-held]: you do not hold the domain alice.example")
          .contains("is not right any more");
    }
    assertThat(file("dynamic", PLAQUE)).isEqualTo("none");
  }

  @Test
  void whatNoLongerCompilesDoesNotComeBack() throws Exception {
    String site = "val sign : string = \"of the site\";\n" + Town.SITE;
    town.expect(town.site(site));
    town.expect(town.apply("alice", "a", "domain \"alice.example\" with plaque sign end\n"));
    long old = latest();
    alice("own words");
    town.expect(town.site(Town.SITE));
    Town.Said said = say(ALICE, "rollback a " + old);
    assertThat(said.exit()).isEqualTo(1);
    assertThat(said.problems()).contains("unknown-name").contains("not right any more");
    assertThat(file("dynamic", PLAQUE)).isEqualTo("own words\n");
  }

  @Test
  void aLibraryThatProgramsDoNotFitIsToldWithAllOfThem() throws Exception {
    alice("one");
    town.expect(town.apply("bob", "b", plaque("bob.example", "one")));
    try (Database db = Database.open(directory.resolve("state/croft.db"))) {
      db.write(
          h ->
              h.createUpdate("UPDATE sources SET text = :text")
                  .bind("text", "plaqueOfOld".getBytes(StandardCharsets.UTF_8))
                  .execute());
    }
    assertThatThrownBy(town::restart)
        .isInstanceOf(Engine.StartFault.class)
        .hasMessageContaining("alice/a: a.dtl:1:1: there is no value 'plaqueOfOld'")
        .hasMessageContaining("bob/b: b.dtl:1:1: there is no value 'plaqueOfOld'");
  }

  /** More than a member may have, as of a controller before that bound. */
  @Test
  void programsThatOutgrewARoomGoOnAfterAStart() throws Exception {
    alice("one");
    byte[] comment = ("#" + "x".repeat(1_000_000)).getBytes(StandardCharsets.UTF_8);
    try (Database db = Database.open(directory.resolve("state/croft.db"))) {
      db.write(
          h -> {
            for (int i = 0; i < 17; i++) {
              SourceId id = new SourceId("alice", "long" + i);
              Sources.put(h, id, new SourceText("long.dtl", comment), 1);
            }
            return 0;
          });
    }
    town.reboot();
    assertThat(file("dynamic", PLAQUE)).isEqualTo("one\n");
    assertThat(done(ALICE, "status").text()).contains("long16").doesNotContain("not in force");
    Town.Said more = town.apply("alice", "more", "# and more");
    assertThat(more.exit()).isEqualTo(1);
    assertThat(more.problems())
        .contains("all of your programs together would hold 17")
        .contains("their own included, more than the bound of 16000000")
        .contains("croft remove NAME");
    alice("two");
    assertThat(file("dynamic", PLAQUE)).isEqualTo("two\n");
    done(ALICE, "remove long0 --yes");
    done(ALICE, "remove long1 --yes");
    town.expect(town.apply("alice", "more", "# and more"));
  }

  /** Behind the controller's back: it would not take a right that a program needs. */
  private void startWithoutAlicesDomains() throws Exception {
    try (Database db = Database.open(directory.resolve("state/croft.db"))) {
      db.write(
          h ->
              h.createUpdate("DELETE FROM rights WHERE member = 'alice' AND kind = :kind")
                  .bind("kind", "domain")
                  .execute());
    }
    town.reboot();
  }

  @Test
  void aProgramThatLacksARightIsKeptOutOfAStart() throws Exception {
    alice("one");
    town.expect(town.apply("bob", "b", plaque("bob.example", "one")));
    startWithoutAlicesDomains();
    String told =
        "not in force since the controller started: a.dtl:1:8:"
            + " you do not hold the domain alice.example;"
            + " change it, or get the right, and apply it again";
    assertThat(done(ALICE, "status").text()).contains("a  " + told);
    assertThat(done(ROOT, "status").text()).contains("alice/a  " + told);
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(file("dynamic", PLAQUE)).isEqualTo("none"));
    // It stands in nobody's way, and is not applied by being handed in again.
    town.expect(town.apply("bob", "b", plaque("bob.example", "two")));
    done(ROOT, "grant alice host shell");
    done(ROOT, "revoke alice host shell --yes");
    town.expect(town.site(Town.SITE + "\n"));
    assertThat(town.apply("alice", "a", plaque("alice.example", "one")).problems())
        .contains("error[not-held]: you do not hold the domain alice.example");
    assertThat(file("dynamic", PLAQUE)).isEqualTo("none");
    done(ROOT, "grant alice domain alice.example");
    assertThat(file("dynamic", PLAQUE)).isEqualTo("one\n");
    town.reboot();
    assertThat(file("dynamic", PLAQUE)).isEqualTo("one\n");
  }

  @Test
  void aProgramIsKeptOutWhileAnotherOneHasItsDomain() throws Exception {
    alice("one");
    startWithoutAlicesDomains();
    done(ROOT, "grant bob domain alice.example");
    town.expect(town.apply("bob", "z", plaque("alice.example", "two")));
    done(ROOT, "grant alice domain alice.example");
    assertThat(file("dynamic", PLAQUE)).isEqualTo("two\n");
    town.reboot();
    assertThat(done(ALICE, "status").text())
        .contains(
            "a  not in force since the controller started: the domain alice.example is configured"
                + " by bob/z; change it, or remove the other, and apply it again");
    assertThat(file("dynamic", PLAQUE)).isEqualTo("two\n");
    done(BOB, "remove z --yes");
    town.reboot();
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(file("dynamic", PLAQUE)).isEqualTo("one\n"));
  }

  @Test
  void administratorsTakeEverythingBackButRightsAndMembers() throws Exception {
    alice("one");
    town.expect(town.apply("bob", "b", plaque("bob.example", "one")));
    long then = latest();
    alice("two");
    done(BOB, "remove b --yes");
    town.expect(
        town.site(
            Town.SITE.replace(
                "WebNodes : [web_node] = [\"dynamic\"]", "WebNodes : [web_node] = [\"main\"]")));
    done(ROOT, "member-add carol");
    done(ROOT, "grant bob domain late.example");
    assertThat(file("main", PLAQUE)).isEqualTo("two\n");
    long serial = serial();
    done(ROOT, "rollback " + then + " --yes");
    assertThat(file("dynamic", PLAQUE)).isEqualTo("one\n");
    assertThat(file("dynamic", "/etc/plaque/bob.example")).isEqualTo("one\n");
    assertThat(file("main", PLAQUE)).isEqualTo("none");
    assertThat(serial()).isGreaterThan(serial);
    assertThat(done(ROOT, "rights bob").text()).contains("late.example");
    assertThat(done(ROOT, "member-list").text()).contains("carol");
    assertThat(done(ROOT, "rollback " + then).text()).contains("nothing to do");
    assertThat(done(BOB, "history").text()).contains("root  rollback everything to generation");
  }

  @Test
  void membersGoBackWithTheirOwnProgramsOnly() throws Exception {
    long one = alice("one");
    alice("two");
    assertThat(say(ALICE, "rollback " + one + " --yes").exit()).isEqualTo(2);
    assertThat(say(BOB, "rollback a " + one + " --yes").exit()).isEqualTo(1);
    assertThat(say(BOB, "rollback a " + one + " --yes --as=alice").exit()).isEqualTo(1);
    assertThat(file("dynamic", PLAQUE)).isEqualTo("two\n");
    done(ROOT, "rollback a " + one + " --as=alice");
    assertThat(file("dynamic", PLAQUE)).isEqualTo("one\n");
  }

  @Test
  void theLogTellsWhoDidWhatAboutAName() throws Exception {
    alice("one");
    town.expect(town.apply("bob", "b", plaque("bob.example", "hush")));
    say(ALICE, "grant alice domain bob.example");
    done(ROOT, "revoke alice domain alice.example --yes");
    assertThat(done(ROOT, "audit --about=alice.example").text().lines())
        .hasSize(3)
        .first()
        .asString()
        .contains("root  revoke alice domain alice.example: generation");
    assertThat(done(ROOT, "audit --about=bob.example --by=alice").text())
        .contains("alice on shell  grant alice domain bob.example: refused, 1");
    assertThat(done(ALICE, "audit").text())
        .contains("apply a of alice", "revoke alice domain alice.example")
        .doesNotContain("apply b of bob");
    assertThat(done(BOB, "audit").text())
        .contains("apply b of bob", "grant bob domain bob.example")
        .doesNotContain("alice");
    assertThat(done(BOB, "audit --about=a").text()).contains("nothing of that kind");
    assertThat(done(ROOT, "audit --since=2199-01-01").text()).contains("nothing of that kind");
    assertThat(say(ROOT, "audit --since=yesterday").exit()).isEqualTo(2);
    assertThat(done(ROOT, "audit --last=2").text().lines()).hasSize(3);
  }

  @Test
  void administratorsAskWhetherTheLogIsWhole() throws Exception {
    alice("one");
    String said = done(ROOT, "audit --verify").text();
    String head = said.substring(said.lastIndexOf(' ') + 1);
    assertThat(said).startsWith("the audit log is whole: ");
    alice("two");
    assertThat(done(ROOT, "audit --verify --head=" + head).text()).contains("1 has followed");
    assertThat(say(ROOT, "audit --verify --head=" + "0".repeat(64)).problems())
        .contains("was cut off or rewritten");
    assertThat(say(ROOT, "audit --head=x").exit()).isEqualTo(2);
    assertThat(say(ALICE, "audit --verify").exit()).isEqualTo(1);
  }
}
