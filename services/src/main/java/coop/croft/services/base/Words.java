package coop.croft.services.base;

import coop.croft.lang.Verdict;

/** Short texts with an alphabet of their own: tokens, names of accounts, mail addresses. */
final class Words {
  private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";
  private static final String ATOM_MARKS = "!#$%&'*+-/=?^_`{|}~";
  private static final int LONGEST_TOKEN = 255;
  private static final int LONGEST_ACCOUNT = 32;

  /** RFC 5321, section 4.5.3.1. */
  private static final int LONGEST_LOCAL_PART = 64;

  private static final int LONGEST_EMAIL = 254;

  private Words() {}

  /** The type {@code token} (RFC 9110, section 5.6.2). */
  static Verdict token(String text) {
    if (text.isEmpty()) {
      return Verdict.invalid("\"\": a token has at least one character");
    }
    if (text.length() > LONGEST_TOKEN) {
      return Verdict.invalid(
          Text.shown(text) + ": a token has at most 255 characters, this one has " + text.length());
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!isLetterOrDigit(c) && TOKEN_MARKS.indexOf(c) < 0) {
        return Verdict.invalid(
            Text.shown(text)
                + ": a token is made of letters, digits and "
                + TOKEN_MARKS
                + ", not "
                + named(c));
      }
    }
    return Verdict.accepted(text);
  }

  /** The name of a Linux user or group, as Debian's adduser makes them. */
  static Verdict account(String text) {
    boolean good = !text.isEmpty() && text.length() <= LONGEST_ACCOUNT;
    for (int i = 0; good && i < text.length(); i++) {
      char c = text.charAt(i);
      good = (c >= 'a' && c <= 'z') || c == '_' || (i > 0 && ((c >= '0' && c <= '9') || c == '-'));
    }
    return good
        ? Verdict.accepted(text)
        : Verdict.invalid(
            Text.shown(text)
                + ": the name of an account has 1 to 32 of a-z, 0-9, _ and -, a letter or _ first");
  }

  /** The type {@code email}: a dot-atom, {@code @}, and the name of a host (RFC 5321). */
  static Verdict email(String text) {
    int at = text.lastIndexOf('@');
    if (at < 0) {
      return Verdict.invalid(Text.shown(text) + ": a mail address has an \"@\"");
    }
    String local = text.substring(0, at);
    if (local.isEmpty() || local.length() > LONGEST_LOCAL_PART) {
      return Verdict.invalid(Text.shown(text) + ": in front of the \"@\" stand 1 to 64 characters");
    }
    for (int i = 0; i < local.length(); i++) {
      char c = local.charAt(i);
      boolean dot = c == '.' && i > 0 && i < local.length() - 1 && local.charAt(i - 1) != '.';
      if (!isLetterOrDigit(c) && ATOM_MARKS.indexOf(c) < 0 && !dot) {
        return Verdict.invalid(
            Text.shown(text)
                + (c == '.'
                    ? ": a dot must stand between other characters"
                    : ": " + named(c) + " must not stand in front of the \"@\""));
      }
    }
    return switch (Names.strict(text.substring(at + 1))) {
      case Verdict.Accepted(Object host) -> {
        String normal = local + "@" + host;
        yield normal.length() <= LONGEST_EMAIL
            ? Verdict.accepted(normal)
            : Verdict.invalid(Text.shown(text) + ": a mail address has at most 254 characters");
      }
      case Verdict.Invalid(String why) ->
          Verdict.invalid(Text.shown(text) + ": behind the \"@\": " + why);
      case Verdict.NotHeld refused -> refused;
    };
  }

  private static boolean isLetterOrDigit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  private static String named(char c) {
    return c == ' ' ? "a blank" : Text.isControl(c) ? Text.name(c) : "\"" + c + "\"";
  }
}
