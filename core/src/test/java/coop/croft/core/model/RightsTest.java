package coop.croft.core.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
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
  void theRootMayBeHeldToo() {
    Rights root = new Rights(Map.of("admin", List.of(path("/"))));
    assertThat(root.holdsPath("admin", "/etc")).isTrue();
    assertThat(root.holdsPath("admin", "/")).isTrue();
  }
}
