package coop.croft.lang.syntax;

import coop.croft.lang.BoundBroken;
import coop.croft.lang.Bounds;
import coop.croft.lang.DeepStack;
import coop.croft.lang.Diagnostic;
import coop.croft.lang.SourceText;
import coop.croft.lang.Span;
import coop.croft.lang.message.Wording;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a whole file. */
public final class FileParser {
  /**
   * Hears of what a file says while it is read, as long as nothing in it is wrong. If it nests too
   * deeply for the stack at hand, all begins anew, and the same is said again up to there.
   */
  public interface Reader {
    /** All declarations, before the first statement. */
    void begin(Source source, List<Declaration> declarations);

    /** A statement of the body, in its order. */
    void statement(Stmt statement);

    /** Nothing was wrong in the whole file. */
    void end();
  }

  private static final Reader NOBODY =
      new Reader() {
        @Override
        public void begin(Source source, List<Declaration> declarations) {}

        @Override
        public void statement(Stmt statement) {}

        @Override
        public void end() {}
      };

  /** Characters of a file that is read twice in no time if it nests deeply. */
  private static final int SHORT = 1 << 16;

  private final Cursor cursor;
  private final Parser parser;
  private final Reader reader;
  private final List<Declaration> declarations = new ArrayList<>();

  private FileParser(
      Source source,
      SyntaxFaults faults,
      Bounds bounds,
      Lexicon lexicon,
      Reader reader,
      boolean large,
      boolean tolerant) {
    this.reader = reader;
    this.cursor = new Cursor(source, faults, bounds, large, tolerant);
    this.parser = new Parser(cursor, lexicon);
  }

  /** Never throws for what the bytes hold: every fault of them is a diagnostic of the tree. */
  public static Tree parse(SourceText text, Bounds bounds) {
    return parse(text, bounds, Lexicon.EMPTY);
  }

  /**
   * The same with messages that know what there is.
   *
   * @param lexicon asked where something cannot be read, for its messages
   */
  public static Tree parse(SourceText text, Bounds bounds, Lexicon lexicon) {
    return parse(text, bounds, lexicon, NOBODY);
  }

  /**
   * The same for somebody who wants to hear of it on the way.
   *
   * @param reader is called on a stack that bears twice the depth of what it hears
   */
  public static Tree parse(SourceText text, Bounds bounds, Lexicon lexicon, Reader reader) {
    if (text.bytes().length > bounds.sourceBytes()) {
      BoundBroken broken =
          new BoundBroken(
              new Span(text.file(), 1, 1, 1, 1),
              "this file is larger than the bound of " + bounds.sourceBytes() + " bytes",
              "split it into several programs");
      return broken(new Source(text.file(), ""), List.of(broken.diagnostic()));
    }
    Decoding decoding = Decoding.of(text);
    if (decoding.fault() != null) {
      return broken(decoding.source(), List.of(decoding.fault()));
    }
    Source source = decoding.source();
    return parse(source, bounds, lexicon, reader, false);
  }

  /**
   * Reads a file that has faults for a tool that is of use meanwhile: what is missing is taken as
   * if it were there, so that as much as possible of what is written is in the tree. An expression
   * that is missing is a name without letters. What the diagnostics say is of no use to people.
   */
  public static Tree tolerant(Source source, Bounds bounds) {
    return parse(source, bounds, Lexicon.EMPTY, NOBODY, true);
  }

  private static Tree parse(
      Source source, Bounds bounds, Lexicon lexicon, Reader reader, boolean tolerant) {
    if (source.text().length() <= SHORT) {
      try {
        return parse(source, bounds, lexicon, reader, false, tolerant);
      } catch (DeepStack.TooSmall tooSmall) {
        // All of it once more.
      }
    }
    return DeepStack.call(
        2L * bounds.nesting(), () -> parse(source, bounds, lexicon, reader, true, tolerant));
  }

  private static Tree parse(
      Source source,
      Bounds bounds,
      Lexicon lexicon,
      Reader reader,
      boolean large,
      boolean tolerant) {
    SyntaxFaults faults = new SyntaxFaults(source, lexicon);
    try {
      return new FileParser(source, faults, bounds, lexicon, reader, large, tolerant)
          .file(source, faults);
    } catch (BoundBroken broken) {
      List<Diagnostic> all = new ArrayList<>(faults.found());
      all.add(broken.diagnostic());
      return broken(source, all);
    }
  }

  private static Tree broken(Source source, List<Diagnostic> diagnostics) {
    return new Tree(
        source, "", List.of(), new Seq(0, 0, List.of()), 0, Diagnostic.inOrder(diagnostics));
  }

  private Tree file(Source source, SyntaxFaults faults) {
    String doc = "";
    if (cursor.is(Kind.DOC)) {
      doc = cursor.text();
      cursor.advance();
    }
    declarations();
    if (cursor.isClean()) {
      reader.begin(source, declarations);
    }
    Seq body = body();
    if (cursor.isClean()) {
      reader.end();
    }
    return new Tree(
        source,
        doc,
        List.copyOf(declarations),
        body,
        cursor.deepest(),
        Diagnostic.inOrder(faults.found()));
  }

  private void declarations() {
    while (true) {
      if (cursor.is(Kind.DOC)) {
        cursor.report("a doc string follows a declaration, or opens the file", null);
        cursor.advance();
        continue;
      }
      if (!cursor.beginsDeclaration()) {
        return;
      }
      int depth = cursor.depth();
      try {
        declarations.add(declaration());
      } catch (Cursor.Stop stop) {
        cursor.backTo(depth);
        toNextDeclaration();
      }
    }
  }

  private void toNextDeclaration() {
    while (!cursor.beginsDeclaration()) {
      parser.recovery().toStatementEnd(0);
      switch (cursor.kind()) {
        case EOF, VAL, EXTERN, CONTEXT -> {
          return;
        }
        case SEMICOLON -> {
          cursor.advance();
          doc();
          return;
        }
        default -> cursor.advance();
      }
    }
  }

  private Seq body() {
    List<Stmt> statements = new ArrayList<>();
    int start = cursor.start();
    int end = start;
    while (true) {
      Seq part = parser.body(reader);
      statements.addAll(part.statements());
      end = part.end();
      if (cursor.is(Kind.EOF)) {
        return new Seq(start, end, List.copyOf(statements));
      }
      if (cursor.is(Kind.END)) {
        parser.balance().surplus();
      } else {
        cursor.report("unexpected " + cursor.found(), null);
      }
      // Whatever closes nothing is stepped over; declarations behind it are still read.
      if (cursor.beginsDeclaration()) {
        declarations();
      } else {
        cursor.advance();
        cursor.accept(Kind.SEMICOLON);
      }
    }
  }

  private Declaration declaration() {
    int start = cursor.start();
    if (cursor.accept(Kind.CONTEXT)) {
      Declaration.Named name = named(Kind.CSYMBOL, "after 'context'");
      int end = semicolon();
      return new Declaration.Context(start, end, name, doc());
    }
    if (cursor.accept(Kind.VAL)) {
      return val(start);
    }
    cursor.advance();
    if (cursor.accept(Kind.TYPE)) {
      List<Declaration.Named> names = names("after 'extern type'");
      int end = semicolon();
      return new Declaration.ExternType(start, end, names, doc());
    }
    cursor.expect(Kind.VAL, "or 'type' after 'extern'");
    List<Declaration.Named> names = names("after 'extern val'");
    cursor.expect(Kind.COLON, "before the type");
    TypeExpr type = parser.types().type();
    int end = semicolon();
    return new Declaration.ExternVal(start, end, names, type, doc());
  }

  private Declaration val(int start) {
    boolean variable = cursor.is(Kind.CSYMBOL);
    Declaration.Named name = named(variable ? Kind.CSYMBOL : Kind.SYMBOL, "after 'val'");
    @Nullable TypeExpr type = null;
    parser.advice().declares(name.name());
    if (cursor.accept(Kind.COLON)) {
      type = parser.types().type();
    } else if (variable) {
      throw cursor.fault(
          "expected ':' and the type of the variable, found " + cursor.found(),
          "val " + name.name() + " : type = default;");
    }
    if (type == null && cursor.is(Kind.SYMBOL) && !cursor.isTolerant()) {
      throw parser.functions().parameters(name.name(), parser.advice()::isType);
    }
    if (type != null && isListOfElsewhere()) {
      throw cursor.fault(
          "expected '=' before the value, found " + cursor.found(), Wording.LIST_TYPE);
    }
    cursor.expect(Kind.EQUALS, "before the value");
    if (parser.functions().isForeign()) {
      throw parser.functions().foreign(name.name());
    }
    Expr body = parser.expression();
    int end = semicolon(parser.balance().value(body));
    return variable && type != null
        ? new Declaration.VariableVal(start, end, name, type, body, doc())
        : new Declaration.Val(start, end, name, type, body, doc());
  }

  /** Whether a type goes on as one of a list does elsewhere: {@code list of host, host[]}. */
  private boolean isListOfElsewhere() {
    return !cursor.isTolerant()
        && (cursor.is(Kind.OPEN_BRACKET) || (cursor.is(Kind.SYMBOL) && cursor.text().equals("of")));
  }

  private int semicolon() {
    return semicolon(null);
  }

  private int semicolon(@Nullable Expr value) {
    if (!cursor.is(Kind.SEMICOLON)) {
      if (cursor.isTolerant()) {
        return cursor.lastEnd();
      }
      String message = "expected ';' after a declaration, found " + cursor.found();
      if (value != null) {
        boolean goesOn = cursor.line(value.start()) < cursor.line(value.end());
        throw cursor.fault(
            goesOn ? cursor.wordBefore(value.end()) : value.start(),
            value.end(),
            "expected ';' after a declaration, behind this value",
            "put ';' behind it",
            cursor.insertion(value.end(), "add ';'", ";"));
      }
      if (!cursor.beginsLine()) {
        throw cursor.fault(
            message, cursor.beginsDeclaration() ? "declarations are separated by ';'" : null);
      }
      // Another line begins something else, which is read.
      int end = cursor.lastEnd();
      cursor.missing(message);
      return end;
    }
    int end = cursor.end();
    cursor.advance();
    return end;
  }

  private String doc() {
    String doc = "";
    if (cursor.is(Kind.DOC)) {
      doc = cursor.text();
      cursor.advance();
    }
    return doc;
  }

  private List<Declaration.Named> names(String where) {
    List<Declaration.Named> names = new ArrayList<>();
    do {
      names.add(named(Kind.SYMBOL, where));
    } while (cursor.accept(Kind.COMMA));
    return List.copyOf(names);
  }

  private Declaration.Named named(Kind kind, String where) {
    int start = cursor.start();
    return new Declaration.Named(start, cursor.name(kind, where));
  }
}
