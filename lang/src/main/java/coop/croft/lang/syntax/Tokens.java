package coop.croft.lang.syntax;

import coop.croft.lang.BoundBroken;
import java.util.Arrays;

/**
 * All tokens of a file as they are spelt, comments among them, in their order. For tools that deal
 * with text; what is no token is skipped, and after too much of it nothing follows, so look at the
 * faults of {@link FileParser} first.
 */
public final class Tokens {
  /**
   * Told of each token: its kind and the offsets of its first character and just behind its last.
   */
  @FunctionalInterface
  public interface Reader {
    void token(Kind kind, int start, int end);
  }

  private final String text;
  private Kind[] kinds = new Kind[64];
  private int[] starts = new int[64];
  private int[] ends = new int[64];
  private int size;

  private Tokens(String text) {
    this.text = text;
  }

  public static Tokens of(Source source) {
    Tokens tokens = new Tokens(source.text());
    read(source, tokens::add);
    return tokens;
  }

  /** The same one after the other, without keeping them. */
  public static void read(Source source, Reader reader) {
    Lexer lexer = new Lexer(source, new SyntaxFaults(source, Lexicon.EMPTY), true);
    try {
      for (lexer.advance(); lexer.kind() != Kind.EOF; lexer.advance()) {
        reader.token(lexer.kind(), lexer.start(), lexer.end());
      }
    } catch (BoundBroken tooManyFaults) {
      return;
    }
  }

  private void add(Kind kind, int start, int end) {
    if (size == starts.length) {
      int room = size + size / 2;
      kinds = Arrays.copyOf(kinds, room);
      starts = Arrays.copyOf(starts, room);
      ends = Arrays.copyOf(ends, room);
    }
    kinds[size] = kind;
    starts[size] = start;
    ends[size++] = end;
  }

  /** How many there are; the end of the file is none. */
  public int size() {
    return size;
  }

  /** {@link Kind#EOF} behind the last one. */
  public Kind kind(int i) {
    return i < size ? kinds[i] : Kind.EOF;
  }

  /** Offset of the first character. */
  public int start(int i) {
    return i < size ? starts[i] : text.length();
  }

  /** Offset just behind the last character. */
  public int end(int i) {
    return i < size ? ends[i] : text.length();
  }

  /** The token in which a place is, or that ends there; -1 if there is none. */
  public int at(int offset) {
    int after = Arrays.binarySearch(starts, 0, size, offset);
    int token = after >= 0 ? after : -after - 2;
    return token >= 0 && offset <= ends[token] ? token : -1;
  }

  /** As it is spelt. */
  public String text(int i) {
    return text.substring(start(i), end(i));
  }

  /** Whether the token at that place is spelt like the one at the same place there. */
  public boolean isSpeltAs(Tokens other, int i) {
    return isSpeltAs(i, other.text, other.start(i), other.end(i));
  }

  /** Whether the token at that place is spelt like that part of another text. */
  public boolean isSpeltAs(int i, String other, int otherStart, int otherEnd) {
    int length = end(i) - start(i);
    return length == otherEnd - otherStart
        && text.regionMatches(start(i), other, otherStart, length);
  }

  /** Line breaks between a token and the one before it, or the beginning of the file. */
  public int lineBreaksBefore(int i) {
    int breaks = 0;
    for (int at = i == 0 ? 0 : end(i - 1); at < start(i); at++) {
      breaks += text.charAt(at) == '\n' ? 1 : 0;
    }
    return breaks;
  }
}
