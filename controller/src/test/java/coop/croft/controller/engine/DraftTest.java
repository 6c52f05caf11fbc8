package coop.croft.controller.engine;

import static org.assertj.core.api.Assertions.assertThat;

import coop.croft.core.model.Right;
import coop.croft.core.model.Rights;
import coop.croft.core.model.SourceId;
import coop.croft.lang.SourceText;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a change costs beside what it changes, with the lab's site and all services. */
class DraftTest {
  private static final int DOMAINS = 1_000;
  private static final int RUNS = 9;
  private static final SourceId LARGE = new SourceId("alice", "large");
  private static final SourceId SMALL = new SourceId("alice", "small");

  private Current current = new Current(0, Optional.empty(), Layout.EMPTY, new Rights(Map.of()));

  @BeforeEach
  void found() throws Exception {
    Rights rights =
        new Rights(
            Map.of(
                "alice",
                Set.of(
                    new Right(Right.Kind.DOMAIN, "example.org"),
                    new Right(Right.Kind.DOMAIN, "small.example"))));
    current = new Current(0, Optional.empty(), Layout.EMPTY, rights);
    take(new Change.TakeSite(List.of(LabSite.file())));
    take(put(LARGE, large(0, "")));
    take(put(SMALL, "domain \"small.example\" with dns (dnsTXT \"@\" \"0\") end"));
  }

  private static Change put(SourceId id, String text) {
    return new Change.Put(id, new SourceText(id.name(), text.getBytes(StandardCharsets.UTF_8)));
  }

  /** A program of many domains, the last of which says something else. */
  private static String large(int version, String more) {
    return IntStream.range(0, DOMAINS)
            .mapToObj(
                i ->
                    """
                    domain "d%1$d.example.org" with
                      dns (dnsA "@" "203.0.113.9"); dns (dnsA "www" "203.0.113.9");
                      dns (dnsMX 10 "mx.d%1$d.example.org"); dns (dnsA "mx" "203.0.113.9");
                      dns (dnsTXT "@" "v%2$d")
                    end
                    """
                        .formatted(i, i == DOMAINS - 1 ? version : 0))
            .collect(Collectors.joining(";\n"))
        + more;
  }

  private Attempt attempt(Change... changes) {
    Attempt attempt =
        new Attempt(current, new PublishedFacts(zone -> Optional.empty(), Map.of(), Instant.EPOCH));
    Attempt.Added added =
        attempt.add(Submission.agreedTo("alice", "", "", "", List.of(changes), s -> {}));
    assertThat(added).isInstanceOf(Attempt.Added.Changes.class);
    return attempt;
  }

  private void take(Change change) {
    Attempt attempt = attempt(change);
    current =
        new Current(
            current.generation() + 1,
            attempt.wanted,
            attempt.layout,
            attempt.wanted.orElseThrow().rights());
  }

  @Test
  void onlyTheUnitsThatDifferAreLookedAtAgain() {
    assertThat(attempt(put(LARGE, large(1, ""))).domains).containsExactly("d999.example.org");
    assertThat(attempt(put(LARGE, large(0, "# a word"))).domains).isEmpty();
    String less = large(0, "").substring(large(0, "").indexOf("end\n;") + 5);
    assertThat(attempt(put(LARGE, less)).wanted.orElseThrow().units())
        .doesNotContainKey("d0.example.org")
        .containsKey("d1.example.org");
  }

  @Test
  void whatIsLookedAtOnceIsRenderedAsIfAllWereAnew() {
    take(put(LARGE, large(1, "")));
    Attempt anew =
        new Attempt(
            new Current(0, Optional.empty(), Layout.EMPTY, current.rights()),
            new PublishedFacts(zone -> Optional.empty(), Map.of(), Instant.EPOCH));
    Wanted wanted = current.wanted().orElseThrow();
    for (Change change :
        List.of(
            new Change.TakeSite(wanted.siteFiles()),
            put(LARGE, large(1, "")),
            put(SMALL, "domain \"small.example\" with dns (dnsTXT \"@\" \"0\") end"))) {
      anew.add(Submission.agreedTo("alice", "", "", "", List.of(change), s -> {}));
    }
    assertThat(anew.layout.domains()).isEqualTo(current.layout().domains());
  }

  /** For docs/performance.md; a machine at work on other things makes any bound a lie. */
  @Test
  void whatOneChangedDomainOfALargeProgramCosts() {
    double small =
        median(
            i ->
                put(
                    SMALL,
                    "domain \"small.example\" with dns (dnsTXT \"@\" \"%d\") end"
                        .formatted(i + 1)));
    double large = median(i -> put(LARGE, large(i + 1, "")));
    // Under other rights every unit is looked at again.
    Change other = new Change.Grant("bob", new Right(Right.Kind.PORT, "50000-50009"));
    double anew = median(i -> put(LARGE, large(i + 1, "")), other);
    long began = System.nanoTime();
    for (int i = 0; i < RUNS; i++) {
      current
          .wanted()
          .orElseThrow()
          .compiler()
          .compile(
              LARGE,
              new SourceText("large", large(i + 1, "").getBytes(StandardCharsets.UTF_8)),
              current.rights());
    }
    double compiled = (System.nanoTime() - began) / 1e6 / RUNS;
    System.out.printf(
        "one changed domain: in a program of one %.1f ms, in one of %d %.1f ms (%.1f times), %.1f ms of it to compile the program; if all are looked at again %.1f ms%n",
        small, DOMAINS, large, large / small, compiled, anew);
  }

  private interface Version {
    Change of(int i);
  }

  private double median(Version version, Change... beside) {
    double[] millis = new double[RUNS];
    for (int i = 0; i < RUNS; i++) {
      Change[] changes = java.util.Arrays.copyOf(beside, beside.length + 1);
      changes[beside.length] = version.of(i);
      long began = System.nanoTime();
      attempt(changes);
      millis[i] = (System.nanoTime() - began) / 1e6;
    }
    java.util.Arrays.sort(millis);
    return millis[RUNS / 2];
  }
}
