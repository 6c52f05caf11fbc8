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
 * expect CODE: WORDS}. Behind a statement it is about its own line; on lines of their own, comments
 * are about the next line that holds something else.
 *
 * @param comment line of the comment, from 1
 * @param line on which the error begins, from 1
 * @param code as it is written; perhaps of no error
 * @param words part of the error's message; empty if any will do
 */
public record Expected(int comment, int line, String code, String words) {
  private static final Pattern COMMENT =
      Pattern.compile("#\\s*expect\\s+(?<code>[^\\s:]+)\\s*(:\\s*(?<words>.*?))?\\s*");

  /** What the comments of a program expect, in their order. */
  public static List<Expected> of(SourceText text) {
    Source source = FileParser.parse(text, Bounds.DEFAULT).source();
    Tokens tokens = Tokens.of(source);
    List<Expected> expected = new ArrayList<>();
    for (int i = 0; i < tokens.size(); i++) {
      Matcher comment = COMMENT.matcher(tokens.text(i));
      if (tokens.kind(i) == Kind.COMMENT && comment.matches()) {
        String words = comment.group("words");
        expected.add(
            new Expected(
                line(source, tokens, i),
                line(source, tokens, about(tokens, i)),
                comment.group("code"),
                words == null ? "" : words));
      }
    }
    return expected;
  }

  private static int line(Source source, Tokens tokens, int i) {
    return source.span(tokens.start(i), tokens.start(i)).line();
  }

  /** The token whose line a comment is about: the first one that is no comment, or the end. */
  private static int about(Tokens tokens, int comment) {
    if (comment > 0 && tokens.lineBreaksBefore(comment) == 0) {
      return comment;
    }
    int next = comment;
    while (tokens.kind(next) == Kind.COMMENT) {
      next++;
    }
    return next;
  }

  /** The code that is meant; empty if there is none of that name. */
  Optional<Code> known() {
    return Arrays.stream(Code.values()).filter(c -> c.label().equals(code)).findFirst();
  }
}
