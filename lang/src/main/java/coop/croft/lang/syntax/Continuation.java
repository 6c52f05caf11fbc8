package coop.croft.lang.syntax;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Whether a text that comes line by line is in the middle of something: a block, brackets, a
 * comment or a doc string that is open still. Each line is looked at once. What makes no sense
 * counts as complete: the parser has a message for it.
 */
public final class Continuation {
  private final Deque<Kind> open = new ArrayDeque<>();
  private int comments;
  private boolean doc;
  private boolean broken;
  private boolean says;

  /**
   * Takes the next line, without its line break.
   *
   * @return whether there is anything in it but blanks and comments
   */
  public boolean add(String line) {
    says = doc;
    int at = 0;
    while (at < line.length() && !broken) {
      if (comments > 0) {
        at = comment(line, at);
      } else if (doc) {
        int close = line.indexOf("}}", at);
        doc = close < 0;
        at = doc ? line.length() : close + 2;
      } else {
        at = tokens(line, at);
      }
    }
    return says || broken;
  }

  /** Whether something is open behind the last line. */
  public boolean isOpen() {
    return !broken && (comments > 0 || doc || !open.isEmpty());
  }

  /** Steps over what belongs to a comment, and gives where that ends. */
  private int comment(String line, int from) {
    int at = from;
    while (at < line.length() && comments > 0) {
      if (line.startsWith("(*", at)) {
        comments++;
        at += 2;
      } else if (line.startsWith("*)", at)) {
        comments--;
        at += 2;
      } else {
        at++;
      }
    }
    return at;
  }

  /** All tokens of the rest of a line; what opens a comment that goes on is left for the next. */
  private int tokens(String line, int from) {
    String rest = line.substring(from);
    Tokens tokens = Tokens.of(new Source("", rest));
    for (int i = 0; i < tokens.size(); i++) {
      if (!isLetOfElsewhere(tokens, i)) {
        token(tokens.kind(i));
      }
      says |= tokens.kind(i) != Kind.COMMENT;
    }
    int behind = tokens.size() == 0 ? 0 : tokens.end(tokens.size() - 1);
    int comment = rest.indexOf("(*", behind);
    int text = rest.indexOf("{{", behind);
    if (comment >= 0 && (text < 0 || comment < text)) {
      comments = 1;
      return from + comment + 2;
    }
    if (text >= 0) {
      says = true;
      doc = true;
      return from + text + 2;
    }
    return line.length();
  }

  /** What sets a name with a small letter is nothing that could go on. */
  private static boolean isLetOfElsewhere(Tokens tokens, int at) {
    return at + 2 < tokens.size()
        && tokens.kind(at) == Kind.LET
        && tokens.kind(at + 1) == Kind.SYMBOL
        && tokens.kind(at + 2) == Kind.EQUALS;
  }

  private void token(Kind kind) {
    switch (kind) {
      case LET, BEGIN, IF, FOR, WHERE, OPEN_PAREN, OPEN_BRACKET, OPEN_BRACE -> open.push(kind);
      case WITH -> {
        if (open.peek() == Kind.WHERE) {
          open.pop();
        }
        open.push(kind);
      }
      case END -> close(open.peek() != null && isBlock(open.peek()));
      case CLOSE_PAREN -> close(open.peek() == Kind.OPEN_PAREN);
      case CLOSE_BRACKET -> close(open.peek() == Kind.OPEN_BRACKET);
      case CLOSE_BRACE -> close(open.peek() == Kind.OPEN_BRACE);
      default -> {}
    }
  }

  private static boolean isBlock(Kind kind) {
    return switch (kind) {
      case LET, BEGIN, IF, FOR, WHERE, WITH -> true;
      default -> false;
    };
  }

  private void close(boolean fits) {
    if (fits) {
      open.pop();
    } else {
      broken = true;
    }
  }
}
