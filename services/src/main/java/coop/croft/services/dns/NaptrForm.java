package coop.croft.services.dns;

import static coop.croft.services.dns.Checks.invalid;

import java.util.Locale;

/** The text fields of a NAPTR record (RFC 3402, RFC 3403). */
final class NaptrForm {
  private NaptrForm() {}

  /** Flags in upper case: nothing, or one of S, A, U, P. */
  static String flags(String flags) {
    if (!flags.matches("[SAUPsaup]?")) {
      throw invalid("NAPTR flags \"" + flags + "\": must be \"\", \"S\", \"A\", \"U\" or \"P\"");
    }
    return flags.toUpperCase(Locale.ROOT);
  }

  static void services(String services) {
    Checks.ascii("the services", services);
    if (!services.matches("[A-Za-z0-9+:._-]*")) {
      throw invalid("the services may hold letters, digits and + : . _ - only, as in E2U+sip");
    }
  }

  /**
   * A substitution {@code !expression!replacement!flags} (RFC 3402, section 3.2): any delimiter, a
   * POSIX extended expression, back references to groups that it has, and {@code i} as the only
   * flag.
   */
  static void regexp(String regexp) {
    Checks.ascii("the expression", regexp);
    if (regexp.isEmpty()) {
      return;
    }
    char mark = regexp.charAt(0);
    if (Character.isDigit(mark) || mark == 'i' || mark == '\\') {
      throw invalid("\"" + mark + "\" cannot delimit the expression; ! is usual");
    }
    int second = next(regexp, mark, 1);
    int third = second < 0 ? -1 : next(regexp, mark, second + 1);
    if (third < 0) {
      throw invalid(
          "the expression must have the form " + mark + "pattern" + mark + "result" + mark);
    }
    String flags = regexp.substring(third + 1);
    if (!flags.matches("i?")) {
      throw invalid("after the last " + mark + " only i may stand, not \"" + flags + "\"");
    }
    int groups = new Expression(regexp.substring(1, second)).groups();
    references(regexp.substring(second + 1, third), groups);
  }

  private static int next(String text, char mark, int from) {
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == mark) {
        return i;
      }
    }
    return -1;
  }

  private static void references(String result, int groups) {
    for (int i = 0; i < result.length() - 1; i++) {
      if (result.charAt(i) == '\\') {
        int number = Character.digit(result.charAt(i + 1), 10);
        if (number > groups || number == 0) {
          throw invalid("the result refers to group " + number + ", but the pattern has " + groups);
        }
        i++;
      }
    }
  }

  /** A reader of POSIX extended expressions, as strict as BIND's own and a little stricter. */
  private static final class Expression {
    private final String text;
    private int at;
    private int groups;

    Expression(String text) {
      this.text = text;
    }

    int groups() {
      alternatives(0);
      if (at < text.length()) {
        throw invalid("the pattern has a ) without a (");
      }
      return groups;
    }

    private void alternatives(int depth) {
      if (depth > 20) {
        throw invalid("the groups of the pattern are nested too deeply");
      }
      do {
        branch(depth);
      } while (take('|'));
    }

    private void branch(int depth) {
      boolean any = false;
      while (at < text.length() && peek() != '|' && peek() != ')') {
        boolean anchor = peek() == '^' || peek() == '$';
        atom(depth);
        if (anchor && at < text.length() && "*+?{".indexOf(peek()) >= 0) {
          throw invalid("in the pattern " + peek() + " repeats ^ or $, which stand for a place");
        }
        quantifiers();
        any = true;
      }
      if (!any) {
        throw invalid("the pattern has an empty part");
      }
    }

    private void atom(int depth) {
      char c = text.charAt(at++);
      switch (c) {
        case '(' -> {
          groups++;
          alternatives(depth + 1);
          if (!take(')')) {
            throw invalid("the pattern has a ( without a )");
          }
        }
        case '[' -> brackets();
        case '\\' -> {
          if (at == text.length() || "^.[]$()|*+?{}\\/!".indexOf(text.charAt(at)) < 0) {
            throw invalid("in the pattern \\ must stand before a special character");
          }
          at++;
        }
        case '*', '+', '?', '{' -> throw invalid("in the pattern " + c + " follows nothing");
        default -> {}
      }
    }

    private void quantifiers() {
      if (at == text.length() || "*+?{".indexOf(peek()) < 0) {
        return;
      }
      if (text.charAt(at++) == '{') {
        int end = text.indexOf('}', at);
        String bounds = end < 0 ? "" : text.substring(at, end);
        if (!bounds.matches("[0-9]{1,3}(,([0-9]{1,3})?)?")) {
          throw invalid("in the pattern {…} must hold one or two numbers");
        }
        String[] part = bounds.split(",");
        int least = Integer.parseInt(part[0]);
        int most = part.length > 1 ? Integer.parseInt(part[1]) : least;
        if (most > 255 || least > most) {
          throw invalid("in the pattern {" + bounds + "} is not a range up to 255");
        }
        at = end + 1;
      }
      if (at < text.length() && "*+?{".indexOf(peek()) >= 0) {
        throw invalid("the pattern repeats a repetition");
      }
    }

    /** Plain sets and ranges; classes such as [:digit:] are left out on purpose. */
    private void brackets() {
      take('^');
      int start = at;
      if (!take(']') && at < text.length()) {
        at++;
      }
      while (at < text.length() && peek() != ']') {
        at++;
      }
      String set = text.substring(start, at);
      if (!take(']')) {
        throw invalid("the pattern has a [ without a ]");
      }
      if (set.indexOf('[') >= 0 || set.indexOf('\\') >= 0) {
        throw invalid("in the pattern a set may not hold [ or \\");
      }
      for (int i = set.indexOf('-', 1);
          i > 0 && i < set.length() - 1;
          i = set.indexOf('-', i + 2)) {
        if (set.charAt(i - 1) >= set.charAt(i + 1)) {
          throw invalid("in the pattern [" + set + "] has a range that runs backwards");
        }
        if (i + 2 < set.length() && set.charAt(i + 2) == '-') {
          throw invalid("in the pattern [" + set + "] has a - behind a range: put it first");
        }
      }
    }

    private char peek() {
      return text.charAt(at);
    }

    private boolean take(char c) {
      if (at < text.length() && peek() == c) {
        at++;
        return true;
      }
      return false;
    }
  }
}
