package coop.croft.services.web;

import coop.croft.services.web.Directive.Rewrite;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Conditions of rewrite rules that ask whether a file is there. Where others hold it, nothing is
 * there: rules run before any section that closes a place, and what they do would tell.
 */
final class FileTest {
  /**
   * mod_rewrite asks about a file instead of matching where a condition's pattern is one of these.
   */
  static final Pattern PATTERN = Pattern.compile("!?-[fd]");

  /** Octets of a test above which its text alone is longer than the name of any file. */
  private static final int LONGEST = 4_200;

  private static final String ROOT = "%{DOCUMENT_ROOT}";

  private FileTest() {}

  static boolean is(Rewrite.Condition condition) {
    return PATTERN.matcher(condition.pattern()).matches();
  }

  /** The place below which a test asks; empty if it could ask about other places. */
  static Optional<String> place(String test, String documentRoot) {
    return RewriteText.place(test).map(p -> p.replace(ROOT, documentRoot));
  }

  /** The place below which a condition asks; empty if it does not ask, or never finds anything. */
  static Optional<String> place(Rewrite.Condition condition, String documentRoot) {
    boolean asks =
        is(condition) && condition.test().getBytes(StandardCharsets.UTF_8).length <= LONGEST;
    return asks ? place(condition.test(), documentRoot).map(WebPaths::stripped) : Optional.empty();
  }

  /**
   * The same condition as an expression, which is false for all files that others hold, or true if
   * it asks for what is not there. It is always the contrary of something: only such expressions
   * leave the groups of the condition before alone. In the order of the parentheses Apache takes
   * any number of alternatives (its AP_EXPR_MAX_RECURSION is 20).
   *
   * @param matches as {@link Others#matches} has them, at least one
   */
  static String expression(Rewrite.Condition condition, List<String> matches) {
    String file = "'" + condition.test().replace("\\", "\\\\").replace("'", "\\'") + "'";
    boolean wanted = !condition.pattern().startsWith("!");
    String ask = condition.pattern().substring(wanted ? 0 : 1) + " " + file;
    StringBuilder any = new StringBuilder();
    matches.forEach(m -> any.append('(').append(file).append(m).append(" || "));
    String closing = ")".repeat(matches.size());
    return wanted
        ? "!(" + any + "!" + ask + closing + ")"
        : "!(!(" + any + "false" + closing + ") && " + ask + ")";
  }
}
