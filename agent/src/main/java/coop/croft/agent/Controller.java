package coop.croft.agent;

import coop.croft.core.manifest.Hash;
import coop.croft.core.os.Frames;
import coop.croft.core.wire.Agents;
import coop.croft.core.wire.Wire;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;

/** The controller as the agent sees it: every connection goes from here to there. */
final class Controller {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration SHORT = Duration.ofSeconds(20);

  /** Longer than the controller keeps a question for work waiting. */
  private static final Duration POLL = Duration.ofSeconds(45);

  /** Until a call is taken up; from then on there are signs of life. */
  private static final Duration RELAY = Duration.ofMinutes(2);

  /** Of those that blame the caller, the answers that are others a moment later. */
  private static final Set<Integer> PASSING = Set.of(408, 429);

  private final URI base;
  private final HttpClient client;

  Controller(URI base, SSLContext tls) {
    this.base = base;
    this.client = HttpClient.newBuilder().sslContext(tls).connectTimeout(CONNECT).build();
  }

  Agents.Joined join(Agents.Join join) throws IOException, InterruptedException {
    return Wire.read(Agents.Joined.class, post("agent/join", Wire.write(join), SHORT));
  }

  /** Waits until there is something to do, or for about half a minute. */
  Agents.Work work(Agents.State state) throws IOException, InterruptedException {
    return Wire.read(Agents.Work.class, post("agent/work", Wire.write(state), POLL));
  }

  /** Says what was asked last, and waits until somebody wants to know something else. */
  Agents.Question question(Agents.Answer answer) throws IOException, InterruptedException {
    return Wire.read(Agents.Question.class, post("agent/question", Wire.write(answer), POLL));
  }

  Agents.Renewed renew(Agents.Renew renew) throws IOException, InterruptedException {
    return Wire.read(Agents.Renewed.class, post("agent/renew", Wire.write(renew), SHORT));
  }

  /** So that a host that has much to do is not taken for one that is off. */
  void alive() throws IOException, InterruptedException {
    post("agent/alive", "", SHORT);
  }

  /**
   * @throws NotTaken if there is no use in saying it again
   */
  void receipt(Agents.Receipt receipt) throws IOException, InterruptedException {
    post("agent/receipt", Wire.write(receipt), SHORT);
  }

  /**
   * The contents of the first of those hashes, at least of one.
   *
   * @throws Broken if it is more than any agent takes
   * @throws IOException also if what came does not have that hash
   */
  List<byte[]> blobs(List<String> hashes) throws IOException, InterruptedException {
    HttpResponse<InputStream> response =
        client.send(
            request("agent/blobs", SHORT)
                .POST(HttpRequest.BodyPublishers.ofString(Wire.write(new Agents.Blobs(hashes))))
                .build(),
            BodyHandlers.ofInputStream());
    try (InputStream body = response.body()) {
      if (response.statusCode() != 200) {
        throw new IOException(
            "the controller does not give %d blobs, %s the first: %d"
                .formatted(hashes.size(), hashes.getFirst(), response.statusCode()));
      }
      List<byte[]> blobs = Frames.read(body, Agents.Blobs.MOST_BYTES).orElse(List.of());
      boolean good = !blobs.isEmpty() && blobs.size() <= hashes.size();
      for (int i = 0; good && i < blobs.size(); i++) {
        good = Hash.of(blobs.get(i)).hex().equals(hashes.get(i));
      }
      if (!good) {
        throw new IOException("the controller gave something else than it was asked for");
      }
      return blobs;
    } catch (Frames.TooLarge e) {
      // It would be as large the next time.
      throw new Broken(
          "a file of this generation has more than the %d bytes that a host takes"
              .formatted(Agents.Blobs.MOST_BYTES));
    }
  }

  /** The controller does not take what it was sent, and will not if it is sent again. */
  static final class NotTaken extends IOException {
    private static final long serialVersionUID = 1L;

    NotTaken(String sentence) {
      super(sentence);
    }

    String sentence() {
      return String.valueOf(getMessage());
    }
  }

  /** The controller does not take a call. */
  static final class Refused extends IOException {
    private static final long serialVersionUID = 1L;

    Refused(String sentence) {
      super(sentence);
    }
  }

  /**
   * The events of a member's call as they come, one JSON value a line, and an empty line as a sign
   * of life; must be closed.
   *
   * @param call file with the call as the member's program wrote it
   */
  InputStream relay(Agents.Relayed caller, Path call) throws IOException, InterruptedException {
    HttpResponse<InputStream> response =
        client.send(
            request("agent/relay?" + caller.query(), RELAY)
                .POST(HttpRequest.BodyPublishers.ofFile(call))
                .build(),
            BodyHandlers.ofInputStream());
    if (response.statusCode() != 200) {
      try (InputStream body = response.body()) {
        throw new Refused(
            "the controller answers "
                + response.statusCode()
                + ": "
                + new String(body.readNBytes(500), StandardCharsets.UTF_8).strip());
      }
    }
    return response.body();
  }

  /** Lets the calls that are under way come to their end, and takes no other. */
  void retire() {
    client.shutdown();
  }

  private HttpRequest.Builder request(String path, Duration limit) {
    return HttpRequest.newBuilder(base.resolve("/" + path))
        .timeout(limit)
        .header("Content-Type", "application/json");
  }

  private String post(String path, String body, Duration limit)
      throws IOException, InterruptedException {
    HttpResponse<String> response =
        client.send(
            request(path, limit).POST(HttpRequest.BodyPublishers.ofString(body)).build(),
            BodyHandlers.ofString());
    int status = response.statusCode();
    if (status / 100 != 2) {
      String text = response.body().strip();
      String sentence =
          "the controller answers "
              + status
              + " to "
              + path
              + ": "
              + text.substring(0, Math.min(500, text.length()));
      throw status / 100 == 4 && !PASSING.contains(status)
          ? new NotTaken(sentence)
          : new IOException(sentence);
    }
    return response.body();
  }
}
