package coop.croft.lang.format;

import coop.croft.lang.syntax.Kind;
import coop.croft.lang.syntax.Tokens;
import java.util.List;

/** Whether two texts are the same program with the same comments at the same places. */
final class SameText {
  private SameText() {}

  /**
   * @throws IllegalStateException if a token or a comment differs by more than the blanks around
   *     the lines of a comment
   */
  static void require(Tokens before, Tokens after) {
    int size = Math.max(before.size(), after.size());
    for (int i = 0; i < size; i++) {
      if (before.kind(i) != after.kind(i) || !same(before, after, i)) {
        throw new IllegalStateException(
            "laying the file out would have changed the token at offset " + before.start(i));
      }
    }
  }

  private static boolean same(Tokens before, Tokens after, int i) {
    return before.isSpeltAs(after, i)
        || (before.kind(i) == Kind.COMMENT && lines(before.text(i)).equals(lines(after.text(i))));
  }

  private static List<String> lines(String comment) {
    return comment.lines().map(String::strip).toList();
  }
}
