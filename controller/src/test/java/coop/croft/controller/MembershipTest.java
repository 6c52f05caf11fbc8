package coop.croft.controller;

import static org.assertj.core.api.Assertions.assertThat;

import coop.croft.controller.rights.Actor;
import coop.croft.core.wire.Calls.Call;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What comes with being a member of a site that has a domain for its members. */
class MembershipTest {
  private static final String SITE =
      Town.SITE.replace(
          "val Contact", "val MemberDomain : domain = \"people.example\";\nval Contact");

  @TempDir private Path directory;
  private Town town;

  @BeforeEach
  void found() throws Exception {
    town = Town.founded(directory);
    town.expect(town.site(SITE));
    town.settle();
  }

  @AfterEach
  void leave() throws Exception {
    town.close();
  }

  private String status(String member) throws Exception {
    Call call = new Call("status", List.of(), List.of(), Map.of());
    return town.expect(town.call(new Actor.Member(member, "shell"), call)).text();
  }

  @Test
  void aNewMemberHasANameAndASiteWithoutSayingAnything() throws Exception {
    Town.Said said = town.expect(town.admin("member-add", "gerda"));
    assertThat(said.text()).contains("gerda is a member", "dynamic  live");
    assertThat(town.admin("rights", "gerda").text()).contains("domain gerda.people.example");
    assertThat(status("gerda")).contains("(default)  gerda.people.example  live on dynamic, main");
    assertThat(town.agent("dynamic").files.keySet())
        .anyMatch(path -> path.contains("gerda.people.example"));
  }

  @Test
  void whatNobodyWroteIsThereAgainAfterAStart() throws Exception {
    Map<String, String> before = new TreeMap<>(town.agent("dynamic").files);
    String history = town.admin("history").text();
    town.reboot();
    town.settle();
    assertThat(status("alice")).contains("(default)  alice.people.example  live on dynamic, main");
    assertThat(town.agent("dynamic").files).isEqualTo(before);
    assertThat(town.admin("history").text()).isEqualTo(history);
    town.expect(town.admin("grant", "bob", "domain", "bob.example.org"));
    assertThat(town.admin("whohas", "domain", "bob.people.example").text()).isEqualTo("bob");
  }

  @Test
  void theNameGoesWithTheMembership() throws Exception {
    assertThat(town.admin("revoke", "alice", "domain", "alice.people.example").problems())
        .contains("by being a member, not by a grant");
    town.expect(town.admin("grant", "alice", "domain", "gerda.people.example"));
    assertThat(town.admin("member-add", "gerda").problems())
        .contains("gerda.people.example, which alice holds: croft revoke alice domain");
    town.expect(town.site(Town.SITE));
    assertThat(town.admin("rights", "alice").text()).doesNotContain("alice.people.example");
    assertThat(town.admin("rights", "alice").text()).contains("domain gerda.people.example");
  }
}
