package coop.croft.services.imports.apache;

/**
 * Names and paths in which no sign means anything to Apache, whatever it compares them with. They
 * are read letter by letter: a regular expression over a line of hostile length costs the stack.
 */
final class Plain {
  private static final int LONGEST = 1000;

  private Plain() {}

  private static boolean holds(String text, String signs) {
    return !text.isEmpty()
        && text.length() <= LONGEST
        && text.chars()
            .allMatch(
                c ->
                    (c >= 'a' && c <= 'z')
                        || (c >= 'A' && c <= 'Z')
                        || (c >= '0' && c <= '9')
                        || signs.indexOf(c) >= 0);
  }

  /** A path from the root on, of files or of URLs: no escapes, no patterns, no {@code ..}. */
  static boolean path(String text) {
    return text.startsWith("/")
        && holds(text, "/._-")
        && !text.contains("//")
        && !text.contains("/.");
  }

  /** A path of a part of a site: without a slash at its end, but for the whole. */
  static boolean part(String text) {
    return path(text) && text.equals(bare(text));
  }

  /** The name of a file that is not hidden. */
  static boolean file(String text) {
    return holds(text, "._-") && text.charAt(0) != '.';
  }

  static boolean host(String text) {
    return holds(text, ".-") && ".-".indexOf(text.charAt(0)) < 0 && !text.endsWith(".");
  }

  static boolean number(String text) {
    return !text.isEmpty()
        && text.length() < 10
        && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /** Without a slash at the end. */
  static String bare(String path) {
    return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  /** Whether a path is another one or lies below it, by whole components. */
  static boolean within(String path, String above) {
    return above.equals("/") || path.equals(above) || path.startsWith(above + "/");
  }
}
