package coop.croft.lang.syntax;

/**
 * Where an {@code end} is missing or too much, by the layout: the parser finds out at the end of
 * the file only.
 */
final class Balance {
  private static final int NONE = -1;

  private final Cursor cursor;

  /** Where the first block begins whose {@code end} stands further left than itself. */
  private int unended = NONE;

  /** Where the first block begins whose {@code end} stands further right, or behind something. */
  private int closed = NONE;

  private int closedBy = NONE;

  /** Where the first head of a block begins that goes over lines. */
  private int spread = NONE;

  Balance(Cursor cursor) {
    this.cursor = cursor;
  }

  /** Steps over the {@code end} of the block that began there, or says that there is none. */
  void end(int opener, String where) {
    if (cursor.is(Kind.END)) {
      note(opener);
      cursor.advance();
    } else if (cursor.spells(Kind.END) && !cursor.isTolerant()) {
      cursor.report("expected 'end', found " + cursor.found(), "write it in small letters: end");
      cursor.advance();
    } else if (!cursor.isTolerant()) {
      throw cursor.unbalanced(
          "expected " + Kind.END.shown() + " " + where + ", found " + cursor.found(),
          unended == NONE
              ? "the block that begins in line " + cursor.line(opener) + " is still open"
              : "by the layout, the block that begins in line "
                  + cursor.line(unended)
                  + " has no 'end'");
    }
  }

  private void note(int opener) {
    if (cursor.line(opener) == cursor.line(cursor.start())) {
      return;
    }
    int outer = cursor.indentationAt(opener);
    int inner = cursor.indentation();
    if (!cursor.beginsLine() || inner > outer) {
      closed = closed == NONE ? opener : closed;
      closedBy = closedBy == NONE ? cursor.start() : closedBy;
    } else if (inner < outer) {
      unended = unended == NONE ? opener : unended;
    }
  }

  /** The head of a block that ends here goes over lines: a {@code with} may be missing in it. */
  void head(int start) {
    if (spread == NONE && cursor.line(start) < cursor.line(cursor.lastEnd())) {
      spread = start;
    }
  }

  /** Why an {@code end} may be too much. */
  String surplus() {
    if (spread != NONE) {
      return "in line " + cursor.line(spread) + " a 'with' may be missing";
    }
    return closed == NONE
        ? "each block has one 'end'"
        : "by the layout, the 'end' in line "
            + cursor.line(closedBy)
            + " closes the block of line "
            + cursor.line(closed);
  }
}
