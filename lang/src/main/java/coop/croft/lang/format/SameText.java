package coop.croft.lang.format;

import coop.croft.lang.syntax.Kind;
import coop.croft.lang.syntax.Source;
import coop.croft.lang.syntax.Tokens;
import java.util.List;

/** Whether two texts are the same program with the same comments at the same places. */
final class SameText {
  private final Tokens before;
  private final String text;
  private int at;

  private SameText(Tokens before, String text) {
    this.before = before;
    this.text = text;
  }

  /**
   * @throws IllegalStateException if a token or a comment differs by more than the blanks around
   *     the lines of a comment
   */
  static void require(Tokens before, Source after) {
    SameText same = new SameText(before, after.text());
    Tokens.read(after, same::token);
    if (same.at < before.size()) {
      throw same.changed();
    }
  }

  private void token(Kind kind, int start, int end) {
    if (before.kind(at) != kind
        || !(before.isSpeltAs(at, text, start, end)
            || (kind == Kind.COMMENT
                && lines(before.text(at)).equals(lines(text.substring(start, end)))))) {
      throw changed();
    }
    at++;
  }

  private IllegalStateException changed() {
    return new IllegalStateException(
        "laying the file out would have changed the token at offset " + before.start(at));
  }

  private static List<String> lines(String comment) {
    return comment.lines().map(String::strip).toList();
  }
}
