package coop.croft.cli;

import static coop.croft.cli.ScriptedController.answer;
import static org.assertj.core.api.Assertions.assertThat;

import coop.croft.cli.terminal.Exit;
import coop.croft.core.model.Right;
import coop.croft.core.model.Rights;
import coop.croft.core.model.SourceId;
import coop.croft.core.wire.Calls;
import coop.croft.core.wire.Calls.Event;
import coop.croft.core.wire.Wire;
import coop.croft.lang.SourceText;
import coop.croft.services.Compiler;
import coop.croft.services.ResourceText;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All programs of a site, held against the library of this command and against another site. */
class RegenTest {
  private static final String SIGNS = "val signs : string = \"https://signs.example/\";\n";
  private static final String SIGNPOST =
      """
      domain "%s" with
        dns (dnsTXT "@" signs)%s
      end
      """;

  @TempDir Path directory;
  private final Map<String, List<Right>> rights = new HashMap<>();
  private final List<Event> told = new ArrayList<>();

  private static String site() throws Exception {
    return SIGNS + Files.readString(Repository.SITE.resolve("site.dtl"));
  }

  private static SourceText text(String file, String text) {
    return new SourceText(file, text.getBytes(StandardCharsets.UTF_8));
  }

  /** A program in force, with what this library makes of it in the site. */
  private void inForce(Compiler compiler, String member, String name, String domain, String text) {
    List<Right> held =
        List.of(
            new Right(Right.Kind.DOMAIN, domain),
            new Right(Right.Kind.USER, member),
            new Right(Right.Kind.GROUP, member),
            new Right(Right.Kind.PATH, "/home/" + member));
    rights.computeIfAbsent(member, m -> new ArrayList<>()).addAll(held);
    if (compiler.compile(new SourceId(member, name), text(name + ".dtl", text), new Rights(rights))
        instanceof Compiler.Compiled.Units(var units)) {
      told.add(
          stored(
              new Calls.Stored(member, name, name + ".dtl", text, ResourceText.of(units), null)));
    } else {
      throw new AssertionError(text);
    }
  }

  private static Event stored(Calls.Stored program) {
    return new Event(Calls.Kind.TEXT, program.name(), null, Wire.write(program), null);
  }

  private void waiting(String member, String name, String text) {
    told.add(stored(new Calls.Stored(member, name, name + ".dtl", text, List.of(), "main")));
  }

  /** What is in force, and then the plan of a controller that has nothing to do. */
  private String[] answers(String site) {
    List<Calls.Held> held = new ArrayList<>();
    rights.forEach(
        (m, all) -> all.forEach(r -> held.add(new Calls.Held(m, r.kind().label(), r.value()))));
    List<Event> events = new ArrayList<>();
    events.add(
        new Event(
            Calls.Kind.TEXT,
            "the site",
            null,
            Wire.write(
                new Calls.SiteInForce(
                    List.of(new Calls.Program("site.dtl", "site.dtl", site)),
                    List.copyOf(rights.keySet()),
                    held)),
            null));
    events.addAll(told);
    events.add(Event.done(0));
    return new String[] {
      answer(events.toArray(Event[]::new)),
      answer(Event.text("nothing to change on any host"), Event.done(0))
    };
  }

  private void town() throws Exception {
    Compiler compiler = Compiler.load(List.of(text("site.dtl", site())));
    inForce(compiler, "alice", "a", "alice.example", SIGNPOST.formatted("alice.example", ""));
    inForce(
        compiler,
        "bob",
        "b",
        "bob.example",
        "domain \"bob.example\" with\n  web \"www\" with end;\n  dns (dnsTXT \"@\" \"x\")\nend\n");
    inForce(
        compiler,
        "carol",
        "c",
        "carol.example",
        SIGNPOST.formatted("carol.example", " # expect unknown-name: signs"));
  }

  private Run croft(String... arguments) {
    return new Run.Setting(directory, "", false).croft(arguments);
  }

  @Test
  void aLibraryThatChangesNothingSaysSoAndThenComesThePlan() throws Exception {
    town();
    try (var controller = new ScriptedController(directory, answers(site()))) {
      assertThat(croft("regen", "--check"))
          .isEqualTo(
              new Run(
                  Exit.DONE,
                  """
                  3 programs: nothing refused, and all configure what they do now
                  nothing to change on any host
                  """,
                  "what croft regen would do now, with the controller that runs:\n"));
      assertThat(controller.calls())
          .containsExactly(
              new Calls.Call("regen", List.of("programs"), List.of(), Map.of()),
              new Calls.Call("regen", List.of("start"), List.of(), Map.of("check", "true")));
    }
  }

  @Test
  void whatWaitsForAHostIsCheckedAndNotCompared() throws Exception {
    town();
    waiting("bob", "b", "domain \"bob.example\" with end\n");
    waiting("alice", "a", "domain \"alice.example\" with nonsense end\n");
    try (var controller = new ScriptedController(directory, answers(site()))) {
      assertThat(controller.calls()).isEmpty();
      Run run = croft("regen", "--check");
      assertThat(run.exit()).isEqualTo(Exit.REFUSED);
      assertThat(run.err())
          .isEqualTo(
              """
              alice/a, which waits for main, would be refused
              a.dtl:1:29: error[unknown-name]: there is no value 'nonsense'
              1 | domain "alice.example" with nonsense end
                |                             ^^^^^^^^
              1 of 3 programs would be refused, 0 would configure something else; members: alice
              bob/b waits for main: it would not be refused, and what it would configure is not held against anything
              what croft regen would do now, with the controller that runs:
              """);
    }
  }

  @Test
  void whatWaitsAndIsNotRefusedIsNoFault() throws Exception {
    town();
    waiting("bob", "b", "domain \"bob.example\" with end\n");
    try (var controller = new ScriptedController(directory, answers(site()))) {
      assertThat(controller.calls()).isEmpty();
      Run run = croft("regen", "--check", "--json");
      assertThat(run.exit()).isEqualTo(Exit.DONE);
      assertThat(run.out())
          .startsWith(
              """
              {"member":"bob","program":"b","refused":false,"waitsFor":"main"}
              {"programs":3,"refused":0,"changed":0,"nobodyWrote":0,"waiting":1}
              """);
    }
  }

  @Test
  void anotherSiteIsHeldAgainstAllProgramsMemberByMember() throws Exception {
    town();
    Path other = Files.createDirectory(directory.resolve("site"));
    Files.writeString(
        other.resolve("site.dtl"),
        site().replace(SIGNS, "").replace("[\"dynamic\"]", "[\"main\"]"));
    String inForce = answers(site())[0];
    try (var controller = new ScriptedController(directory, inForce, inForce)) {
      Run run = croft("regen", "--check", "--site", other.toString());
      assertThat(run.exit()).isEqualTo(Exit.REFUSED);
      assertThat(run.out()).isEmpty();
      assertThat(run.err())
          .isEqualTo(
              """
              alice/a would be refused
              a.dtl:2:19: error[unknown-name]: there is no value 'signs'
              2 |   dns (dnsTXT "@" signs)
                |                   ^^^^^
                hint: text stands in quotation marks: "signs"
              carol/c would be refused, as its comments expect
              c.dtl:2:19: error[unknown-name]: there is no value 'signs'
              2 |   dns (dnsTXT "@" signs) # expect unknown-name: signs
                |                   ^^^^^
                hint: text stands in quotation marks: "signs"
              bob/b would configure something else
              @@ -1,5 +1,5 @@
               bob.example
                 domain: dns use, ttl 3600
              -  address: name www.bob.example, nodes [dynamic], ttl 3600, fallback no
              -  virtual host: name www.bob.example, nodes [dynamic], document root /home/bob/public_html, user bob, group bob, admin bob@croft.example, tls acme, plain too no, body []
              +  address: name www.bob.example, nodes [main], ttl 3600, fallback no
              +  virtual host: name www.bob.example, nodes [main], document root /home/bob/public_html, user bob, group bob, admin bob@croft.example, tls acme, plain too no, body []
                 zone record: owner bob.example, ttl 3600, data txt (text x)
              2 of 3 programs would be refused, 1 would configure something else; members: alice, bob, carol
              """);
      Run json = croft("regen", "--check", "--json", "--site", other.toString());
      assertThat(json.exit()).isEqualTo(Exit.REFUSED);
      assertThat(json.out().lines())
          .hasSize(4)
          .anyMatch(
              l ->
                  l.startsWith(
                      "{\"member\":\"alice\",\"program\":\"a\",\"refused\":true,\"expected\":false"))
          .anyMatch(
              l ->
                  l.startsWith(
                      "{\"member\":\"bob\",\"program\":\"b\",\"refused\":false,\"difference\":["))
          .anyMatch(
              l ->
                  l.startsWith(
                      "{\"member\":\"carol\",\"program\":\"c\",\"refused\":true,\"expected\":true"))
          .last()
          .isEqualTo(
              "{\"programs\":3,\"refused\":2,\"changed\":1,\"nobodyWrote\":0,\"waiting\":0}");
      assertThat(controller.calls()).extracting(Calls.Call::verb).containsOnly("regen");
    }
  }

  /** A new MemberDomain gives each member a site, and the administrators its zone. */
  @Test
  void whatNobodyWroteIsCountedByItself() throws Exception {
    town();
    Path other = Files.createDirectory(directory.resolve("site"));
    Files.writeString(
        other.resolve("site.dtl"), "val MemberDomain : domain = \"people.example\";\n" + site());
    String inForce = answers(site())[0];
    try (var controller = new ScriptedController(directory, inForce, inForce)) {
      Run run = croft("regen", "--check", "--site", other.toString());
      assertThat(run.err())
          .contains("alice.people.example, which nobody wrote, would come\n")
          .endsWith(
              """
              0 of 3 programs would be refused, 0 would configure something else, and 4 that nobody wrote would differ; members: alice, bob, carol
              """);
      assertThat(croft("regen", "--check", "--json", "--site", other.toString()).out())
          .contains("\"domain\":\"people.example\"")
          .endsWith(
              "{\"programs\":3,\"refused\":0,\"changed\":0,\"nobodyWrote\":4,\"waiting\":0}\n");
      assertThat(controller.calls()).hasSize(2);
    }
  }

  @Test
  void howeverManyThereAreTheOutputIsBounded() throws Exception {
    String many = "  dns (dnsTXT \"@\" signs)" + ";\n  dns (dnsTXT \"@\" signs)".repeat(99);
    Compiler compiler = Compiler.load(List.of(text("site.dtl", site())));
    for (int i = 100; i < 230; i++) {
      String domain = "d" + i + ".example";
      inForce(
          compiler, "m" + i, "p", domain, "domain \"" + domain + "\" with\n" + many + "\nend\n");
    }
    Path other = Files.createDirectory(directory.resolve("site"));
    Files.writeString(other.resolve("site.dtl"), site().replace("signs.example", "s.example"));
    try (var controller = new ScriptedController(directory, answers(site()))) {
      Run run = croft("regen", "--check", "--site", other.toString());
      assertThat(run.err().lines()).hasSizeLessThan(100 * 45);
      assertThat(run.err())
          .contains("\nand 163 more lines of this difference\n")
          .contains("\nand 30 more; --json shows all\n0 of 130 programs would be refused, 130")
          .endsWith(", m148, m149 and 80 more\n");
      assertThat(controller.calls()).hasSize(1);
    }
  }

  @Test
  void whatMakesNoSenseIsToldBeforeAnybodyIsAsked() {
    assertThat(croft("regen", "stop", "--check").exit()).isEqualTo(Exit.USAGE);
    assertThat(croft("regen", "--site", "x").err()).startsWith("croft: --site needs --check");
  }

  @Test
  void aMemberHearsWhyThereIsNothing() throws Exception {
    try (var controller =
        new ScriptedController(
            directory,
            answer(Event.problem("croft: regen is for administrators", null), Event.done(1)))) {
      assertThat(croft("regen", "--check"))
          .isEqualTo(new Run(Exit.REFUSED, "", "croft: regen is for administrators\n"));
      assertThat(controller.calls()).hasSize(1);
    }
  }
}
