package coop.croft.services.web;

import coop.croft.services.Finding;
import java.net.URI;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Redirections that come back to where they were.
 *
 * @param programs {@code PATH PORT} of each program that alone answers there
 * @param way of the visitor; the last address is one of the others
 */
record Circle(List<String> programs, List<URI> way) {
  Circle {
    programs = List.copyOf(programs);
    way = List.copyOf(way);
  }

  Finding finding() {
    String what =
        way.getFirst()
            + " is redirected in a circle: "
            + way.stream().map(URI::toString).collect(Collectors.joining(" -> "));
    URI from = way.get(way.size() - 2);
    URI to = way.getLast();
    Optional<String> port = program(from);
    if (port.isPresent()
        && Visit.isTls(from)
        && Objects.equals(from.getHost(), to.getHost())
        && path(from).equals(path(to))) {
      return new Finding(
          what
              + ": the program behind it, on port "
              + port.get()
              + ", sends visitors who came by https to "
              + to.getScheme(),
          "the program speaks http with the web server and takes that for the visitor's way: let it"
              + " read X-Forwarded-Proto (often called trusting the proxy), or turn its own"
              + " redirection off, as the site sends everybody to https");
    }
    return new Finding(
        what,
        "let one place decide, the site or the program behind it; a program behind proxyPass sees"
            + " in X-Forwarded-Proto by which way the visitor came");
  }

  private static String path(URI at) {
    return at.getPath().isEmpty() ? "/" : at.getPath();
  }

  /** The port of the program that answers there: the longest path wins. */
  private Optional<String> program(URI at) {
    return programs.stream()
        .map(p -> p.split(" ", 2))
        .filter(p -> WebPaths.isWithin(path(at), WebPaths.stripped(p[0])))
        .max(Comparator.comparingInt(p -> p[0].length()))
        .map(p -> p[1]);
  }
}
