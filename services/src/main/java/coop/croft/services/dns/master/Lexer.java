package coop.croft.services.dns.master;

import coop.croft.lang.Span;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Cuts the octets of a master file into entries and words (RFC 1035, section 5.1). Columns count
 * code points of UTF-8, as everywhere.
 */
final class Lexer {
  private static final int END = -1;

  private final String file;
  private final byte[] octets;
  private int at;
  private int line = 1;
  private int column = 1;

  Lexer(String file, byte[] octets) {
    this.file = file;
    this.octets = octets;
    if (octets.length >= 3
        && octets[0] == (byte) 0xEF
        && octets[1] == (byte) 0xBB
        && octets[2] == (byte) 0xBF) {
      at = 3;
    }
  }

  boolean atEnd() {
    return at >= octets.length;
  }

  /**
   * The next entry; it may have no words.
   *
   * @throws Unreadable if it cannot be cut into words; the next call goes on with the next line
   */
  Entry next() throws Unreadable {
    Span start = here();
    boolean indented = peek() == ' ' || peek() == '\t';
    List<Word> words = new ArrayList<>();
    List<String> comments = new ArrayList<>();
    try {
      words(words, comments);
    } catch (Unreadable e) {
      while (peek() != '\n' && peek() != END) {
        step();
      }
      step();
      throw e;
    }
    return new Entry(words.isEmpty() ? start : words.getFirst().place(), indented, words, comments);
  }

  private void words(List<Word> words, List<String> comments) throws Unreadable {
    List<Span> open = new ArrayList<>();
    while (true) {
      Span place = here();
      switch (peek()) {
        case END -> {
          if (!open.isEmpty()) {
            throw neverClosed(open.getFirst());
          }
          return;
        }
        case '\n' -> {
          step();
          if (open.isEmpty()) {
            return;
          }
        }
        case ' ', '\t' -> step();
        case '\r' -> {
          step();
          if (peek() != '\n' && peek() != END) {
            throw new Unreadable(place, "a carriage return stands in the middle of a line");
          }
        }
        case ';' -> comments.add(comment());
        case '(' -> {
          step();
          // The first one is shown if it is never closed; of the others the number is enough.
          open.add(open.isEmpty() ? place : open.getFirst());
        }
        case ')' -> {
          step();
          if (open.isEmpty()) {
            throw new Unreadable(place, "this ) closes no (");
          }
          open.removeLast();
        }
        case '"' -> words.add(quoted());
        default -> words.add(plain());
      }
    }
  }

  private static Unreadable neverClosed(Span place) {
    return new Unreadable(
        place,
        "this ( is never closed",
        Optional.of("everything behind it is one entry up to a ), which is missing"));
  }

  private String comment() {
    step();
    int from = at;
    while (peek() != '\n' && peek() != END) {
      step();
    }
    return new String(octets, from, at - from, StandardCharsets.UTF_8).strip();
  }

  private Word quoted() throws Unreadable {
    Span start = here();
    step();
    StringBuilder units = new StringBuilder();
    while (peek() != '"') {
      if (peek() == '\n' || peek() == END) {
        throw new Unreadable(
            start,
            "this \" is never closed",
            Optional.of("a string ends on its line; \\\" is a quotation mark inside of it"));
      }
      units.append(unit());
    }
    step();
    return new Word(units.toString(), true, to(start));
  }

  private Word plain() throws Unreadable {
    Span start = here();
    StringBuilder units = new StringBuilder();
    while (!endsWord(peek())) {
      units.append(unit());
    }
    return new Word(units.toString(), false, to(start));
  }

  private static boolean endsWord(int c) {
    return switch (c) {
      case END, ' ', '\t', '\r', '\n', ';', '(', ')', '"' -> true;
      default -> false;
    };
  }

  /** One octet of a value: itself, or what a backslash makes of the next one or three. */
  private char unit() throws Unreadable {
    Span start = here();
    int c = peek();
    step();
    if (c == 0) {
      throw new Unreadable(
          start,
          "the file holds an octet 0, so it is no text",
          Optional.of(
              "if it is a zone in a binary form of BIND, named-compilezone -f raw writes it as"
                  + " text"));
    }
    if (c != '\\') {
      return (char) c;
    }
    int next = peek();
    if (next == END || next == '\n' || next == '\r') {
      throw new Unreadable(start, "a backslash stands at the end of the line");
    }
    if (next < '0' || next > '9') {
      step();
      return (char) (next | Word.ESCAPED);
    }
    int value = 0;
    for (int i = 0; i < 3; i++) {
      int digit = peek() - '0';
      if (digit < 0 || digit > 9) {
        throw badNumber(start);
      }
      value = 10 * value + digit;
      step();
    }
    if (value > 255) {
      throw badNumber(start);
    }
    return (char) (value | Word.ESCAPED);
  }

  private static Unreadable badNumber(Span place) {
    return new Unreadable(
        place, "behind a backslash a number must have three digits and be at most 255");
  }

  private int peek() {
    return at < octets.length ? octets[at] & 0xFF : END;
  }

  private void step() {
    if (at >= octets.length) {
      return;
    }
    int c = octets[at++];
    if (c == '\n') {
      line++;
      column = 1;
    } else if (at >= octets.length || (octets[at] & 0xC0) != 0x80) {
      column++;
    }
  }

  private Span here() {
    return new Span(file, line, column, line, column + 1);
  }

  private Span to(Span start) {
    return new Span(file, start.line(), start.column(), line, column);
  }
}
