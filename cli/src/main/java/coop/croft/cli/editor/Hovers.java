package coop.croft.cli.editor;

import coop.croft.cli.explanation.Explanation;
import coop.croft.cli.reference.Keyword;
import coop.croft.lang.Code;
import coop.croft.lang.check.Library;
import coop.croft.lang.study.Study;
import coop.croft.lang.syntax.Kind;
import coop.croft.lang.syntax.Tokens;
import coop.croft.lang.types.Symbol;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.eclipse.lsp4j.Hover;
import org.eclipse.lsp4j.MarkupContent;
import org.eclipse.lsp4j.MarkupKind;
import org.eclipse.lsp4j.Position;

/** What stands under the pointer. */
final class Hovers {
  private Hovers() {}

  static Optional<Hover> at(Snapshot document, Position position, BooleanSupplier cancelled) {
    Study study = document.study(cancelled);
    Library library = document.author().compiler().declared();
    int offset = document.text().offset(position);
    Optional<Study.Named> name = study.nameAt(offset);
    if (name.isPresent()) {
      Study.Named at = name.get();
      return Optional.of(hover(document, at.start(), at.end(), Words.of(at.symbol(), library)));
    }
    return study
        .constantAt(offset)
        .map(c -> hover(document, c.start(), c.end(), constant(c, library)))
        .or(() -> keyword(document, offset));
  }

  /** A word or sign of the language, wherever it stands. */
  private static Optional<Hover> keyword(Snapshot document, int offset) {
    Tokens tokens = document.tokens();
    int token = tokens.at(offset);
    return token < 0
        ? Optional.empty()
        : meant(tokens, token)
            .map(k -> hover(document, tokens.start(token), tokens.end(token), Words.of(k)));
  }

  private static Optional<Keyword> meant(Tokens tokens, int token) {
    return switch (tokens.kind(token)) {
      case SYMBOL, CSYMBOL, INT, STRING, DOC, COMMENT -> Optional.empty();
      // "for x in …": the other "in" belongs to "let".
      case IN ->
          Optional.of(token >= 2 && tokens.kind(token - 2) == Kind.FOR ? Keyword.FOR : Keyword.LET);
      default -> Keyword.of(tokens.text(token)).stream().findFirst();
    };
  }

  private static String constant(Study.Settled constant, Library library) {
    Symbol type = library.typeSymbol(constant.type().name());
    StringBuilder text =
        new StringBuilder("A constant of type `").append(constant.type().name()).append("`\n");
    if (type != null) {
      Words.doc(type.doc(), text);
    }
    return text.toString().stripTrailing();
  }

  private static Hover hover(Snapshot document, int start, int end, String markdown) {
    return new Hover(
        new MarkupContent(MarkupKind.MARKDOWN, markdown), document.text().range(start, end));
  }

  /** The page of an error's code. */
  static String explanation(Code code) {
    return Explanation.of(code).text();
  }
}
