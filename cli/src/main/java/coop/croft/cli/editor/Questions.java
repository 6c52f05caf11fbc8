package coop.croft.cli.editor;

import coop.croft.lang.study.Study;
import coop.croft.lang.types.Symbol;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.eclipse.lsp4j.CodeAction;
import org.eclipse.lsp4j.CodeActionParams;
import org.eclipse.lsp4j.Command;
import org.eclipse.lsp4j.CompletionItem;
import org.eclipse.lsp4j.CompletionList;
import org.eclipse.lsp4j.CompletionParams;
import org.eclipse.lsp4j.DefinitionParams;
import org.eclipse.lsp4j.DidChangeTextDocumentParams;
import org.eclipse.lsp4j.DidCloseTextDocumentParams;
import org.eclipse.lsp4j.DidOpenTextDocumentParams;
import org.eclipse.lsp4j.DidSaveTextDocumentParams;
import org.eclipse.lsp4j.DocumentFormattingParams;
import org.eclipse.lsp4j.DocumentHighlight;
import org.eclipse.lsp4j.DocumentHighlightParams;
import org.eclipse.lsp4j.DocumentSymbol;
import org.eclipse.lsp4j.DocumentSymbolParams;
import org.eclipse.lsp4j.FoldingRange;
import org.eclipse.lsp4j.FoldingRangeRequestParams;
import org.eclipse.lsp4j.Hover;
import org.eclipse.lsp4j.HoverParams;
import org.eclipse.lsp4j.InlayHint;
import org.eclipse.lsp4j.InlayHintParams;
import org.eclipse.lsp4j.Location;
import org.eclipse.lsp4j.LocationLink;
import org.eclipse.lsp4j.PrepareRenameDefaultBehavior;
import org.eclipse.lsp4j.PrepareRenameParams;
import org.eclipse.lsp4j.PrepareRenameResult;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.ReferenceParams;
import org.eclipse.lsp4j.RenameParams;
import org.eclipse.lsp4j.SemanticTokens;
import org.eclipse.lsp4j.SemanticTokensParams;
import org.eclipse.lsp4j.SignatureHelp;
import org.eclipse.lsp4j.SignatureHelpParams;
import org.eclipse.lsp4j.SymbolInformation;
import org.eclipse.lsp4j.TextDocumentIdentifier;
import org.eclipse.lsp4j.TextDocumentItem;
import org.eclipse.lsp4j.TextEdit;
import org.eclipse.lsp4j.VersionedTextDocumentIdentifier;
import org.eclipse.lsp4j.WorkspaceEdit;
import org.eclipse.lsp4j.jsonrpc.CompletableFutures;
import org.eclipse.lsp4j.jsonrpc.ResponseErrorException;
import org.eclipse.lsp4j.jsonrpc.messages.Either;
import org.eclipse.lsp4j.jsonrpc.messages.Either3;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseError;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseErrorCode;
import org.eclipse.lsp4j.services.TextDocumentService;
import org.jspecify.annotations.Nullable;

/** What an editor says and asks about a document; answers are found out beside the listening. */
final class Questions implements TextDocumentService {
  private final Documents documents;
  private final Locations locations;
  private final Authors authors;
  private final Executor executor;
  private final Consumer<Snapshot> changed;
  private final Consumer<String> closed;
  private volatile boolean snippets;

  /**
   * @param changed told of each new version
   * @param closed told of each document that is closed
   */
  Questions(
      Documents documents,
      Locations locations,
      Authors authors,
      Executor executor,
      Consumer<Snapshot> changed,
      Consumer<String> closed) {
    this.documents = documents;
    this.locations = locations;
    this.authors = authors;
    this.executor = executor;
    this.changed = changed;
    this.closed = closed;
  }

  void useSnippets(boolean use) {
    snippets = use;
  }

  @Override
  public void didOpen(DidOpenTextDocumentParams params) {
    TextDocumentItem item = params.getTextDocument();
    heard(
        item.getUri(), documents.open(item.getUri(), item.getVersion(), new Text(item.getText())));
  }

  @Override
  public void didChange(DidChangeTextDocumentParams params) {
    VersionedTextDocumentIdentifier id = params.getTextDocument();
    Integer version = id.getVersion();
    Snapshot now =
        documents.change(id.getUri(), version == null ? 0 : version, params.getContentChanges());
    heard(id.getUri(), now);
  }

  private void heard(String uri, @Nullable Snapshot now) {
    if (now == null) {
      closed.accept(uri);
    } else {
      changed.accept(now);
    }
  }

  @Override
  public void didClose(DidCloseTextDocumentParams params) {
    documents.close(params.getTextDocument().getUri());
    closed.accept(params.getTextDocument().getUri());
  }

  @Override
  public void didSave(DidSaveTextDocumentParams params) {
    renewAll();
  }

  /** A file that was saved may be one of the site's, or say what somebody holds. */
  void renewAll() {
    documents.all().forEach(this::renew);
  }

  private void renew(Snapshot document) {
    Snapshot now = documents.renewed(document);
    if (now != null) {
      changed.accept(now);
    }
  }

  /** Finds out an answer about one document. */
  @FunctionalInterface
  private interface Work<T> {
    T answer(Snapshot document, BooleanSupplier cancelled);
  }

  /** What changes the text is of use only while the text is that one. */
  private static <T> T forThisText(Snapshot document, T edits) {
    if (document.isSuperseded()) {
      throw new CancellationException();
    }
    return edits;
  }

  private <T> CompletableFuture<T> ask(TextDocumentIdentifier id, T nothing, Work<T> work) {
    Snapshot document = documents.get(id.getUri());
    if (document == null) {
      return CompletableFuture.completedFuture(nothing);
    }
    return CompletableFutures.computeAsync(
        executor,
        cancel -> {
          try {
            cancel.checkCanceled();
            return work.answer(document, cancel::isCanceled);
          } catch (CancellationException e) {
            if (cancel.isCanceled()) {
              throw e;
            }
            throw new ResponseErrorException(
                new ResponseError(
                    ResponseErrorCode.ContentModified, "the text has changed meanwhile", null));
          }
        });
  }

  /** The protocol says null where there is nothing to say. */
  @SuppressWarnings("NullAway")
  private <T> CompletableFuture<T> askForAny(TextDocumentIdentifier id, Work<Optional<T>> work) {
    return ask(id, null, (d, cancelled) -> work.answer(d, cancelled).orElse(null));
  }

  @Override
  public CompletableFuture<Hover> hover(HoverParams params) {
    return askForAny(
        params.getTextDocument(), (d, cancelled) -> Hovers.at(d, params.getPosition(), cancelled));
  }

  @Override
  public CompletableFuture<Either<List<CompletionItem>, CompletionList>> completion(
      CompletionParams params) {
    return ask(
        params.getTextDocument(),
        Either.forLeft(List.of()),
        (d, cancelled) ->
            Either.forLeft(Completions.at(d, params.getPosition(), snippets, cancelled)));
  }

  @Override
  public CompletableFuture<SignatureHelp> signatureHelp(SignatureHelpParams params) {
    return askForAny(
        params.getTextDocument(),
        (d, cancelled) -> Signatures.at(d, params.getPosition(), cancelled));
  }

  @Override
  public CompletableFuture<Either<List<? extends Location>, List<? extends LocationLink>>>
      definition(DefinitionParams params) {
    return ask(
        params.getTextDocument(),
        Either.forLeft(List.of()),
        (d, cancelled) -> {
          Study study = d.study(cancelled);
          return Either.forLeft(
              study
                  .nameAt(d.text().offset(params.getPosition()))
                  .flatMap(n -> location(n.symbol(), d, study))
                  .map(List::of)
                  .orElse(List.of()));
        });
  }

  @SuppressWarnings("ReferenceEquality") // one source for each text
  private Optional<Location> location(Symbol symbol, Snapshot document, Study study) {
    return symbol.source() == study.source()
        ? Optional.of(
            new Location(document.uri(), document.text().range(symbol.start(), symbol.end())))
        : locations.of(symbol);
  }

  private References uses() {
    return new References(documents, authors.site());
  }

  @Override
  public CompletableFuture<List<? extends Location>> references(ReferenceParams params) {
    return ask(
        params.getTextDocument(),
        List.of(),
        (d, cancelled) -> {
          Study study = d.study(cancelled);
          return study
              .nameAt(d.text().offset(params.getPosition()))
              .map(
                  n ->
                      uses()
                          .of(n.symbol(), d, params.getContext().isIncludeDeclaration(), cancelled))
              .orElse(List.of());
        });
  }

  @Override
  public CompletableFuture<List<? extends DocumentHighlight>> documentHighlight(
      DocumentHighlightParams params) {
    return ask(
        params.getTextDocument(),
        List.of(),
        (d, cancelled) -> {
          Study study = d.study(cancelled);
          return study
              .nameAt(d.text().offset(params.getPosition()))
              .map(n -> study.placesOf(n.symbol()))
              .orElse(List.of())
              .stream()
              .map(p -> new DocumentHighlight(d.text().range(p.start(), p.end())))
              .toList();
        });
  }

  @Override
  public CompletableFuture<Either3<Range, PrepareRenameResult, PrepareRenameDefaultBehavior>>
      prepareRename(PrepareRenameParams params) {
    return askForAny(
        params.getTextDocument(),
        (d, cancelled) -> {
          Study.Named name = Renaming.nameAt(d, uses(), params.getPosition(), cancelled);
          return Optional.of(Either3.forFirst(d.text().range(name.start(), name.end())));
        });
  }

  @Override
  public CompletableFuture<WorkspaceEdit> rename(RenameParams params) {
    return askForAny(
        params.getTextDocument(),
        (d, cancelled) -> {
          List<TextEdit> edits =
              Renaming.edits(d, uses(), params.getPosition(), params.getNewName(), cancelled);
          return Optional.of(new WorkspaceEdit(Map.of(d.uri(), forThisText(d, edits))));
        });
  }

  @Override
  public CompletableFuture<List<Either<SymbolInformation, DocumentSymbol>>> documentSymbol(
      DocumentSymbolParams params) {
    return ask(
        params.getTextDocument(),
        List.of(),
        (d, cancelled) ->
            Outline.of(d, cancelled).stream()
                .map(Either::<SymbolInformation, DocumentSymbol>forRight)
                .toList());
  }

  @Override
  public CompletableFuture<List<Either<Command, CodeAction>>> codeAction(CodeActionParams params) {
    return ask(
        params.getTextDocument(),
        List.of(),
        (d, cancelled) ->
            isForeign(d)
                ? List.of()
                : forThisText(d, Problems.actions(d, params.getRange(), cancelled)).stream()
                    .map(Either::<Command, CodeAction>forRight)
                    .toList());
  }

  /** Whether a document is of the library or the site: what members may say is no measure there. */
  boolean isForeign(Snapshot document) {
    return locations.holds(document.uri())
        || authors.site().filter(s -> Locations.isIn(document.uri(), s)).isPresent();
  }

  @Override
  public CompletableFuture<List<? extends TextEdit>> formatting(DocumentFormattingParams params) {
    return ask(
        params.getTextDocument(), List.of(), (d, cancelled) -> forThisText(d, Formatting.edits(d)));
  }

  @Override
  public CompletableFuture<List<FoldingRange>> foldingRange(FoldingRangeRequestParams params) {
    return ask(params.getTextDocument(), List.of(), (d, cancelled) -> Outline.folds(d));
  }

  @Override
  public CompletableFuture<SemanticTokens> semanticTokensFull(SemanticTokensParams params) {
    return ask(params.getTextDocument(), new SemanticTokens(List.of()), Colours::of);
  }

  @Override
  public CompletableFuture<List<InlayHint>> inlayHint(InlayHintParams params) {
    return ask(
        params.getTextDocument(),
        List.of(),
        (d, cancelled) -> Hints.in(d, params.getRange(), cancelled));
  }
}
