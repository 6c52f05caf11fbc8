package coop.croft.agent;

import coop.croft.core.os.UnixServer;
import coop.croft.core.os.UnixStream;
import coop.croft.core.wire.Agents;
import coop.croft.core.wire.Calls;
import coop.croft.core.wire.Wire;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The socket on which members' command lines speak to the controller. The agent passes on one call
 * and its events; who calls is what the kernel says, whatever the call says.
 */
final class MemberDoor implements Runnable, Closeable {
  private static final Turns.Bounds CALLS = new Turns.Bounds(64, 4, 1_000, 60);

  /** A caller that neither speaks nor listens for so long is gone. */
  private static final Duration IDLE = Duration.ofSeconds(30);

  /** A controller from which so many signs of life are missing is not waited for. */
  private static final Duration SILENCE = Calls.BEAT.multipliedBy(4);

  private final UnixServer server;
  private final OpenCalls open;
  private final Relay relay;
  private final Callers callers;
  private final Turns<UnixServer.Caller> turns = new Turns<>(CALLS, this::start);
  private volatile boolean closed;

  /** Takes a call, one line of JSON in a file, to the controller and gives the events back. */
  interface Relay {
    InputStream relay(Agents.Relayed caller, Path call) throws IOException, InterruptedException;
  }

  MemberDoor(UnixServer server, Run run, Relay relay, Callers callers) {
    this.server = server;
    this.open = new OpenCalls(run);
    this.relay = relay;
    this.callers = callers;
  }

  static MemberDoor open(Path socket, Run run, Relay relay) throws IOException {
    return new MemberDoor(
        UnixServer.listen(socket, "rw-rw-rw-"), run, relay, new Callers(Path.of("/proc")));
  }

  @Override
  public void run() {
    while (!closed) {
      try {
        UnixServer.Caller caller = server.accept(IDLE);
        switch (turns.enter(caller.peer().uid(), caller)) {
          case GOES -> {}
          case WAITS ->
              caller.stream().writeLine(Wire.write(Calls.Event.progress("waiting for a turn")));
          case NONE -> {
            refuse(caller.stream(), "too many calls wait already; try again later", 3);
            caller.stream().close();
          }
        }
      } catch (IOException e) {
        if (!closed) {
          Log.say("members' socket: " + e.getMessage());
        }
      }
    }
  }

  private void start(UnixServer.Caller caller) {
    Thread.ofPlatform().daemon().name("member-" + caller.peer().uid()).start(() -> serve(caller));
  }

  /**
   * The call goes by way of the disk and nobody here looks into it: many large ones at once must
   * not fill the memory of the agent, which looks after the host.
   */
  private void serve(UnixServer.Caller caller) {
    Optional<Path> call = Optional.empty();
    try (UnixStream stream = caller.stream()) {
      Callers.Answer who = callers.examine(caller.peer());
      call = Optional.of(Files.createTempFile("call", ""));
      boolean fits;
      // Read in any case: a connection that is closed over unread bytes may lose what we say.
      try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(call.get()))) {
        fits = stream.copyLine(file, Calls.MOST_BYTES);
      }
      if (who.account().isEmpty()) {
        Log.say("turned away " + caller.peer() + ": " + who.refusal());
        refuse(stream, who.refusal(), 1);
      } else if (!fits) {
        refuse(stream, "this is more than one call takes; name fewer programs at once", 1);
      } else {
        pass(caller, who.account().get().name(), call.get());
      }
    } catch (IOException e) {
      Log.say("the call of " + caller.peer() + " ended: " + e.getMessage());
    } finally {
      call.ifPresent(MemberDoor::drop);
      turns.leave(caller.peer().uid());
    }
  }

  private static void drop(Path call) {
    try {
      Files.deleteIfExists(call);
    } catch (IOException e) {
      Log.say("cannot remove " + call + ": " + e.getMessage());
    }
  }

  private void pass(UnixServer.Caller caller, String user, Path call) throws IOException {
    Agents.Relayed relayed = open.begin(caller, user);
    try {
      pass(caller.stream(), relayed, call);
    } finally {
      open.end(relayed);
    }
  }

  private void pass(UnixStream stream, Agents.Relayed caller, Path call) throws IOException {
    try (Listening events = new Listening(relay.relay(caller, call), SILENCE)) {
      events.transferTo(stream.out());
    } catch (Listening.Silent e) {
      refuse(stream, "the controller fell silent; croft status will tell what came of it", 3);
    } catch (java.net.ConnectException | java.net.http.HttpConnectTimeoutException e) {
      refuse(stream, "the controller cannot be reached; nothing was changed", 3);
    } catch (Controller.Refused e) {
      refuse(stream, e.getMessage() + "; nothing was changed", 3);
    } catch (javax.net.ssl.SSLException e) {
      refuse(stream, "the controller does not let this host in; nothing was changed", 3);
    } catch (java.net.http.HttpTimeoutException e) {
      refuse(stream, "the controller does not answer; croft status will tell what came of it", 3);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void refuse(UnixStream stream, String sentence, int exit) throws IOException {
    stream.writeLine(Wire.write(Calls.Event.problem(sentence, null)));
    stream.writeLine(Wire.write(Calls.Event.done(exit)));
  }

  @Override
  public void close() throws IOException {
    closed = true;
    server.close();
  }
}
