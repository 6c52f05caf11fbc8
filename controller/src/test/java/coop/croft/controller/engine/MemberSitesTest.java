package coop.croft.controller.engine;

import static org.assertj.core.api.Assertions.assertThat;

import coop.croft.core.model.Right;
import coop.croft.core.model.Rights;
import coop.croft.core.model.SourceId;
import coop.croft.core.plan.Step;
import coop.croft.lang.SourceText;
import coop.croft.services.Unit;
import coop.croft.services.Wish;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is there below the site's domain for members without a program, with all services. */
class MemberSitesTest {
  private static final int MEMBERS = 500;
  private static final String ALICE = "alice.people.example";

  private final Map<String, String> secrets = new TreeMap<>();
  private Current current = new Current(0, Optional.empty(), Layout.EMPTY, new Rights(Map.of()));

  @BeforeEach
  void found() throws Exception {
    Map<String, Set<Right>> members =
        IntStream.range(0, MEMBERS)
            .mapToObj(i -> "member" + i)
            .collect(Collectors.toMap(m -> m, m -> account(m)));
    Set<Right> alice = new HashSet<>(account("alice"));
    alice.add(new Right(Right.Kind.DOMAIN, "greenhouse.example"));
    members.put("alice", alice);
    members.put("ma_ry", account("ma_ry"));
    current = new Current(0, Optional.empty(), Layout.EMPTY, new Rights(members));
    take(site("people.example"));
  }

  private static Right home(String member) {
    return new Right(Right.Kind.PATH, "/home/" + member);
  }

  private static Set<Right> account(String member) {
    return Set.of(
        home(member), new Right(Right.Kind.USER, member), new Right(Right.Kind.GROUP, member));
  }

  private static Change[] join(String member) {
    return Stream.concat(
            Stream.of(new Change.AddMember(member)),
            account(member).stream().map(r -> new Change.Grant(member, r)))
        .toArray(Change[]::new);
  }

  private static Change site(String memberDomain) throws Exception {
    return new Change.TakeSite(List.of(LabSite.withMemberDomain(memberDomain)));
  }

  private static SourceText source(String name, String text) {
    return new SourceText(name, text.getBytes(StandardCharsets.UTF_8));
  }

  private static Change put(String member, String name, String text) {
    return new Change.Put(new SourceId(member, name), source(name, text));
  }

  private record Tried(Attempt attempt, Attempt.Added added) {
    Set<String> files(Step.Kind kind) {
      assertThat(added).isInstanceOf(Attempt.Added.Changes.class);
      return ((Attempt.Added.Changes) added)
          .differences().stream()
              .filter(d -> d.kind() == kind)
              .map(d -> d.domain().orElse("none"))
              .collect(Collectors.toSet());
    }

    String refusal() {
      assertThat(added).isInstanceOf(Attempt.Added.Bad.class);
      return ((Attempt.Added.Bad) added).complaints().toString();
    }
  }

  private Tried attempt(Change... changes) {
    Attempt attempt =
        new Attempt(current, new PublishedFacts(zone -> Optional.empty(), secrets, Instant.EPOCH));
    return new Tried(
        attempt, attempt.add(Submission.agreedTo("alice", "", "", "", List.of(changes), s -> {})));
  }

  private Tried take(Change... changes) {
    Tried tried = attempt(changes);
    assertThat(tried.added()).isInstanceOf(Attempt.Added.Changes.class);
    secrets.putAll(tried.attempt().facts.newSecrets());
    Wanted wanted = tried.attempt().wanted.orElseThrow();
    current =
        new Current(
            current.generation() + 1, Optional.of(wanted), tried.attempt().layout, wanted.rights());
    return tried;
  }

  private Map<String, Unit> units() {
    return current.wanted().orElseThrow().units();
  }

  private String owner(String domain) {
    return Optional.ofNullable(units().get(domain))
        .map(u -> u.source().toString())
        .orElse("nobody");
  }

  private Set<String> hosts(String domain) {
    return current.layout().domains().getOrDefault(domain, List.of()).stream()
        .map(p -> p.host() + " " + p.service())
        .collect(Collectors.toSet());
  }

  @Test
  void eachMemberHasASiteThatIsTheMembersOwn() {
    assertThat(units()).hasSize(MEMBERS + 2).doesNotContainKey("ma_ry.people.example");
    assertThat(owner(ALICE)).isEqualTo("alice/(default)");
    assertThat(owner("people.example")).isEqualTo("root/(default)");
    assertThat(hosts(ALICE)).containsExactlyInAnyOrder("main dns", "dynamic web");
    assertThat(current.wanted().orElseThrow().sources()).isEmpty();
  }

  @Test
  void itsCertificateIsTheMembersWish() {
    Certified certified = new Certified(() -> current, () -> current);
    assertThat(certified.wishes(Optional.of("alice")))
        .extracting(Wish::site)
        .containsExactly(ALICE);
    assertThat(certified.publisher(ALICE)).contains(ALICE);
  }

  @Test
  void aNewMemberCostsTheOwnSiteAndTheZoneAbove() {
    Tried joined = take(join("gerda"));
    assertThat(joined.attempt().domains)
        .containsExactlyInAnyOrder("gerda.people.example", "people.example");
    assertThat(joined.files(Step.Kind.ADD)).containsExactly("gerda.people.example");
    assertThat(joined.files(Step.Kind.CHANGE)).contains("people.example");
    assertThat(take(join("ge_rda")).attempt().domains).isEmpty();
  }

  @Test
  void aProgramTakesItsPlaceAndLeavesItAgain() {
    Map<String, List<Piece>> before = current.layout().domains();
    Tried put = take(put("alice", "own", "dom \"" + ALICE + "\" with web \"blog\" with end end"));
    assertThat(owner(ALICE)).isEqualTo("alice/own");
    assertThat(put.attempt().domains).containsExactlyInAnyOrder(ALICE, "people.example");
    take(new Change.Remove(new SourceId("alice", "own")));
    assertThat(owner(ALICE)).isEqualTo("alice/(default)");
    assertThat(current.layout().domains()).isEqualTo(before);
  }

  @Test
  void whoDoesNotHoldTheOwnHomeHasNoSite() {
    take(new Change.Revoke("member7", home("member7")));
    assertThat(owner("member7.people.example")).isEqualTo("nobody");
    assertThat(hosts("member7.people.example")).isEmpty();
    take(new Change.Grant("member7", home("member7")));
    assertThat(owner("member7.people.example")).isEqualTo("member7/(default)");
    Right other = new Right(Right.Kind.DOMAIN, "other.example");
    assertThat(take(new Change.Grant("member7", other)).attempt().domains).isEmpty();
  }

  @Test
  void nobodyElseCanConfigureIt() {
    for (String domain : List.of(ALICE, "x." + ALICE, "people.example", "free.people.example")) {
      String text = "dom \"" + domain + "\" with web \"www\" with end end";
      assertThat(attempt(put("member7", "own", text)).refusal())
          .as(domain)
          .contains("you do not hold the domain " + domain);
    }
    take(
        new Change.Grant("member7", new Right(Right.Kind.DOMAIN, "people.example")),
        put("member7", "own", "dom \"people.example\" with web \"free\" with end end"));
    assertThat(owner("people.example")).isEqualTo("member7/own");
    String text = "dom \"people.example\" with web \"alice\" with end end";
    assertThat(attempt(put("member7", "own", text)).refusal()).contains("you do not hold");
    take(new Change.Revoke("member7", new Right(Right.Kind.DOMAIN, "people.example")));
    assertThat(owner("people.example")).isEqualTo("root/(default)");
  }

  @Test
  void aNameThatIsThereByItselfIsTakenOverByOpeningItsDomain() {
    String alias =
        "dom \"greenhouse.example\" with web \"www\" with serverAlias \"" + ALICE + "\" end end";
    assertThat(attempt(put("alice", "own", alias)).refusal())
        .contains(ALICE + " is already served on dynamic", "opens its domain with dom");
    take(put("alice", "own", alias + "; dom \"" + ALICE + "\" with end"));
    assertThat(owner(ALICE)).isEqualTo("alice/own");
  }

  @Test
  void allOfItFollowsTheSetting() throws Exception {
    take(site("folk.example"));
    assertThat(units())
        .hasSize(MEMBERS + 2)
        .containsKeys("alice.folk.example", "folk.example")
        .doesNotContainKey(ALICE);
    take(site("."));
    assertThat(units()).isEmpty();
    assertThat(current.rights().of("member7")).isEqualTo(account("member7"));
  }
}
