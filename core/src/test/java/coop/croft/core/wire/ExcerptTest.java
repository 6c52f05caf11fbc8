package coop.croft.core.wire;

import static org.assertj.core.api.Assertions.assertThat;

import coop.croft.core.wire.Agents.Answer;
import coop.croft.core.wire.Agents.Receipt;
import coop.croft.core.wire.Agents.Refusal;
import coop.croft.core.wire.Agents.Standing;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExcerptTest {
  private static Receipt receipt(List<Refusal> refusals, List<String> notes) {
    return new Receipt("main", 3, 7, Standing.REFUSED, refusals, notes, "signature");
  }

  private static Refusal at(String path, String message) {
    return new Refusal("web", path, 4, message);
  }

  private static List<String> notes(int count) {
    return IntStream.range(0, count).mapToObj(i -> "note " + i).toList();
  }

  private static int bytes(Object message) {
    return Wire.write(message).getBytes(StandardCharsets.UTF_8).length;
  }

  @Test
  void whatFitsStaysAsItIs() {
    for (int count : new int[] {0, 1, 99, 100}) {
      Receipt r =
          receipt(Collections.nCopies(count, at("/etc/a", "x".repeat(2_000))), notes(count));
      assertThat(r.bounded()).isEqualTo(r);
    }
  }

  @Test
  void ofManyAsManyAreToldAsAMemberIsShown() {
    List<Refusal> all = new ArrayList<>();
    for (int i = 0; i < 101; i++) {
      all.add(at("/etc/" + i, "no"));
    }
    Receipt cut = receipt(all, notes(5_000)).bounded();
    assertThat(cut.refusals())
        .hasSize(100)
        .startsWith(all.get(0), all.get(1))
        .contains(all.get(98));
    assertThat(cut.refusals().getLast()).isEqualTo(new Refusal("agent", "", 0, "and 2 more"));
    assertThat(cut.notes()).hasSize(100).startsWith("note 0").endsWith("note 98", "and 4901 more");
    assertThat(cut.bounded()).isEqualTo(cut);
    assertThat(cut.signedBytes()).isEqualTo(receipt(all, List.of()).signedBytes());
  }

  @Test
  void thoseThatNameAFileAreToldFirst() {
    List<Refusal> all = new ArrayList<>(Collections.nCopies(500, at("", "somewhere")));
    all.add(at("/etc/a", "here"));
    Receipt cut = receipt(all, List.of()).bounded();
    assertThat(cut.refusals()).startsWith(at("/etc/a", "here"), at("", "somewhere")).hasSize(100);
  }

  @Test
  void textsAreCutAndPathsAreNot() {
    String path = "/" + "p".repeat(999);
    Receipt cut =
        receipt(
                List.of(at(path, "x".repeat(2_001)), at(path + "p", "too long for a file")),
                List.of("y".repeat(1_998) + "\ud83c\udf31z"))
            .bounded();
    assertThat(cut.refusals())
        .containsExactly(at(path, "x".repeat(1_999) + "\u2026"), at("", "too long for a file"));
    assertThat(cut.notes()).containsExactly("y".repeat(1_998) + "\ufffd\u2026");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "\u0001", "\\", "\u20ac", "\ud83c\udf31", "\ud800"})
  void whateverIsSaidFits(String what) {
    String text = what.repeat(5_000);
    String path = "/" + what.repeat(900 / what.length());
    Receipt cut =
        receipt(
                Collections.nCopies(7_000, new Refusal(text, path, Integer.MAX_VALUE, text)),
                Collections.nCopies(7_000, text))
            .bounded();
    assertThat(bytes(cut)).isLessThanOrEqualTo(Receipt.MOST_BYTES - 256);
    assertThat(cut.refusals()).hasSize(100);
    assertThat(cut.refusals().getFirst().path()).isEqualTo(what.equals("\ud800") ? "" : path);
    assertThat(cut.refusals().getFirst().message()).hasSizeGreaterThan(100);
  }

  @Test
  void anAnswerThatIsTooLargeSaysSo() {
    List<String> lines = new ArrayList<>(Collections.nCopies(2_000, "x".repeat(1_000)));
    int room = Answer.MOST_BYTES - bytes(new Answer(5, lines, null));
    while (room > 3) {
      int length = Math.min(7_000, room - 3);
      lines.add("y".repeat(length));
      room = Answer.MOST_BYTES - bytes(new Answer(5, lines, null));
    }
    Answer most = new Answer(5, lines, null);
    assertThat(bytes(most)).isEqualTo(Answer.MOST_BYTES);
    assertThat(most.bounded()).isEqualTo(most);
    lines.set(0, lines.getFirst() + "x");
    Answer more = new Answer(5, lines, null).bounded();
    assertThat(more.lines()).isEmpty();
    assertThat(more.number()).isEqualTo(5);
    assertThat(more.failure())
        .isEqualTo(
            "the answer has 2097153 bytes, more than the 2097152 that are told; ask for less");
    assertThat(new Answer(5, List.of(), "x".repeat(9_000)).bounded().failure()).hasSize(2_000);
    assertThat(new Answer(5, List.of(), "why").bounded().failure()).isEqualTo("why");
  }
}
