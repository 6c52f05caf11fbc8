package coop.croft.lang.study;

import coop.croft.lang.SourceText;
import coop.croft.lang.syntax.Kind;
import coop.croft.lang.syntax.Source;
import coop.croft.lang.syntax.Tokens;
import java.nio.charset.StandardCharsets;

/**
 * A place in a text where something is being written: the word that stands there or, between words,
 * nothing. A name that means nothing takes its place, so that the checker itself says what it would
 * have wanted there.
 *
 * @param start of the word
 * @param end of the word
 * @param hole the name that takes its place; empty where no name can stand: in a string, a comment
 *     or a doc string
 * @param token number of the token that is a string, or behind the word; {@link Tokens} has it
 * @param text the whole file with the hole
 */
public record Gap(int start, int end, String hole, int token, SourceText text) {
  /**
   * @param offset of the place, in UTF-16 units
   */
  public static Gap at(Source source, Tokens tokens, int offset) {
    int token = touching(tokens, offset);
    if (token < tokens.size() && tokens.start(token) < offset) {
      switch (tokens.kind(token)) {
        case STRING -> {
          return string(source, tokens, token, offset);
        }
        case COMMENT, DOC, INT -> {
          return new Gap(offset, offset, "", token, text(source, source.text()));
        }
        default -> {}
      }
    }
    boolean word = token < tokens.size() && isWord(tokens, token) && tokens.start(token) <= offset;
    int start = word ? tokens.start(token) : offset;
    int end = word ? tokens.end(token) : offset;
    boolean upper = wantsUpper(source, tokens, token, word);
    String hole = hole(source.text(), upper);
    String whole = source.text();
    String filled =
        whole.substring(0, start)
            + (touches(whole, start - 1) ? " " : "")
            + hole
            + (touches(whole, end) ? " " : "")
            + whole.substring(end);
    return new Gap(start, end, hole, word ? token + 1 : token, text(source, filled));
  }

  /** A string that is not closed ends where somebody writes it. */
  private static Gap string(Source source, Tokens tokens, int token, int offset) {
    String whole = source.text();
    int start = tokens.start(token);
    int end = tokens.end(token);
    boolean closed = end - start > 1 && whole.charAt(end - 1) == '"';
    String text = closed ? whole : whole.substring(0, offset) + '"' + whole.substring(offset);
    return new Gap(start, closed ? end : offset, "", token, text(source, text));
  }

  private static SourceText text(Source source, String text) {
    return new SourceText(source.file(), text.getBytes(StandardCharsets.UTF_8));
  }

  private static boolean touches(String text, int at) {
    return at >= 0 && at < text.length() && Character.isLetterOrDigit(text.charAt(at));
  }

  /** The token in which the place is or that ends there, else the first one behind it. */
  private static int touching(Tokens tokens, int offset) {
    int low = 0;
    int high = tokens.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (tokens.end(middle) < offset) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return ends(tokens, low, offset) ? low + 1 : low;
  }

  /** Behind a closed string, a mark or a comment in brackets something else begins. */
  private static boolean ends(Tokens tokens, int token, int offset) {
    return tokens.end(token) == offset
        && token < tokens.size()
        && switch (tokens.kind(token)) {
          case STRING ->
              tokens.end(token) - tokens.start(token) > 1 && tokens.text(token).endsWith("\"");
          case COMMENT -> !tokens.text(token).startsWith("#");
          // More digits may come, and a string that is not closed goes on.
          case INT -> false;
          default -> !isWord(tokens, token);
        };
  }

  private static boolean isWord(Tokens tokens, int token) {
    return token < tokens.size() && Character.isLetter(tokens.text(token).charAt(0));
  }

  /** Variables are read behind {@code <-}; contexts stand behind the marks of a predicate. */
  private static boolean wantsUpper(Source source, Tokens tokens, int token, boolean word) {
    boolean upper = word && Character.isUpperCase(source.text().charAt(tokens.start(token)));
    return switch (kind(tokens, token - 1)) {
      case FROM, CARET, NOT, AND -> true;
      // In a type: an expression has no word in capitals here, but for what is assigned.
      case COLON, ARROW, DOUBLE_ARROW, OPEN_BRACKET, OPEN_BRACE, COMMA -> upper;
      case OPEN_PAREN -> upper || isOfBlock(tokens, token - 1);
      default -> upper && tokens.kind(token + 1) == Kind.EQUALS;
    };
  }

  private static Kind kind(Tokens tokens, int token) {
    return token < 0 ? Kind.EOF : tokens.kind(token);
  }

  /** Whether the predicate of a block is written in those brackets: {@code \\b : (}. */
  private static boolean isOfBlock(Tokens tokens, int bracket) {
    return kind(tokens, bracket - 1) == Kind.COLON
        && kind(tokens, bracket - 3) == Kind.BLOCK_LAMBDA;
  }

  private static String hole(String text, boolean upper) {
    String hole = upper ? "CroftHole" : "croftHole";
    while (text.contains(hole)) {
      hole += "0";
    }
    return hole;
  }
}
