package coop.croft.services.base;

import com.ibm.icu.text.IDNA;
import coop.croft.lang.Verdict;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * UTS 46, non-transitional. Apart from {@link Names}, so that ICU's tables are loaded by the first
 * non-ASCII name and not by every start of the command line.
 */
final class InternationalNames {
  private static final IDNA UTS46 =
      IDNA.getUTS46Instance(
          IDNA.NONTRANSITIONAL_TO_ASCII
              | IDNA.NONTRANSITIONAL_TO_UNICODE
              | IDNA.CHECK_BIDI
              | IDNA.CHECK_CONTEXTJ
              | IDNA.CHECK_CONTEXTO);

  /**
   * What {@link Names} says itself, with one voice for all names. Hyphens in the third and fourth
   * place occur in real names and are harmless outside {@code xn--}.
   */
  private static final Set<IDNA.Error> SAID_ELSEWHERE =
      EnumSet.of(
          IDNA.Error.EMPTY_LABEL,
          IDNA.Error.LABEL_TOO_LONG,
          IDNA.Error.DOMAIN_NAME_TOO_LONG,
          IDNA.Error.LEADING_HYPHEN,
          IDNA.Error.TRAILING_HYPHEN,
          IDNA.Error.HYPHEN_3_4);

  private InternationalNames() {}

  static Verdict toAscii(String text) {
    StringBuilder out = new StringBuilder();
    IDNA.Info info = new IDNA.Info();
    UTS46.nameToASCII(text, out, info);
    Set<IDNA.Error> errors = EnumSet.noneOf(IDNA.Error.class);
    errors.addAll(info.getErrors());
    errors.removeAll(SAID_ELSEWHERE);
    if (errors.isEmpty()) {
      return Verdict.accepted(out.toString());
    }
    return Verdict.invalid(Text.shown(text) + ": " + why(errors.iterator().next()));
  }

  private static String why(IDNA.Error error) {
    return switch (error) {
      case PUNYCODE, INVALID_ACE_LABEL -> "a label that begins with xn-- is not a valid encoding";
      case LEADING_COMBINING_MARK -> "a label begins with a combining mark";
      case DISALLOWED, LABEL_HAS_DOT -> "the name holds a character that names must not have";
      case BIDI -> "right-to-left and left-to-right letters are mixed in one label";
      case CONTEXTJ, CONTEXTO_PUNCTUATION, CONTEXTO_DIGITS ->
          "the name holds a character that is not allowed beside its neighbours";
      default -> "not an international name (" + error.name().toLowerCase(Locale.ROOT) + ")";
    };
  }
}
