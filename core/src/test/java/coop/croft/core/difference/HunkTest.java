package coop.croft.core.difference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HunkTest {
  private static List<String> shown(List<String> before, List<String> after) {
    List<String> shown = new ArrayList<>();
    for (Hunk hunk : Hunk.between(before, after)) {
      shown.add(hunk.header());
      hunk.lines().forEach(l -> shown.add(l.toString()));
    }
    return shown;
  }

  private static List<String> lines(String letters) {
    return List.of(letters.split(""));
  }

  @Test
  void whatIsTheSameHasNone() {
    assertThat(shown(lines("abc"), lines("abc"))).isEmpty();
    assertThat(shown(List.of(), List.of())).isEmpty();
  }

  @Test
  void threeLinesStandAround() {
    assertThat(shown(lines("abcdefghi"), lines("abcdXfghi")))
        .containsExactly("@@ -2,7 +2,7 @@", " b", " c", " d", "-e", "+X", " f", " g", " h");
  }

  @Test
  void nearPlacesAreOne() {
    assertThat(shown(lines("abcdefg"), lines("Xabcdef")))
        .containsExactly("@@ -1,7 +1,7 @@", "+X", " a", " b", " c", " d", " e", " f", "-g");
    assertThat(shown(lines("abcdefghijk"), lines("Xbcdefghijkl")))
        .containsExactly(
            "@@ -1,4 +1,4 @@",
            "-a",
            "+X",
            " b",
            " c",
            " d",
            "@@ -9,3 +9,4 @@",
            " i",
            " j",
            " k",
            "+l");
  }

  @Test
  void anEmptySideNamesTheLineInFront() {
    assertThat(shown(List.of(), lines("ab"))).containsExactly("@@ -0,0 +1,2 @@", "+a", "+b");
    assertThat(shown(lines("a"), List.of())).containsExactly("@@ -1,1 +0,0 @@", "-a");
  }

  /** Whoever follows the hunks makes the one text of the other. */
  @Test
  void hunksLeadFromOneTextToTheOther() {
    for (long seed = 0; seed < 2_000; seed++) {
      Random random = new Random(seed);
      List<String> before = text(random);
      List<String> after = new ArrayList<>(before);
      for (int i = random.nextInt(5); i > 0; i--) {
        after.add(random.nextInt(after.size() + 1), "" + (char) ('a' + random.nextInt(4)));
        after.remove(random.nextInt(after.size()));
      }
      assertThat(followed(before, Hunk.between(before, after))).as("seed " + seed).isEqualTo(after);
    }
  }

  private static List<String> text(Random random) {
    List<String> text = new ArrayList<>();
    for (int i = random.nextInt(40); i > 0; i--) {
      text.add("" + (char) ('a' + random.nextInt(4)));
    }
    return text;
  }

  private static List<String> followed(List<String> before, List<Hunk> hunks) {
    List<String> after = new ArrayList<>();
    int at = 0;
    for (Hunk hunk : hunks) {
      after.addAll(before.subList(at, hunk.before()));
      at = hunk.before();
      assertThat(after).hasSize(hunk.after());
      for (Hunk.Line line : hunk.lines()) {
        if (line.mark() != '+') {
          assertThat(before.get(at++)).isEqualTo(line.text());
        }
        if (line.mark() != '-') {
          after.add(line.text());
        }
      }
    }
    after.addAll(before.subList(at, before.size()));
    return after;
  }

  @Test
  void largeTextsAreShownAsReplaced() {
    List<String> before = Collections.nCopies(3_000, "a");
    List<String> after = Collections.nCopies(3_000, "b");
    assertThat(Hunk.between(before, after)).hasSize(1);
    assertThat(Hunk.between(before, after).getFirst().lines()).hasSize(6_000);
  }
}
