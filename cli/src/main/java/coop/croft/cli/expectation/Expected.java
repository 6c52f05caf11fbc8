package coop.croft.cli.expectation;

import coop.croft.lang.Bounds;
import coop.croft.lang.Code;
import coop.croft.lang.SourceText;
import coop.croft.lang.syntax.FileParser;
import coop.croft.lang.syntax.Kind;
import coop.croft.lang.syntax.Source;
import coop.croft.lang.syntax.Tokens;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One error that a program is expected to have, from a comment {@code # expect CODE} or {@code #
 * expect CODE: WORDS}, where the colon may be left out. Behind a statement it is about its own
 * line; on lines of their own, comments are about the next line that holds something else.
 *
 * @param comment line of the comment, from 1
 * @param line on which the error begins, from 1
 * @param code as it is written; perhaps of no error
 * @param words part of the error's message; empty if any will do
 */
public record Expected(int comment, int line, String code, String words) {
  private static final Pattern COMMENT =
      Pattern.compile("#\\s*expect\\s+(?<code>[^\\s:]+)\\s*(?<colon>:?)\\s*(?<words>.*?)\\s*");

  /** What the comments of a program expect, in their order. */
  public static List<Expected> of(SourceText text) {
    Source source = FileParser.parse(text, Bounds.DEFAULT).source();
    Tokens tokens = Tokens.of(source);
    List<Expected> expected = new ArrayList<>();
    int next = tokens.size();
    for (int i = tokens.size() - 1; i >= 0; i--) {
      if (tokens.kind(i) != Kind.COMMENT) {
        next = i;
        continue;
      }
      Matcher comment = COMMENT.matcher(tokens.text(i));
      if (comment.matches() && isMeant(comment)) {
        boolean behind = i > 0 && tokens.lineBreaksBefore(i) == 0;
        expected.add(
            new Expected(
                line(source, tokens, i),
                line(source, tokens, behind ? i : next),
                comment.group("code"),
                comment.group("words")));
      }
    }
    return expected.reversed();
  }

  private static int line(Source source, Tokens tokens, int i) {
    return source.span(tokens.start(i), tokens.start(i)).line();
  }

  /** Whether a comment is no mere prose that begins with this word. */
  private static boolean isMeant(Matcher comment) {
    return !comment.group("colon").isEmpty()
        || comment.group("words").isEmpty()
        || known(comment.group("code")).isPresent();
  }

  /** The code that is meant; empty if there is none of that name. */
  Optional<Code> known() {
    return known(code);
  }

  private static Optional<Code> known(String code) {
    return Arrays.stream(Code.values()).filter(c -> c.label().equals(code)).findFirst();
  }
}
