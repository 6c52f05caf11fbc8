package coop.croft.lang.syntax;

import java.util.ArrayList;
import java.util.List;

/**
 * Recursive descent over expressions and statements; goes on after an error at {@code ;} and {@code
 * end}.
 */
final class Parser {
  private final Cursor cursor;
  private final TypeParser types;
  private final Recovery recovery;

  /** How far the statement that is read stands from the left edge. */
  private int indentation;

  Parser(Cursor cursor) {
    this.cursor = cursor;
    this.types = new TypeParser(cursor);
    this.recovery = new Recovery(cursor);
  }

  TypeParser types() {
    return types;
  }

  Recovery recovery() {
    return recovery;
  }

  /** Statements up to one of the closers, or to one that something around waits for. */
  Seq seq(Kind... closers) {
    for (Kind closer : closers) {
      recovery.await(closer);
    }
    int start = cursor.start();
    int depth = cursor.depth();
    int heads = recovery.heads();
    List<Stmt> statements = new ArrayList<>(4);
    while (!recovery.endsSeq(cursor.kind())) {
      int outer = indentation;
      try {
        int first = cursor.start();
        indentation = cursor.isTolerant() ? cursor.indentation() : 0;
        statements.add(statement());
        if (!recovery.endsSeq(cursor.kind()) && !cursor.is(Kind.SEMICOLON)) {
          Cursor.Stop stop = unexpected();
          if (cursor.isTolerant() && cursor.beginsLine() && cursor.start() > first) {
            continue;
          }
          throw stop;
        }
      } catch (Cursor.Stop stop) {
        cursor.backTo(depth);
        recovery.toStatementEnd(heads);
      } finally {
        indentation = outer;
      }
      if (!cursor.accept(Kind.SEMICOLON)) {
        break;
      }
    }
    for (Kind closer : closers) {
      recovery.awaitNoMore(closer);
    }
    return new Seq(start, Math.max(start, cursor.lastEnd()), List.copyOf(statements));
  }

  private Cursor.Stop unexpected() {
    String hint =
        switch (cursor.kind()) {
          case WITH, WHERE -> "'" + cursor.text() + "' follows an application";
          case VAL, EXTERN, CONTEXT -> "declarations stand before the body of the file";
          case CSYMBOL -> "a variable is read with x <- " + cursor.text();
          case DOC -> "a doc string follows a declaration, or opens the file";
          default -> "statements are separated by ';'";
        };
    return cursor.fault("expected ';' or the end of the block, found " + cursor.found(), hint);
  }

  private Stmt statement() {
    int start = cursor.start();
    if (cursor.is(Kind.CSYMBOL) && cursor.next() == Kind.EQUALS) {
      String variable = cursor.text();
      cursor.advance();
      cursor.advance();
      Expr value = application();
      return new Stmt.Assign(start, value.end(), variable, value);
    }
    if (cursor.is(Kind.SYMBOL) && cursor.next() == Kind.FROM) {
      String name = cursor.text();
      cursor.advance();
      cursor.advance();
      String variable = cursor.name(Kind.CSYMBOL, "after '<-'");
      return new Stmt.Bind(start, cursor.lastEnd(), name, variable);
    }
    return expression();
  }

  Expr expression() {
    cursor.enter();
    Expr read = abstractionOrRest();
    cursor.leave();
    return read;
  }

  private Expr abstractionOrRest() {
    int start = cursor.start();
    if (cursor.accept(Kind.LAMBDA)) {
      int nameStart = cursor.start();
      String name = cursor.name(Kind.SYMBOL, "after '\\'");
      TypeExpr type = null;
      if (cursor.accept(Kind.COLON)) {
        cursor.expect(Kind.OPEN_PAREN, "around the type of a parameter");
        type = types.type();
        cursor.expect(Kind.CLOSE_PAREN, "after the type of a parameter");
      }
      cursor.expect(Kind.ARROW, "before the body of a function");
      Expr body = expression();
      return new Expr.Lambda(start, body.end(), nameStart, name, type, body);
    }
    if (cursor.accept(Kind.BLOCK_LAMBDA)) {
      int nameStart = cursor.start();
      String name = cursor.name(Kind.SYMBOL, "after '\\\\'");
      PredExpr pred = null;
      if (cursor.accept(Kind.COLON)) {
        cursor.expect(Kind.OPEN_PAREN, "around the predicate of a block");
        pred = types.pred();
        cursor.expect(Kind.CLOSE_PAREN, "after the predicate of a block");
      }
      cursor.expect(Kind.ARROW, "before the body of a function");
      Expr body = expression();
      return new Expr.BlockLambda(start, body.end(), nameStart, name, pred, body);
    }
    return withOrWhere(application());
  }

  private Expr withOrWhere(Expr head) {
    int start = head.start();
    if (cursor.accept(Kind.WHERE)) {
      Seq settings = seq(Kind.WITH);
      if (cursor.accept(Kind.WITH)) {
        Seq block = seq();
        cursor.expect(Kind.END, "at the end of 'with'");
        return new Expr.With(start, cursor.lastEnd(), head, settings, block);
      }
      cursor.expect(Kind.END, "at the end of 'where'");
      return new Expr.Where(start, cursor.lastEnd(), head, settings);
    }
    if (cursor.accept(Kind.WITH)) {
      Seq block = seq();
      cursor.expect(Kind.END, "at the end of 'with'");
      return new Expr.With(start, cursor.lastEnd(), head, null, block);
    }
    return head;
  }

  private Expr application() {
    Expr function = atom();
    if (!beginsAtom(cursor.kind()) || beginsStatement()) {
      return function;
    }
    List<Expr> arguments = new ArrayList<>(4);
    while (beginsAtom(cursor.kind()) && !beginsStatement()) {
      arguments.add(atom());
    }
    return new Expr.Apply(function.start(), cursor.lastEnd(), function, List.copyOf(arguments));
  }

  /** Where a semicolon is missing, the layout still tells where the next statement begins. */
  private boolean beginsStatement() {
    return cursor.isTolerant() && cursor.beginsLine() && cursor.indentation() <= indentation;
  }

  private static boolean beginsAtom(Kind kind) {
    return switch (kind) {
      case SYMBOL, INT, STRING, OPEN_BRACKET, OPEN_PAREN, LET, BEGIN, IF, FOR -> true;
      default -> false;
    };
  }

  private Expr atom() {
    int start = cursor.start();
    int end = cursor.end();
    String text = cursor.text();
    Kind kind = cursor.kind();
    if (!beginsAtom(kind)) {
      Cursor.Stop stop = noExpression(kind);
      if (cursor.isTolerant()) {
        return new Expr.Name(cursor.lastEnd(), cursor.lastEnd(), "");
      }
      throw stop;
    }
    cursor.advance();
    return switch (kind) {
      case SYMBOL -> new Expr.Name(start, end, text);
      case STRING -> new Expr.Str(start, end, text);
      case INT -> new Expr.Num(start, end, Long.parseLong(text));
      case OPEN_BRACKET -> list(start);
      case OPEN_PAREN -> parenthesis(start);
      case LET -> let(start);
      case BEGIN -> {
        Seq body = seq();
        cursor.expect(Kind.END, "at the end of 'begin'");
        yield new Expr.Group(start, cursor.lastEnd(), body);
      }
      case IF -> condition(start);
      case FOR -> loop(start);
      default -> throw new IllegalStateException("no atom begins with " + kind);
    };
  }

  private Cursor.Stop noExpression(Kind kind) {
    String hint =
        switch (kind) {
          case CSYMBOL ->
              "'"
                  + cursor.text()
                  + "' is a context or a variable; a variable is read with x <- "
                  + cursor.text();
          case VAL, EXTERN, CONTEXT -> "declarations stand before the body of the file";
          case DOC -> "a doc string follows a declaration, or opens the file";
          default -> null;
        };
    return cursor.fault("expected an expression, found " + cursor.found(), hint);
  }

  private Expr list(int start) {
    List<Expr> items = new ArrayList<>();
    if (!cursor.is(Kind.CLOSE_BRACKET)) {
      do {
        items.add(expression());
      } while (cursor.accept(Kind.COMMA));
    }
    cursor.expect(Kind.CLOSE_BRACKET, "at the end of a list");
    return new Expr.ListOf(start, cursor.lastEnd(), List.copyOf(items));
  }

  private Expr parenthesis(int start) {
    if (cursor.is(Kind.CLOSE_PAREN) && !cursor.isTolerant()) {
      throw cursor.fault("there is nothing between these parentheses", null);
    }
    Seq body = seq(Kind.CLOSE_PAREN);
    cursor.expect(Kind.CLOSE_PAREN, "after an expression in parentheses");
    return new Expr.Group(start, cursor.lastEnd(), body);
  }

  private Expr let(int start) {
    recovery.enterHead();
    Seq first = seq(Kind.IN);
    cursor.expect(Kind.IN, "after the settings of 'let'");
    recovery.leaveHead();
    Seq body = seq();
    cursor.expect(Kind.END, "at the end of 'let'");
    return new Expr.Let(start, cursor.lastEnd(), first, body);
  }

  private Expr condition(int start) {
    recovery.enterHead();
    Expr condition = expression();
    cursor.expect(Kind.THEN, "after the condition of 'if'");
    recovery.leaveHead();
    Seq then = seq(Kind.ELSE);
    Seq otherwise = cursor.accept(Kind.ELSE) ? seq() : null;
    cursor.expect(Kind.END, "at the end of 'if'");
    return new Expr.If(start, cursor.lastEnd(), condition, then, otherwise);
  }

  private Expr loop(int start) {
    recovery.enterHead();
    int nameStart = cursor.start();
    String name = cursor.name(Kind.SYMBOL, "after 'for'");
    cursor.expect(Kind.IN, "after the name of 'for'");
    Expr list = expression();
    cursor.expect(Kind.DO, "after the list of 'for'");
    recovery.leaveHead();
    Seq body = seq();
    cursor.expect(Kind.END, "at the end of 'for'");
    return new Expr.For(start, cursor.lastEnd(), nameStart, name, list, body);
  }
}
