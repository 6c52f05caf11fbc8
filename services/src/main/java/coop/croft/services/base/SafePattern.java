package coop.croft.services.base;

import coop.croft.lang.Verdict;

/**
 * A regular expression of the type {@code pattern}: a subset of PCRE, as Apache compiles it, whose
 * members mean the same to {@link java.util.regex} and cannot make a matcher run away.
 *
 * <pre>
 *   pattern  = [ "!" ] choice                    "!" in front: true where the rest does not match
 *   choice   = sequence { "|" sequence }
 *   sequence = { "^" | "$" | "\b" | "\B" | atom [ repeat ] }
 *   repeat   = ( "*" | "+" | "?" | "{n}" | "{n,}" | "{n,m}" ) [ "?" ]         n, m at most 255
 *   atom     = character | "." | "\" mark | "\d" "\D" "\w" "\W" "\s" "\S" | class | "(" choice ")" | "(?:" choice ")"
 *   class    = "[" [ "^" ] { character | range | "\" mark | "\d" … | "[:alpha:]" … } "]"
 * </pre>
 *
 * Characters are those of ASCII that can be seen, and the blank; what has a meaning in the grammar
 * stands for itself behind a backslash. A repeat without limit must not contain another one, nor
 * anything that may match in two ways (an optional part, alternatives that begin alike): that is
 * what costs exponential time. There are no back references and no look-around. At most nine
 * repeats without limit, nine groups, 1,000 characters, and 1,000 steps when limited repeats are
 * written out; for what is then left (several repeats of a dot that trade characters) PCRE's own
 * match limit is the bound.
 *
 * @param text as the member wrote it, an exclamation mark in front included. Its first character
 *     may mean something else to a directive: a writer has to see to that. An opening brace never
 *     follows an unescaped dollar sign
 * @param negated whether it begins with an exclamation mark
 * @param groups how many groups capture
 * @param steps its length when limited repeats are written out
 */
public record SafePattern(String text, boolean negated, int groups, int steps) {
  /** What a constant of the type came to. */
  public sealed interface Parsed {
    record Good(SafePattern pattern) implements Parsed {}

    /**
     * @param why a sentence without the pattern
     */
    record Bad(String why) implements Parsed {}
  }

  public static Parsed parse(String text) {
    return new PatternParser(text).parse();
  }

  /** The pattern of a value of the type. */
  public static SafePattern of(String value) {
    return switch (parse(value)) {
      case Parsed.Good(SafePattern pattern) -> pattern;
      case Parsed.Bad(String why) -> throw new IllegalArgumentException(value + ": " + why);
    };
  }

  static Verdict test(String text) {
    return switch (parse(text)) {
      case Parsed.Good good -> Verdict.accepted(good.pattern().text());
      case Parsed.Bad(String why) -> Verdict.invalid(Text.shown(text) + ": " + why);
    };
  }
}
