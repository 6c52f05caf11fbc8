package coop.croft.services.web;

import coop.croft.lang.Code;
import coop.croft.lang.Externs;
import coop.croft.lang.Externs.Run;
import coop.croft.lang.Fault;
import coop.croft.lang.Verdict;
import coop.croft.services.Subject;
import coop.croft.services.base.Paths;
import coop.croft.services.base.Text;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words of {@code web.dtl} about rewriting. */
final class RewriteLibrary {
  /**
   * What matches no path that begins with a slash, as those of {@code .htaccess} files do: the end,
   * or another character that must be there, and no alternative to it.
   */
  private static final Pattern RELATIVE =
      Pattern.compile("\\^(?:\\$|(?:[\\w%~-]|\\\\[.-])(?![?*{]))(?:[^|()]|\\([^()]*+\\))*+");

  /** The front of a whole address. */
  private static final Pattern ADDRESS =
      Pattern.compile("\\^(?:https?://[^/()]*/|www\\\\?\\.[\\w.\\\\-]*/)");

  /** What differs from request to request. */
  private static final Pattern VARYING = Pattern.compile("%\\{|[$%][0-9]");

  private RewriteLibrary() {}

  static void teach(Externs.Builder<Subject> externs) {
    externs
        .opaque("rewrite_flag")
        .strings("substitution", (text, s) -> RewriteText.substitution(text))
        .strings("rewrite_test", (text, s) -> RewriteText.test(text));
    for (RewriteFlag.Plain flag : RewriteFlag.Plain.values()) {
      externs.value(flag.word, s -> flag);
    }
    externs
        .pure(
            "redirectFlag",
            (a, s) -> new RewriteFlag.Redirect(DirectiveLibrary.redirection((Long) a.getFirst())))
        .action(
            "rewriteRule",
            (a, run) -> rule((String) a.get(0), (String) a.get(1), flags(a.get(2)), run))
        .action(
            "rewriteCond",
            (a, run) -> condition((String) a.get(0), (String) a.get(1), flags(a.get(2)), run));
  }

  private static List<RewriteFlag> flags(Object list) {
    return ((List<?>) list).stream().map(RewriteFlag.class::cast).distinct().toList();
  }

  private static void rule(
      String pattern, String substitution, List<RewriteFlag> flags, Run<Subject> run) {
    for (RewriteFlag flag : flags) {
      if (flag instanceof RewriteFlag.Plain p && !p.forRules) {
        throw invalid("the flag " + p.word + " is for rewriteCond");
      }
    }
    if (flags.stream().filter(RewriteFlag::ends).count() > 1) {
      throw invalid("forbidden, gone and redirectFlag exclude each other");
    }
    boolean redirects = flags.stream().anyMatch(RewriteFlag.Redirect.class::isInstance);
    if (RewriteText.isAbsolute(substitution) && !redirects) {
      throw new Fault(
          Code.INVALID_VALUE,
          "an address as a substitution sends the client there, and needs redirectFlag",
          "add redirectFlag 302; for a program of your own on the serving host there is proxyPass");
    }
    if (redirects && substitution.equals("-")) {
      throw invalid("redirectFlag needs a place to go to, not \"-\"");
    }
    requireReachable(pattern);
    Block block = Block.of(run);
    block.site.bounds.count(SiteBounds.Kind.PATTERNS);
    Directive.Rewrite rule =
        new Directive.Rewrite(block.takeConditions(), pattern, substitution, flags);
    if (!rule.conditions().isEmpty()
        && rule.conditions().getLast().flags().contains(RewriteFlag.Plain.ORNEXT)) {
      throw new Fault(
          Code.INVALID_VALUE,
          "the last condition of this rule has ornext, and no other one follows",
          "leave out ornext there: the rule would hold for everybody");
    }
    RewriteGroups.require(rule);
    block.add(rule, run.here());
  }

  private static void requireReachable(String pattern) {
    if (!RELATIVE.matcher(pattern).matches()) {
      return;
    }
    Matcher address = ADDRESS.matcher(pattern);
    String path = address.lookingAt() ? pattern.substring(address.end()) : pattern.substring(1);
    throw new Fault(
        Code.INVALID_VALUE,
        Text.shown(pattern) + " matches nothing: the path of a URL begins with \"/\"",
        "write " + Text.shown("^/" + path));
  }

  private static void condition(
      String test, String pattern, List<RewriteFlag> flags, Run<Subject> run) {
    for (RewriteFlag flag : flags) {
      if (!(flag instanceof RewriteFlag.Plain p && p.forConditions)) {
        throw invalid("the flag " + flag.word() + " is for rewriteRule");
      }
    }
    if (FileTest.PATTERN.matcher(pattern).matches()) {
      requireOwnPlace(test, run);
    } else if (!VARYING.matcher(test).find()) {
      throw new Fault(
          Code.INVALID_VALUE,
          Text.shown(test) + " is the same for all requests",
          "a variable of the server stands between %{ and }, as in %{HTTP_USER_AGENT}");
    } else if (test.equals("%{REQUEST_URI}")) {
      requireReachable(pattern);
    }
    Block block = Block.of(run);
    block.site.bounds.count(SiteBounds.Kind.PATTERNS);
    block.addCondition(new Directive.Rewrite.Condition(test, pattern, flags, run.here()));
  }

  /** Whether a file is there is nobody's business but its owner's. */
  private static void requireOwnPlace(String test, Run<Subject> run) {
    String path =
        FileTest.place(test, Block.of(run).site.documentRoot)
            .orElseThrow(
                () ->
                    new Fault(
                        Code.INVALID_VALUE,
                        Text.shown(test) + ": a file test names a place that you hold",
                        "as in \"%{DOCUMENT_ROOT}%{REQUEST_URI}\""));
    if (Paths.file(path) instanceof Verdict.Invalid(String why)) {
      throw invalid(why);
    }
    String member = run.subject().member().orElse("");
    if (!run.subject().rights().holdsPath(member, path)) {
      throw new Fault(Code.NOT_HELD, "you do not hold the path " + path);
    }
  }

  private static Fault invalid(String message) {
    return new Fault(Code.INVALID_VALUE, message);
  }
}
