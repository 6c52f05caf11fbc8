package coop.croft.lang;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import coop.croft.lang.study.Gap;
import coop.croft.lang.syntax.Source;
import coop.croft.lang.syntax.Tokens;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Where somebody writes: what comes in place of what, as a small or a capital H. */
class GapTest {
  static Stream<Arguments> places() {
    return Stream.of(
        arguments("‸", "0-0 at 0: h"),
        arguments("ab‸", "0-2 at 1: h"),
        arguments("a‸b c", "0-2 at 1: h c"),
        arguments("‸ab c", "0-2 at 1: h c"),
        arguments("ab ‸ cd", "3-3 at 1: ab h cd"),
        arguments("ab ‸cd", "3-5 at 2: ab h"),
        arguments("ab‸ cd", "0-2 at 1: h cd"),
        arguments("(‸)", "1-1 at 1: (h)"),
        arguments("(a‸)", "1-2 at 2: (h)"),
        arguments("()‸", "2-2 at 2: ()h"),
        arguments("12‸", "2-2 at 0, none: 12"),
        arguments("1‸2", "1-1 at 0, none: 12"),
        arguments("‸12", "0-0 at 0: h 12"),
        arguments("‸ 12", "0-0 at 0: h 12"),
        arguments("é‸", "1-1 at 0: é h"),
        arguments("‸é", "0-0 at 0: h é"),
        arguments("with‸", "0-4 at 1: h"),
        // Strings that are closed, and such as are not.
        arguments("\"x\"‸", "3-3 at 1: \"x\"h"),
        arguments("\"x‸\"", "0-3 at 0, none: \"x\""),
        arguments("\"‸x\" y", "0-3 at 0, none: \"x\" y"),
        arguments("‸\"x\"", "0-0 at 0: h\"x\""),
        arguments("\"x‸", "0-2 at 0, none: \"x\""),
        arguments("\"‸", "0-1 at 0, none: \"\""),
        arguments("\"x‸ y", "0-2 at 0, none: \"x\" y"),
        arguments("\"x y‸\n", "0-4 at 0, none: \"x y\"\n"),
        arguments("\"\"‸", "2-2 at 1: \"\"h"),
        arguments("\"‸\"", "0-2 at 0, none: \"\""),
        // Comments and doc strings.
        arguments("# a‸", "3-3 at 0, none: # a"),
        arguments("# a\n‸", "4-4 at 1: # a\nh"),
        arguments("(* a‸ *) b", "4-4 at 0, none: (* a *) b"),
        arguments("(* a *)‸", "7-7 at 1: (* a *)h"),
        arguments("{{ a‸ }}", "4-4 at 0, none: {{ a }}"),
        arguments("{{ a }}‸", "7-7 at 1: {{ a }}h"),
        // Variables and contexts have a capital.
        arguments("x <- ‸", "5-5 at 2: x <- H"),
        arguments("x <- t‸", "5-6 at 3: x <- H"),
        arguments("^‸", "1-1 at 1: ^H"),
        arguments("!‸", "1-1 at 1: !H"),
        arguments("a & ‸", "4-4 at 2: a & H"),
        arguments("TT‸ = 5", "0-2 at 1: H = 5"),
        arguments("TT‸ 5", "0-2 at 1: h 5"),
        arguments("tt‸ = 5", "0-2 at 1: h = 5"),
        arguments("TT ‸ = 5", "3-3 at 1: TT h = 5"));
  }

  private static Gap gap(String marked) {
    Source source = new Source("x.dtl", marked.replace("‸", ""));
    return Gap.at(source, Tokens.of(source), marked.indexOf('‸'));
  }

  private static String text(Gap gap) {
    return new String(gap.text().bytes(), StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @MethodSource("places")
  void isWhereSomebodyWrites(String marked, String expected) {
    Gap gap = gap(marked);
    String filled = text(gap).replace("croftHole", "h").replace("CroftHole", "H");
    String none = gap.hole().isEmpty() ? ", none" : "";
    assertThat(gap.start() + "-" + gap.end() + " at " + gap.token() + none + ": " + filled)
        .isEqualTo(expected);
  }

  /** A program may use the very name. */
  @ParameterizedTest
  @MethodSource("names")
  void theNameIsNoOther(String marked, String expected) {
    assertThat(text(gap(marked))).isEqualTo(expected);
  }

  static Stream<Arguments> names() {
    return Stream.of(
        arguments("croftHole ‸", "croftHole croftHole0"),
        arguments("croftHole0 ‸", "croftHole0 croftHole00"),
        arguments("croftHole <- ‸", "croftHole <- CroftHole"));
  }
}
