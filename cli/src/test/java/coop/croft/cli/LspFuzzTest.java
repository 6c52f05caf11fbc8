package coop.croft.cli;

import static coop.croft.cli.LspPeer.require;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Fuzz targets for the language server. An ordinary test run tries the saved inputs; {@code
 * bin/soak fuzz} looks for new ones.
 */
class LspFuzzTest {
  private static final byte[] INITIALIZE =
      "{\"jsonrpc\":\"2.0\",\"id\":\"first\",\"method\":\"initialize\",\"params\":{\"capabilities\":{}}}"
          .getBytes(StandardCharsets.US_ASCII);

  /** Whatever octets come, the server ends when they end, and says messages alone. */
  @FuzzTest(maxDuration = "60s")
  void octets(byte[] octets) throws InterruptedException {
    LspPeer peer = new LspPeer(message -> {});
    peer.frame(INITIALIZE);
    peer.send(octets);
    peer.hangUp();
    peer.end();
  }

  /** Bodies in right frames, cut at zeros: each request is answered, and nothing else is. */
  @FuzzTest(maxDuration = "60s")
  void bodies(byte[] octets) throws InterruptedException {
    Answered answered = new Answered();
    LspPeer peer = new LspPeer(answered);
    answered.expect(new JsonPrimitive("first"));
    peer.frame(INITIALIZE);
    int messages = 1;
    for (byte[] body : cut(octets)) {
      request(body).ifPresent(answered::expect);
      peer.frame(body);
      messages++;
    }
    answered.await(peer);
    peer.hangUp();
    peer.end();
    require(answered.count <= messages, "answers more than it was told");
  }

  /** The identifier, if that is a request beyond doubt. */
  private static Optional<JsonPrimitive> request(byte[] body) {
    try {
      String text = strictly(body);
      JsonReader reader = new JsonReader(new StringReader(text));
      reader.setStrictness(Strictness.STRICT);
      JsonElement message = JsonParser.parseReader(reader);
      // Which of two identifiers counts is nobody's to say (RFC 8259, section 4).
      boolean one = text.indexOf("\"id\"") == text.lastIndexOf("\"id\"") && !text.contains("\\");
      if (one
          && message instanceof JsonObject object
          && object.keySet().equals(Set.of("jsonrpc", "id", "method", "params"))
          && object.get("method") instanceof JsonPrimitive method
          && method.isString()
          && object.get("id") instanceof JsonPrimitive id
          && (id.isString() || id.toString().matches("[1-9][0-9]{0,5}"))) {
        return Optional.of(id);
      }
      return Optional.empty();
    } catch (JsonParseException | CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private static String strictly(byte[] utf8) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
  }

  /** Which of the requests are answered. */
  private static final class Answered implements Consumer<JsonObject> {
    private final List<JsonPrimitive> missing = new ArrayList<>();
    int count;

    synchronized void expect(JsonPrimitive id) {
      missing.add(id);
    }

    @Override
    public synchronized void accept(JsonObject message) {
      if (!message.has("method")) {
        count++;
        if (message.get("id") instanceof JsonPrimitive id) {
          missing.remove(id);
        }
        notifyAll();
      }
    }

    synchronized void await(LspPeer peer) throws InterruptedException {
      long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(LspPeer.PATIENCE_SECONDS);
      while (!missing.isEmpty() && !peer.hasEnded()) {
        peer.throwFault();
        require(System.nanoTime() < until, "no answer to " + missing);
        wait(100);
      }
    }
  }

  private static List<byte[]> cut(byte[] octets) {
    List<byte[]> bodies = new ArrayList<>();
    int from = 0;
    for (int i = 0; i <= octets.length; i++) {
      if (i == octets.length || octets[i] == 0) {
        if (i > from) {
          bodies.add(Arrays.copyOfRange(octets, from, i));
        }
        from = i + 1;
      }
    }
    return bodies;
  }

  /** An editor that says what the protocol has, in any order, about any text. */
  @FuzzTest(maxDuration = "60s")
  void conversation(FuzzedDataProvider data) throws InterruptedException {
    new LspScript(data).run();
  }
}
