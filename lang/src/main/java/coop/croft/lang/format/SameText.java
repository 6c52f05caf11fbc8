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
      if (before.kind(i) != after.kind(i) || !same(before.kind(i), before.text(i), after.text(i))) {
        throw new IllegalStateException(
            "laying the file out would have changed the token at offset " + before.start(i));
      }
    }
  }

  private static boolean same(Kind kind, String before, String after) {
    return before.equals(after) || (kind == Kind.COMMENT && lines(before).equals(lines(after)));
  }

  private static List<String> lines(String comment) {
    return comment.lines().map(String::strip).toList();
  }
}
