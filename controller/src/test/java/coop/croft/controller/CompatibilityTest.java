package coop.croft.controller;

import static org.assertj.core.api.Assertions.assertThat;

import coop.croft.controller.rights.Actor;
import coop.croft.core.model.Right;
import coop.croft.core.model.Rights;
import coop.croft.core.model.SourceId;
import coop.croft.core.wire.Calls;
import coop.croft.core.wire.Calls.Call;
import coop.croft.core.wire.Calls.Event;
import coop.croft.core.wire.Wire;
import coop.croft.lang.SourceText;
import coop.croft.services.Compatibility;
import coop.croft.services.Compatibility.Finding;
import coop.croft.services.Compiler;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the controller tells of the programs in force is enough to hold another site against. */
class CompatibilityTest {
  private static final String SITE =
      """
      val sign : string = "of the site";
      val MemberDomain : domain = "people.example";
      """
          + Town.SITE;

  @TempDir private Path directory;
  private Town town;

  @BeforeEach
  void found() throws Exception {
    town = Town.founded(directory);
    town.expect(town.site(SITE));
    town.expect(
        town.apply(
            "alice",
            "a",
            """
            domain "alice.example" with
              plaque sign # expect unknown-name: sign
            end
            """));
    town.expect(
        town.apply("bob", "b", "domain \"bob.example\" with plaque \"x\"; plaque \"y\" end\n"));
    town.expect(town.admin("member-add", "carol"));
  }

  @AfterEach
  void leave() throws Exception {
    town.close();
  }

  /** What another site would make of the programs in force. */
  private List<Finding> with(String site) throws Exception {
    List<String> data =
        town.expect(town.admin("regen", "programs")).events().stream()
            .filter(e -> e.kind() == Calls.Kind.TEXT)
            .map(Event::data)
            .toList();
    Calls.SiteInForce ground = Wire.read(Calls.SiteInForce.class, data.getFirst());
    assertThat(ground.site().getFirst().text()).isEqualTo(SITE);
    Map<String, List<Right>> rights = new HashMap<>();
    ground.members().forEach(m -> rights.put(m, new ArrayList<>()));
    for (Calls.Held h : ground.rights()) {
      Objects.requireNonNull(rights.get(h.member())).add(new Right(kind(h.kind()), h.value()));
    }
    List<Compatibility.Program> programs =
        data.stream()
            .skip(1)
            .map(json -> Wire.read(Calls.Stored.class, json))
            .map(
                p ->
                    new Compatibility.Program(
                        new SourceId(p.member(), p.name()),
                        new SourceText(p.file(), p.text().getBytes(StandardCharsets.UTF_8)),
                        p.resources(),
                        Optional.ofNullable(p.waitsFor())))
            .toList();
    return Compatibility.of(
        Compiler.load(List.of(new SourceText("site.dtl", site.getBytes(StandardCharsets.UTF_8)))),
        new Rights(rights),
        programs);
  }

  private static Right.Kind kind(String label) {
    return Arrays.stream(Right.Kind.values())
        .filter(k -> k.label().equals(label))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void anotherSiteIsHeldAgainstAllPrograms() throws Exception {
    String audit = town.admin("audit").text();
    assertThat(with(SITE)).isEmpty();
    namesWhatIsRefusedFirst();
    holdsWhatNobodyWroteAgainstItToo();
    assertThat(town.admin("audit").text()).isEqualTo(audit);
  }

  private void namesWhatIsRefusedFirst() throws Exception {
    List<Finding> findings =
        with(SITE.replace("val sign", "val plate").replace("[\"dynamic\"]", "[\"main\"]"));
    assertThat(findings.getFirst())
        .isInstanceOfSatisfying(
            Finding.Refused.class,
            r -> {
              assertThat(r.program().id()).isEqualTo(new SourceId("alice", "a"));
              assertThat(r.diagnostics())
                  .singleElement()
                  .satisfies(d -> assertThat(d.message()).contains("'sign'"));
            });
    assertThat(findings.stream().filter(f -> f instanceof Finding.Refused)).hasSize(1);
    assertThat(findings).anySatisfy(f -> changes(f, "bob/b", "nodes [dynamic]", "nodes [main]"));
  }

  private static void changes(Finding finding, String id, String before, String after) {
    assertThat(finding)
        .isInstanceOfSatisfying(
            Finding.Changed.class,
            c -> {
              assertThat(c.id()).hasToString(id);
              assertThat(String.join("\n", c.before())).contains(before).doesNotContain(after);
              assertThat(String.join("\n", c.after())).contains(after).doesNotContain(before);
            });
  }

  private void holdsWhatNobodyWroteAgainstItToo() throws Exception {
    List<Finding> findings = with(SITE.replace("people.example", "folk.example"));
    assertThat(
            findings.stream()
                .map(f -> (Finding.Changed) f)
                .map(c -> c.before().stream().findFirst() + " " + c.after().stream().findFirst()))
        .contains(
            "Optional[carol.people.example] Optional.empty",
            "Optional.empty Optional[carol.folk.example]",
            "Optional[people.example] Optional.empty");
  }

  @Test
  void aCheckTellsWhatAMembersOwnProgramsConfigure() throws Exception {
    isForAdministrators();
    for (String words : List.of("x", "new")) {
      Town.Said said =
          town.member(
              "bob",
              "check",
              "b",
              "domain \"bob.example\" with plaque \"" + words + "\" end\n",
              "resources",
              "true");
      String data = town.expect(said).events().getFirst().data();
      assertThat(Wire.read(Calls.Configured.class, Objects.requireNonNull(data)).resources())
          .first()
          .isEqualTo("bob.example");
      assertThat(said.text()).contains("plaque: nodes [dynamic], text " + words);
    }
  }

  private void isForAdministrators() throws Exception {
    Town.Said said =
        town.call(
            new Actor.Member("alice", "shell"),
            new Call("regen", List.of("programs"), List.of(), Map.of()));
    assertThat(said.exit()).isEqualTo(1);
    assertThat(said.toString()).doesNotContain("bob");
  }
}
