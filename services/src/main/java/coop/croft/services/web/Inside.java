package coop.croft.services.web;

import java.util.ArrayList;
import java.util.List;

/**
 * What a host that serves a site is asked about it: words that each begin with what they are.
 *
 * @param words {@code root /home/bob/forge}, {@code port 50020}, …
 */
record Inside(List<String> words) {
  static final String ROOT = "root";
  static final String USER = "user";
  static final String GROUP = "group";
  static final String PORT = "port";

  /** A file that answers for the root, if nothing but a file can. */
  static final String INDEX = "index";

  /** A directory of scripts. */
  static final String SCRIPTS = "scripts";

  /** An extension by which files are scripts, and where. */
  static final String CALLED = "called";

  Inside {
    words = List.copyOf(words);
  }

  Inside(VirtualHost site) {
    this(words(site));
  }

  private static List<String> words(VirtualHost site) {
    List<String> words = new ArrayList<>();
    words.add(ROOT + " " + site.documentRoot());
    words.add(USER + " " + site.user());
    words.add(GROUP + " " + site.group());
    index(site).forEach(f -> words.add(INDEX + " " + f));
    site.all(Directive.ScriptAlias.class)
        .map(s -> WebPaths.stripped(s.path()))
        .distinct()
        .forEach(path -> words.add(SCRIPTS + " " + path));
    site.all(Directive.CgiExtension.class)
        .map(Directive.CgiExtension::extension)
        .distinct()
        .forEach(e -> words.add(CALLED + " " + e + " " + site.documentRoot()));
    site.all(Directive.Proxy.class)
        .map(Directive.Proxy::port)
        .distinct()
        .forEach(port -> words.add(PORT + " " + port));
    return words;
  }

  /** Files one of which must answer for the root; empty if something else does, or may. */
  private static List<String> index(VirtualHost site) {
    boolean php = site.own(Directive.Php.class).findAny().isPresent();
    List<String> files =
        site.own(Directive.Index.class)
            .reduce((first, last) -> last)
            .map(Directive.Index::files)
            .orElse(php ? List.of("index.php", "index.html") : List.of("index.html"));
    boolean others =
        site.all(Directive.class).anyMatch(Inside::mayAnswer)
            || files.stream().anyMatch(f -> f.startsWith("/"))
            || site.all(Directive.Index.class).count() > site.own(Directive.Index.class).count()
            || site.all(Directive.Php.class).count() > site.own(Directive.Php.class).count();
    return others ? List.of() : files;
  }

  private static boolean mayAnswer(Directive directive) {
    return switch (directive) {
      case Directive.Mapping m -> WebPaths.stripped(m.location()).length() <= 1;
      case Directive.Rewrite _, Directive.FrontController _, Directive.Password _ -> true;
      case Directive.Options o -> o.on() && o.options().contains(WebOption.INDEXES);
      default -> false;
    };
  }

  /** The values of a kind, in order. */
  List<String> all(String kind) {
    return words.stream()
        .filter(w -> w.startsWith(kind + " "))
        .map(w -> w.substring(kind.length() + 1))
        .toList();
  }

  /**
   * The only value of a kind.
   *
   * @throws IllegalArgumentException if there is none
   */
  String one(String kind) {
    return all(kind).stream()
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("nothing is said about " + kind));
  }
}
