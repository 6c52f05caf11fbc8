package coop.croft.lang.syntax;

import coop.croft.lang.Fix;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where an {@code end} is missing or too much, by the layout: the parser finds out at the end of
 * the file only.
 */
final class Balance {
  private static final int NONE = -1;

  /** What slips of the hand make of {@code with}. */
  private static final Set<String> NEARLY_WITH =
      Set.of(
          "wiht", "wtih", "iwth", "whit", "wth", "wih", "wit", "wiith", "witth", "withh", "widh");

  private final Cursor cursor;
  private final Lexicon lexicon;

  /** Where the first block begins whose {@code end} stands further left than itself. */
  private int unended = NONE;

  /** Which word's {@code end} that block lacks, in a message. */
  private String unendedWhere = "";

  /** The first action behind a {@code where} that took the block meant for what is before it. */
  private @Nullable Expr taker;

  /** The first name that is nearly {@code with}, and ends there. */
  private int misspelt = NONE;

  private int misspeltEnd = NONE;

  /** Where the first block begins whose {@code end} stands further right, or behind something. */
  private int closed = NONE;

  private int closedBy = NONE;

  /** Where the first head of a block begins that goes over lines. */
  private int spread = NONE;

  /** The first word among the arguments of a head that may begin a statement of its own. */
  private Expr.@Nullable Name inner;

  Balance(Cursor cursor, Lexicon lexicon) {
    this.cursor = cursor;
    this.lexicon = lexicon;
  }

  /** Steps over the {@code end} of the block that began there, or says that there is none. */
  void end(int opener, String where) {
    if (cursor.is(Kind.END)) {
      note(opener, where);
      cursor.advance();
    } else if (cursor.spells(Kind.END) && !cursor.isTolerant()) {
      cursor.report("expected 'end', found " + cursor.found(), "write it in small letters: end");
      cursor.advance();
    } else if (!cursor.isTolerant()) {
      throw missing(opener, where);
    }
  }

  private Cursor.Stop missing(int opener, String where) {
    if (taker != null) {
      return cursor.unbalanced(
          taker.start(),
          taker.end(),
          "between 'where' and 'with' stand settings alone: X = value",
          "what else there is stands in the block, behind 'with'",
          null);
    }
    String expected = "expected " + Kind.END.shown() + " ";
    String found = ", found " + cursor.found();
    return unended == NONE
        ? cursor.unbalanced(
            expected + where + found,
            "the block that begins in line " + cursor.line(opener) + " is still open",
            cursor.is(Kind.EOF) ? cursor.insertion(cursor.lastEnd(), "write end", " end") : null)
        : cursor.unbalanced(
            expected + unendedWhere + found,
            "by the layout, the block that begins in line "
                + cursor.line(unended)
                + " has no 'end'",
            cursor.missingEnd(unended));
  }

  /** What a {@code where} sets; an action with a block is none, though the language allows it. */
  void settings(Seq settings) {
    for (Stmt statement : settings.statements()) {
      if (taker == null && statement instanceof Expr.With with && with.settings() == null) {
        taker = with.head();
      }
    }
  }

  /** A name stands where another word may be meant. */
  void argument() {
    if (misspelt == NONE && cursor.is(Kind.SYMBOL) && NEARLY_WITH.contains(cursor.text())) {
      misspelt = cursor.start();
      misspeltEnd = cursor.end();
    }
  }

  /** An {@code end} that ends nothing. */
  void surplus() {
    if (misspelt == NONE) {
      Fix with = inner == null ? null : cursor.insertion(inner.start(), "write with", "with ");
      cursor.unbalanced("unexpected 'end'", surplusHint(), with);
      return;
    }
    cursor.unbalanced(
        misspelt,
        misspeltEnd,
        "a block begins with 'with', and no 'with' belongs to the 'end' in line "
            + cursor.line(cursor.start()),
        "did you mean with?",
        cursor.replacement(misspelt, misspeltEnd, "write with", "with"));
  }

  private void note(int opener, String where) {
    if (cursor.line(opener) == cursor.line(cursor.start())) {
      return;
    }
    int outer = cursor.indentationAt(opener);
    int inner = cursor.indentation();
    if (!cursor.beginsLine() || inner > outer) {
      closed = closed == NONE ? opener : closed;
      closedBy = closedBy == NONE ? cursor.start() : closedBy;
    } else if (inner < outer) {
      unendedWhere = unended == NONE ? where : unendedWhere;
      unended = unended == NONE ? opener : unended;
    }
  }

  /** The head of a block: a {@code with} may be missing in it, surely so if it goes over lines. */
  void head(Expr head) {
    int start = head.start();
    if (head instanceof Expr.Apply apply && apply.function() instanceof Expr.Name) {
      inner(apply.arguments(), 1);
    }
    if (spread == NONE && cursor.line(start) < cursor.line(cursor.lastEnd())) {
      spread = start;
    }
  }

  /** A value that is set: a {@code with} may be missing behind it. */
  void setting(Expr value) {
    if (value instanceof Expr.Apply apply
        && (apply.function() instanceof Expr.Str || apply.function() instanceof Expr.Num)) {
      inner(apply.arguments(), 0);
    }
  }

  /** Of the arguments from that one on, the first with others behind it that is a word. */
  private void inner(List<Expr> arguments, int from) {
    for (int i = from; inner == null && i < arguments.size() - 1; i++) {
      inner =
          arguments.get(i) instanceof Expr.Name name
                  && lexicon.like(name.name()).contains(name.name())
              ? name
              : null;
    }
  }

  /** Why an {@code end} may be too much. */
  private String surplusHint() {
    if (inner != null) {
      return "a 'with' may be missing before '" + Cursor.shortened(inner.name()) + "'";
    }
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
