package coop.croft.services.web;

import coop.croft.lang.Code;
import coop.croft.lang.Fault;
import coop.croft.services.base.SafePattern;
import coop.croft.services.base.Text;
import coop.croft.services.web.Directive.Rewrite;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The groups that texts of a rewrite rule name: {@code $1} is one of its pattern, {@code %1} one of
 * the last condition that matched, and 0 the whole of what matched. mod_rewrite puts nothing for
 * one that is not there.
 */
final class RewriteGroups {
  private static final Pattern REFERENCE = Pattern.compile("([$%])([0-9])");

  private static final Pattern ESCAPE = Pattern.compile("%[0-9A-Fa-f]{2}");

  /** What has not matched a text, or must not, has no groups, not even the whole. */
  private static final int NONE = -1;

  private RewriteGroups() {}

  /**
   * @throws Fault {@code invalid-value} for a group that is never there
   */
  static void require(Rewrite rule) {
    int own = groups(rule.pattern());
    List<Rewrite.Condition> conditions = rule.conditions();
    for (int i = 0; i < conditions.size(); i++) {
      // Those of the same alternative have failed when it comes to this one.
      require(conditions.get(i).test(), own, last(conditions.subList(0, first(conditions, i))));
    }
    require(rule.substitution(), own, last(conditions));
  }

  private static int groups(String pattern) {
    if (FileTest.PATTERN.matcher(pattern).matches()) {
      return NONE;
    }
    SafePattern parsed = SafePattern.of(pattern);
    return parsed.negated() ? NONE : parsed.groups();
  }

  /** The first of the alternatives of which a condition is one. */
  private static int first(List<Rewrite.Condition> conditions, int index) {
    int first = index;
    while (first > 0 && conditions.get(first - 1).flags().contains(RewriteFlag.Plain.ORNEXT)) {
      first--;
    }
    return first;
  }

  /** The most groups that there may be when all of the conditions hold. */
  private static int last(List<Rewrite.Condition> conditions) {
    int most = NONE;
    int end = conditions.size();
    while (end > 0) {
      int first = first(conditions, end - 1);
      boolean always = true;
      for (Rewrite.Condition c : conditions.subList(first, end)) {
        int groups = groups(c.pattern());
        most = Math.max(most, groups);
        always &= groups != NONE;
      }
      end = always ? 0 : first;
    }
    return most;
  }

  private static void require(String text, int own, int last) {
    Matcher reference = REFERENCE.matcher(text);
    while (reference.find()) {
      boolean ofRule = reference.group(1).equals("$");
      int groups = ofRule ? own : last;
      if (Integer.parseInt(reference.group(2)) > groups) {
        throw refused(text, reference, ofRule, groups);
      }
    }
  }

  private static Fault refused(String text, Matcher reference, boolean ofRule, int groups) {
    String what = Text.shown(text) + ": " + reference.group() + " is a group of ";
    String why =
        ofRule
            ? groups == NONE
                ? "the rule's pattern, which has none, for it says what must not match"
                : "the rule's pattern, which has " + (groups == 0 ? "none" : groups)
            : groups == NONE
                ? "the condition before, and none matches a text here"
                : "the last condition, which has " + (groups == 0 ? "none" : groups);
    return escape(text, reference.start())
        .map(hint -> new Fault(Code.INVALID_VALUE, what + why, hint))
        .orElseGet(
            () ->
                new Fault(
                    Code.INVALID_VALUE,
                    what + why,
                    "put what shall stand there in parentheses in the pattern"));
  }

  /** What to write instead, if it looks like an escape of a URL. */
  private static Optional<String> escape(String text, int at) {
    Matcher escape = ESCAPE.matcher(text).region(at, text.length());
    if (!escape.lookingAt()) {
      return Optional.empty();
    }
    boolean query = text.lastIndexOf('?', at) >= 0;
    return Optional.of(
        escape.group().equals("%20")
            ? "write a blank as " + (query ? "\"+\" in a query" : "it is: the server encodes it")
            : "write the character itself: the server encodes it");
  }
}
