package coop.croft.services.web;

import coop.croft.core.model.Right;
import coop.croft.core.model.Rights;
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

  /** Paths of directories and files inside of a tree. */
  SortedSet<String> paths(String tree) {
    return rights.heldByOthersBelow(tree, member);
  }

  /**
   * The expression that is true for files at and below a path. Sections with a condition are the
   * last that Apache goes by (its manual, "How the sections are merged"), so that none of the
   * site's lets anybody in. A character that would have to be quoted stands for any octet.
   */
  static String at(String path) {
    StringBuilder pattern = new StringBuilder();
    path.chars()
        .forEach(
            c -> {
              if ((c < 0x80 && Character.isLetterOrDigit(c)) || PLAIN.indexOf(c) >= 0) {
                pattern.append((char) c);
              } else if (c >= 0x80) {
                // One to three octets for each half of a character.
                pattern.append(".{1,3}");
              } else {
                pattern.append(UNQUOTABLE.indexOf(c) >= 0 ? "." : "[" + (char) c + "]");
              }
            });
    return "%{REQUEST_FILENAME} =~ m#^" + pattern + "(?:/|$)#";
  }
}
