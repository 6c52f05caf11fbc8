package coop.croft.lang.format;

import java.util.Arrays;

/**
 * Text with places where lines may break, in the manner of Oppen and Wadler: a group stands on one
 * line if it fits, else all its lines break; a unit moves to a line of its own if that makes it
 * fit. Kept as a list of instructions, so that laying out takes linear time and no recursion.
 */
final class Document {
  /** Columns that a line may have, in code points. */
  static final int WIDTH = 100;

  private static final int STEP = 2;

  private enum Op {
    /** A piece of source text, as it is. */
    TEXT,
    COMMENT,
    /** A blank and a comment at the end of a line; nothing moves to make room for it. */
    REMARK,
    SPACE,
    /** A line break, or so many blanks if the group stands on one line. */
    LINE,
    /** A line break, and a blank line if the number is 1. */
    HARD,
    NEST,
    UNNEST,
    GROUP,
    END_GROUP,
    /** A blank, or a line break and a step further in up to the end of the unit. */
    UNIT,
    END_UNIT
  }

  private static final int FORCED = -1;

  private final String source;
  private final Page page;
  private Op[] ops = new Op[256];

  /** Where a text begins; the number of a line; {@link #FORCED} for a group or unit that breaks. */
  private int[] first = new int[256];

  /** Where a text ends; what was measured of a group or unit. */
  private int[] second = new int[256];

  private int size;

  /** The instructions that opened the groups which are open now, outermost first. */
  private final IntStack open = new IntStack();

  /**
   * For each of them the height of {@link #open} at the nearest block around it, itself included.
   */
  private final IntStack blocks = new IntStack();

  Document(String source, Page page) {
    this.source = source;
    this.page = page;
  }

  private void add(Op op, int a, int b) {
    if (size == first.length) {
      ops = Arrays.copyOf(ops, size * 2);
      first = Arrays.copyOf(first, size * 2);
      second = Arrays.copyOf(second, size * 2);
    }
    ops[size] = op;
    first[size] = a;
    second[size++] = b;
  }

  /** A stretch of the source text, as it is; one of several lines stands in no group. */
  void text(int start, int end) {
    add(Op.TEXT, start, end);
  }

  void comment(int start, int end) {
    add(Op.COMMENT, start, end);
    if (source.indexOf('\n', start, end) >= 0) {
      breakGroups();
    }
  }

  void remark(int start, int end) {
    add(Op.REMARK, start, end);
  }

  void space() {
    add(Op.SPACE, 0, 0);
  }

  /**
   * @param blanks what stands here where the line does not break: 0 or 1
   */
  void line(int blanks) {
    add(Op.LINE, blanks, 0);
  }

  void hard(boolean blankLine) {
    add(Op.HARD, blankLine ? 1 : 0, 0);
    breakGroups();
  }

  /** A step further in, up to {@link #unnest}. */
  void nest() {
    add(Op.NEST, 0, 0);
  }

  void unnest() {
    add(Op.UNNEST, 0, 0);
  }

  void group() {
    open(false);
  }

  /** A group that holds statements: the block around it cannot stand on one line. */
  void block() {
    int nearest = blocks.isEmpty() ? 0 : blocks.top();
    breakGroups(nearest);
    open(true);
  }

  private void open(boolean block) {
    open.push(size);
    blocks.push(block ? open.size() : blocks.isEmpty() ? 0 : blocks.top());
    add(Op.GROUP, 0, 0);
  }

  void endGroup() {
    open.pop();
    blocks.pop();
    add(Op.END_GROUP, 0, 0);
  }

  /** All open groups break. */
  void breakGroups() {
    breakGroups(open.size());
  }

  /**
   * The outermost groups break, so many of them; what is around a broken group is broken already.
   */
  private void breakGroups(int count) {
    for (int i = count - 1; i >= 0 && first[open.at(i)] != FORCED; i--) {
      first[open.at(i)] = FORCED;
    }
  }

  /**
   * @param forced whether it begins on a line of its own in any case; the line break follows then
   */
  void unit(boolean forced) {
    add(Op.UNIT, forced ? FORCED : 0, 0);
  }

  void endUnit() {
    add(Op.END_UNIT, 0, 0);
  }

  /** Lays out what there is, and is empty again. No group may be open. */
  void flush() {
    measure();
    print();
    size = 0;
  }

  /**
   * From behind: for each group its width up to the next break after it, for each unit up to the
   * next break after it or the first line inside.
   */
  private void measure() {
    IntStack ends = new IntStack();
    int behind = 0; // width of all that follows on one line
    int nextBreak = 0; // what it was at the next break
    int nextLine = 0; // and at the next one that is no unit's
    for (int i = size - 1; i >= 0; i--) {
      switch (ops[i]) {
        case TEXT, COMMENT -> {
          int lineBreak = source.indexOf('\n', first[i], second[i]);
          if (lineBreak >= 0) {
            nextBreak = behind;
            nextLine = behind;
          }
          behind += source.codePointCount(first[i], lineBreak >= 0 ? lineBreak : second[i]);
        }
        case SPACE -> behind++;
        case LINE, HARD -> {
          behind += ops[i] == Op.LINE ? first[i] : 0;
          nextBreak = behind;
          nextLine = behind;
        }
        case REMARK -> {
          nextBreak = behind;
          nextLine = behind;
        }
        case END_GROUP, END_UNIT -> ends.push(nextBreak);
        case GROUP -> second[i] = behind - ends.pop();
        case UNIT -> {
          second[i] = behind - Math.max(ends.pop(), nextLine);
          behind++;
          nextBreak = behind;
        }
        case NEST, UNNEST -> {}
      }
    }
  }

  private void print() {
    IntStack indents = new IntStack();
    indents.push(0);
    IntStack broken = new IntStack();
    broken.push(1);
    for (int i = 0; i < size; i++) {
      switch (ops[i]) {
        case TEXT -> page.verbatim(source, first[i], second[i]);
        case COMMENT -> page.comment(source, first[i], second[i]);
        case REMARK -> {
          page.space();
          page.comment(source, first[i], second[i]);
        }
        case SPACE -> page.space();
        case LINE -> {
          if (broken.top() == 1) {
            page.newline(indents.top());
          } else if (first[i] == 1) {
            page.space();
          }
        }
        case HARD -> {
          if (first[i] == 1) {
            page.blankLine();
          }
          page.newline(indents.top());
        }
        case NEST -> indents.push(indents.top() + STEP);
        case UNNEST, END_UNIT -> indents.pop();
        case GROUP ->
            broken.push(
                broken.top() == 1 && (first[i] == FORCED || page.column() + second[i] > WIDTH)
                    ? 1
                    : 0);
        case END_GROUP -> broken.pop();
        case UNIT -> {
          boolean moves = broken.top() == 1 && moves(i, indents.top());
          indents.push(indents.top() + (moves ? STEP : 0));
          if (!moves) {
            page.space();
          } else if (first[i] != FORCED) {
            page.newline(indents.top());
          }
        }
      }
    }
  }

  /**
   * Whether a unit fits on a line of its own and not here; a long string fits nowhere, and stays.
   */
  private boolean moves(int unit, int indent) {
    int width = second[unit];
    return first[unit] == FORCED
        || (page.column() + 1 + width > WIDTH && indent + STEP + width <= WIDTH);
  }
}
