package coop.croft.services.web;

import coop.croft.lang.Code;
import coop.croft.lang.Fault;
import coop.croft.services.base.Text;
import coop.croft.services.web.Directive.Mapping;
import coop.croft.services.web.Directive.Placed;
import coop.croft.services.web.Directive.Section;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** What answers for which part of a site's URLs, in the order in which Apache must be told. */
final class SiteMap {
  /** A mapping, its place in the program, and its path without a slash at the end. */
  record Entry(Mapping mapping, Placed placed, String path) {}

  private final List<Entry> longestFirst = new ArrayList<>();
  private final List<Entry> redirects;
  private final boolean aliasBelowRedirect;
  private final String documentRoot;

  SiteMap(VirtualHost site) {
    documentRoot = site.documentRoot();
    for (Placed p : site.body()) {
      if (p.directive() instanceof Mapping m) {
        longestFirst.add(new Entry(m, p, WebPaths.stripped(m.location())));
      }
    }
    longestFirst.sort(
        Comparator.comparingInt((Entry e) -> e.path().length())
            .reversed()
            .thenComparing(Entry::path));
    redirects =
        longestFirst.stream().filter(e -> e.mapping() instanceof Directive.Redirect).toList();
    aliasBelowRedirect = longestFirst.stream().anyMatch(this::liesBelowRedirect);
  }

  /** Longest path first: Apache takes the first match of each kind. */
  List<Entry> entries() {
    return longestFirst;
  }

  /** Entries of another kind with a longer path below this one's, which must win over it. */
  List<Entry> exceptions(Entry entry) {
    return longestFirst.stream()
        .filter(e -> WebPaths.isWithin(e.path(), entry.path()))
        .filter(e -> !e.mapping().getClass().equals(entry.mapping().getClass()))
        .toList();
  }

  /**
   * Whether a redirection of a shorter path would take an alias's requests: it comes first in
   * Apache.
   */
  boolean liesBelowRedirect(Entry entry) {
    boolean alias =
        entry.mapping() instanceof Directive.Alias
            || entry.mapping() instanceof Directive.ScriptAlias;
    return alias && redirects.stream().anyMatch(e -> WebPaths.isWithin(entry.path(), e.path()));
  }

  /** Whether there is such an alias. */
  boolean hasAliasBelowRedirect() {
    return aliasBelowRedirect;
  }

  /** The outermost trees of files that the site serves, each once. */
  List<String> trees() {
    List<String> all = new ArrayList<>();
    all.add(documentRoot);
    longestFirst.forEach(e -> tree(e).ifPresent(all::add));
    SortedSet<String> shortestFirst =
        new TreeSet<>(Comparator.comparingInt(String::length).thenComparing(t -> t));
    shortestFirst.addAll(all);
    List<String> outermost = new ArrayList<>();
    for (String tree : shortestFirst) {
      if (outermost.stream().noneMatch(o -> WebPaths.isWithin(tree, o))) {
        outermost.add(tree);
      }
    }
    return outermost.stream().sorted().toList();
  }

  /** The files that a mapping shows, if it shows files. */
  private static Optional<String> tree(Entry entry) {
    return switch (entry.mapping()) {
      case Directive.Alias(String location, String path) -> Optional.of(path);
      case Directive.ScriptAlias(String location, String path) -> Optional.of(path);
      case Directive.Redirect r -> Optional.empty();
      case Directive.Proxy p -> Optional.empty();
    };
  }

  /**
   * The trees of files that answer for URLs at and below a path: where the longest path around it
   * leads, and what is mapped below it.
   *
   * @param url without a slash at the end
   */
  List<String> filesOf(String url) {
    List<String> files = new ArrayList<>();
    longestFirst.stream()
        .filter(e -> WebPaths.isWithin(url, e.path()))
        .findFirst()
        .ifPresentOrElse(
            e -> tree(e).ifPresent(t -> files.add(below(t, rest(url, e.path())))),
            () -> files.add(below(documentRoot, rest(url, "/"))));
    longestFirst.stream()
        .filter(e -> WebPaths.isWithin(e.path(), url) && !e.path().equals(url))
        .forEach(e -> tree(e).ifPresent(files::add));
    return files;
  }

  /** What a path has behind one around it: empty, or with a slash in front. */
  private static String rest(String path, String around) {
    return path.equals(around) ? "" : path.substring(around.equals("/") ? 0 : around.length());
  }

  private static String below(String tree, String rest) {
    return tree.equals("/") && !rest.isEmpty() ? rest : tree + rest;
  }

  /**
   * The parts of the URL space in which files of a directory appear, without slashes at the end.
   */
  List<String> urlsOf(String directory) {
    List<String> urls = new ArrayList<>();
    urls(documentRoot, "/", directory, urls);
    for (Entry e : longestFirst) {
      switch (e.mapping()) {
        case Directive.Alias(String location, String path) -> urls(path, e.path(), directory, urls);
        case Directive.ScriptAlias(String location, String path) ->
            urls(path, e.path(), directory, urls);
        case Directive.Redirect r -> {}
        case Directive.Proxy p -> {}
      }
    }
    return urls;
  }

  /**
   * Rules of a directory are written for the URLs at which its files appear; where there are none,
   * they would say nothing.
   *
   * @throws Fault {@code invalid-value} for such rules
   */
  void requireUrls(VirtualHost site) {
    site.own(Section.class)
        .filter(s -> s.kind() == Section.Kind.DIRECTORY)
        .filter(s -> s.body().stream().anyMatch(p -> p.directive() instanceof Directive.Rewrite))
        .filter(s -> urlsOf(s.path()).isEmpty())
        .findFirst()
        .ifPresent(
            s -> {
              throw new Fault(
                  Code.INVALID_VALUE,
                  "the rewriteRule in directory "
                      + Text.shown(s.path())
                      + " is for no URL: the site serves nothing from there",
                  "put it into a location block, or an alias of that directory into the site");
            });
  }

  private static void urls(String tree, String url, String directory, List<String> into) {
    if (WebPaths.isWithin(tree, directory)) {
      into.add(url);
    } else if (WebPaths.isWithin(directory, tree)) {
      into.add(below(url, rest(directory, tree)));
    }
  }
}
