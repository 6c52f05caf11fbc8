package coop.croft.services.base;

import coop.croft.core.model.Host;
import coop.croft.core.model.Site;
import coop.croft.lang.Verdict;
import coop.croft.services.Subject;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Hosts of the site, by name and by what they are for. */
public final class Nodes {
  /** What a host may be for; each is a word of {@code role}. */
  public static final List<String> ROLES =
      List.of("controller", "dns-primary", "dns-secondary", "web", "web-static", "login");

  /** What a host has besides its roles while nobody is to be sent there any more. */
  public static final String DRAINED = "drained";

  private Nodes() {}

  /** Whether it goes on answering those who come, and gets nothing new. */
  public static boolean isDrained(Host host) {
    return host.has(DRAINED);
  }

  public static boolean servesDns(Host host) {
    return host.has("dns-primary") || host.has("dns-secondary");
  }

  public static boolean servesWeb(Host host) {
    return host.has("web") || host.has("web-static");
  }

  /**
   * The web host that serves what does not choose one: the first of role web, else of web-static.
   */
  public static List<String> defaultWebNodes(Subject subject) {
    return subject.site().stream()
        .flatMap(site -> Stream.concat(site.with("web").stream(), site.with("web-static").stream()))
        .filter(h -> !isDrained(h))
        .limit(1)
        .map(Host::name)
        .toList();
  }

  static Verdict any(String text, Subject subject) {
    return among(text, subject, "is no host of this site", h -> true);
  }

  static Verdict dns(String text, Subject subject) {
    return among(text, subject, "is no name server of this site", Nodes::servesDns);
  }

  static Verdict web(String text, Subject subject) {
    if (subject.site().flatMap(s -> s.host(text)).filter(Nodes::isDrained).isPresent()) {
      return Verdict.invalid(
          Text.shown(text) + ": is drained: nothing is put there until it is taken back");
    }
    return among(text, subject, "is no web host of this site", Nodes::servesWeb);
  }

  private static Verdict among(String text, Subject subject, String isNot, Predicate<Host> fits) {
    if (subject.site().isEmpty()) {
      // The site is being read: its hosts are known when that is done, and asked for again.
      return label(text);
    }
    Site site = subject.site().get();
    if (site.host(text).filter(fits).isPresent()) {
      return Verdict.accepted(text);
    }
    List<String> known = site.hosts().stream().filter(fits).map(Host::name).toList();
    return Verdict.invalid(
        Text.shown(text)
            + ": "
            + isNot
            + (known.isEmpty() ? "; there is none" : "; there are: " + String.join(", ", known)));
  }

  /** The name of a host of the site: one label. */
  static Verdict label(String text) {
    return Names.strict(text) instanceof Verdict.Accepted(String name)
            && name.equals(text)
            && text.indexOf('.') < 0
        ? Verdict.accepted(text)
        : Verdict.invalid(
            Text.shown(text) + ": a host of the site is named by one label, as in \"main\"");
  }
}
