package coop.croft.services.web;

import coop.croft.lang.Externs.Run;
import coop.croft.services.Subject;
import coop.croft.services.base.SafePattern;
import coop.croft.services.web.Directive.Placed;
import coop.croft.services.web.Directive.Rewrite;
import coop.croft.services.web.Directive.Section;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts what a site's files hold beyond what its program was counted for: the body of a site is
 * written for each host, each port, each name with an asterisk and each preview. A character stands
 * for up to 23 bytes of the server's memory.
 */
final class SiteSize {
  /** A virtual host takes the server 20 kB. */
  private static final int A_HOST = 900;

  /** What it takes more with TLS. */
  private static final int TLS = 1_000;

  /** A section takes the server 2 kB. */
  private static final int A_SECTION = 200;

  /**
   * What is written around a directive, and kept about the line of the program that it is from; it
   * takes the server up to 900 bytes.
   */
  private static final int A_DIRECTIVE = 100;

  /** A step of a pattern takes the server up to 35 bytes. */
  private static final int A_STEP = 3;

  /** All settings of PHP, which go with each part of a site that has PHP. */
  private static final int SETTINGS_OF_PHP = 1_000;

  private final Run<Subject> run;
  private final long copies;

  private SiteSize(Run<Subject> run, long copies) {
    this.run = run;
    this.copies = copies;
  }

  /** Ends the run if the program's sites are too large. */
  static void count(VirtualHost site, Run<Subject> run) {
    boolean previews = run.subject().knownSite().previewDomain().isPresent();
    boolean tls = !(site.tls() instanceof Tls.None);
    long files = site.nodes().size() * (1L + site.wildcards().size());
    long copies = files * (tls ? 2 : 1) + site.nodes().size() * (previews ? 2L : 0);
    run.keep(A_HOST, copies);
    run.keep(TLS, tls ? files : 0);
    SiteSize size = new SiteSize(run, copies);
    size.body(site.body());
    SiteMap map = new SiteMap(site);
    site.own(Section.class).forEach(s -> size.guards(s, map));
    Closed closed = run.state(Closed.class, () -> new Closed(run.subject()));
    site.all(Rewrite.class)
        .flatMap(r -> r.conditions().stream())
        .forEach(c -> run.keep(closed.size(c, site.documentRoot()), copies));
    map.trees().forEach(tree -> run.keep(closed.size(tree), copies));
  }

  /**
   * What is written for others' paths in the trees of a program's sites, which mostly share one.
   */
  private static final class Closed {
    private final Others others;
    private final Map<String, Long> sizes = new HashMap<>();
    private final Map<String, Long> tests = new HashMap<>();

    Closed(Subject subject) {
      this.others = new Others(subject.member().orElse(""), subject.rights());
    }

    long size(String tree) {
      return sizes.computeIfAbsent(
          tree, t -> others.conditions(t).stream().mapToLong(c -> A_SECTION + c.length()).sum());
    }

    /** What a test of files has more; it is written anew for each full expression. */
    long size(Rewrite.Condition condition, String documentRoot) {
      return FileTest.place(condition, documentRoot)
          .map(place -> tests.computeIfAbsent(place, this::matches))
          .filter(size -> size > 0)
          .map(size -> size + condition.test().length())
          .orElse(0L);
    }

    private long matches(String place) {
      return others.matches(place).stream().mapToLong(m -> A_SECTION + 2L * m.length()).sum();
    }
  }

  private void body(List<Placed> body) {
    for (Placed p : body) {
      run.keep(A_DIRECTIVE, copies);
      switch (p.directive()) {
        case Section s -> {
          run.keep(A_SECTION, copies);
          run.keep(s.path(), copies - 1);
          body(s.body());
        }
        case Directive.Mapping m -> run.keep(m.toString(), 3 * copies - 1);
        case Directive.Php php -> run.keep(SETTINGS_OF_PHP, copies);
        case Directive.PhpValue value -> run.keep(SETTINGS_OF_PHP, copies);
        case Rewrite r -> {
          run.keep(r.toString(), copies - 1);
          patterns(r);
        }
        default -> run.keep(p.directive().toString(), copies - 1);
      }
    }
  }

  private void patterns(Rewrite rule) {
    long steps = steps(rule.pattern());
    for (Rewrite.Condition c : rule.conditions()) {
      steps += steps(c.pattern());
    }
    run.keep(A_STEP, steps * copies);
    run.state(SiteBounds.Program.class, SiteBounds.Program::new).countSteps(steps * copies);
  }

  private static int steps(String pattern) {
    return FileTest.PATTERN.matcher(pattern).matches() ? 0 : SafePattern.of(pattern).steps();
  }

  /** Each rule of a part is written behind a pattern for all URLs of that part. */
  private void guards(Section section, SiteMap map) {
    long rules = section.body().stream().filter(p -> p.directive() instanceof Rewrite).count();
    if (rules > 0) {
      List<String> urls =
          section.kind() == Section.Kind.LOCATION
              ? List.of(section.path())
              : map.urlsOf(section.path());
      urls.forEach(url -> run.keep(url, rules * copies));
      run.keep(urls.size() * 10L, rules * copies);
    }
  }
}
