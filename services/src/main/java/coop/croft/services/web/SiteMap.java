package coop.croft.services.web;

import coop.croft.services.web.Directive.Mapping;
import coop.croft.services.web.Directive.Placed;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
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
    for (Entry e : longestFirst) {
      switch (e.mapping()) {
        case Directive.Alias(String location, String path) -> all.add(path);
        case Directive.ScriptAlias(String location, String path) -> all.add(path);
        case Directive.Redirect r -> {}
        case Directive.Proxy p -> {}
      }
    }
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

  /**
   * The parts of the URL space in which files of a directory appear, without slashes at the end.
   */
  List<String> urlsOf(String directory) {
    List<String> urls = new ArrayList<>();
    urls(documentRoot, "/", directory, urls);
    for (Entry e : longestFirst) {
      if (e.mapping() instanceof Directive.Alias(String location, String path)) {
        urls(path, e.path(), directory, urls);
      }
    }
    return urls;
  }

  private static void urls(String tree, String url, String directory, List<String> into) {
    if (WebPaths.isWithin(tree, directory)) {
      into.add(url);
    } else if (WebPaths.isWithin(directory, tree)) {
      into.add(
          (url.equals("/") ? "" : url) + directory.substring(tree.equals("/") ? 0 : tree.length()));
    }
  }
}
