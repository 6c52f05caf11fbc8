package coop.croft.cli.editor;

import coop.croft.lang.study.Study;
import coop.croft.lang.syntax.Kind;
import coop.croft.lang.syntax.Tokens;
import coop.croft.lang.types.Symbol;
import coop.croft.lang.types.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.SemanticTokens;
import org.eclipse.lsp4j.SemanticTokensLegend;

/** What each word is, for editors that colour by it (semantic tokens). */
final class Colours {
  private static final List<String> KINDS =
      List.of(
          "keyword",
          "string",
          "number",
          "comment",
          "operator",
          "function",
          "variable",
          "parameter",
          "property",
          "type",
          "namespace");
  private static final List<String> MARKS = List.of("declaration", "defaultLibrary");

  static final SemanticTokensLegend LEGEND = new SemanticTokensLegend(KINDS, MARKS);

  private final Snapshot document;
  private final Map<Integer, Study.Named> names = new HashMap<>();
  private final List<Integer> data = new ArrayList<>();
  private Position last = new Position(0, 0);

  private Colours(Snapshot document) {
    this.document = document;
  }

  static SemanticTokens of(Snapshot document, BooleanSupplier cancelled) {
    Colours colours = new Colours(document);
    Study study = document.study(cancelled);
    study.names().forEach(n -> colours.names.put(n.start(), n));
    Tokens tokens = document.tokens();
    for (int i = 0; i < tokens.size(); i++) {
      colours.token(tokens, i, study);
    }
    return new SemanticTokens(colours.data);
  }

  private void token(Tokens tokens, int i, Study study) {
    Study.Named name = names.get(tokens.start(i));
    if (name != null) {
      Symbol symbol = name.symbol();
      boolean declares = symbol.start() == name.start() && isOwn(symbol, study);
      add(
          tokens.start(i),
          tokens.end(i),
          kind(symbol),
          isOwn(symbol, study) ? declares ? 1 : 0 : 2);
      return;
    }
    String kind = kind(tokens.kind(i));
    if (!kind.isEmpty()) {
      byLine(tokens.start(i), tokens.end(i), kind);
    }
  }

  @SuppressWarnings("ReferenceEquality") // one source for each text
  private static boolean isOwn(Symbol symbol, Study study) {
    return symbol.source() == study.source();
  }

  private static String kind(Symbol symbol) {
    return switch (symbol.kind()) {
      case VALUE ->
          Type.resolve(symbol.type()) instanceof Type.Base
                  || Type.resolve(symbol.type()) instanceof Type.ListOf
              ? "variable"
              : "function";
      case VARIABLE -> "property";
      case TYPE -> "type";
      case CONTEXT -> "namespace";
      case PARAMETER, BLOCK -> "parameter";
      case ELEMENT, READ -> "variable";
    };
  }

  private static String kind(Kind kind) {
    return switch (kind) {
      case STRING -> "string";
      case INT -> "number";
      case COMMENT, DOC -> "comment";
      case LET,
          IN,
          BEGIN,
          END,
          WITH,
          WHERE,
          EXTERN,
          TYPE,
          VAL,
          CONTEXT,
          ROOT,
          IF,
          THEN,
          ELSE,
          FOR,
          DO ->
          "keyword";
      case ARROW, DOUBLE_ARROW, FROM, EQUALS, CARET, NOT, AND, LAMBDA, BLOCK_LAMBDA -> "operator";
      case SYMBOL,
          CSYMBOL,
          COMMA,
          COLON,
          SEMICOLON,
          OPEN_PAREN,
          CLOSE_PAREN,
          OPEN_BRACKET,
          CLOSE_BRACKET,
          OPEN_BRACE,
          CLOSE_BRACE,
          EOF ->
          "";
    };
  }

  /** Few editors take a token of several lines. */
  private void byLine(int start, int end, String kind) {
    String text = document.source().text();
    int from = start;
    for (int at = start; at < end; at++) {
      if (text.charAt(at) == '\n' || text.charAt(at) == '\r') {
        add(from, at, kind, 0);
        from = at + 1;
      }
    }
    add(from, end, kind, 0);
  }

  private void add(int start, int end, String kind, int marks) {
    if (end <= start) {
      return;
    }
    Position at = document.text().position(start);
    boolean sameLine = at.getLine() == last.getLine();
    data.add(at.getLine() - last.getLine());
    data.add(sameLine ? at.getCharacter() - last.getCharacter() : at.getCharacter());
    data.add(end - start);
    data.add(KINDS.indexOf(kind));
    data.add(marks);
    last = at;
  }
}
