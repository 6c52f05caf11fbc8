package coop.croft.services.web;

import coop.croft.core.model.Right;
import coop.croft.core.model.Rights;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What others hold inside of what a member's site covers: there nobody is served, neither by a
 * wildcard of the site nor out of its directories.
 *
 * @param member whose site it is
 */
record Others(String member, Rights rights) {
  private static final String PLAIN = "/_-~@%+=,:;&! ";
  private static final String UNQUOTABLE = "\\]^\"#";

  /** Characters of an expression's paths; Apache takes 8,191 (its {@code util_expr_scan.l}). */
  private static final int LONGEST = 4_000;

  /** Names that a wildcard would cover. */
  SortedSet<String> names(String wildcard) {
    SortedSet<String> names = new TreeSet<>();
    for (String other : rights.members()) {
      for (Right right : rights.of(other)) {
        if (right.kind() == Right.Kind.DOMAIN
            && right.value().endsWith(wildcard.substring(1))
            && !rights.holdsDomain(member, right.value())) {
          names.add(right.value());
        }
      }
    }
    return names;
  }

  /**
   * Expressions, one of which is true for each file that others hold inside of a tree. Sections
   * with a condition are the last that Apache goes by (its manual, "How the sections are merged"),
   * so that none of the site's lets anybody in.
   */
  List<String> conditions(String tree) {
    List<String> all = new ArrayList<>();
    StringBuilder paths = new StringBuilder();
    for (String path : rights.heldByOthersBelow(tree, member)) {
      String pattern = pattern(path);
      if (!paths.isEmpty() && paths.length() + pattern.length() > LONGEST) {
        all.add(condition(paths));
        paths.setLength(0);
      }
      paths.append(paths.isEmpty() ? "" : "|").append(pattern);
    }
    if (!paths.isEmpty()) {
      all.add(condition(paths));
    }
    return all;
  }

  private static String condition(CharSequence paths) {
    return "%{REQUEST_FILENAME} =~ m#^(?:" + paths + ")#";
  }

  /**
   * True for a path and what is below it. A character that would have to be quoted stands for any
   * octet; of a path that is too long only the beginning must be the same.
   */
  private static String pattern(String path) {
    StringBuilder pattern = new StringBuilder();
    for (int i = 0; i < path.length(); i++) {
      if (pattern.length() > LONGEST) {
        return pattern.toString();
      }
      char c = path.charAt(i);
      if ((c < 0x80 && Character.isLetterOrDigit(c)) || PLAIN.indexOf(c) >= 0) {
        pattern.append(c);
      } else if (c >= 0x80) {
        // One to three octets for each half of a character.
        pattern.append(".{1,3}");
      } else {
        pattern.append(UNQUOTABLE.indexOf(c) >= 0 ? "." : "[" + c + "]");
      }
    }
    return pattern.append("(?:/|$)").toString();
  }
}
