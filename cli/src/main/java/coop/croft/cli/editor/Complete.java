package coop.croft.cli.editor;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.lsp4j.jsonrpc.MessageConsumer;
import org.eclipse.lsp4j.jsonrpc.MessageIssueException;
import org.eclipse.lsp4j.jsonrpc.json.JsonRpcMethod;
import org.eclipse.lsp4j.jsonrpc.messages.Message;
import org.eclipse.lsp4j.jsonrpc.messages.MessageIssue;
import org.eclipse.lsp4j.jsonrpc.messages.NotificationMessage;
import org.eclipse.lsp4j.jsonrpc.messages.RequestMessage;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseErrorCode;
import org.eclipse.lsp4j.jsonrpc.services.ServiceEndpoints;
import org.eclipse.lsp4j.services.LanguageServer;
import org.jspecify.annotations.Nullable;

/**
 * Lets only messages through that come at their time and have what they are about. Other requests
 * are answered so; notifications that come too early or too late are dropped, as the protocol asks.
 */
record Complete(MessageConsumer next, Supplier<Phase> phase) implements MessageConsumer {
  private static final Map<String, JsonRpcMethod> METHODS =
      ServiceEndpoints.getSupportedMethods(LanguageServer.class);

  /** How far a conversation is. */
  enum Phase {
    BEFORE,
    OPEN,
    AFTER
  }

  @Override
  public void consume(Message message) {
    switch (message) {
      case RequestMessage request -> {
        Optional<MessageIssue> issue =
            untimely(request.getMethod())
                .or(() -> unknown(request.getMethod()))
                .or(() -> lacking(request.getMethod(), request.getParams()));
        if (issue.isPresent()) {
          throw new MessageIssueException(message, List.of(issue.get()));
        }
      }
      case NotificationMessage notice -> {
        if (phase.get() != Phase.OPEN && !"exit".equals(notice.getMethod())) {
          return;
        }
        Optional<MessageIssue> issue = lacking(notice.getMethod(), notice.getParams());
        if (issue.isPresent()) {
          throw new MessageIssueException(message, List.of(issue.get()));
        }
      }
      default -> {}
    }
    next.consume(message);
  }

  private Optional<MessageIssue> untimely(@Nullable String method) {
    return switch (phase.get()) {
      case OPEN ->
          "initialize".equals(method)
              ? issue("initialize comes once", ResponseErrorCode.InvalidRequest)
              : Optional.empty();
      case BEFORE ->
          "initialize".equals(method)
              ? Optional.empty()
              : issue("initialize comes first", ResponseErrorCode.ServerNotInitialized);
      case AFTER -> issue("the server was told to shut down", ResponseErrorCode.InvalidRequest);
    };
  }

  /** "a request starting with '$/' … must error … with error code MethodNotFound" (LSP 3.17). */
  private static Optional<MessageIssue> unknown(@Nullable String method) {
    return method != null && (method.startsWith("$/") || !isRequest(method))
        ? issue("there is no such request", ResponseErrorCode.MethodNotFound)
        : Optional.empty();
  }

  private static boolean isRequest(String method) {
    JsonRpcMethod known = METHODS.get(method);
    return known != null && !known.isNotification();
  }

  private static Optional<MessageIssue> lacking(@Nullable String method, @Nullable Object params) {
    if (method == null) {
      return Optional.empty();
    }
    if (params == null) {
      return needs(method)
          ? issue("the parameters are missing", ResponseErrorCode.InvalidParams)
          : Optional.empty();
    }
    return takes(method, params)
        ? Optional.empty()
        : issue("these are another method's parameters", ResponseErrorCode.InvalidParams);
  }

  /** A message that names two methods has parameters of the first, and is one of the second. */
  private static boolean takes(String method, Object params) {
    JsonRpcMethod known = METHODS.get(method);
    return known == null
        || known.getParameterTypes().length != 1
        || !(known.getParameterTypes()[0] instanceof Class<?> type)
        || type.isInstance(params);
  }

  private static Optional<MessageIssue> issue(String text, ResponseErrorCode code) {
    return Optional.of(new MessageIssue(text, code.getValue()));
  }

  private static boolean needs(String method) {
    return method.startsWith("textDocument/")
        || method.startsWith("workspace/")
        || method.equals("initialize");
  }
}
