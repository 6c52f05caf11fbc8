package coop.croft.lang.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A list of flags as Apache's rewrite rules have it (Apache HTTP Server 2.4, "RewriteRule Flags"),
 * and what a library calls them that has the same.
 */
final class Flags {
  private static final Map<String, String> NAMES =
      Map.of(
          "L",
          "last",
          "END",
          "last",
          "NC",
          "nocase",
          "F",
          "forbidden",
          "G",
          "gone",
          "QSA",
          "qsappend",
          "NE",
          "noescape",
          "OR",
          "ornext",
          "R",
          "redirectFlag");

  /** What is behind {@code [}; without arguments but for a status. */
  static final Pattern LIST = Pattern.compile("([A-Z]+(=\\d+)?(\\s*,\\s*[A-Z]+(=\\d+)?)*)\\s*\\]");

  private static final Pattern FLAG = Pattern.compile("([A-Z]+)(=(\\d+))?");

  private Flags() {}

  /** The same list in the library's words; null if one of them means nothing there. */
  static @Nullable String written(String list, Lexicon lexicon) {
    List<String> words = new ArrayList<>();
    Matcher flags = FLAG.matcher(list);
    while (flags.find()) {
      String flag = flags.group(1);
      String name = NAMES.get(flag);
      boolean redirect = flag.equals("R");
      if (name == null
          || (flags.group(3) != null && !redirect)
          || !lexicon.like(name).contains(name)) {
        return null;
      }
      String status = flags.group(3) == null ? "302" : flags.group(3);
      words.add(redirect ? name + " " + status : name);
    }
    return String.join(", ", words);
  }
}
