package coop.croft.cli.editor;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import org.eclipse.lsp4j.jsonrpc.MessageIssueException;
import org.eclipse.lsp4j.jsonrpc.json.JsonRpcMethod;
import org.eclipse.lsp4j.jsonrpc.json.MessageJsonHandler;
import org.eclipse.lsp4j.jsonrpc.messages.Either;
import org.eclipse.lsp4j.jsonrpc.messages.Message;
import org.eclipse.lsp4j.jsonrpc.messages.MessageIssue;
import org.eclipse.lsp4j.jsonrpc.messages.RequestMessage;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseErrorCode;

/**
 * Reads messages. A request whose parameters make no sense is still a request, wherever in it its
 * identifier stands: who asked hears what is wrong.
 */
final class Requests extends MessageJsonHandler {
  Requests(Map<String, JsonRpcMethod> supported) {
    super(supported);
  }

  @Override
  public Message parseMessage(Reader input) {
    String text = text(input);
    try {
      return super.parseMessage(new StringReader(text));
    } catch (MessageIssueException | JsonParseException e) {
      throw request(text)
          .<RuntimeException>map(r -> new MessageIssueException(r, wrongForm(r.getMethod())))
          .orElse(e);
    }
  }

  private static MessageIssue wrongForm(String method) {
    return new MessageIssue(
        "the parameters have not the form that " + method + " needs",
        ResponseErrorCode.InvalidParams.getValue());
  }

  private static String text(Reader input) {
    try {
      StringWriter text = new StringWriter();
      input.transferTo(text);
      return text.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Method and identifier; empty if that is no request, or no JSON. */
  private static Optional<RequestMessage> request(String text) {
    try {
      if (JsonParser.parseString(text) instanceof JsonObject message
          && message.get("method") instanceof JsonPrimitive method
          && message.get("id") instanceof JsonPrimitive id
          && (id.isString() || id.isNumber())) {
        RequestMessage request = new RequestMessage();
        request.setMethod(method.getAsString());
        request.setRawId(
            id.isString() ? Either.forLeft(id.getAsString()) : Either.forRight(id.getAsNumber()));
        return Optional.of(request);
      }
      return Optional.empty();
    } catch (JsonParseException e) {
      return Optional.empty();
    }
  }
}
