package coop.croft.services.soundness;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A generated program with its constants, each of which can be exchanged for another one. */
final class Generated {
  /** What lies between a constant and the library. */
  enum Way {
    LIST,
    FUNCTION,
    SETTING,
    LET,
    DEFAULT,
    OWN_VAL,
    BRANCH,
    LOOP,
    BLOCK
  }

  /**
   * A constant of a program.
   *
   * @param type the name of the type at which it stands
   * @param literal as the program writes it
   */
  record Constant(String type, String literal, Set<Way> ways) {}

  private static final char OPEN = '\u0001';
  private static final char CLOSE = '\u0002';

  private final int number;
  private final List<Constant> constants = new ArrayList<>();
  private final Set<String> used = new HashSet<>();
  private String template = "";

  Generated(int number) {
    this.number = number;
  }

  /** The number whose domains it uses. */
  int number() {
    return number;
  }

  String member() {
    return Grants.member(number);
  }

  List<Constant> constants() {
    return constants;
  }

  /** Names of the library that it uses. */
  Set<String> used() {
    return used;
  }

  /** A mark for a new constant, to be put into the template. */
  String constant(String type, String literal, Set<Way> ways) {
    constants.add(
        new Constant(
            type, literal, ways.isEmpty() ? EnumSet.noneOf(Way.class) : EnumSet.copyOf(ways)));
    return "" + OPEN + (constants.size() - 1) + CLOSE;
  }

  void finish(String text) {
    template = text;
  }

  String text() {
    return with(-1, "");
  }

  /** The program with another literal in the place of one constant. */
  String with(int index, String literal) {
    StringBuilder out = new StringBuilder();
    int at = 0;
    for (int open = template.indexOf(OPEN); open >= 0; open = template.indexOf(OPEN, at)) {
      int close = template.indexOf(CLOSE, open);
      int constant = Integer.parseInt(template.substring(open + 1, close));
      out.append(template, at, open)
          .append(constant == index ? literal : constants.get(constant).literal());
      at = close + 1;
    }
    return out.append(template, at, template.length()).toString();
  }

  /** Whether a constant is there: what was generated may have been thrown away. */
  boolean has(int index) {
    return template.indexOf("" + OPEN + index + CLOSE) >= 0;
  }

  /** Line of a constant, from 1, and its column in code points, from 1. */
  int[] place(int index) {
    String mark = with(index, "" + OPEN);
    int at = mark.indexOf(OPEN);
    int lineStart = mark.lastIndexOf('\n', at) + 1;
    int line = (int) mark.substring(0, at).chars().filter(c -> c == '\n').count() + 1;
    return new int[] {line, mark.codePointCount(lineStart, at) + 1};
  }
}
