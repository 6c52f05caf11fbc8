package coop.croft.cli.editor;

import java.util.List;
import org.eclipse.lsp4j.jsonrpc.MessageConsumer;
import org.eclipse.lsp4j.jsonrpc.MessageIssueException;
import org.eclipse.lsp4j.jsonrpc.messages.Message;
import org.eclipse.lsp4j.jsonrpc.messages.MessageIssue;
import org.eclipse.lsp4j.jsonrpc.messages.NotificationMessage;
import org.eclipse.lsp4j.jsonrpc.messages.RequestMessage;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseErrorCode;

/** Lets only messages through that have what they are about; the others are answered so. */
record Complete(MessageConsumer next) implements MessageConsumer {
  static MessageConsumer of(MessageConsumer next) {
    return new Complete(next);
  }

  @Override
  public void consume(Message message) {
    boolean lacks =
        switch (message) {
          case RequestMessage request -> needs(request.getMethod()) && request.getParams() == null;
          case NotificationMessage notice ->
              needs(notice.getMethod()) && notice.getParams() == null;
          default -> false;
        };
    if (lacks) {
      MessageIssue issue =
          new MessageIssue(
              "the parameters are missing", ResponseErrorCode.InvalidParams.getValue());
      throw new MessageIssueException(message, List.of(issue));
    }
    next.consume(message);
  }

  private static boolean needs(String method) {
    return method != null
        && (method.startsWith("textDocument/")
            || method.startsWith("workspace/")
            || method.equals("initialize"));
  }
}
