package coop.croft.controller.engine;

import static org.assertj.core.api.Assertions.assertThat;

import coop.croft.core.model.Right;
import coop.croft.core.model.Rights;
import coop.croft.core.model.SourceId;
import coop.croft.lang.SourceText;
import coop.croft.services.Compiler;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** However rights come and go, what is in force is right: a controller that starts can read it. */
class RightsInForceTest {
  private static final int SEQUENCES = 40;
  private static final int STEPS = 60;
  private static final List<String> MEMBERS = List.of("alice", "bob", "carol", "dan");
  private static final List<String> DOMAINS =
      List.of(
          "coop.example",
          "a.coop.example",
          "b.a.coop.example",
          "people.example",
          "bob.people.example",
          "x.bob.people.example",
          "dan.people.example");
  private static final List<String> PATHS =
      List.of("/srv", "/srv/coop", "/srv/coop/bob", "/srv/coop/bob/www", "/home", "/home/dan");
  private static final List<String> PORTS = List.of("50000-50019", "50005", "50010-50012");

  private static Wanted founded(Map<String, Set<Right>> granted) throws Exception {
    return good(
        Draft.first(List.of(LabSite.withMemberDomain("people.example")), new Rights(granted)));
  }

  private static SourceText text(String name, String text) {
    return new SourceText(name, text.getBytes(StandardCharsets.UTF_8));
  }

  private static Wanted good(Draft.Result result) {
    assertThat(result).isInstanceOf(Draft.Result.Good.class);
    return ((Draft.Result.Good) result).wanted();
  }

  private static Change put(String member, String program) {
    return new Change.Put(new SourceId(member, "p"), text("p.dtl", program));
  }

  /** What the start of a controller does. */
  private static void requireRight(Wanted wanted, String history) {
    wanted
        .sources()
        .forEach(
            (id, held) -> {
              Compiler.Compiled anew = wanted.compiler().compile(id, held.text(), wanted.rights());
              assertThat(anew)
                  .as("%s after %s", id, history)
                  .isEqualTo(new Compiler.Compiled.Units(wanted.unitsOf(id)));
            });
  }

  @Test
  void anySequenceOfRightsAndProgramsLeavesNoneThatIsNotRight() throws Exception {
    long seed = Long.getLong("croft.seed", System.nanoTime());
    System.out.println("rights and programs drawn with -Dcroft.seed=" + seed);
    Random random = new Random(seed);
    int taken = 0;
    int refused = 0;
    for (int i = 0; i < SEQUENCES; i++) {
      Wanted wanted =
          founded(
              Map.of(
                  "alice", account("alice", "/srv/coop"),
                  "bob", account("bob", "/home/bob"),
                  "carol", account("carol", "/srv")));
      List<String> history = new ArrayList<>();
      for (int step = 0; step < STEPS; step++) {
        List<Change> changes = drawn(random, wanted);
        history.add(changes.toString());
        switch (Draft.of(wanted, changes)) {
          case Draft.Result.Bad bad -> refused++;
          case Draft.Result.Good good -> {
            taken++;
            wanted = good.wanted();
            requireRight(wanted, "seed " + seed + ": " + String.join("\n", history));
          }
        }
      }
    }
    assertThat(taken).isGreaterThan(SEQUENCES * STEPS / 4);
    assertThat(refused).isGreaterThan(SEQUENCES);
  }

  private static List<Change> drawn(Random random, Wanted wanted) {
    String member = one(random, MEMBERS);
    return switch (random.nextInt(10)) {
      case 0 -> List.of(new Change.AddMember(member));
      case 1, 2, 3 -> List.of(new Change.Grant(member, right(random)));
      case 4, 5 -> {
        List<Right> held = List.copyOf(wanted.rights().granted(member));
        yield List.of(
            new Change.Revoke(member, held.isEmpty() ? right(random) : one(random, held)));
      }
      case 6 ->
          List.of(
              new Change.Grant(member, right(random)),
              new Change.Grant(one(random, MEMBERS), right(random)));
      default -> List.of(put(member, program(random, member, wanted.rights())));
    };
  }

  private static <T> T one(Random random, List<T> some) {
    return some.get(random.nextInt(some.size()));
  }

  /** Mostly one that the member may name. */
  private static String within(Random random, List<String> all, Predicate<String> held) {
    List<String> some = all.stream().filter(held).toList();
    return one(random, some.isEmpty() || random.nextInt(8) == 0 ? all : some);
  }

  private static Right right(Random random) {
    return switch (random.nextInt(9)) {
      case 0 -> new Right(Right.Kind.USER, one(random, MEMBERS));
      case 1 -> new Right(Right.Kind.GROUP, one(random, MEMBERS));
      case 2 -> new Right(Right.Kind.PORT, one(random, PORTS));
      case 3, 4, 5 -> new Right(Right.Kind.PATH, one(random, PATHS));
      default -> new Right(Right.Kind.DOMAIN, one(random, DOMAINS));
    };
  }

  private static String program(Random random, String member, Rights rights) {
    String domain =
        (random.nextBoolean() ? "" : "y.")
            + within(random, DOMAINS, d -> rights.holdsDomain(member, d));
    String path =
        within(random, PATHS, p -> rights.holdsPath(member, p))
            + (random.nextBoolean() ? "" : "/pages");
    String port = "500" + one(random, List.of("05", "11", "15"));
    return switch (random.nextInt(6)) {
      case 0 -> "domain \"" + domain + "\" with dns (dnsA \"www\" \"203.0.113.9\") end";
      // A program that asks for nothing names what it must hold, too.
      case 1 ->
          "val unused : your_path = \""
              + path
              + "\";\nval other : your_domain = \""
              + domain
              + "\"";
      case 2 -> "domain \"" + domain + "\" with web \"www\" with end end";
      case 3 -> site(domain, path, member, "proxyPass \"/app\" " + port);
      case 4 -> site(domain, path, one(random, MEMBERS), "");
      default -> site(domain, path, member, "alias \"/more\" \"" + one(random, PATHS) + "\"");
    };
  }

  private static String site(String domain, String path, String user, String inside) {
    return """
        domain "%s" with
          web "www" where DocumentRoot = "%s"; User = "%s"; Group = "%s" with
            %s
          end
        end
        """
        .formatted(domain, path, user, user, inside);
  }

  private static Set<Right> account(String member, String path) {
    return Set.of(
        new Right(Right.Kind.DOMAIN, member + ".example"),
        new Right(Right.Kind.USER, member),
        new Right(Right.Kind.GROUP, member),
        new Right(Right.Kind.PATH, path));
  }

  private static String serves(String path) {
    return "domain \"alice.example\" with web \"www\" where DocumentRoot = \""
        + path
        + "\" with end end";
  }

  @Test
  void aPathIsNotGivenAwayBelowWhatAProgramServes() throws Exception {
    Wanted wanted =
        good(
            Draft.of(
                founded(Map.of("alice", account("alice", "/srv/coop"), "bob", Set.of())),
                List.of(put("alice", serves("/srv/coop/bob/www")))));
    for (String path : List.of("/srv/coop/bob", "/srv/coop/bob/www")) {
      Draft.Result result =
          Draft.of(wanted, List.of(new Change.Grant("bob", new Right(Right.Kind.PATH, path))));
      assertThat(result).isInstanceOf(Draft.Result.Bad.class);
      assertThat(result.toString())
          .contains("the program alice/p would no longer be right")
          .contains("you do not hold the path /srv/coop/bob/www");
    }
    for (String path : List.of("/srv/coop/bob/www/deeper", "/srv/coop/carol", "/srv")) {
      good(Draft.of(wanted, List.of(new Change.Grant("bob", new Right(Right.Kind.PATH, path)))));
    }
    // Who holds the same as well takes nothing away.
    good(
        Draft.of(
            wanted, List.of(new Change.Grant("bob", new Right(Right.Kind.PATH, "/srv/coop")))));
  }

  /** All at once is what one after the other comes to, for who holds what and what stays. */
  @Test
  void manyRightsAreOneChange() throws Exception {
    Right above = new Right(Right.Kind.DOMAIN, "coop.example");
    Right below = new Right(Right.Kind.DOMAIN, "a.coop.example");
    Right port = new Right(Right.Kind.PORT, "50005");
    Wanted wanted = founded(Map.of("alice", Set.of(above), "bob", Set.of()));
    wanted = good(Draft.of(wanted, List.of(put("alice", "dom \"a.coop.example\" with end"))));
    List<Change> changes =
        List.of(
            new Change.AddMember("carol"),
            new Change.Grant("bob", port),
            new Change.Grant("carol", port),
            new Change.Grant("bob", below),
            new Change.Revoke("bob", port));
    Wanted one = wanted;
    for (Change change : changes.subList(0, 3)) {
      one = good(Draft.of(one, List.of(change)));
    }
    // A revoke in the same submission takes down what would refuse a grant.
    Draft.Result.Good all = (Draft.Result.Good) Draft.of(wanted, changes);
    assertThat(all.takenDown()).containsExactly(new SourceId("alice", "p"));
    assertThat(Draft.of(one, changes.subList(3, 4))).isInstanceOf(Draft.Result.Bad.class);
    Rights rights = all.wanted().rights();
    assertThat(rights.members()).containsExactlyInAnyOrder("alice", "bob", "carol");
    assertThat(rights.granted("alice")).containsExactly(above);
    assertThat(rights.granted("bob")).containsExactly(below);
    assertThat(rights.granted("carol")).isEqualTo(one.rights().granted("carol"));
    assertThat(rights.of("carol")).isEqualTo(one.rights().of("carol"));
    requireRight(all.wanted(), "many rights at once");
  }

  @Test
  void aNameThatComesWithBeingAMemberIsNotTakenFromAProgram() throws Exception {
    Right names = new Right(Right.Kind.DOMAIN, "people.example");
    Wanted wanted =
        good(
            Draft.of(
                founded(Map.of("alice", Set.of(names))),
                List.of(put("alice", "domain \"x.bob.people.example\" with end"))));
    Draft.Result result = Draft.of(wanted, List.of(new Change.AddMember("bob")));
    assertThat(result).isInstanceOf(Draft.Result.Bad.class);
    assertThat(result.toString()).contains("you do not hold the domain x.bob.people.example");
    good(Draft.of(wanted, List.of(new Change.AddMember("carol"))));
  }

  /** As a start leaves it that found no right for it. */
  private static Wanted without(Wanted wanted, SourceId id, String program) {
    SortedMap<SourceId, Wanted.Held> sources = new TreeMap<>(wanted.sources());
    sources.put(id, new Wanted.Held(text("old.dtl", program), 1, List.of(), Size.NOTHING, true));
    return new Wanted(
        wanted.siteFiles(),
        wanted.compiler(),
        wanted.rights(),
        sources,
        wanted.units(),
        wanted.issued());
  }

  @Test
  void aProgramThatWasKeptOutComesBackWhereItsDomainsAreFreeAndRefusesNobody() throws Exception {
    Right shop = new Right(Right.Kind.DOMAIN, "shop.example");
    SourceId old = new SourceId("alice", "old");
    Wanted wanted =
        good(
            Draft.of(
                founded(Map.of("alice", account("alice", "/srv"), "bob", Set.of(shop))),
                List.of(put("bob", "domain \"shop.example\" with end"))));
    String program = "domain \"alice.example\" with end; domain \"shop.example\" with end";
    wanted =
        good(Draft.of(without(wanted, old, program), List.of(new Change.Grant("alice", shop))));
    assertThat(wanted.sources().get(old)).matches(Wanted.Held::keptOut);
    assertThat(wanted.units().keySet()).contains("shop.example").doesNotContain("alice.example");
    assertThat(wanted.unitsOf(new SourceId("bob", "p"))).hasSize(1);
    wanted = good(Draft.of(wanted, List.of(new Change.TakeSite(wanted.siteFiles()))));
    assertThat(wanted.sources().get(old)).matches(Wanted.Held::keptOut);
    wanted = good(Draft.of(wanted, List.of(new Change.Remove(new SourceId("bob", "p")))));
    Right more = new Right(Right.Kind.DOMAIN, "more.example");
    wanted = good(Draft.of(wanted, List.of(new Change.Grant("alice", more))));
    assertThat(wanted.unitsOf(old)).hasSize(2);
    requireRight(wanted, "the domain became free");
  }
}
