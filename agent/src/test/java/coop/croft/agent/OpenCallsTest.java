package coop.croft.agent;

import static org.assertj.core.api.Assertions.assertThat;

import coop.croft.core.os.UnixServer;
import coop.croft.core.os.UnixStream;
import coop.croft.core.wire.Agents;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenCallsTest {
  @TempDir Path directory;

  private final List<UnixStream> callers = new ArrayList<>();
  private UnixServer server;
  private final OpenCalls open = new OpenCalls(new Run(7));

  @BeforeEach
  void listen() throws Exception {
    server = UnixServer.listen(directory.resolve("s"), "rw-rw-rw-");
  }

  @AfterEach
  void close() throws Exception {
    for (UnixStream caller : callers) {
      caller.close();
    }
    server.close();
  }

  /** A call by a caller of its own. */
  private Agents.Relayed begin() throws Exception {
    return begin(open);
  }

  private Agents.Relayed begin(OpenCalls calls) throws Exception {
    callers.add(UnixStream.connect(directory.resolve("s")));
    return calls.begin(server.accept(Duration.ofSeconds(5)), "alice");
  }

  @Test
  void callsSideBySideAreAllWaitedFor() throws Exception {
    Agents.Relayed first = begin();
    Agents.Relayed second = begin();
    assertThat(first.place().since()).isEqualTo(first.place().call());
    assertThat(second.place().call()).isGreaterThan(first.place().call());
    assertThat(second.place().since()).isEqualTo(first.place().call());
    open.end(second);
    assertThat(begin().place().since()).isEqualTo(first.place().call());
  }

  @Test
  void aCallWhoseCallerHasGoneIsNotWaitedFor() throws Exception {
    Agents.Relayed first = begin();
    callers.getFirst().close();
    Agents.Relayed second = begin();
    assertThat(second.place().since()).isEqualTo(second.place().call());
    // When it comes to its end after all, nothing changes.
    open.end(first);
    open.end(second);
    Agents.Relayed third = begin();
    assertThat(third.place().since()).isEqualTo(third.place().call());
  }

  @Test
  void numbersOfALaterRunAreHigher() throws Exception {
    Agents.Relayed before = begin();
    assertThat(begin(new OpenCalls(new Run(8))).place().since())
        .isGreaterThan(before.place().call());
  }
}
