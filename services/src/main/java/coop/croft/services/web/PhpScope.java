package coop.croft.services.web;

import coop.croft.core.manifest.Origin;
import coop.croft.lang.Code;
import coop.croft.lang.Span;
import coop.croft.services.Service.Fault;
import coop.croft.services.Unit;
import coop.croft.services.base.Text;
import coop.croft.services.web.Directive.Placed;
import coop.croft.services.web.Directive.Section;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a program says about PHP for a site or a part of it, the parts around it included.
 *
 * @param said settings by name
 * @param span of the last word about it
 */
record PhpScope(String version, Map<String, String> said, Span span) {

  /** Empty where PHP does not run. */
  static Optional<PhpScope> of(VirtualHost site, Optional<Section> part) {
    return of(site.body(), part);
  }

  private static Optional<PhpScope> of(List<Placed> site, Optional<Section> part) {
    List<Placed> all = new ArrayList<>(site);
    part.ifPresent(p -> around(site, p).forEach(s -> all.addAll(s.body())));
    Optional<String> version = Optional.empty();
    Optional<Span> span = Optional.empty();
    Map<String, String> said = new LinkedHashMap<>();
    for (Placed p : all) {
      switch (p.directive()) {
        case Directive.Php(String v) -> {
          version = Optional.of(v);
          span = Optional.of(p.span());
        }
        case Directive.PhpValue(String name, String value) -> {
          said.put(name, value);
          span = Optional.of(p.span());
        }
        default -> {}
      }
    }
    return version.isPresent()
        ? Optional.of(new PhpScope(version.get(), said, span.orElseThrow()))
        : Optional.empty();
  }

  /** Parts of the same kind that hold this one, and itself, the outermost first. */
  private static List<Section> around(List<Placed> site, Section part) {
    return site.stream()
        .map(Placed::directive)
        .filter(Section.class::isInstance)
        .map(Section.class::cast)
        .filter(s -> s.kind() == part.kind())
        .filter(s -> WebPaths.isWithin(stripped(part), stripped(s)))
        .sorted(Comparator.comparingInt(s -> s.path().length()))
        .toList();
  }

  private static String stripped(Section section) {
    return WebPaths.stripped(section.path());
  }

  /** Settings where PHP does not run. */
  static List<Fault> faults(Unit.Of<VirtualHost> asked) {
    List<Placed> site = asked.resource().body();
    List<Placed> lost = new ArrayList<>(lost(site, site, Optional.empty()));
    for (Placed p : site) {
      if (p.directive() instanceof Section s) {
        lost.addAll(lost(site, s.body(), Optional.of(s)));
      }
    }
    return lost.stream().map(p -> fault(p, asked.origin())).toList();
  }

  private static List<Placed> lost(List<Placed> site, List<Placed> body, Optional<Section> part) {
    List<Placed> settings =
        body.stream().filter(p -> p.directive() instanceof Directive.PhpValue).toList();
    return settings.isEmpty() || of(site, part).isPresent() ? List.of() : settings;
  }

  private static Fault fault(Placed setting, Origin site) {
    Directive.PhpValue value = (Directive.PhpValue) setting.directive();
    return new Fault(
        new Origin(site.source(), setting.span()),
        Code.INVALID_VALUE,
        "phpSetting " + Text.shown(value.name()) + " stands where PHP does not run",
        Optional.of("say which version runs here: php \"8.2\""));
  }
}
