package coop.croft.services.web;

import coop.croft.lang.Code;
import coop.croft.lang.Fault;
import coop.croft.services.base.Text;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What one site, and all sites of a program together, may ask of the server that all sites share:
 * it reads everything anew with each change, and looks through most of it with each request.
 */
final class SiteBounds {
  /** What is counted. */
  enum Kind {
    NAMES(
        "names besides its own",
        100,
        10_000,
        "serverAliasHost \"*\" answers for all names below the domain"),
    WILDCARDS("names with *", 10, 1_000, "one * answers for all names below it"),
    MAPPINGS(
        "alias, scriptAlias, redirect and proxyPass together",
        1_000,
        10_000,
        "map the directory that they have in common, or let a program of yours answer"),
    SECTIONS(
        "location and directory blocks together",
        500,
        5_000,
        "write one block for the path that they have in common"),
    PATTERNS(
        "rewriteRule and rewriteCond together",
        200,
        2_000,
        "write redirect for a path that moved, and one pattern with | for several"),
    SETTINGS(
        "settings, those of its location and directory blocks included",
        5_000,
        50_000,
        "say what holds for all of the site once, outside of its blocks");

    private final String what;
    private final int site;
    private final int program;
    private final String remedy;

    Kind(String what, int site, int program, String remedy) {
      this.what = what;
      this.site = site;
      this.program = program;
      this.remedy = remedy;
    }
  }

  /** What the sites of one program have together. */
  static final class Program {
    private final Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
    private long steps;

    /**
     * Counts steps of patterns, as often as they are written.
     *
     * @throws Fault {@code bound}
     */
    void countSteps(long more) {
      steps += more;
      if (steps > MOST_STEPS) {
        throw new Fault(
            Code.BOUND,
            "the patterns of this program's sites have more than "
                + MOST_STEPS
                + " steps when their repeats are written out",
            "repeat less in a pattern; it counts for each port, host and name with * of its site");
      }
    }
  }

  /** A step takes the server up to 35 bytes. */
  private static final int MOST_STEPS = 400_000;

  /** For a request the server puts together what all of them say, each with those before. */
  private static final int MOST_ON_A_PATH = 16;

  /** A path that has settings, and how many lie on the way to it, itself included. */
  private static final class Place {
    final String path;
    int depth;

    Place(String path) {
      this.path = path;
    }
  }

  private final String site;
  private final Program program;
  private final Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
  private final Map<Directive.Section.Kind, List<Place>> places =
      new EnumMap<>(Directive.Section.Kind.class);

  /**
   * @param site its name
   */
  SiteBounds(String site, Program program) {
    this.site = site;
    this.program = program;
  }

  /**
   * Counts one more.
   *
   * @throws Fault {@code bound} if the site or the program has too many
   */
  void count(Kind kind) {
    if (counts.merge(kind, 1, Integer::sum) > kind.site) {
      throw new Fault(
          Code.BOUND,
          "the site " + site + " has more than " + kind.site + " " + kind.what,
          kind.remedy);
    }
    if (program.counts.merge(kind, 1, Integer::sum) > kind.program) {
      throw new Fault(
          Code.BOUND,
          "the sites of this program have more than " + kind.program + " " + kind.what,
          kind.remedy);
    }
  }

  /**
   * Notes a path for which something is said.
   *
   * @param path as it was made normal
   * @throws Fault {@code bound} if too many lie on the way to one path
   */
  void place(Directive.Section.Kind kind, String path) {
    Place added = new Place(WebPaths.stripped(path));
    List<Place> others = places.computeIfAbsent(kind, k -> new ArrayList<>());
    others.add(added);
    for (Place other : others) {
      if (WebPaths.isWithin(added.path, other.path)) {
        added.depth++;
      } else if (WebPaths.isWithin(other.path, added.path)) {
        require(++other.depth, other.path);
      }
    }
    for (Place other : others) {
      if (other != added && other.path.equals(added.path)) {
        other.depth = added.depth;
      }
    }
    require(added.depth, added.path);
  }

  private void require(int depth, String path) {
    if (depth > MOST_ON_A_PATH) {
      throw new Fault(
          Code.BOUND,
          "more than "
              + MOST_ON_A_PATH
              + " blocks or programs of the site "
              + site
              + " lie on the way to "
              + Text.shown(path)
              + ", itself included",
          "write one block for a path, and none where nothing new is said");
    }
  }
}
