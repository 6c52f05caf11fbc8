package coop.croft.cli.editor;

import coop.croft.lang.study.Study;
import coop.croft.lang.syntax.Declaration;
import coop.croft.lang.syntax.Expr;
import coop.croft.lang.syntax.Kind;
import coop.croft.lang.syntax.Seq;
import coop.croft.lang.syntax.Stmt;
import coop.croft.lang.syntax.Tokens;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.eclipse.lsp4j.DocumentSymbol;
import org.eclipse.lsp4j.FoldingRange;
import org.eclipse.lsp4j.FoldingRangeKind;
import org.eclipse.lsp4j.SymbolKind;

/** The parts of a program: declarations, and blocks in blocks. */
final class Outline {
  private static final int LONGEST = 60;

  private final Snapshot document;
  private final String text;

  private Outline(Snapshot document, String text) {
    this.document = document;
    this.text = text;
  }

  static List<DocumentSymbol> of(Snapshot document, BooleanSupplier cancelled) {
    Study study = document.study(cancelled);
    Outline outline = new Outline(document, study.source().text());
    List<DocumentSymbol> symbols = new ArrayList<>();
    for (Declaration declaration : study.tree().declarations()) {
      outline.declaration(declaration, symbols);
    }
    symbols.addAll(outline.blocks(study.tree().body()));
    return symbols;
  }

  private void declaration(Declaration declaration, List<DocumentSymbol> into) {
    switch (declaration) {
      case Declaration.Val val -> into.add(symbol(declaration, val.name(), SymbolKind.Constant));
      case Declaration.VariableVal val ->
          into.add(symbol(declaration, val.name(), SymbolKind.Property));
      case Declaration.ExternType type ->
          type.names().forEach(n -> into.add(symbol(declaration, n, SymbolKind.Class)));
      case Declaration.ExternVal val ->
          val.names().forEach(n -> into.add(symbol(declaration, n, SymbolKind.Function)));
      case Declaration.Context context ->
          into.add(symbol(declaration, context.name(), SymbolKind.Module));
    }
  }

  private DocumentSymbol symbol(Declaration declaration, Declaration.Named name, SymbolKind kind) {
    int end = Math.max(declaration.end(), name.end());
    return new DocumentSymbol(
        name.name(),
        kind,
        document.text().range(declaration.start(), end),
        document.text().range(name.start(), name.end()));
  }

  /** A block is named by what takes it: {@code web "www"}. */
  private List<DocumentSymbol> blocks(Seq seq) {
    List<DocumentSymbol> symbols = new ArrayList<>();
    for (Stmt statement : seq.statements()) {
      switch (statement) {
        case Stmt.Assign assign -> {}
        case Stmt.Bind bind -> {}
        case Expr expr -> symbols.addAll(blocks(expr));
      }
    }
    return symbols;
  }

  private List<DocumentSymbol> blocks(Expr expr) {
    return switch (expr) {
      case Expr.With with -> {
        Expr head = with.head();
        String name = text.substring(head.start(), head.end()).replaceAll("\\s+", " ");
        DocumentSymbol symbol =
            new DocumentSymbol(
                name.isBlank() ? "block" : shortened(name),
                SymbolKind.Module,
                document.text().range(with.start(), with.end()),
                document.text().range(head.start(), head.end()));
        symbol.setChildren(blocks(with.block()));
        yield List.of(symbol);
      }
      case Expr.Group group -> blocks(group.body());
      case Expr.Let let -> blocks(let.body());
      case Expr.If branches -> {
        List<DocumentSymbol> both = new ArrayList<>(blocks(branches.then()));
        if (branches.otherwise() != null) {
          both.addAll(blocks(branches.otherwise()));
        }
        yield both;
      }
      case Expr.For loop -> blocks(loop.body());
      case Expr.Where where -> blocks(where.head());
      case Expr.Lambda lambda -> blocks(lambda.body());
      case Expr.BlockLambda lambda -> blocks(lambda.body());
      case Expr.Name name -> List.of();
      case Expr.Str string -> List.of();
      case Expr.Num number -> List.of();
      case Expr.ListOf list -> List.of();
      case Expr.Apply apply -> List.of();
    };
  }

  private static String shortened(String name) {
    return name.codePointCount(0, name.length()) <= LONGEST
        ? name
        : name.substring(0, name.offsetByCodePoints(0, LONGEST)) + "…";
  }

  /**
   * Blocks, comments and doc strings of several lines; by their words, so that faults matter
   * little.
   */
  static List<FoldingRange> folds(Snapshot document) {
    Tokens tokens = document.tokens();
    List<FoldingRange> folds = new ArrayList<>();
    Deque<Integer> open = new ArrayDeque<>();
    for (int i = 0; i < tokens.size(); i++) {
      switch (tokens.kind(i)) {
        case BEGIN, LET, IF, FOR, WHERE -> open.push(i);
        case WITH -> {
          // "where … with … end" is one block.
          if (!open.isEmpty() && tokens.kind(open.peek()) == Kind.WHERE) {
            open.pop();
          }
          open.push(i);
        }
        case END -> {
          if (!open.isEmpty()) {
            fold(document, tokens.start(open.pop()), tokens.start(i), true, folds);
          }
        }
        case COMMENT, DOC -> fold(document, tokens.start(i), tokens.end(i), false, folds);
        default -> {}
      }
    }
    return folds;
  }

  private static void fold(
      Snapshot document, int start, int end, boolean block, List<FoldingRange> folds) {
    int first = document.text().position(start).getLine();
    int last = document.text().position(end).getLine() - (block ? 1 : 0);
    if (last > first) {
      FoldingRange fold = new FoldingRange(first, last);
      fold.setKind(block ? FoldingRangeKind.Region : FoldingRangeKind.Comment);
      folds.add(fold);
    }
  }
}
