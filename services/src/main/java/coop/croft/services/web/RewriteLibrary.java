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
import java.util.regex.Pattern;

/** The words of {@code web.dtl} about rewriting. */
final class RewriteLibrary {
  /**
   * mod_rewrite asks about a file instead of matching where a condition's pattern is one of these.
   */
  static final Pattern FILE_TEST = Pattern.compile("!?-[fd]");

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
    Block block = Block.of(run);
    block.site.bounds.count(SiteBounds.Kind.PATTERNS);
    block.add(
        new Directive.Rewrite(block.takeConditions(), pattern, substitution, flags), run.here());
  }

  private static void condition(
      String test, String pattern, List<RewriteFlag> flags, Run<Subject> run) {
    for (RewriteFlag flag : flags) {
      if (!(flag instanceof RewriteFlag.Plain p && p.forConditions)) {
        throw invalid("the flag " + flag.word() + " is for rewriteRule");
      }
    }
    if (FILE_TEST.matcher(pattern).matches()) {
      requireOwnPlace(test, run);
    }
    Block block = Block.of(run);
    block.site.bounds.count(SiteBounds.Kind.PATTERNS);
    block.addCondition(new Directive.Rewrite.Condition(test, pattern, flags, run.here()));
  }

  /** Whether a file is there is nobody's business but its owner's. */
  private static void requireOwnPlace(String test, Run<Subject> run) {
    String place =
        RewriteText.place(test)
            .orElseThrow(
                () ->
                    new Fault(
                        Code.INVALID_VALUE,
                        Text.shown(test) + ": a file test names a place that you hold",
                        "as in \"%{DOCUMENT_ROOT}%{REQUEST_URI}\""));
    String path = place.replace("%{DOCUMENT_ROOT}", Block.of(run).site.documentRoot);
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
