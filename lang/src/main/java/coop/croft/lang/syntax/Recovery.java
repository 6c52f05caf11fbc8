package coop.croft.lang.syntax;

import java.util.BitSet;

/** Skips what cannot be understood, up to a place where parsing can go on. */
final class Recovery {
  private final Cursor cursor;

  Recovery(Cursor cursor) {
    this.cursor = cursor;
  }

  /** To the {@code ;} behind the faulty statement, or to what ends its block; skips whole blocks. */
  void toStatementEnd() {
    // One bit for each open block: whether it is a "where" that may still turn into a "with".
    BitSet where = new BitSet();
    int open = 0;
    while (true) {
      switch (cursor.kind()) {
        case EOF -> {
          return;
        }
        case SEMICOLON, IN, ELSE, CLOSE_PAREN -> {
          if (open == 0) {
            return;
          }
        }
        case END -> {
          if (open == 0) {
            return;
          }
          open--;
        }
        case BEGIN, LET, IF -> where.clear(open++);
        case FOR -> {
          where.clear(open++);
          skipForIn();
        }
        case WHERE -> where.set(open++);
        case WITH -> {
          if (open > 0 && where.get(open - 1)) {
            where.clear(open - 1);
          } else {
            where.clear(open++);
          }
        }
        case VAL, EXTERN, CONTEXT -> {
          // No expression holds these: a block was left open, and declarations go on.
          if (open == 0) {
            return;
          }
        }
        default -> {}
      }
      cursor.advance();
    }
  }

  /** The "in" of a "for" belongs to it. */
  private void skipForIn() {
    if (cursor.next() == Kind.SYMBOL) {
      cursor.advance();
      if (cursor.next() == Kind.IN) {
        cursor.advance();
      }
    }
  }
}
