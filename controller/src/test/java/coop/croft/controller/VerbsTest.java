package coop.croft.controller;

import static org.assertj.core.api.Assertions.assertThat;

import coop.croft.controller.api.Verb;
import coop.croft.core.wire.Calls;
import coop.croft.core.wire.Calls.Call;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a login host can get whose agent's key is in hostile hands: every verb that there is, in the
 * name of everybody. A verb that has no line here fails the test until somebody has decided.
 */
class VerbsTest {
  private static final String WORDS_OF_BOB = "bobs-own-words";
  private static final String PROGRAM =
      "domain \"bob.example\" with plaque \"" + WORDS_OF_BOB + "\" end\n";

  /** What somebody who is after bob's things would say to each verb. */
  private static final Map<Verb, List<Call>> ATTEMPTS = attempts();

  @TempDir private Path directory;
  private Town town;

  private static Call call(Verb verb, String... arguments) {
    return new Call(verb.word(), List.of(arguments), List.of(), Map.of());
  }

  private static Call with(Verb verb, Map<String, String> options, String... arguments) {
    return new Call(verb.word(), List.of(arguments), List.of(), options);
  }

  private static Call program(Verb verb, Map<String, String> options) {
    return new Call(
        verb.word(),
        List.of(),
        List.of(new Calls.Program("stolen", "stolen.dtl", PROGRAM)),
        options);
  }

  private static Map<Verb, List<Call>> attempts() {
    Map<Verb, List<Call>> out = new EnumMap<>(Verb.class);
    Map<String, String> bob = Map.of("as", "bob");
    Map<String, String> yes = Map.of("yes", "true");
    Map<String, String> diff = Map.of("diff", "true");
    out.put(Verb.CHECK, List.of(program(Verb.CHECK, Map.of()), program(Verb.CHECK, bob)));
    out.put(Verb.PLAN, List.of(program(Verb.PLAN, diff), program(Verb.PLAN, bob)));
    out.put(Verb.APPLY, List.of(program(Verb.APPLY, yes), program(Verb.APPLY, bob)));
    out.put(
        Verb.REMOVE,
        List.of(
            with(Verb.REMOVE, yes, "b"),
            with(Verb.REMOVE, yes, "bob/b"),
            with(Verb.REMOVE, Map.of("as", "bob", "yes", "true"), "b")));
    out.put(Verb.STATUS, List.of(call(Verb.STATUS, "b"), with(Verb.STATUS, bob)));
    Map<String, String> after = Map.of("after", "dynamic 2026-11-26 0");
    out.put(
        Verb.LOGS,
        List.of(
            call(Verb.LOGS, "bob.example"),
            with(Verb.LOGS, bob, "bob.example"),
            with(Verb.LOGS, after, "bob.example")));
    out.put(
        Verb.STATISTICS,
        List.of(call(Verb.STATISTICS, "bob.example"), with(Verb.STATISTICS, bob, "bob.example")));
    out.put(
        Verb.DOCTOR,
        List.of(call(Verb.DOCTOR, "bob.example"), with(Verb.DOCTOR, bob, "bob.example")));
    out.put(Verb.HISTORY, List.of(call(Verb.HISTORY, "b"), with(Verb.HISTORY, bob)));
    out.put(Verb.DIFF, List.of(with(Verb.DIFF, bob, "2"), with(Verb.DIFF, bob, "1", "2")));
    out.put(
        Verb.ROLLBACK,
        List.of(
            with(Verb.ROLLBACK, yes, "b", "2"),
            with(Verb.ROLLBACK, bob, "b", "2"),
            with(Verb.ROLLBACK, yes, "2")));
    out.put(
        Verb.AUDIT,
        List.of(
            with(Verb.AUDIT, bob),
            with(Verb.AUDIT, Map.of("verify", "true")),
            with(Verb.AUDIT, Map.of("head", "0".repeat(64)))));
    out.put(Verb.WHOAMI, List.of(with(Verb.WHOAMI, bob), with(Verb.WHOAMI, Map.of("as", "root"))));
    out.put(Verb.RIGHTS, List.of(call(Verb.RIGHTS, "bob"), with(Verb.RIGHTS, bob)));
    out.put(Verb.PREMISES, List.of(with(Verb.PREMISES, bob)));
    out.put(Verb.MEMBER_ADD, List.of(call(Verb.MEMBER_ADD, "eve")));
    out.put(Verb.MEMBER_LIST, List.of(call(Verb.MEMBER_LIST)));
    out.put(Verb.GRANT, List.of(call(Verb.GRANT, "alice", "domain", "bob.example")));
    out.put(Verb.REVOKE, List.of(call(Verb.REVOKE, "bob", "domain", "bob.example")));
    out.put(Verb.WHOHAS, List.of(call(Verb.WHOHAS, "domain", "bob.example")));
    out.put(Verb.HOST_ADD, List.of(call(Verb.HOST_ADD, "shell"), call(Verb.HOST_ADD, "main")));
    for (Verb verb :
        List.of(Verb.HOST_REVOKE, Verb.HOST_DRAIN, Verb.HOST_UNDRAIN, Verb.HOST_REMOVE)) {
      out.put(verb, List.of(call(verb, "dynamic"), with(verb, yes, "dynamic")));
    }
    out.put(Verb.BACKUP, List.of(call(Verb.BACKUP)));
    out.put(Verb.HOST_LIST, List.of(call(Verb.HOST_LIST)));
    out.put(
        Verb.REGEN,
        List.of(
            call(Verb.REGEN, "start"),
            call(Verb.REGEN, "stop"),
            call(Verb.REGEN, "status"),
            with(Verb.REGEN, Map.of("check", "true"))));
    out.put(
        Verb.SITE,
        List.of(
            new Call("site", List.of(), List.of(new Calls.Program("site", "s", Town.SITE)), yes)));
    return out;
  }

  @BeforeEach
  void found() throws Exception {
    town = Town.founded(directory);
    town.expect(town.apply("bob", "b", PROGRAM));
    town.expect(town.admin("member-add", "carol"));
    town.expect(town.admin("grant", "carol", "host", "elsewhere"));
    town.settle();
  }

  @AfterEach
  void leave() throws Exception {
    town.close();
  }

  private Town.Said say(String host, long uid, String user, Call call) throws Exception {
    return new Town.Said(town.agent(host).relay(uid, user, call));
  }

  /** The state of things that no attempt may change. */
  private String state() throws Exception {
    return town.admin("member-list")
        + "\n"
        + town.admin("host-list")
        + "\n"
        + town.admin("status").text()
        + "\n"
        + town.admin("history").text()
        + "\n"
        + town.agent("dynamic").files
        + town.agent("main").files;
  }

  @Test
  void somebodyHasDecidedAboutEveryVerb() {
    assertThat(ATTEMPTS.keySet()).containsExactlyInAnyOrder(Verb.values());
  }

  @Test
  void aMemberGetsNothingOfAnothersByAnyVerb() throws Exception {
    String before = state();
    for (List<Call> calls : ATTEMPTS.values()) {
      for (Call call : calls) {
        Town.Said said = say("shell", 1001, "alice", call);
        assertThat(said.exit()).as("%s: %s", call, said).isNotZero();
        assertThat(said.text() + said.problems())
            .as("%s", call)
            .doesNotContain(WORDS_OF_BOB + "\n+");
        assertThat(said.text()).as("%s", call).isEmpty();
        town.clock.advance(java.time.Duration.ofSeconds(1));
      }
    }
    assertThat(state()).isEqualTo(before);
  }

  @Test
  void whatAMemberIsToldTellsNothingOfOthers() throws Exception {
    for (Call call :
        List.of(
            call(Verb.STATUS),
            call(Verb.HISTORY),
            with(Verb.HISTORY, Map.of("last", "9999")),
            call(Verb.DIFF, "1"),
            call(Verb.DIFF, "1", "4"),
            call(Verb.AUDIT),
            with(Verb.AUDIT, Map.of("about", "bob")),
            with(Verb.AUDIT, Map.of("about", "bob.example")),
            with(Verb.AUDIT, Map.of("by", "bob")),
            call(Verb.WHOAMI),
            call(Verb.RIGHTS),
            call(Verb.PREMISES))) {
      Town.Said said = say("shell", 1001, "alice", call);
      assertThat(said.toString()).as("%s", call).doesNotContain("bob");
    }
  }

  /** That a name inside of one's own is somebody else's a check tells too; whose it is, nothing. */
  @Test
  void premisesTellWhatIsHeldInsideAndNotByWhom() throws Exception {
    town.expect(town.admin("grant", "bob", "domain", "inner.alice.example"));
    town.expect(town.site("# quiet\n(* quiet\n *)" + Town.SITE));
    Town.Said said = say("shell", 1001, "alice", call(Verb.PREMISES));
    assertThat(said.events().toString())
        .contains("inner.alice.example", "alice.example", "SiteDomain")
        .doesNotContain("bob", "carol", "quiet");
  }

  @Test
  void nobodyElseGetsAnythingByAnyVerb() throws Exception {
    record Caller(String host, long uid, String user) {}
    String before = state();
    List<Caller> callers =
        List.of(
            new Caller("shell", 0, "root"),
            new Caller("shell", 0, "alice"),
            new Caller("shell", 1001, "root"),
            new Caller("shell", 1001, "croft"),
            new Caller("shell", 1001, "nobody"),
            new Caller("shell", 1001, ""),
            new Caller("shell", 1001, "alice bob"),
            new Caller("shell", 1001, "../bob"),
            new Caller("shell", 1001, "eve"),
            // May not log in there.
            new Caller("shell", 1003, "carol"),
            // No login hosts.
            new Caller("dynamic", 1001, "alice"),
            new Caller("main", 1001, "alice"));
    for (Caller caller : callers) {
      for (Verb verb : Verb.values()) {
        List<Call> calls = new ArrayList<>(List.of(call(verb)));
        calls.addAll(ATTEMPTS.getOrDefault(verb, List.of()));
        for (Call call : calls) {
          Town.Said said = say(caller.host, caller.uid, caller.user, call);
          assertThat(said.exit()).as("%s %s: %s", caller, call, said).isEqualTo(1);
          assertThat(said.text()).as("%s %s", caller, call).isEmpty();
          town.clock.advance(java.time.Duration.ofSeconds(1));
        }
      }
    }
    assertThat(state()).isEqualTo(before);
  }

  @Test
  void noTrickWithTheRequestMakesAnotherOfTheCaller() throws Exception {
    TestAgent shell = town.agent("shell");
    String call = coop.croft.core.wire.Wire.write(call(Verb.WHOAMI));
    for (String query :
        List.of(
            "",
            "?uid=1001&call=1&since=1",
            "?user=bob&call=1&since=1",
            "?uid=-1&user=bob&call=1&since=1",
            "?uid=99999999999999999999&user=bob&call=1&since=1",
            "?uid=x&user=bob&call=1&since=1",
            "?uid=1001&uid=0&user=alice&user=root&call=1&since=1",
            "?uid=1001&user=alice&call=-1&since=1",
            "?uid=1001&user=alice&call=1&since=2",
            "?uid=1001&user=alice&call=1",
            "?uid=1001&user=alice&call=1&since=1&host=main")) {
      TestAgent.Response response = shell.post("/agent/relay" + query, call);
      assertThat(response.body()).as(query).doesNotContain("administrator\":true");
      assertThat(response.body()).as(query).doesNotContain("bob, a member");
    }
    String forged =
        call.substring(0, call.length() - 1)
            + ",\"uid\":0,\"user\":\"root\",\"actor\":\"root\",\"via\":\"\"}";
    assertThat(shell.post("/agent/relay?uid=1001&user=alice&call=1&since=1", forged).body())
        .contains("alice, a member, on shell");
  }
}
