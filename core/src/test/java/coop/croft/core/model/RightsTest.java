package coop.croft.core.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RightsTest {
  private static final Rights RIGHTS =
      new Rights(
          Map.of(
              "mallory",
              List.of(domain("moor.example"), path("/srv/moor")),
              "emil",
              List.of(domain("ferry.moor.example"), path("/srv/moor/ferry"))));

  private static Right domain(String name) {
    return new Right(Right.Kind.DOMAIN, name);
  }

  private static Right path(String name) {
    return new Right(Right.Kind.PATH, name);
  }

  @Test
  void theNearestHeldNameDecides() {
    assertThat(RIGHTS.holdsDomain("mallory", "heath.moor.example")).isTrue();
    assertThat(RIGHTS.holdsDomain("mallory", "ferry.moor.example")).isFalse();
    assertThat(RIGHTS.holdsDomain("mallory", "a.ferry.moor.example")).isFalse();
    assertThat(RIGHTS.holdsDomain("emil", "a.ferry.moor.example")).isTrue();
    assertThat(RIGHTS.holdsDomain("emil", "moor.example")).isFalse();
    assertThat(RIGHTS.holdsDomain("mallory", "xmoor.example")).isFalse();
    assertThat(RIGHTS.nearestHeld("example")).isEmpty();
  }

  @Test
  void theNearestHeldPathDecidesByWholeComponents() {
    assertThat(RIGHTS.holdsPath("mallory", "/srv/moor")).isTrue();
    assertThat(RIGHTS.holdsPath("mallory", "/srv/moor/")).isTrue();
    assertThat(RIGHTS.holdsPath("mallory", "/srv/moor/a/b")).isTrue();
    assertThat(RIGHTS.holdsPath("mallory", "/srv/moor/ferry")).isFalse();
    assertThat(RIGHTS.holdsPath("mallory", "/srv/moor/ferry/a")).isFalse();
    assertThat(RIGHTS.holdsPath("emil", "/srv/moor/ferry/a/")).isTrue();
    assertThat(RIGHTS.holdsPath("mallory", "/srv/moorland")).isFalse();
    assertThat(RIGHTS.holdsPath("mallory", "/srv")).isFalse();
    assertThat(RIGHTS.nearestHeldPath("/")).isEmpty();
  }

  @Test
  void whatOthersHoldBelowAPathIsFoundByWholeComponents() {
    assertThat(RIGHTS.topmostPathsOfOthersBelow("/srv/moor", "mallory"))
        .containsExactly("/srv/moor/ferry");
    Rights nested =
        new Rights(
            Map.of(
                "bob",
                List.of(path("/srv/moor")),
                "dora",
                List.of(
                    path("/srv/moor/a"),
                    path("/srv/moor/a b"),
                    path("/srv/moor/a/b"),
                    path("/srv/moor/a/b/c"),
                    path("/srv/moor/b/c"))));
    assertThat(nested.topmostPathsOfOthersBelow("/srv/moor", "bob"))
        .containsExactly("/srv/moor/a", "/srv/moor/a b", "/srv/moor/b/c");
    assertThat(RIGHTS.topmostPathsOfOthersBelow("/srv/moor/", "mallory"))
        .containsExactly("/srv/moor/ferry");
    assertThat(RIGHTS.topmostPathsOfOthersBelow("/", "mallory")).contains("/srv/moor/ferry");
    assertThat(RIGHTS.topmostPathsOfOthersBelow("/srv/moor", "emil")).isEmpty();
    assertThat(RIGHTS.topmostPathsOfOthersBelow("/srv/moor/ferry", "mallory")).isEmpty();
    assertThat(RIGHTS.topmostPathsOfOthersBelow("/srv/moo", "mallory")).isEmpty();
  }

  @Test
  void whatOthersHoldBelowADomainIsFoundByWholeLabels() {
    Rights nested =
        new Rights(
                Map.of(
                    "bob",
                    List.of(domain("moor.example"), domain("own.moor.example")),
                    "dora",
                    List.of(
                        domain("a.moor.example"),
                        domain("b.a.moor.example"),
                        domain("heathmoor.example"),
                        domain("c.own.moor.example"))))
            .in(site("members.moor.example"));
    assertThat(nested.topmostDomainsOfOthersBelow("moor.example", "bob"))
        .containsExactly("a.moor.example", "c.own.moor.example", "members.moor.example");
    assertThat(nested.topmostDomainsOfOthersBelow("moor.example", "dora"))
        .containsExactly("members.moor.example", "own.moor.example");
    assertThat(nested.topmostDomainsOfOthersBelow("a.moor.example", "bob"))
        .containsExactly("b.a.moor.example");
    assertThat(nested.domainsOfOthersBelow("moor.example", "bob"))
        .containsExactly(
            "a.moor.example",
            "b.a.moor.example",
            "c.own.moor.example",
            "dora.members.moor.example",
            "members.moor.example");
    assertThat(nested.topmostDomainsOfOthersBelow("elsewhere.example", "bob")).isEmpty();
  }

  private static Site site(String memberDomain) {
    return new Site(
        "croft.example",
        "hostmaster@croft.example",
        "/home",
        "/home",
        60,
        List.of(),
        List.of(),
        Optional.empty(),
        List.of(),
        Site.LogDays.USUAL,
        Site.ScriptLimits.USUAL,
        Site.USUAL_PROXY_AT_A_TIME,
        Optional.of(memberDomain),
        Optional.of("preview.example"));
  }

  @Test
  void aMemberHoldsTheOwnNameBelowTheDomainForMembersAndNoOther() {
    Rights rights = RIGHTS.in(site("people.example"));
    assertThat(rights.holdsDomain("emil", "emil.people.example")).isTrue();
    assertThat(rights.holdsDomain("emil", "blog.emil.people.example")).isTrue();
    assertThat(rights.holdsDomain("mallory", "emil.people.example")).isFalse();
    assertThat(rights.of("emil")).contains(domain("emil.people.example"));
    assertThat(rights.granted("emil")).doesNotContain(domain("emil.people.example"));
    assertThat(rights.members()).containsExactly("emil", "mallory");
  }

  @Test
  void whatNobodyIsCalledThereIsTheAdministrators() {
    Rights above = RIGHTS.granting(Map.of("mallory", List.of(domain("example"))));
    assertThat(above.holdsDomain("mallory", "www.people.example")).isTrue();
    Rights rights = above.in(site("people.example"));
    assertThat(rights.holdsDomain("mallory", "www.people.example")).isFalse();
    assertThat(rights.holdsDomain("mallory", "people.example")).isFalse();
    assertThat(rights.holdsDomain(Rights.ADMINISTRATORS, "people.example")).isTrue();
    assertThat(rights.holdsDomain("mallory", "x.dynamic.preview.example")).isFalse();
    Rights granted = rights.granting(Map.of("emil", List.of(domain("people.example"))));
    assertThat(granted.holdsDomain("emil", "www.people.example")).isTrue();
  }

  @Test
  void anAccountThatIsNoLabelHasNoName() {
    Site site = site("people.example");
    assertThat(site.nameOf("fatou-2")).contains("fatou-2.people.example");
    for (String account : List.of("_fatou", "fa_tou", "fatou-", "xn--ls8h", "fa--tou")) {
      assertThat(site.nameOf(account)).as(account).isEmpty();
    }
    assertThat(RIGHTS.in(site).in(site("folk.example")).holdsDomain("emil", "emil.people.example"))
        .isFalse();
  }

  @Test
  void noTwoSitesHaveOnePreviewName() {
    Site site = site("people.example");
    List<String> names =
        List.of(
            "a.b.example",
            "a-b.example",
            "a--b.example",
            "ab-c.example",
            "ab.c.example",
            "xn--bcher-kva.example",
            "l" + "o".repeat(40) + "ng.lo" + "n".repeat(40) + "g.example",
            "l" + "o".repeat(40) + "ng.lo" + "n".repeat(41) + "g.example");
    List<String> previews =
        names.stream().map(n -> site.previewOf(n, "dynamic").orElseThrow()).toList();
    assertThat(previews)
        .doesNotHaveDuplicates()
        .contains("a-b-example.dynamic.preview.example", "a--b-example.dynamic.preview.example")
        .allSatisfy(
            name ->
                assertThat(name.substring(0, name.indexOf('.')))
                    .hasSizeLessThan(64)
                    .doesNotMatch("[a-z0-9]{2}--.*")
                    .matches("[a-z0-9]([a-z0-9-]*[a-z0-9])?"));
  }

  @Test
  void theRootMayBeHeldToo() {
    Rights root = new Rights(Map.of("admin", List.of(path("/"))));
    assertThat(root.holdsPath("admin", "/etc")).isTrue();
    assertThat(root.holdsPath("admin", "/")).isTrue();
  }

  @Test
  void nothingIsHeldAboveNothing() {
    Rights root = new Rights(Map.of("admin", List.of(path("/"))));
    for (String none : List.of("", "etc", "etc/", "etc/x")) {
      assertThat(root.nearestHeldPath(none)).as(none).isEmpty();
      assertThat(RIGHTS.nearestHeld(none)).as(none).isEmpty();
    }
    assertThat(RIGHTS.nearestHeld(".moor.example")).contains("moor.example");
    assertThat(RIGHTS.nearestHeld("moor.example.")).isEmpty();
  }

  /** One that costs the square of its parts would take minutes here. */
  @Test
  void aQuestionCostsTheLengthOfANameOnce() {
    String longestPath = "/a".repeat(2_046);
    String longestName = "a.".repeat(121) + "example";
    Rights rights =
        new Rights(
            Map.of(
                "mallory", List.of(domain("example"), path("/a")),
                "emil", List.of(domain("b." + longestName), path(longestPath + "/b"))));
    for (int i = 0; i < 3_000; i++) {
      assertThat(rights.holdsPath("mallory", longestPath + "/c")).isTrue();
    }
    for (int i = 0; i < 30_000; i++) {
      assertThat(rights.holdsDomain("mallory", "c." + longestName)).isTrue();
    }
  }
}
