package coop.croft.services.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import coop.croft.lang.Verdict;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What must hold of every text, on generated ones. */
class TypesPropertiesTest {
  private static final Pattern HOST_NAME =
      Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*");

  private static String text(Choices choices) {
    StringBuilder out = new StringBuilder();
    for (int n = choices.below(12); n > 0; n--) {
      out.append(
          choices.of(
              "a",
              "b",
              ".",
              "-",
              "_",
              "*",
              "1",
              "0",
              "X",
              "xn--",
              "bcher-kva",
              "ü",
              "ß",
              "。",
              "ａ",
              "／",
              "/",
              "..",
              "@",
              ":",
              "%2e",
              "%",
              "?",
              "#",
              " ",
              "\n",
              "\u2028",
              "\"",
              "\\",
              "\u00ad",
              "\u200d",
              "\ud83c\udf31",
              "א",
              "example",
              "http://",
              "[",
              "]",
              "::",
              "ffff",
              "192.0.2.1",
              "255",
              "256",
              "~",
              "'",
              "$",
              "{",
              "}",
              "(",
              ")",
              "|",
              "+"));
    }
    return out.toString();
  }

  /** The normal form of a normal form is itself, and no refusal carries control characters. */
  private static void settles(String text, Function<String, Verdict> test) {
    switch (test.apply(text)) {
      case Verdict.Accepted(Object normal) -> {
        assertThat(test.apply(normal.toString())).isEqualTo(Verdict.accepted(normal));
        assertThat(normal.toString().chars().anyMatch(Text::isControl)).isFalse();
      }
      case Verdict.Invalid(String why) ->
          assertThat(why.chars().anyMatch(Text::isControl)).as(why).isFalse();
      case Verdict.NotHeld held -> throw new AssertionError("no right is asked for: " + held);
    }
  }

  @Test
  void everyTypeSettlesInOneStep() {
    Choices.forAll(
        20_000,
        choices -> {
          String text = text(choices);
          settles(text, Names::host);
          settles(text, Names::domain);
          settles(text, Names::strict);
          settles(text, Words::email);
          settles(text, Words::token);
          settles(text, Words::account);
          settles(text, Urls::url);
          settles("https://a.example/" + text, Urls::url);
          settles("https://" + text, Urls::url);
          settles("/" + text, Paths::url);
          settles("/" + text, Paths::file);
          settles(text, Addresses::ipv4);
          settles(text, Addresses::ipv6);
          settles(text, Text::line);
          settles(text, SafePattern::test);
        });
  }

  @Test
  void acceptedNamesAreHostNamesAndCaseDoesNotMatter() {
    Choices.forAll(
        20_000,
        choices -> {
          String text = text(choices);
          Verdict verdict = Names.strict(text);
          if (verdict instanceof Verdict.Accepted(String name)) {
            assertThat(name).matches(HOST_NAME);
            assertThat(Names.strict(text.toUpperCase(Locale.ROOT)))
                .satisfiesAnyOf(
                    v -> assertThat(v).isEqualTo(verdict),
                    // The upper case of the sharp s is another letter.
                    v -> assertThat(text).contains("ß"));
            assertThat(Names.host(name)).isEqualTo(verdict);
          }
        });
  }

  private static String spelled(int[] groups, Choices choices) {
    StringBuilder out = new StringBuilder();
    boolean gap = false;
    for (int i = 0; i < 8; i++) {
      boolean last = i == 7;
      if (!gap && groups[i] == 0 && choices.below(3) == 0) {
        gap = true;
        out.append(i == 0 ? "::" : ":");
        while (i < 7 && groups[i + 1] == 0 && choices.below(4) > 0) {
          i++;
        }
        continue;
      }
      String hex = String.format(choices.of("%x", "%04x", "%X"), groups[i]);
      out.append(hex).append(last ? "" : ":");
    }
    return out.toString();
  }

  @Test
  void allSpellingsOfAnAddressHaveOneNormalForm() {
    Choices.forAll(
        20_000,
        choices -> {
          int[] groups = new int[8];
          byte[] bytes = new byte[16];
          for (int i = 0; i < 8; i++) {
            groups[i] = choices.below(2) == 0 ? 0 : choices.below(0x10000);
            bytes[2 * i] = (byte) (groups[i] >> 8);
            bytes[2 * i + 1] = (byte) groups[i];
          }
          String spelling = spelled(groups, choices);
          Verdict verdict = Addresses.ipv6(spelling);
          assertThat(verdict).as(spelling).isInstanceOf(Verdict.Accepted.class);
          assertThat(Addresses.ipv6(spelled(groups, choices))).isEqualTo(verdict);
          String normal = ((Verdict.Accepted) verdict).normal().toString();
          try {
            assertThat(InetAddress.ofLiteral(normal))
                .as(spelling)
                .isEqualTo(InetAddress.getByAddress(bytes));
          } catch (UnknownHostException e) {
            throw new AssertionError(e);
          }
          // RFC 5952: no zeros in front, and the longest run of zeros is the short one.
          assertThat(normal).doesNotContainPattern("(^|:)0[0-9a-f]").doesNotContain(":0:0:0:0:");
        });
  }

  private static String pattern(Choices choices, int depth) {
    StringBuilder out = new StringBuilder();
    for (int n = choices.below(4) + 1; n > 0; n--) {
      out.append(
          switch (choices.below(depth > 3 ? 6 : 9)) {
            case 0, 1 -> choices.of("a", "b", "A", "/", "-", " ");
            case 2 -> choices.of(".", "\\d", "\\w", "\\S", "\\.", "\\\\");
            case 3 ->
                "[" + choices.of("", "^") + choices.of("a-c", "ab", "\\d_", "[:alpha:]") + "]";
            case 4 -> choices.of("^", "$", "\\b");
            case 5 ->
                choices.of("a", "b") + choices.of("*", "+", "?", "{2}", "{1,3}", "{2,}", "*?");
            case 6 -> "(" + pattern(choices, depth + 1) + ")";
            case 7 -> "(?:" + pattern(choices, depth + 1) + ")" + choices.of("*", "+", "?", "{2}");
            default -> pattern(choices, depth + 1) + "|" + pattern(choices, depth + 1);
          });
    }
    return out.toString();
  }

  @Test
  void acceptedPatternsCompileAndDoNotRunAway() {
    int[] accepted = {0};
    Choices.forAll(
        5_000,
        choices -> {
          String text = pattern(choices, 0);
          if (SafePattern.parse(text) instanceof SafePattern.Parsed.Good(SafePattern pattern)) {
            accepted[0]++;
            Pattern compiled = Pattern.compile(text.replace("[:alpha:]", "a-zA-Z"));
            assertThat(compiled.matcher("").groupCount()).isEqualTo(pattern.groups());
            if (text.chars().filter(c -> c == '*' || c == '+' || c == ',').count() <= 2) {
              // Exponential in forty characters would not end.
              for (String unit : new String[] {"a", "ab", "aA", "b/"}) {
                String subject = unit.repeat(40 / unit.length()) + "\u0001";
                assertThatCode(() -> compiled.matcher(subject).matches())
                    .doesNotThrowAnyException();
              }
            }
          }
        });
    assertThat(accepted[0]).isGreaterThan(1_000);
  }
}
