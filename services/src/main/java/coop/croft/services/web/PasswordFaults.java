package coop.croft.services.web;

import coop.croft.core.manifest.Origin;
import coop.croft.lang.Code;
import coop.croft.lang.Span;
import coop.croft.services.Service.Fault;
import coop.croft.services.Unit;
import coop.croft.services.base.Text;
import coop.croft.services.web.Directive.Password;
import coop.croft.services.web.Directive.Placed;
import coop.croft.services.web.Directive.Section;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Parts of a site that have pages in common and ask for different password files. The server knows
 * one file at a place: whoever stands in the one would come in without standing in the other, and a
 * block further in would ask for less.
 */
final class PasswordFaults {
  /** Faults that are told of a site; nobody reads more of them. */
  private static final int MOST = 1_000;

  private static final Comparator<Asks> BY_PLACE =
      Comparator.comparingInt((Asks a) -> a.span().line()).thenComparingInt(a -> a.span().column());

  /** A part of the site that asks for a password, and where the program says so. */
  private record Asks(Section.Kind kind, String path, String file, Span span) {
    /** The part as the program names it. */
    String part() {
      return kind.name().toLowerCase(Locale.ROOT) + " " + Text.shown(path);
    }
  }

  private final List<Asks> locations = new ArrayList<>();
  private final List<Asks> directories = new ArrayList<>();

  /** The later one of two, and the earlier one. */
  private final Map<Asks, Asks> faults = new LinkedHashMap<>();

  static List<Fault> of(Unit.Of<VirtualHost> asked) {
    VirtualHost site = asked.resource();
    if (site.all(Password.class).map(Password::file).distinct().count() < 2) {
      return List.of();
    }
    PasswordFaults all = new PasswordFaults();
    site.own(Section.class).forEach(all::section);
    all.compare(new SiteMap(site));
    return all.faults.entrySet().stream()
        .limit(MOST)
        .map(e -> fault(e.getKey(), e.getValue(), asked.origin()))
        .toList();
  }

  private static Fault fault(Asks later, Asks earlier, Origin site) {
    boolean same = later.kind() == earlier.kind() && later.path().equals(earlier.path());
    String message =
        same
            ? later.part() + " asks for two password files: the server would know one of them alone"
            : later.part()
                + " and "
                + earlier.part()
                + " have pages in common and ask for different password files: the server would"
                + " know one of them alone";
    String hint =
        "name the same file in both, and with requireUser those who may go further in; the other"
            + " authBasic is in line "
            + earlier.span().line();
    Origin origin = new Origin(site.source(), later.span());
    return new Fault(origin, Code.CONFLICT, message, Optional.of(hint));
  }

  /** The first file of a part stands for it: any other one is a fault already. */
  private void section(Section section) {
    Optional<Asks> first = Optional.empty();
    for (Placed p : section.body()) {
      if (p.directive() instanceof Password(String realm, String file)) {
        Asks asks = new Asks(section.kind(), WebPaths.stripped(section.path()), file, p.span());
        if (first.isEmpty()) {
          first = Optional.of(asks);
        } else {
          compare(asks, first.get());
        }
      }
    }
    List<Asks> all =
        switch (section.kind()) {
          case LOCATION -> locations;
          case DIRECTORY -> directories;
        };
    first.ifPresent(all::add);
  }

  private void compare(Asks one, Asks other) {
    if (!one.file().equals(other.file())) {
      boolean later = BY_PLACE.compare(one, other) >= 0;
      faults.putIfAbsent(later ? one : other, later ? other : one);
    }
  }

  private void compare(SiteMap map) {
    inside(locations);
    PathIndex<Asks> byPath = inside(directories);
    if (directories.isEmpty()) {
      return;
    }
    Map<String, List<Asks>> byFiles = new LinkedHashMap<>();
    for (Asks location : locations) {
      for (String files : map.filesOf(location.path())) {
        byFiles.computeIfAbsent(files, k -> new ArrayList<>()).add(location);
        byPath.around(files).forEach(d -> compare(location, d));
      }
    }
    PathIndex<Asks> index = new PathIndex<>(byFiles);
    directories.forEach(d -> index.around(d.path()).forEach(l -> compare(l, d)));
  }

  /** Compares parts of one kind with those around them. */
  private PathIndex<Asks> inside(List<Asks> parts) {
    Map<String, List<Asks>> byPath = new LinkedHashMap<>();
    parts.forEach(p -> byPath.computeIfAbsent(p.path(), k -> new ArrayList<>()).add(p));
    PathIndex<Asks> index = new PathIndex<>(byPath);
    parts.forEach(p -> index.around(p.path()).forEach(o -> compare(p, o)));
    return index;
  }
}
