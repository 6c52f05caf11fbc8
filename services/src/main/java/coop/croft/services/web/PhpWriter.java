package coop.croft.services.web;

import coop.croft.core.manifest.Origin;
import coop.croft.lang.Span;
import coop.croft.services.web.Directive.Placed;
import coop.croft.services.web.Directive.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Writes which files of a site PHP runs, and how. All settings that a program may make go with each
 * request: PHP keeps what a request set until its process ends, and the next one may be for another
 * site of the member.
 */
final class PhpWriter {
  private static final String SCRIPT =
      "%{REQUEST_FILENAME} =~ m#\\.php$# && -f %{REQUEST_FILENAME}";

  private final ConfigWriter out;
  private final VirtualHost site;
  private final Function<Span, Origin> origins;

  PhpWriter(ConfigWriter out, VirtualHost site, Function<Span, Origin> origins) {
    this.out = out;
    this.site = site;
    this.origins = origins;
  }

  /** What the whole site has: PHP for all of it, or for no more than parts. */
  void whole() {
    if (site.all(Directive.Php.class).findAny().isEmpty()) {
      return;
    }
    Optional<PhpScope> whole = PhpScope.of(site, Optional.empty());
    if (whole.isPresent()) {
      out.from(origins.apply(whole.get().span()), () -> run(whole.get(), site.body()));
    } else {
      // Elsewhere scripts are neither run nor shown.
      out.section(
          "If",
          Word.text(SCRIPT + " && !(" + String.join(" || ", parts()) + ")"),
          () -> out.directive("Require", Word.key("all"), Word.key("denied")));
    }
  }

  /** What a part has, in its section. */
  void part(Section section) {
    boolean own =
        section.body().stream()
            .map(Placed::directive)
            .anyMatch(d -> d instanceof Directive.Php || d instanceof Directive.PhpValue);
    if (own) {
      PhpScope.of(site, Optional.of(section))
          .ifPresent(s -> out.from(origins.apply(s.span()), () -> run(s, section.body())));
    }
  }

  /** Tests for the parts of the site that have PHP. */
  private List<String> parts() {
    List<String> tests = new ArrayList<>();
    site.own(Section.class)
        .filter(s -> PhpScope.of(site, Optional.of(s)).isPresent())
        .forEach(
            s ->
                tests.add(
                    (s.kind() == Section.Kind.LOCATION ? "%{REQUEST_URI}" : "%{REQUEST_FILENAME}")
                        + " =~ m#"
                        + RewriteWriter.below(s.path()).replace("#", "\\x23")
                        + "#"));
    return tests;
  }

  /**
   * Places to wait in, to be read outside of all sites: sites without directives of mod_proxy share
   * them, so that a member with many sites has no more. Files of several sites may say the same.
   */
  void workers() {
    SortedSet<String> written = new TreeSet<>();
    List<Optional<Section>> parts = new ArrayList<>();
    parts.add(Optional.empty());
    site.own(Section.class).forEach(s -> parts.add(Optional.of(s)));
    for (Optional<Section> part : parts) {
      Optional<PhpScope> scope = PhpScope.of(site, part);
      if (scope.isPresent() && written.add(worker(scope.get()))) {
        out.from(
            origins.apply(scope.get().span()),
            () ->
                out.section(
                    "Proxy", Word.text(worker(scope.get())), () -> limits(deadline(scope.get()))));
      }
    }
  }

  /** Who finds no room is told so soon. */
  private void limits(PhpDeadline deadline) {
    out.directive(
        "ProxySet",
        Word.key("max=" + deadline.room),
        Word.key("acquire=500"),
        Word.key("connectiontimeout=5"),
        Word.key("timeout=" + deadline.seconds),
        Word.key("retry=0"));
  }

  private static PhpDeadline deadline(PhpScope scope) {
    return PhpDeadline.of(PhpSetting.seconds(PhpSetting.values(scope.said())));
  }

  /** The name tells all that its limits depend on: Apache has one for each name, the first. */
  private String worker(PhpScope scope) {
    int seconds = deadline(scope).seconds;
    String socket = PhpPool.socket(scope.version(), site.user(), seconds);
    return "unix:" + socket + "|fcgi://php" + scope.version() + "-" + site.user() + "-" + seconds;
  }

  private void run(PhpScope scope, List<Placed> body) {
    SortedMap<String, String> values = PhpSetting.values(scope.said());
    if (body.stream().anyMatch(p -> p.directive() instanceof Directive.Php)
        && site.own(Directive.Index.class).findAny().isEmpty()) {
      out.directive("DirectoryIndex", Word.text("index.php"), Word.text("index.html"));
    }
    out.section(
        "If",
        Word.text(SCRIPT),
        () -> {
          out.directive("SetHandler", Word.text("proxy:" + worker(scope)));
          settings("PHP_ADMIN_VALUE", PhpSetting.lines(values, true));
          settings("PHP_VALUE", PhpSetting.lines(values, false));
          out.directive("CGIPassAuth", Word.key("On"));
        });
  }

  private void settings(String name, List<String> lines) {
    out.directive("ProxyFCGISetEnvIf", Word.text("true"), Word.key(name), Word.lines(lines));
  }
}
