package coop.croft.lang.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Recursive descent over expressions and statements; goes on after an error at {@code ;} and {@code
 * end}.
 */
final class Parser {
  private static final Set<String> DECLARING =
      Set.of("let", "var", "const", "set", "local", "define", "def");

  /** How other languages declare a name. */
  private static final Pattern DECLARED =
      Pattern.compile("(let|var|const|set|local|define|def)\\s+[a-z_]\\w*\\s*=[^=>]");

  private final Cursor cursor;
  private final TypeParser types;
  private final Recovery recovery;
  private final Balance balance;
  private final Advice advice;
  private final ForeignFunctions functions;
  private final Pending<Stmt> statements = new Pending<>();
  private final Pending<Expr> arguments = new Pending<>();

  /** Hears of the statements of the body, once that has begun. */
  private FileParser.@Nullable Reader reader;

  /** Sequences that are open. */
  private int open;

  /** How far the statement that is read stands from the left edge. */
  private int indentation;

  /** Whether braces were found fault with: who writes one writes all blocks so. */
  private boolean braces;

  /** Where the {@code with} of the block stands that ended last. */
  private int lastWith;

  /** Where the argument of an application begins that was read last. */
  private int lastArgument = -1;

  Parser(Cursor cursor, Lexicon lexicon) {
    this.cursor = cursor;
    this.advice = new Advice(cursor, lexicon);
    this.balance = new Balance(cursor, lexicon, advice);
    this.functions = new ForeignFunctions(cursor);
    this.types = new TypeParser(cursor, lexicon);
    this.recovery = new Recovery(cursor);
  }

  TypeParser types() {
    return types;
  }

  Recovery recovery() {
    return recovery;
  }

  ForeignFunctions functions() {
    return functions;
  }

  Balance balance() {
    return balance;
  }

  Advice advice() {
    return advice;
  }

  /**
   * Statements of the body of a file.
   *
   * @param hearing is given each of them when it is read, as long as nothing was wrong
   */
  Seq body(FileParser.Reader hearing) {
    reader = hearing;
    return seq();
  }

  /** Statements up to {@code end}, or to what something around waits for. */
  Seq seq() {
    return seq(Kind.END);
  }

  /** Statements up to the closer, or to one that something around waits for. */
  private Seq seq(Kind closer) {
    recovery.await(closer);
    boolean inside = closer == Kind.CLOSE_PAREN;
    int start = cursor.start();
    int depth = cursor.depth();
    int heads = recovery.heads();
    int around = open++;
    int from = statements.size();
    int read = from;
    int argumentsAround = arguments.size();
    while (!recovery.endsSeq(cursor.kind()) && !balance.isCapitalEnd()) {
      int outer = indentation;
      if (cursor.is(Kind.SEMICOLON) && !cursor.isTolerant()) {
        advice.lonelySemicolon();
        cursor.accept(Kind.SEMICOLON);
        continue;
      }
      if (cursor.is(Kind.WHERE) && !cursor.isTolerant()) {
        advice.strayWhere(false);
        cursor.advance();
        continue;
      }
      if (cursor.is(Kind.DOC)) {
        advice.misplaced();
        cursor.advance();
        continue;
      }
      try {
        int first = cursor.start();
        indentation = cursor.isTolerant() ? cursor.indentation() : 0;
        statements.add(statement());
        read++;
        balance.statement(statements.last());
        if (!cursor.isTolerant()
            && !recovery.endsSeq(cursor.kind())
            && balance.joined(statements.last())) {
          block(first);
        }
        if (isWordOfBody() && closer != Kind.END && isAssignment(statements.last())) {
          break;
        }
        if (cursor.is(Kind.WHERE) && isAssignment(statements.last()) && !cursor.isTolerant()) {
          advice.strayWhere(true);
          cursor.advance();
          continue;
        }
        if (!recovery.endsSeq(cursor.kind())
            && !cursor.is(Kind.SEMICOLON)
            && !balance.isCapitalEnd()) {
          Cursor.Stop stop =
              balance.isForeignEnd() ? balance.foreignEnd() : advice.unexpected(first, inside);
          if (cursor.isTolerant() && cursor.beginsLine() && cursor.start() > first) {
            continue;
          }
          throw stop;
        }
        if (reader != null && around == 0 && cursor.isClean()) {
          reader.statement(statements.last());
        }
      } catch (Cursor.Stop stop) {
        cursor.backTo(depth);
        open = around + 1;
        statements.backTo(read);
        arguments.backTo(argumentsAround);
        recovery.toStatementEnd(heads);
      } finally {
        indentation = outer;
      }
      if (!cursor.accept(Kind.SEMICOLON)) {
        break;
      }
    }
    open = around;
    recovery.awaitNoMore(closer);
    return new Seq(start, Math.max(start, cursor.lastEnd()), statements.take(from));
  }

  /** Whether a body begins here with a word that may be meant for another one. */
  private boolean isWordOfBody() {
    return (cursor.is(Kind.WITH) || cursor.is(Kind.DO) || cursor.is(Kind.THEN))
        && !cursor.isTolerant();
  }

  private static boolean isAssignment(Stmt statement) {
    return statement instanceof Stmt.Assign;
  }

  private Stmt statement() {
    int start = cursor.start();
    if (cursor.is(Kind.CSYMBOL) && cursor.next() == Kind.EQUALS) {
      String variable = cursor.text();
      cursor.advance();
      cursor.advance();
      if (cursor.is(Kind.CSYMBOL) && !cursor.isTolerant()) {
        throw advice.variableAsValue(variable, start);
      }
      Expr value = application();
      balance.setting(value);
      return new Stmt.Assign(start, value.end(), variable, value);
    }
    if (cursor.is(Kind.SYMBOL) && cursor.next() == Kind.FROM) {
      String name = cursor.text();
      cursor.advance();
      cursor.advance();
      String variable = cursor.name(Kind.CSYMBOL, "after '<-'");
      return new Stmt.Bind(start, cursor.lastEnd(), name, variable);
    }
    if (cursor.is(Kind.SYMBOL) && cursor.next() == Kind.EQUALS) {
      throw advice.smallLetter();
    }
    if ((cursor.is(Kind.LET) || cursor.is(Kind.SYMBOL)) && cursor.looksLike(DECLARING, DECLARED)) {
      Cursor.Stop stop = advice.declared();
      cursor.skipBlocks();
      throw stop;
    }
    if (!cursor.isTolerant()) {
      unknownForm();
    }
    return expression();
  }

  /** Throws where a statement is one of another language. */
  private void unknownForm() {
    if (functions.isDeclared()) {
      Cursor.Stop stop = functions.declared();
      cursor.skipBlocks();
      throw stop;
    }
    foreignWord();
  }

  private void foreignWord() {
    if (recovery.heads() == 0 && advice.isForeignWord()) {
      throw advice.foreignWord();
    }
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
      if (!cursor.isTolerant() && functions.isNextParameter()) {
        throw functions.nextParameter(name);
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

  /** What stands behind a head, of which nothing is kept. */
  private void block(int start) {
    if (cursor.accept(Kind.WHERE)) {
      seq(Kind.WITH);
      if (!cursor.is(Kind.WITH)) {
        balance.end(start, "at the end of 'where'");
        return;
      }
    }
    cursor.advance();
    seq();
    balance.end(start, "at the end of 'with'");
  }

  private Expr withOrWhere(Expr head) {
    int start = head.start();
    if (cursor.accept(Kind.WHERE)) {
      Seq settings = seq(Kind.WITH);
      if (cursor.is(Kind.WITH) || isMeantAsWith()) {
        cursor.advance();
        Seq block = seq();
        balance.end(start, "at the end of 'with'");
        return new Expr.With(start, cursor.lastEnd(), head, settings, block);
      }
      balance.settings(settings);
      balance.end(start, "at the end of 'where'");
      return new Expr.Where(start, cursor.lastEnd(), head, settings);
    }
    if (cursor.is(Kind.WITH) || isMeantAsWith()) {
      balance.head(head);
      int word = cursor.start();
      cursor.advance();
      Seq block = seq();
      balance.end(start, "at the end of 'with'");
      lastWith = word;
      Expr.With whole = new Expr.With(start, cursor.lastEnd(), head, null, block);
      if (cursor.is(Kind.WHERE) && !cursor.isTolerant()) {
        Cursor.Stop stop = advice.lateWhere();
        cursor.skipLine();
        // Its own one.
        if (cursor.is(Kind.END) && !cursor.beginsLine()) {
          cursor.advance();
        }
        throw stop;
      }
      return whole;
    }
    if (recovery.heads() == 0 && opensBrace("with")) {
      return new Expr.With(start, cursor.lastEnd(), head, null, braced());
    }
    return head;
  }

  /** Whether a block begins here with a word that begins none; says so. */
  private boolean isMeantAsWith() {
    if (cursor.isTolerant()
        || recovery.heads() > 0
        || !(cursor.is(Kind.DO) || cursor.is(Kind.THEN) || cursor.spells(Kind.WITH))) {
      return false;
    }
    advice.with();
    return true;
  }

  /** Whether a block begins here with a brace; says so once. */
  private boolean opensBrace(String word) {
    if (!cursor.is(Kind.OPEN_BRACE) || cursor.isTolerant()) {
      return false;
    }
    if (!braces) {
      advice.brace(word);
    }
    braces = true;
    return true;
  }

  /** A block in braces. */
  private Seq braced() {
    cursor.advance();
    Seq block = seq(Kind.CLOSE_BRACE);
    if (!cursor.accept(Kind.CLOSE_BRACE)) {
      cursor.accept(Kind.END);
    }
    return block;
  }

  private Expr application() {
    Expr function = atom();
    if (!beginsAtom(cursor.kind()) || beginsStatement()) {
      return function;
    }
    int from = arguments.size();
    while (beginsAtom(cursor.kind()) && !beginsStatement()) {
      if (!cursor.isTolerant()) {
        foreignWord();
      }
      balance.argument();
      lastArgument = cursor.start();
      arguments.add(atom());
    }
    return new Expr.Apply(function.start(), cursor.lastEnd(), function, arguments.take(from));
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
      Cursor.Stop stop = advice.noExpression();
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
        balance.end(start, "at the end of 'begin'");
        yield new Expr.Group(start, cursor.lastEnd(), body);
      }
      case IF -> condition(start);
      case FOR -> loop(start);
      default -> throw new IllegalStateException("no atom begins with " + kind);
    };
  }

  private Expr list(int start) {
    List<Expr> items = new ArrayList<>();
    if (!cursor.is(Kind.CLOSE_BRACKET)) {
      do {
        items.add(expression());
      } while (isNextElement());
    }
    if (!cursor.is(Kind.CLOSE_BRACKET) && !cursor.isTolerant()) {
      if (!advice.endOfList(recovery.endsSeq(Kind.CLOSE_PAREN))) {
        throw cursor.fault(
            "expected ']' at the end of a list, found " + cursor.found(),
            "elements of a list are separated by ','");
      }
      return new Expr.ListOf(start, cursor.lastEnd(), List.copyOf(items));
    }
    cursor.expect(Kind.CLOSE_BRACKET, "at the end of a list");
    return new Expr.ListOf(start, cursor.lastEnd(), List.copyOf(items));
  }

  /** Steps over what separates two elements of a list. */
  private boolean isNextElement() {
    if (cursor.is(Kind.SEMICOLON)
        && beginsAtom(cursor.next())
        && !cursor.endsLine()
        && !cursor.isTolerant()) {
      advice.semicolonInList();
      cursor.advance();
      return true;
    }
    return cursor.accept(Kind.COMMA);
  }

  private Expr parenthesis(int start) {
    if (cursor.is(Kind.CLOSE_PAREN) && !cursor.isTolerant()) {
      throw cursor.fault("there is nothing between these parentheses", null);
    }
    Seq body = seq(Kind.CLOSE_PAREN);
    if (!cursor.is(Kind.CLOSE_PAREN) && !cursor.isTolerant()) {
      throw cursor.unbalanced(
          "expected ')' after an expression in parentheses, found " + cursor.found(),
          "the '(' in line " + cursor.line(start) + " is not closed",
          null);
    }
    cursor.expect(Kind.CLOSE_PAREN, "after an expression in parentheses");
    return new Expr.Group(start, cursor.lastEnd(), body);
  }

  private Expr let(int start) {
    recovery.enterHead();
    Seq first = seq(Kind.IN);
    if (isWordOfBody()) {
      advice.wrongBody(Kind.IN);
      cursor.advance();
    } else if (!cursor.accept(Kind.IN) && !cursor.isTolerant()) {
      Cursor.Stop stop = advice.withoutIn(start, first);
      if (!advice.isOwnEnd(start)) {
        recovery.leaveHead();
      }
      throw stop;
    }
    recovery.leaveHead();
    Seq body = seq();
    balance.end(start, "at the end of 'let'");
    return new Expr.Let(start, cursor.lastEnd(), first, body);
  }

  private Expr condition(int start) {
    int behind = lastArgument;
    recovery.enterHead();
    Expr condition = expression();
    if (opensBrace("then")) {
      recovery.leaveHead();
      Seq then = braced();
      Seq otherwise = cursor.accept(Kind.ELSE) ? bracedElse() : null;
      return new Expr.If(start, cursor.lastEnd(), condition, then, otherwise);
    }
    Expr.With block = blockInstead(condition, Kind.THEN);
    if (block != null) {
      recovery.leaveHead();
      return new Expr.If(start, cursor.lastEnd(), block.head(), block.block(), null);
    }
    if (start == behind && !cursor.is(Kind.THEN) && !cursor.isTolerant()) {
      recovery.leaveHead();
      throw advice.lateCondition(start);
    }
    opens(Kind.THEN, "after the condition of 'if'");
    recovery.leaveHead();
    Seq then = seq(Kind.ELSE);
    Seq otherwise = cursor.accept(Kind.ELSE) ? seq() : null;
    balance.end(start, "at the end of 'if'");
    if (cursor.is(Kind.ELSE) && !recovery.endsSeq(Kind.ELSE) && !cursor.isTolerant()) {
      advice.lateElse();
      cursor.advance();
      otherwise = seq();
      balance.end(start, "at the end of 'if'");
    }
    return new Expr.If(start, cursor.lastEnd(), condition, then, otherwise);
  }

  /**
   * What stands between a word and its body; with its block where that begins with a wrong word.
   */
  private Expr.@Nullable With blockInstead(Expr head, Kind word) {
    if (!(head instanceof Expr.With with)
        || with.settings() != null
        || cursor.is(word)
        || cursor.isTolerant()) {
      return null;
    }
    advice.instead(lastWith, word);
    return with;
  }

  /** Behind the {@code else} of a branch in braces: another one, or {@code if} once more. */
  private Seq bracedElse() {
    if (cursor.is(Kind.OPEN_BRACE)) {
      return braced();
    }
    int start = cursor.start();
    Expr next = expression();
    return new Seq(start, next.end(), List.of(next));
  }

  /** The word that the body of a form begins with. */
  private void opens(Kind word, String where) {
    if (!cursor.is(word) && !cursor.isTolerant()) {
      String message = "expected " + word.shown() + " " + where + ", found " + cursor.found();
      // Who writes another sign there writes no 'end' either.
      throw cursor.is(Kind.COLON) || cursor.is(Kind.OPEN_BRACE)
          ? cursor.unsettling(message, advice.instead(word))
          : cursor.fault(message, advice.instead(word));
    }
    cursor.expect(word, where);
  }

  private Expr loop(int start) {
    recovery.enterHead();
    int nameStart = cursor.start();
    if (cursor.is(Kind.OPEN_PAREN) && !cursor.isTolerant()) {
      throw cursor.unsettling(
          "expected a name after 'for', found '('", "write: for x in [ … ] do … end");
    }
    String name = cursor.name(Kind.SYMBOL, "after 'for'");
    cursor.expect(Kind.IN, "after the name of 'for'");
    Expr list = expression();
    if (opensBrace("do")) {
      recovery.leaveHead();
      return new Expr.For(start, cursor.lastEnd(), nameStart, name, list, braced());
    }
    Expr.With block = blockInstead(list, Kind.DO);
    if (block != null) {
      recovery.leaveHead();
      return new Expr.For(start, cursor.lastEnd(), nameStart, name, block.head(), block.block());
    }
    Cursor.Stop bare = cursor.isTolerant() ? null : advice.withoutBrackets(list.start());
    if (bare != null) {
      throw bare;
    }
    opens(Kind.DO, "after the list of 'for'");
    recovery.leaveHead();
    Seq body = seq();
    balance.end(start, "at the end of 'for'");
    return new Expr.For(start, cursor.lastEnd(), nameStart, name, list, body);
  }
}
