package coop.croft.lang.syntax;

import java.util.BitSet;
import java.util.EnumMap;

/** Skips what cannot be understood, up to a place where parsing can go on. */
final class Recovery {
  private final Cursor cursor;

  /** How many open forms wait for each of the closers; for 'end' and the end of the file all do. */
  private final EnumMap<Kind, Integer> awaited = new EnumMap<>(Kind.class);

  Recovery(Cursor cursor) {
    this.cursor = cursor;
  }

  /** Forms whose head is being read; where that fails, the 'end' of the form is still to come. */
  private int heads;

  int heads() {
    return heads;
  }

  void enterHead() {
    heads++;
  }

  void leaveHead() {
    heads--;
  }

  void await(Kind closer) {
    awaited.merge(closer, 1, Integer::sum);
  }

  void awaitNoMore(Kind closer) {
    awaited.merge(closer, -1, Integer::sum);
  }

  /**
   * Whether the token closes something that is open; one that closes nothing is a fault in place.
   */
  boolean endsSeq(Kind kind) {
    return switch (kind) {
      case END, EOF -> true;
      case IN, WITH, ELSE, CLOSE_PAREN, CLOSE_BRACE -> awaited.getOrDefault(kind, 0) > 0;
      default -> false;
    };
  }

  /**
   * To the {@code ;} behind the faulty statement, or to what ends its block; skips whole blocks.
   */
  void toStatementEnd(int headsBefore) {
    // One bit for each open block: whether it is a "where" that may still turn into a "with".
    BitSet where = new BitSet();
    int open = heads - headsBefore;
    heads = headsBefore;
    while (true) {
      switch (cursor.kind()) {
        case EOF -> {
          return;
        }
        case SEMICOLON -> {
          if (open == 0) {
            return;
          }
        }
        case IN, ELSE, CLOSE_PAREN, CLOSE_BRACE -> {
          if (open == 0 && endsSeq(cursor.kind())) {
            return;
          }
        }
        case END -> {
          if (open == 0) {
            return;
          }
          open--;
        }
        case BEGIN, LET, IF, FOR -> where.clear(open++);
        case WHERE -> where.set(open++);
        case WITH -> {
          if (open == 0 && endsSeq(Kind.WITH)) {
            return;
          }
          if (open > 0 && where.get(open - 1)) {
            where.clear(open - 1);
          } else {
            where.clear(open++);
          }
        }
        case VAL, EXTERN, CONTEXT -> {
          // At the left edge declarations go on, and a block was left open; else they are
          // misplaced.
          if (open == 0 && cursor.beginsLine() && cursor.indentation() == 0) {
            return;
          }
        }
        default -> {}
      }
      cursor.advance();
    }
  }
}
