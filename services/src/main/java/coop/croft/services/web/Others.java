package coop.croft.services.web;

import coop.croft.core.model.Rights;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;

/**
 * What others hold inside of what a member's site covers: there nobody is served, neither by a
 * wildcard of the site nor out of its directories.
 *
 * @param member whose site it is
 */
record Others(String member, Rights rights) {
  private static final String PLAIN = "_-~@%+=,:;&! ";
  private static final String UNQUOTABLE = "\\]^\"#";

  /** A slash, and what means the same to the system. */
  static final String ANY_SLASHES = "/(?:[.]?/)*";

  /** Characters of an expression's paths; Apache takes 8,191 (its {@code util_expr_scan.l}). */
  private static final int LONGEST = 4_000;

  /** Names that a wildcard would cover. */
  SortedSet<String> names(String wildcard) {
    return rights.domainsOfOthersBelow(wildcard.substring("*.".length()), member);
  }

  /**
   * Expressions, one of which is true for each file that others hold inside of a tree. Sections
   * with a condition are the last that Apache goes by (its manual, "How the sections are merged"),
   * so that none of the site's lets anybody in.
   */
  List<String> conditions(String tree) {
    return matches(tree, "/").stream().map(m -> "%{REQUEST_FILENAME}" + m).toList();
  }

  /**
   * What stands behind a word of an expression to say that it is the name of a file that others
   * hold inside of a tree, if the name may hold empty parts and dots for parts.
   */
  List<String> matches(String tree) {
    return matches(tree, ANY_SLASHES);
  }

  private List<String> matches(String tree, String slash) {
    List<String> all = new ArrayList<>();
    StringBuilder paths = new StringBuilder();
    for (String path : rights.topmostPathsOfOthersBelow(tree, member)) {
      String pattern = pattern(path, slash);
      if (!paths.isEmpty() && paths.length() + pattern.length() > LONGEST) {
        all.add(match(paths));
        paths.setLength(0);
      }
      paths.append(paths.isEmpty() ? "" : "|").append(pattern);
    }
    if (!paths.isEmpty()) {
      all.add(match(paths));
    }
    return all;
  }

  private static String match(CharSequence paths) {
    return " =~ m#^(?:" + paths + ")#";
  }

  /**
   * True for a path and what is below it. A character that would have to be quoted stands for any
   * octet, one outside of ASCII for as many as it has in UTF-8: a pattern that had to look for how
   * many might be given up, and nothing be closed. Of a path that is too long only the beginning
   * must be the same.
   */
  private static String pattern(String path, String slash) {
    StringBuilder pattern = new StringBuilder();
    int c;
    for (int i = 0; i < path.length(); i += Character.charCount(c)) {
      if (pattern.length() > LONGEST) {
        return pattern.toString();
      }
      c = path.codePointAt(i);
      if (c == '/') {
        pattern.append(slash);
      } else if (c >= 0x80) {
        pattern.append(c < 0x800 ? ".." : c < 0x10000 ? "..." : "....");
      } else if (Character.isLetterOrDigit(c) || PLAIN.indexOf(c) >= 0) {
        pattern.append((char) c);
      } else {
        pattern.append(UNQUOTABLE.indexOf(c) >= 0 ? "." : "[" + (char) c + "]");
      }
    }
    return pattern.append("(?:/|$)").toString();
  }
}
