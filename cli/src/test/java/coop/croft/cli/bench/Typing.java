package coop.croft.cli.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.lsp4j.ClientCapabilities;
import org.eclipse.lsp4j.CompletionParams;
import org.eclipse.lsp4j.DidChangeTextDocumentParams;
import org.eclipse.lsp4j.DidOpenTextDocumentParams;
import org.eclipse.lsp4j.InitializeParams;
import org.eclipse.lsp4j.InitializedParams;
import org.eclipse.lsp4j.MessageActionItem;
import org.eclipse.lsp4j.MessageParams;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.PublishDiagnosticsParams;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.ShowMessageRequestParams;
import org.eclipse.lsp4j.TextDocumentContentChangeEvent;
import org.eclipse.lsp4j.TextDocumentIdentifier;
import org.eclipse.lsp4j.TextDocumentItem;
import org.eclipse.lsp4j.VersionedTextDocumentIdentifier;
import org.eclipse.lsp4j.launch.LSPLauncher;
import org.eclipse.lsp4j.services.LanguageClient;
import org.eclipse.lsp4j.services.LanguageServer;

/**
 * Types into a program of 1,000 lines, asks for completion after each key, and prints how long that
 * took, from the key to the answer. The next key waits for the diagnostics of this one. Started by
 * {@code bin/bench}.
 *
 * <p>Arguments: number of keys, domain, the command that starts the server.
 */
public final class Typing {
  private static final String URI = "file:///bench/program.dtl";
  private static final int LINES = 1_000;
  private static final String TYPED = "  dns (dnsA \"typed\" \"203.0.113.9\");";

  private Typing() {}

  /** Hears diagnostics. */
  private static final class Client implements LanguageClient {
    final BlockingQueue<PublishDiagnosticsParams> heard = new LinkedBlockingQueue<>();

    @Override
    public void publishDiagnostics(PublishDiagnosticsParams diagnostics) {
      heard.add(diagnostics);
    }

    @Override
    public void telemetryEvent(Object object) {}

    @Override
    public void showMessage(MessageParams message) {}

    @Override
    public CompletableFuture<MessageActionItem> showMessageRequest(
        ShowMessageRequestParams request) {
      return CompletableFuture.completedFuture(new MessageActionItem(""));
    }

    @Override
    public void logMessage(MessageParams message) {}

    void await(int version) throws InterruptedException {
      while (true) {
        PublishDiagnosticsParams next = heard.poll(60, TimeUnit.SECONDS);
        if (next == null) {
          throw new IllegalStateException("no diagnostics");
        }
        if (next.getVersion() != null && next.getVersion() == version) {
          return;
        }
      }
    }
  }

  private static String program(String domain) {
    StringBuilder text = new StringBuilder("dom \"" + domain + "\" with\n");
    for (int i = 0; i < LINES - 3; i++) {
      text.append(
          switch (i % 5) {
            case 0 -> "  dns (dnsA \"a" + i + "\" \"203.0.113." + i % 250 + "\");\n";
            case 1 -> "  dns (dnsTXT \"t" + i + "\" \"v=spf1 -all\");\n";
            case 2 -> "  web \"w" + i + "\" with errorDocument 404 \"/lost.html\" end;\n";
            case 3 -> "  dns (dnsMXAt \"m" + i + "\" 10 \"mx.example\") where TTL = 600 end;\n";
            default -> "  dns (dnsAAAA \"a" + i + "\" \"2001:db8::" + i + "\");\n";
          });
    }
    return text.append("  dnssec\nend\n").toString();
  }

  @SuppressWarnings("SystemOut")
  public static void main(String[] arguments) throws Exception {
    int keys = Integer.parseInt(arguments[0]);
    List<String> command = Arrays.asList(arguments).subList(2, arguments.length);
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    Client client = new Client();
    var launcher =
        LSPLauncher.createClientLauncher(
            client, process.getInputStream(), process.getOutputStream());
    Future<Void> listening = launcher.startListening();
    LanguageServer server = launcher.getRemoteProxy();
    InitializeParams hello = new InitializeParams();
    hello.setCapabilities(new ClientCapabilities());
    server.initialize(hello).get();
    server.initialized(new InitializedParams());
    server
        .getTextDocumentService()
        .didOpen(
            new DidOpenTextDocumentParams(
                new TextDocumentItem(URI, "dtl", 1, program(arguments[1]))));
    client.await(1);
    List<Double> completions = new ArrayList<>();
    for (int i = 0; i < keys; i++) {
      completions.add(type(server, client, i));
    }
    System.out.println("  completion   " + spread(completions));
    server.shutdown().get();
    server.exit();
    process.waitFor();
    listening.get();
    System.exit(0);
  }

  /**
   * One key of a line in the middle of the program; when the line is full it is taken away.
   *
   * @return milliseconds until the completion
   */
  private static double type(LanguageServer server, Client client, int key) throws Exception {
    int column = key % (TYPED.length() + 1);
    int line = LINES / 2;
    Position at = new Position(line, column);
    boolean full = column == TYPED.length();
    TextDocumentContentChangeEvent change =
        full
            ? change(new Position(line, 0), new Position(line + 1, 0), "")
            : change(at, at, TYPED.charAt(column) + (column == 0 ? "\n" : ""));
    int version = key + 2;
    long began = System.nanoTime();
    server
        .getTextDocumentService()
        .didChange(
            new DidChangeTextDocumentParams(
                new VersionedTextDocumentIdentifier(URI, version), List.of(change)));
    server
        .getTextDocumentService()
        .completion(
            new CompletionParams(
                new TextDocumentIdentifier(URI), new Position(line, full ? 0 : column + 1)))
        .get();
    double millis = (System.nanoTime() - began) / 1e6;
    client.await(version);
    return millis;
  }

  private static TextDocumentContentChangeEvent change(Position from, Position to, String text) {
    return new TextDocumentContentChangeEvent(new Range(from, to), text);
  }

  /** Of all keys but the first tenth, in which the server gets warm. */
  private static String spread(List<Double> times) {
    double[] sorted = times.stream().skip(times.size() / 10).mapToDouble(t -> t).sorted().toArray();
    return String.format(
        Locale.ROOT,
        "p50 %.1f ms, p99 %.1f ms, slowest %.1f ms; the very first %.0f ms",
        sorted[sorted.length / 2],
        sorted[(int) (sorted.length * 0.99)],
        sorted[sorted.length - 1],
        times.getFirst());
  }
}
