package coop.croft.cli.editor;

import com.google.gson.JsonPrimitive;
import coop.croft.cli.terminal.Exit;
import coop.croft.lang.Code;
import coop.croft.lang.types.Symbol;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.eclipse.lsp4j.ClientCapabilities;
import org.eclipse.lsp4j.CodeActionKind;
import org.eclipse.lsp4j.CodeActionOptions;
import org.eclipse.lsp4j.CompletionCapabilities;
import org.eclipse.lsp4j.CompletionItemCapabilities;
import org.eclipse.lsp4j.CompletionOptions;
import org.eclipse.lsp4j.Diagnostic;
import org.eclipse.lsp4j.DidChangeConfigurationParams;
import org.eclipse.lsp4j.DidChangeWatchedFilesParams;
import org.eclipse.lsp4j.DocumentSymbol;
import org.eclipse.lsp4j.ExecuteCommandOptions;
import org.eclipse.lsp4j.ExecuteCommandParams;
import org.eclipse.lsp4j.InitializeParams;
import org.eclipse.lsp4j.InitializeResult;
import org.eclipse.lsp4j.Location;
import org.eclipse.lsp4j.MessageParams;
import org.eclipse.lsp4j.MessageType;
import org.eclipse.lsp4j.PublishDiagnosticsParams;
import org.eclipse.lsp4j.RenameOptions;
import org.eclipse.lsp4j.SemanticTokensWithRegistrationOptions;
import org.eclipse.lsp4j.ServerCapabilities;
import org.eclipse.lsp4j.ServerInfo;
import org.eclipse.lsp4j.SetTraceParams;
import org.eclipse.lsp4j.SignatureHelpOptions;
import org.eclipse.lsp4j.SymbolInformation;
import org.eclipse.lsp4j.SymbolKind;
import org.eclipse.lsp4j.TextDocumentClientCapabilities;
import org.eclipse.lsp4j.TextDocumentSyncKind;
import org.eclipse.lsp4j.TextDocumentSyncOptions;
import org.eclipse.lsp4j.WorkspaceSymbol;
import org.eclipse.lsp4j.WorkspaceSymbolParams;
import org.eclipse.lsp4j.jsonrpc.Launcher;
import org.eclipse.lsp4j.jsonrpc.ResponseErrorException;
import org.eclipse.lsp4j.jsonrpc.json.MessageJsonHandler;
import org.eclipse.lsp4j.jsonrpc.messages.Either;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseError;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseErrorCode;
import org.eclipse.lsp4j.services.LanguageClient;
import org.eclipse.lsp4j.services.LanguageServer;
import org.eclipse.lsp4j.services.TextDocumentService;
import org.eclipse.lsp4j.services.WorkspaceService;
import org.jspecify.annotations.Nullable;

/**
 * The language server of one editor: the Language Server Protocol, version 3.17, over two streams.
 */
public final class Server implements LanguageServer, WorkspaceService {
  private static final int WORKERS = 4;

  /** Forms of a program nest up to the bound, and some answers go through them by recursion. */
  private static final long STACK = 16 << 20;

  private static final int MOST_SYMBOLS = 200;

  private final Authors authors;
  private final Consumer<String> remark;
  private final Documents documents;
  private final Locations locations = new Locations();
  private final ExecutorService workers;
  private final Questions questions;
  private final CompletableFuture<Exit> end = new CompletableFuture<>();
  private volatile @Nullable LanguageClient client;
  private volatile Complete.Phase phase = Complete.Phase.BEFORE;

  private Server(Authors authors, Consumer<String> remark) {
    this.authors = authors;
    this.remark = remark;
    this.documents = new Documents(authors, remark);
    this.workers =
        Executors.newFixedThreadPool(
            WORKERS,
            work -> {
              Thread thread = new Thread(null, work, "croft-lsp", STACK);
              thread.setDaemon(true);
              return thread;
            });
    this.questions =
        new Questions(documents, locations, authors, workers, this::look, this::forget);
  }

  /**
   * Serves one editor until it says goodbye or its stream ends.
   *
   * @param remark takes sentences for standard error
   * @return done if the editor said goodbye in the right way
   */
  public static Exit serve(
      Authors authors, InputStream in, OutputStream out, Consumer<String> remark) {
    Server server = new Server(authors, remark);
    ExecutorService listener = Executors.newVirtualThreadPerTaskExecutor();
    try {
      LogLines.to(remark);
      Launcher<LanguageClient> launcher =
          new Launcher.Builder<LanguageClient>() {
            @Override
            protected MessageJsonHandler createJsonHandler() {
              return new Requests(getSupportedMethods());
            }
          }.setLocalService(server)
              .setRemoteInterface(LanguageClient.class)
              .setInput(new Frames(in, remark))
              .setOutput(out)
              .setExecutorService(listener)
              .setExceptionHandler(server::fault)
              .validateMessages(true)
              .wrapMessages(next -> new Complete(next, () -> server.phase))
              .create();
      server.client = launcher.getRemoteProxy();
      Future<Void> listening = launcher.startListening();
      listener.execute(() -> server.await(listening));
      return server.end.join();
    } finally {
      server.workers.shutdownNow();
      server.locations.close();
      listener.shutdownNow();
    }
  }

  /** An editor that is gone without a word has ended all the same. */
  private void await(Future<Void> listening) {
    try {
      listening.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      remark.accept("croft lsp: the conversation broke off: " + e.getCause());
    }
    exit();
  }

  /** A request that cannot be answered says why; the server goes on. */
  private ResponseError fault(Throwable thrown) {
    Throwable cause = thrown;
    while (cause.getCause() != null && !(cause instanceof ResponseErrorException)) {
      cause = cause.getCause();
    }
    if (cause instanceof ResponseErrorException answer) {
      return answer.getResponseError();
    }
    StackTraceElement[] trace = cause.getStackTrace();
    if (cause instanceof UnsupportedOperationException && isOfProtocol(trace)) {
      return new ResponseError(
          ResponseErrorCode.MethodNotFound, "the server does not offer this", null);
    }
    if (cause instanceof RejectedExecutionException && workers.isShutdown()) {
      return new ResponseError(ResponseErrorCode.InvalidRequest, "the server has ended", null);
    }
    remark.accept("croft lsp: this is a fault of croft itself: " + cause);
    Arrays.stream(trace).limit(20).forEach(at -> remark.accept("    at " + at));
    return new ResponseError(ResponseErrorCode.InternalError, "a fault of croft: " + cause, null);
  }

  /** So methods of the protocol end that nothing here answers. */
  private static boolean isOfProtocol(StackTraceElement[] trace) {
    return trace.length > 0
        && trace[0].getClassName().startsWith(LanguageServer.class.getPackageName() + ".");
  }

  @Override
  public CompletableFuture<InitializeResult> initialize(InitializeParams params) {
    questions.useSnippets(
        Optional.ofNullable(params.getCapabilities())
            .map(ClientCapabilities::getTextDocument)
            .map(TextDocumentClientCapabilities::getCompletion)
            .map(CompletionCapabilities::getCompletionItem)
            .map(CompletionItemCapabilities::getSnippetSupport)
            .orElse(false));
    phase = Complete.Phase.OPEN;
    endWith(params.getProcessId());
    return CompletableFuture.completedFuture(
        new InitializeResult(capabilities(), new ServerInfo("croft")));
  }

  /**
   * Ends with the process that started the server, though somebody else may hold the stream open.
   * What runs on another machine has a number of there, which means nothing here.
   */
  private void endWith(@Nullable Integer process) {
    Optional<ProcessHandle> above = ProcessHandle.current().parent();
    while (process != null && above.isPresent()) {
      ProcessHandle starter = above.get();
      if (starter.pid() == process) {
        Thread.ofVirtual().start(() -> awaitEnd(starter));
        return;
      }
      above = starter.parent();
    }
  }

  private void awaitEnd(ProcessHandle starter) {
    starter.onExit().join();
    remark.accept("croft lsp: the editor has ended");
    exit();
  }

  private static ServerCapabilities capabilities() {
    ServerCapabilities can = new ServerCapabilities();
    TextDocumentSyncOptions sync = new TextDocumentSyncOptions();
    sync.setOpenClose(true);
    sync.setChange(TextDocumentSyncKind.Incremental);
    sync.setSave(true);
    can.setTextDocumentSync(sync);
    can.setHoverProvider(true);
    can.setCompletionProvider(new CompletionOptions(false, List.of("\"", "(", "[", " ")));
    can.setSignatureHelpProvider(new SignatureHelpOptions(List.of(" ", "(")));
    can.setDefinitionProvider(true);
    can.setReferencesProvider(true);
    can.setDocumentHighlightProvider(true);
    can.setRenameProvider(new RenameOptions(true));
    can.setDocumentSymbolProvider(true);
    can.setWorkspaceSymbolProvider(true);
    can.setFoldingRangeProvider(true);
    can.setDocumentFormattingProvider(true);
    can.setInlayHintProvider(true);
    can.setCodeActionProvider(new CodeActionOptions(List.of(CodeActionKind.QuickFix)));
    can.setSemanticTokensProvider(new SemanticTokensWithRegistrationOptions(Colours.LEGEND, true));
    can.setExecuteCommandProvider(
        new ExecuteCommandOptions(List.of(Problems.EXPLAIN, Problems.ASK)));
    return can;
  }

  @Override
  @SuppressWarnings("NullAway") // so the protocol says that there is nothing to say
  public CompletableFuture<Object> shutdown() {
    phase = Complete.Phase.AFTER;
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public void exit() {
    end.complete(phase == Complete.Phase.AFTER ? Exit.DONE : Exit.REFUSED);
  }

  @Override
  public TextDocumentService getTextDocumentService() {
    return questions;
  }

  @Override
  public WorkspaceService getWorkspaceService() {
    return this;
  }

  @Override
  public void setTrace(SetTraceParams params) {
    // Nothing is traced.
  }

  @Override
  public void didChangeConfiguration(DidChangeConfigurationParams params) {
    // The command line says all there is to say.
  }

  @Override
  public void didChangeWatchedFiles(DidChangeWatchedFilesParams params) {
    questions.renewAll();
  }

  @Override
  public CompletableFuture<
          Either<List<? extends SymbolInformation>, List<? extends WorkspaceSymbol>>>
      symbol(WorkspaceSymbolParams params) {
    return CompletableFuture.supplyAsync(
        () -> Either.forRight(symbols(params.getQuery().toLowerCase(Locale.ROOT))), workers);
  }

  /** Nothing of a document that has just changed: the next question will find it. */
  private static List<DocumentSymbol> outline(Snapshot document) {
    try {
      return Outline.of(document, () -> false);
    } catch (CancellationException e) {
      return List.of();
    }
  }

  /** What open documents and the library declare. */
  private List<WorkspaceSymbol> symbols(String query) {
    List<WorkspaceSymbol> found = new ArrayList<>();
    for (Snapshot document : documents.all()) {
      for (DocumentSymbol symbol : outline(document)) {
        if (matches(symbol.getName(), query)) {
          Location place = new Location(document.uri(), symbol.getSelectionRange());
          found.add(new WorkspaceSymbol(symbol.getName(), symbol.getKind(), Either.forLeft(place)));
        }
      }
    }
    coop.croft.lang.check.Library library = authors.current().compiler().declared();
    Stream.of(
            library.values().values().stream().map(d -> d.symbol()),
            library.variables().values().stream().map(v -> v.symbol()),
            library.typeSymbols().stream(),
            library.contextSymbols().stream())
        .flatMap(s -> s)
        .filter(s -> matches(s.name(), query))
        .sorted(java.util.Comparator.comparing(Symbol::name))
        .limit(MOST_SYMBOLS)
        .forEach(
            s ->
                locations
                    .of(s)
                    .ifPresent(
                        place ->
                            found.add(
                                new WorkspaceSymbol(
                                    s.name(), kind(s), Either.forLeft(place), "library"))));
    return found;
  }

  private static boolean matches(String name, String query) {
    return name.toLowerCase(Locale.ROOT).contains(query);
  }

  private static SymbolKind kind(Symbol symbol) {
    return switch (symbol.kind()) {
      case VALUE -> SymbolKind.Function;
      case VARIABLE -> SymbolKind.Property;
      case TYPE -> SymbolKind.Class;
      case CONTEXT -> SymbolKind.Module;
      case PARAMETER, BLOCK, ELEMENT, READ -> SymbolKind.Variable;
    };
  }

  @Override
  public CompletableFuture<@Nullable Object> executeCommand(ExecuteCommandParams params) {
    List<String> words =
        params.getArguments() == null
            ? List.of()
            : params.getArguments().stream().map(Server::word).toList();
    String text =
        switch (params.getCommand()) {
          case Problems.EXPLAIN -> explained(words);
          case Problems.ASK -> String.join("\n", words);
          default -> throw wrong("there is no command " + params.getCommand());
        };
    tell(c -> c.showMessage(new MessageParams(MessageType.Info, text)));
    return CompletableFuture.completedFuture(text);
  }

  private static String word(Object argument) {
    return argument instanceof JsonPrimitive json ? json.getAsString() : String.valueOf(argument);
  }

  private static String explained(List<String> words) {
    return Arrays.stream(Code.values())
        .filter(code -> words.contains(code.label()))
        .findFirst()
        .map(Hovers::explanation)
        .orElseThrow(() -> wrong("no error has this code"));
  }

  private static ResponseErrorException wrong(String why) {
    return new ResponseErrorException(
        new ResponseError(ResponseErrorCode.InvalidParams, why, null));
  }

  /** Looks at a new version, and tells what is wrong, unless there is a newer one by then. */
  private void look(Snapshot document) {
    Optional<Path> site = authors.site().filter(s -> Locations.isIn(document.uri(), s));
    if (site.isEmpty() && questions.isForeign(document)) {
      return;
    }
    workers.execute(
        () -> {
          try {
            if (!document.isSuperseded()) {
              publish(
                  document,
                  site.isPresent()
                      ? Problems.of(SiteProblems.of(document, site.get()), document)
                      : Problems.of(document, () -> false));
            }
          } catch (CancellationException e) {
            // The newer version is looked at.
          } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            fault(e);
          }
        });
  }

  private synchronized void publish(Snapshot document, List<Diagnostic> problems) {
    if (!document.isSuperseded()) {
      tell(
          c ->
              c.publishDiagnostics(
                  new PublishDiagnosticsParams(document.uri(), problems, document.version())));
    }
  }

  private synchronized void forget(String uri) {
    tell(c -> c.publishDiagnostics(new PublishDiagnosticsParams(uri, List.of())));
  }

  private void tell(Consumer<LanguageClient> message) {
    LanguageClient listening = client;
    if (listening != null) {
      message.accept(listening);
    }
  }
}
