package coop.croft.lang.syntax;

import coop.croft.lang.Fix;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where an {@code end} is missing or too much, by the layout: the parser finds out at the end of
 * the file only.
 */
final class Balance {
  private static final int NONE = -1;

  /** What ends a block in other languages. */
  private static final Set<String> ENDS =
      Set.of("endif", "endfor", "endforeach", "endwhile", "enddo", "endwith", "fi");

  /** What slips of the hand make of {@code with}. */
  private static final Set<String> NEARLY_WITH =
      Set.of(
          "wiht", "wtih", "iwth", "whit", "wth", "wih", "wit", "wiith", "witth", "withh", "widh");

  private final Cursor cursor;
  private final Lexicon lexicon;
  private final Advice advice;

  /** Where the first block begins whose {@code end} stands further left than itself. */
  private int unended = NONE;

  /** Which word's {@code end} that block lacks, in a message. */
  private String unendedWhere = "";

  /** The first action behind a {@code where} that took the block meant for what is before it. */
  private @Nullable Expr taker;

  /** The first name that is nearly {@code with}, and ends there. */
  private int misspelt = NONE;

  private int misspeltEnd = NONE;

  /** The first name that ends a block in other languages. */
  private Expr.@Nullable Name foreignEnd;

  /** Where the first block begins whose {@code end} stands further right, or behind something. */
  private int closed = NONE;

  private int closedBy = NONE;

  /** Where the first head of a block begins that goes over lines. */
  private int spread = NONE;

  /** The first word among the arguments of a head that may begin a statement of its own. */
  private Expr.@Nullable Name inner;

  /** What begins a block and has none: up to the end of its own arguments. */
  private record Bare(int start, int end) {}

  /** More are not looked at again. */
  private static final int MOST_BARE = 100;

  private final Queue<Bare> bare = new ArrayDeque<>();

  Balance(Cursor cursor, Lexicon lexicon, Advice advice) {
    this.cursor = cursor;
    this.advice = advice;
    this.lexicon = lexicon;
  }

  /** Steps over the {@code end} of the block that began there, or says that there is none. */
  void end(int opener, String where) {
    if (cursor.is(Kind.END)) {
      note(opener, where);
      cursor.advance();
    } else if (isCapitalEnd()) {
      cursor.fault(
          "expected 'end', found " + cursor.found(),
          "write it in small letters: end",
          "write end",
          cursor.start(),
          cursor.end(),
          "end");
      cursor.advance();
    } else if (!cursor.isTolerant()) {
      throw missing(opener, where);
    }
  }

  /** Whether {@code end} stands here with capital letters. */
  boolean isCapitalEnd() {
    return cursor.spells(Kind.END) && cursor.next() != Kind.EQUALS && !cursor.isTolerant();
  }

  private Cursor.Stop missing(int opener, String where) {
    if (foreignEnd != null) {
      return cursor.unbalanced(
          foreignEnd.start(),
          foreignEnd.end(),
          foreignEnd(foreignEnd.name()),
          "write end",
          cursor.replacement(foreignEnd.start(), foreignEnd.end(), "write end", "end"));
    }
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
            cursor.is(Kind.EOF) && cursor.isClean()
                ? cursor.insertion(cursor.lastEnd(), "write end", " end")
                : null)
        : cursor.unbalanced(
            expected + unendedWhere + found,
            "by the layout, the block that begins in line "
                + cursor.line(unended)
                + " has no 'end'",
            cursor.isClean() ? cursor.missingEnd(unended) : null);
  }

  /** Whether a word stands here that ends a block in other languages. */
  boolean isForeignEnd() {
    return cursor.is(Kind.SYMBOL)
        && ENDS.contains(cursor.text())
        && !advice.isKnown(cursor.text())
        && !cursor.isTolerant();
  }

  /** Such a word behind a statement. */
  Cursor.Stop foreignEnd() {
    return cursor.unsettling(foreignEnd(cursor.text()), "write end", "end");
  }

  private static String foreignEnd(String word) {
    return "every block ends with the word 'end', here is '" + word + "'";
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

  /** A statement: what begins a block may have lost its {@code with}. */
  void statement(Stmt statement) {
    if (statement instanceof Expr.Apply(int s, int e, Expr function, List<Expr> arguments)) {
      last(arguments.getLast());
    } else if (statement instanceof Expr.Name name) {
      last(name);
    }
    if (statement instanceof Expr.Apply(int s, int e, Expr.Name function, List<Expr> arguments)) {
      bare(function, arguments, 0);
      for (int i = 0; i < arguments.size(); i++) {
        if (arguments.get(i) instanceof Expr.Name name && cursor.isFirstInLine(name.start())) {
          bare(name, arguments, i + 1);
        }
      }
    } else if (statement instanceof Expr.Name name) {
      bare(name, List.of(), 0);
    }
  }

  /**
   * What stands before a {@code with} or {@code where} that cannot belong to it: a setting whose
   * value goes on with a line that begins a block, or settings that have an {@code end} already.
   *
   * @return whether it is so, which has been said
   */
  boolean joined(Stmt statement) {
    if (cursor.is(Kind.WITH) && statement instanceof Expr.Where where) {
      int end = where.end() - "end".length();
      String title = "leave out the 'end' before 'with'";
      cursor.fault(
          end,
          where.end(),
          "settings and block have one 'end', behind both",
          title,
          cursor.replacement(end, where.end(), title, ""));
      return true;
    }
    if ((cursor.is(Kind.WITH) || cursor.is(Kind.WHERE))
        && statement instanceof Stmt.Assign assign
        && assign.value() instanceof Expr.Apply value) {
      int before = value.function().end();
      for (Expr argument : value.arguments()) {
        if (argument instanceof Expr.Name name && cursor.isFirstInLine(name.start())) {
          cursor.fault(
              name.start(),
              name.end(),
              "expected ';' or the end of the block, found '" + Cursor.shortened(name.name()) + "'",
              "put ';' at the end of line " + cursor.line(before),
              cursor.insertion(before, "add ';'", ";"));
          return true;
        }
        before = argument.end();
      }
    }
    return false;
  }

  /**
   * The value that a declaration was meant to have, if it goes on with what cannot belong to it: a
   * literal that something is applied to, or the word of a block on a line of its own.
   */
  @Nullable Expr value(Expr body) {
    Expr inner = body;
    while (inner instanceof Expr.Lambda || inner instanceof Expr.BlockLambda) {
      inner =
          inner instanceof Expr.Lambda lambda ? lambda.body() : ((Expr.BlockLambda) inner).body();
    }
    Expr head = inner instanceof Expr.With with ? with.head() : inner;
    if (!(head instanceof Expr.Apply apply)) {
      return null;
    }
    Expr last = apply.function();
    if (last instanceof Expr.Str || last instanceof Expr.Num || last instanceof Expr.ListOf) {
      return last;
    }
    for (Expr argument : apply.arguments()) {
      if (argument instanceof Expr.Name name
          && lexicon.argumentsBeforeBlock(name.name()) >= 0
          && cursor.isFirstInLine(name.start())) {
        return last;
      }
      last = argument;
    }
    return null;
  }

  /** The last word of a statement. */
  private void last(Expr word) {
    if (foreignEnd == null
        && word instanceof Expr.Name name
        && ENDS.contains(name.name())
        && !advice.isKnown(name.name())) {
      foreignEnd = name;
    }
  }

  private void bare(Expr.Name name, List<Expr> arguments, int from) {
    int own = lexicon.argumentsBeforeBlock(name.name());
    if (own >= 0 && own <= arguments.size() - from && bare.size() < MOST_BARE) {
      int end = own == 0 ? name.end() : arguments.get(from + own - 1).end();
      bare.add(new Bare(name.start(), end));
    }
  }

  /** An {@code end} that ends nothing. */
  void surplus() {
    Bare open = bare.poll();
    if (misspelt != NONE) {
      cursor.unbalanced(
          misspelt,
          misspeltEnd,
          "a block begins with 'with', and no 'with' belongs to the 'end' in line "
              + cursor.line(cursor.start()),
          "did you mean with?",
          cursor.replacement(misspelt, misspeltEnd, "write with", "with"));
    } else if (open != null) {
      String title = "put 'with' behind it";
      cursor.unbalanced(
          open.start(),
          open.end(),
          "a block begins with 'with', and here is none",
          title,
          cursor.insertion(open.end(), title, " with"));
    } else {
      Fix with = inner == null ? null : cursor.insertion(inner.start(), "write with", "with ");
      cursor.unbalanced("unexpected 'end'", surplusHint(), with);
    }
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
