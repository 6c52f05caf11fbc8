package coop.croft.cli.expectation;

import coop.croft.lang.Bounds;
import coop.croft.lang.Code;
import coop.croft.lang.SourceText;
import coop.croft.lang.check.Suggestions;
import coop.croft.lang.syntax.FileParser;
import coop.croft.lang.syntax.Kind;
import coop.croft.lang.syntax.Source;
import coop.croft.lang.syntax.Tokens;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
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
 * @param code as it is written; perhaps of no error, empty if there is none
 * @param words part of the error's message; empty if any will do
 * @param spelt whether it begins as it should: {@code # expect} and a blank
 */
public record Expected(int comment, int line, String code, String words, boolean spelt) {
  /** How a comment begins that may be meant as an expectation. */
  private static final Pattern BEGINNING =
      Pattern.compile(
          "#[ \\t]*(?<word>expect|expects|expected)(?<early>[ \\t]*:)?(?=\\s|$)",
          Pattern.CASE_INSENSITIVE);

  /** What stands behind that. */
  private static final Pattern REST = Pattern.compile("(?<code>[^\\s:]+)\\s*(?<colon>:?)");

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
      boolean behind = i > 0 && tokens.lineBreaksBefore(i) == 0;
      of(tokens.text(i), line(source, tokens, i), line(source, tokens, behind ? i : next))
          .ifPresent(expected::add);
    }
    return expected.reversed();
  }

  private static Optional<Expected> of(String text, int comment, int line) {
    Matcher beginning = BEGINNING.matcher(text);
    if (!beginning.lookingAt()) {
      return Optional.empty();
    }
    boolean spelt = beginning.group("word").equals("expect") && beginning.group("early") == null;
    String rest = text.substring(beginning.end()).strip();
    Matcher coded = REST.matcher(rest);
    if (!coded.lookingAt()) {
      return beginning.group("word").equalsIgnoreCase("expect")
          ? Optional.of(new Expected(comment, line, "", "", spelt))
          : Optional.empty();
    }
    String code = coded.group("code");
    String words = rest.substring(coded.end()).strip();
    boolean meant =
        known(code).isPresent()
            || known(label(code)).isPresent()
            || (beginning.group("word").equalsIgnoreCase("expect")
                && (words.isEmpty()
                    || !coded.group("colon").isEmpty()
                    || (code.contains("-") && nearest(code).isPresent())));
    return meant ? Optional.of(new Expected(comment, line, code, words, spelt)) : Optional.empty();
  }

  private static int line(Source source, Tokens tokens, int i) {
    return source.span(tokens.start(i), tokens.start(i)).line();
  }

  /** The code that is meant; empty if there is none of that name. */
  Optional<Code> known() {
    return known(code);
  }

  /** Whether it is written as one must be, with a code that there is. */
  boolean isSound() {
    return spelt && known().isPresent();
  }

  /** The label of the code that is most likely meant. */
  Optional<String> nearest() {
    return nearest(code);
  }

  private static Optional<String> nearest(String code) {
    String label = label(code);
    return known(label)
        .map(Code::label)
        .or(
            () ->
                Suggestions.near(label, Arrays.stream(Code.values()).map(Code::label).toList())
                    .stream()
                    .findFirst());
  }

  private static String label(String code) {
    return code.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static Optional<Code> known(String code) {
    return Arrays.stream(Code.values()).filter(c -> c.label().equals(code)).findFirst();
  }
}
