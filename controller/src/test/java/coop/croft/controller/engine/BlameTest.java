package coop.croft.controller.engine;

import static org.assertj.core.api.Assertions.assertThat;

import coop.croft.controller.fleet.Answer;
import coop.croft.core.model.Right;
import coop.croft.core.model.Rights;
import coop.croft.core.model.SourceId;
import coop.croft.core.wire.Agents;
import coop.croft.core.wire.Agents.Refusal;
import coop.croft.lang.SourceText;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whose line was refused, with the lab's site and all services. */
class BlameTest {
  private static final int DOMAINS = 5_000;
  private static final SourceId ALICE = new SourceId("alice", "a");
  private static final SourceId BOB = new SourceId("bob", "b");

  private Current current = new Current(0, Optional.empty(), Layout.EMPTY, new Rights(Map.of()));

  @BeforeEach
  void found() throws Exception {
    Rights rights =
        new Rights(
            Map.of(
                "alice", Set.of(new Right(Right.Kind.DOMAIN, "example.org")),
                "bob", Set.of(new Right(Right.Kind.DOMAIN, "bob.example"))));
    current = new Current(0, Optional.empty(), Layout.EMPTY, rights);
    Attempt attempt = attempt();
    add(attempt, "", new Change.TakeSite(List.of(LabSite.file())));
    current = new Current(1, attempt.wanted, attempt.layout, rights);
  }

  private Attempt attempt() {
    return new Attempt(
        current, new PublishedFacts(zone -> Optional.empty(), Map.of(), Instant.EPOCH));
  }

  private static Attempt.Added tried(Attempt attempt, Pending p) {
    Attempt.Added added = attempt.add(p.submission);
    attempt.accepted.add(p);
    return added;
  }

  private static Pending add(Attempt attempt, String member, Change change) {
    Pending p = new Pending(Submission.agreedTo(member, "", "", "", List.of(change), s -> {}));
    assertThat(tried(attempt, p)).isInstanceOf(Attempt.Added.Changes.class);
    return p;
  }

  private static Change put(SourceId id, String text) {
    return new Change.Put(id, new SourceText(id.name(), text.getBytes(StandardCharsets.UTF_8)));
  }

  private static String domains(int count) {
    return IntStream.range(0, count)
        .mapToObj("domain \"d%d.example.org\" with dns (dnsTXT \"@\" \"x\") end"::formatted)
        .collect(Collectors.joining(";\n"));
  }

  private static String bobs() {
    return "domain \"bob.example\" with\n  dns (dnsTXT \"@\" \"x\");\n  dns (dnsTXT \"b\" \"y\")\nend";
  }

  private static Piece zone(Layout layout, String domain) {
    return layout.domains().getOrDefault(domain, List.of()).stream()
        .filter(p -> p.host().equals("main") && !p.lines().ranges().isEmpty())
        .findFirst()
        .orElseThrow();
  }

  private static Blame blame(Attempt attempt, List<Refusal> refusals) {
    SortedMap<String, Answer> answers = new TreeMap<>();
    answers.put("main", new Answer.Refused(refusals));
    return new Blame(attempt, answers, Map.of());
  }

  @Test
  void whoseLineItIsAndElseWhoseFile() {
    Attempt attempt = attempt();
    Pending alice = add(attempt, "alice", put(ALICE, domains(3)));
    Pending bob = add(attempt, "bob", put(BOB, bobs()));
    Piece zone = zone(attempt.layout, "bob.example");
    int line = zone.lines().ranges().getLast().first();
    Blame byLine = blame(attempt, List.of(new Refusal("dns", zone.path(), line, "no")));
    assertThat(byLine.guilty()).containsOnlyKeys(bob);
    assertThat(Complaint.sentences(byLine.reason(bob))).contains("dns on main refuses this: no");
    assertThat(byLine.reason(alice)).isEqualTo(byLine.others());
    Blame byFile = blame(attempt, List.of(new Refusal("dns", zone.path(), 0, "no")));
    assertThat(byFile.guilty()).containsOnlyKeys(bob);
    assertThat(byFile.programs()).containsExactly(new Blame.Guilty(BOB, zone.service()));
    assertThat(byFile.names(new Change.LetGo.Place("main", zone.path()))).isTrue();
    assertThat(byFile.names(new Change.LetGo.Place("dynamic", zone.path()))).isFalse();
  }

  @Test
  void whatIsOnItsWayOutIsFoundInWhatWas() {
    Attempt first = attempt();
    add(first, "bob", put(BOB, bobs()));
    current = new Current(2, first.wanted, first.layout, current.rights());
    Attempt attempt = attempt();
    Pending bob = add(attempt, "bob", new Change.Remove(BOB));
    Piece zone = zone(first.layout, "bob.example");
    Refusal refusal = new Refusal("dns", zone.path(), zone.lines().ranges().getFirst().first(), "");
    assertThat(blame(attempt, List.of(refusal)).programs())
        .containsExactly(new Blame.Guilty(BOB, zone.service()));
    assertThat(bob.programs).containsExactly(BOB);
  }

  /** A refusal that was left out blames nobody else: the round is refused all the same. */
  @Test
  void whatWasCutBlamesNobodyWhomTheWholeWouldNot() {
    Attempt attempt = attempt();
    Pending alice = add(attempt, "alice", put(ALICE, domains(300)));
    Pending bob = add(attempt, "bob", put(BOB, bobs()));
    List<Refusal> all = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      all.add(new Refusal("dns", "", 0, "operation " + i));
    }
    Piece zone = zone(attempt.layout, "bob.example");
    all.add(new Refusal("dns", zone.path(), 0, "no"));
    all.add(new Refusal("dns", zone.path() + "/" + "x".repeat(1_000), 0, "no"));
    Blame some = blame(attempt, bounded(all));
    assertThat(some.somebodyRefused()).isTrue();
    assertThat(some.guilty()).containsOnlyKeys(bob);
    Blame unnamed = blame(attempt, bounded(all.subList(0, 300)));
    assertThat(unnamed.somebodyRefused()).isTrue();
    assertThat(unnamed.guilty()).isEmpty();
    assertThat(unnamed.unknown()).hasSize(100);
    assertThat(unnamed.reason(alice)).isEqualTo(unnamed.unknown());
  }

  private static List<Refusal> bounded(List<Refusal> refusals) {
    return new Agents.Receipt(
            "main", 1, 2, Agents.Standing.REFUSED, refusals, List.of(), "signature")
        .bounded()
        .refusals();
  }

  /**
   * A host refuses all that it gets. If each refusal were looked for in all pieces, and that again
   * for each submission, this would take hours.
   */
  @Test
  void aHostMayRefuseEverything() {
    Attempt attempt = attempt();
    Pending alice = add(attempt, "alice", put(ALICE, domains(DOMAINS)));
    List<Refusal> refusals = new ArrayList<>();
    for (List<Piece> pieces : attempt.layout.domains().values()) {
      for (Piece p : pieces) {
        if (p.host().equals("main")) {
          refusals.add(new Refusal(p.service(), p.path(), 0, "no"));
          refusals.add(new Refusal(p.service(), p.path() + ".nobody", 0, "no"));
        }
      }
    }
    assertThat(refusals).hasSizeGreaterThanOrEqualTo(2 * DOMAINS);
    Blame blame = blame(attempt, refusals);
    for (int i = 0; i < 1_000; i++) {
      assertThat(blame.reason(alice)).hasSize(refusals.size() / 2);
      assertThat(blame.unknown()).hasSize(refusals.size());
      assertThat(blame.names(new Change.LetGo.Place("main", "/" + i))).isFalse();
    }
    assertThat(blame.programs()).containsOnly(new Blame.Guilty(ALICE, "dns"));
  }

  private static String large(int names) {
    String texts =
        IntStream.range(0, 50)
            .mapToObj(i -> "\"" + i + "x".repeat(800) + "\"")
            .collect(Collectors.joining(", "));
    String all =
        IntStream.range(0, names).mapToObj(i -> "\"n" + i + "\"").collect(Collectors.joining(", "));
    return "val texts = ["
        + texts
        + "];\nval names : [host] = ["
        + all
        + "];\ndomain \"example.org\" with for n in names do for t in texts do dns (dnsTXT n t) end end end";
  }

  /** A file that no host takes would keep each of its hosts from all that comes later. */
  @Test
  void aFileThatIsTooLargeForAHostIsRefusedBeforeAnyHostHearsOfIt() {
    Attempt attempt = attempt();
    Layout before = attempt.layout;
    Pending p =
        new Pending(
            Submission.agreedTo("alice", "", "", "", List.of(put(ALICE, large(205))), s -> {}));
    assertThat(tried(attempt, p))
        .isInstanceOfSatisfying(
            Attempt.Added.Bad.class,
            bad ->
                assertThat(Complaint.sentences(bad.complaints()))
                    .startsWith("example.org asks for too much: its file /")
                    .contains("more than the 8388608 that a host takes; divide"));
    assertThat(attempt.layout).isSameAs(before);
    assertThat(attempt.domains).isEmpty();
    add(attempt(), "alice", put(ALICE, large(150)));
  }
}
