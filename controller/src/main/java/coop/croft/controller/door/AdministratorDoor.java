package coop.croft.controller.door;

import coop.croft.controller.api.Api;
import coop.croft.controller.rights.Actor;
import coop.croft.core.os.Peer;
import coop.croft.core.os.UnixServer;
import coop.croft.core.os.UnixStream;
import coop.croft.core.wire.Calls;
import coop.croft.core.wire.Calls.Event;
import coop.croft.core.wire.Wire;
import io.avaje.json.JsonException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Unix socket of the controller's host. Root is administrator, as the kernel says; nobody else
 * is anybody, whatever the file's mode.
 */
public final class AdministratorDoor implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AdministratorDoor.class);
  private static final int LINE_BYTES = 64 << 20;
  private static final int CALLERS = 32;
  private static final Duration IDLE = Duration.ofSeconds(60);

  private final UnixServer server;
  private final Api api;
  private final long administrator;
  private final Semaphore callers = new Semaphore(CALLERS);
  private volatile boolean closed;

  /**
   * @param administrator number of the one account that may call: 0
   */
  public AdministratorDoor(Path socket, Api api, long administrator) throws IOException {
    this.server = UnixServer.listen(socket, "rw-------");
    this.api = api;
    this.administrator = administrator;
    Thread.ofPlatform().name("administrators").daemon().start(this::accept);
  }

  private void accept() {
    while (!closed) {
      try {
        callers.acquire();
        UnixServer.Caller caller = server.accept(IDLE);
        Thread.ofPlatform().name("administrator").daemon().start(() -> serve(caller));
      } catch (IOException e) {
        callers.release();
        if (!closed) {
          LOG.warn("the administrators' socket: {}", e.getMessage());
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private void serve(UnixServer.Caller caller) {
    try (UnixStream stream = caller.stream()) {
      answer(stream, caller.peer());
    } catch (IOException | UncheckedIOException e) {
      LOG.info("a caller went away: {}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      callers.release();
    }
  }

  private void answer(UnixStream stream, Peer peer) throws IOException, InterruptedException {
    if (peer.uid() != administrator) {
      LOG.warn("uid {} (process {}) tried the administrators' socket", peer.uid(), peer.pid());
      refuse(stream, "here only root may speak", 1);
      return;
    }
    Optional<String> line = stream.readLine(LINE_BYTES);
    if (line.isEmpty()) {
      return;
    }
    Calls.Call call;
    try {
      call = Wire.read(Calls.Call.class, line.get());
    } catch (JsonException e) {
      refuse(stream, "the call makes no sense", 2);
      return;
    }
    api.handle(new Actor.Administrator(), call, e -> write(stream, e));
  }

  private static void refuse(UnixStream stream, String why, int exit) {
    write(stream, Event.problem("croft: " + why, null));
    write(stream, Event.done(exit));
  }

  private static void write(UnixStream stream, Event event) {
    try {
      stream.writeLine(Wire.write(event));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    closed = true;
    server.close();
  }
}
