package coop.croft.controller.engine;

import static org.assertj.core.api.Assertions.assertThat;

import coop.croft.core.model.Right;
import coop.croft.core.model.Rights;
import coop.croft.core.model.SourceId;
import coop.croft.core.plan.Step;
import coop.croft.lang.SourceText;
import coop.croft.services.Certificate;
import coop.croft.services.Proof;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What certificates change, with the lab's site and all services. */
class CertifyTest {
  private static final String PEM = "/etc/apache2/croft/certificates/www.small.example.pem";
  private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);
  private static final Proof FILE =
      new Proof("small.example", Proof.Way.HTTP, "www.small.example", "token", "token.thumb");
  private static final Proof RECORD =
      new Proof("small.example", Proof.Way.DNS, "small.example", "", "digest");

  private Current current = new Current(0, Optional.empty(), Layout.EMPTY, new Rights(Map.of()));

  /** As they were made for the first site. */
  private final Map<String, String> secrets = new TreeMap<>();

  @BeforeEach
  void found() throws Exception {
    Rights rights =
        new Rights(
            Map.of(
                "alice",
                Set.of(
                    new Right(Right.Kind.DOMAIN, "small.example"),
                    new Right(Right.Kind.PATH, "/home/alice"),
                    new Right(Right.Kind.USER, "alice"),
                    new Right(Right.Kind.GROUP, "alice"))));
    current = new Current(0, Optional.empty(), Layout.EMPTY, rights);
    take(new Change.TakeSite(List.of(LabSite.file())));
    take(on("\"main\", \"dynamic\""));
  }

  private static Change on(String nodes) {
    String text =
        "dom \"small.example\" with WebNodes = [%s]; web \"www\" with serverAliasHost \"*\" end end"
            .formatted(nodes);
    return new Change.Put(
        new SourceId("alice", "small"),
        new SourceText("small", text.getBytes(StandardCharsets.UTF_8)));
  }

  private static Change certify(String key, Set<Proof> shown, Set<Proof> withdrawn) {
    return certify(key, shown, withdrawn, NOW.plus(Duration.ofDays(90)));
  }

  private static Change certify(String key, Set<Proof> shown, Set<Proof> withdrawn, Instant end) {
    TreeMap<String, Optional<Certificate>> given = new TreeMap<>();
    if (!key.isEmpty()) {
      given.put(
          "www.small.example",
          Optional.of(new Certificate(List.of("www.small.example"), key, NOW, end, false)));
    }
    return new Change.Certify(given, shown, withdrawn, Set.of("small.example"));
  }

  /** What a change came to. */
  private record Changed(Attempt attempt, List<Layout.Difference> differences) {
    Set<String> files(Step.Kind kind) {
      return differences.stream()
          .filter(d -> d.kind() == kind)
          .map(d -> d.piece().host() + " " + d.piece().path())
          .collect(Collectors.toSet());
    }

    boolean isMove() {
      Wanted wanted = attempt.wanted.orElseThrow();
      return new Waves(differences, wanted.compiler().services())
          .moveWithout(host -> false)
          .isPresent();
    }
  }

  private Changed take(Change change) {
    Attempt attempt =
        new Attempt(current, new PublishedFacts(zone -> Optional.empty(), secrets, NOW));
    Attempt.Added added =
        attempt.add(Submission.agreedTo("alice", "", "", "", List.of(change), s -> {}));
    assertThat(added).isInstanceOf(Attempt.Added.Changes.class);
    secrets.putAll(attempt.facts.newSecrets());
    Wanted wanted = attempt.wanted.orElseThrow();
    current =
        new Current(current.generation() + 1, Optional.of(wanted), attempt.layout, wanted.rights());
    return new Changed(attempt, ((Attempt.Added.Changes) added).differences());
  }

  @Test
  void proofsGoToTheHostsThatServeTheNameAndIntoItsZone() {
    Changed shown = take(certify("", Set.of(FILE, RECORD), Set.of()));
    assertThat(shown.files(Step.Kind.ADD))
        .containsExactlyInAnyOrder(
            "main /var/lib/croft/acme/token", "dynamic /var/lib/croft/acme/token");
    assertThat(text(shown, "/etc/bind/croft/zones/small.example"))
        .contains("_acme-challenge.small.example. 60 IN TXT \"digest\"");
    Changed gone = take(certify("", Set.of(), Set.of(FILE, RECORD)));
    assertThat(gone.files(Step.Kind.REMOVE)).hasSize(2);
    assertThat(text(gone, "/etc/bind/croft/zones/small.example")).doesNotContain("_acme");
  }

  private static String text(Changed changed, String path) {
    return changed.differences.stream()
        .filter(d -> d.piece().path().startsWith(path))
        .map(d -> changed.attempt.blobs.get(d.after().orElseThrow().hash()))
        .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
        .findFirst()
        .orElse("");
  }

  /** A site that comes back finds the one that it had, perhaps long ago. */
  @Test
  void aCertificateThatHasEndedIsNotUsed() {
    assertThat(take(certify("key", Set.of(), Set.of(), NOW)).files(Step.Kind.ADD)).isEmpty();
    assertThat(take(certify("key", Set.of(), Set.of(), NOW.plusSeconds(1))).files(Step.Kind.ADD))
        .isNotEmpty();
  }

  @Test
  void aCertificateIsSecretOnEveryHostAndNoMove() {
    take(certify("", Set.of(FILE), Set.of()));
    Changed given = take(certify("first", Set.of(), Set.of(FILE)));
    assertThat(given.files(Step.Kind.ADD))
        .containsExactlyInAnyOrder("main " + PEM, "dynamic " + PEM);
    assertThat(given.differences.stream().filter(d -> d.piece().path().equals(PEM)))
        .allMatch(d -> d.piece().secret());
    assertThat(given.isMove()).isFalse();
    Changed renewed = take(certify("second", Set.of(), Set.of()));
    assertThat(renewed.files(Step.Kind.CHANGE))
        .contains("main " + PEM, "dynamic /etc/apache2/croft/sites/www.small.example.conf");
    assertThat(renewed.isMove()).isFalse();
    assertThat(renewed.attempt.wanted.orElseThrow().issued().toString()).doesNotContain("second");
  }

  @Test
  void aSiteThatGoesElsewhereIsAMoveAndTakesItsCertificateAlong() {
    take(on("\"main\""));
    take(certify("first", Set.of(), Set.of()));
    Changed moved = take(on("\"dynamic\""));
    assertThat(moved.isMove()).isTrue();
    assertThat(moved.files(Step.Kind.ADD)).contains("dynamic " + PEM);
  }

  @Test
  void whatIsForgottenIsDecidedThoughNoHostHasIt() {
    Change.Certify gone =
        new Change.Certify(
            new TreeMap<>(Map.of("www.small.example", Optional.<Certificate>empty())),
            Set.of(),
            Set.of(),
            Set.of());
    take(certify("first", Set.of(), Set.of()));
    take(new Change.Remove(new SourceId("alice", "small")));
    Optional<Wanted> before = current.wanted();
    Changed forgotten = take(gone);
    assertThat(forgotten.differences).isEmpty();
    assertThat(forgotten.attempt.asksForMore(before)).isTrue();
  }
}
